"""Names of organizations, branches and memberships for the record of events."""

from collections.abc import Iterable

from opora.directory.organizations.models import Branch, Invitation, Membership, Organization
from opora.foundation.audit.models import Record
from opora.foundation.core.text import fold


def organization_names(numbers: Iterable[str]) -> dict[str, str]:
    """Number of an organization → its name; one query."""
    return {str(pk): name for pk, name in Organization.objects.filter(pk__in=numbers).values_list("pk", "name")}


def organizations_called(text: str) -> list[str]:
    """Numbers of organizations whose name holds the text, without regard to case and diacritics."""
    return [str(pk) for pk, name in Organization.objects.values_list("pk", "name") if fold(text) in fold(name)]


def branch_names(numbers: Iterable[str]) -> dict[str, str]:
    """Number of a branch → its name; one query."""
    return {str(pk): name for pk, name in Branch.objects.filter(pk__in=numbers).values_list("pk", "name")}


def membership_names(numbers: Iterable[str]) -> dict[str, str]:
    """Number of a membership → „Jana Ukázková, správce dat – Ukázkový kraj“; one query."""
    rows = Membership.objects.filter(pk__in=numbers).select_related("user", "organization")
    return {str(one.pk): f"{one.user}, {one}" for one in rows}


def people_of(events: Iterable[Record]) -> dict[tuple[str, str], str]:
    """Type and number of an object → name of its person or organization; three queries."""
    wanted: dict[str, set[str]] = {}
    for event in events:
        wanted.setdefault(event.target_type, set()).add(event.target_id)
    sources = {
        "organizations.membership": (Membership.objects, "user__full_name"),
        "organizations.invitation": (Invitation.objects, "full_name"),
        "organizations.organization": (Organization.objects, "name"),
    }
    return {
        (label, str(pk)): name
        for label, (manager, field) in sources.items()
        for pk, name in manager.filter(pk__in=wanted.get(label, ())).values_list("pk", field)
    }


def membership_roles(numbers: Iterable[str]) -> dict[str, str]:
    """Number of a membership → „správce dat – Ukázkový kraj“, to stand beside the person; one query."""
    return {str(one.pk): str(one) for one in Membership.objects.filter(pk__in=numbers).select_related("organization")}
