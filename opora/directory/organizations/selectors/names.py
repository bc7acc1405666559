"""Names of organizations, branches and memberships for the record of events."""

from collections.abc import Iterable

from opora.directory.organizations.models import Branch, Membership, Organization
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
    """Number of a membership → „správce dat – Ukázkový kraj“; one query."""
    return {str(one.pk): str(one) for one in Membership.objects.filter(pk__in=numbers).select_related("organization")}
