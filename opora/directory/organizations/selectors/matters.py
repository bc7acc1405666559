"""What members see of their organization on the page after sign-in."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from opora.directory.organizations.models import Membership
from opora.directory.organizations.selectors.names import people_of
from opora.foundation.audit.models import AuditEvent
from opora.foundation.audit.tables import rows
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.registries import Matter

SOON = timedelta(days=14)
RECENTLY = timedelta(days=7)
MOST_CHANGES = 5
SAID_ELSEWHERE = ("organizations.invitation_accepted", "organizations.invitation_declined")  # by name, with the answer


def ending_soon(actor: Actor) -> Iterator[Matter]:
    """The person's own memberships and substitutions that end within a fortnight."""
    for membership in _own(actor).filter(valid_from__lte=today()):
        what = "Zástup" if membership.substitute_for_id else "Vaše členství"
        yield Matter(f"{what} končí: {membership}", membership.get_absolute_url(), membership.valid_to)


def beginning_soon(actor: Actor) -> Iterator[Matter]:
    """Memberships and substitutions that begin for the person within a fortnight."""
    for membership in _own(actor, upcoming=True):
        what = "Začíná zástup" if membership.substitute_for_id else "Začíná vaše členství"
        yield Matter(f"{what}: {membership}", membership.get_absolute_url(), membership.valid_from)


def changes_of_people(actor: Actor) -> Iterator[Matter]:
    """What others did in the last week with people and workplaces of the organization that the person heads."""
    if actor.membership is None or not actor.membership.card.heads:
        return
    organization = actor.membership.organization
    events = AuditEvent.objects.filter(
        organization_id=str(organization.pk), action__startswith="organizations.", at__gte=timezone.now() - RECENTLY
    )
    url = reverse("organizations:people", args=[organization.pk])
    of_others = events.exclude(action__in=SAID_ELSEWHERE).exclude(actor_id=str(actor.user.pk))[:MOST_CHANGES]
    shown = rows(of_others)
    people = people_of(row.record for row in shown)
    for row in shown:
        text, event = row.sentence.rstrip("."), row.record
        if name := people.get((event.target_type, event.target_id)):
            text = f"{name}: {text[:1].lower()}{text[1:]}"
        yield Matter(f"{text} – {event.actor_label}", url, timezone.localdate(event.at))


def _own(actor: Actor, *, upcoming: bool = False):
    """Own memberships that begin or end within a fortnight; their texts need the organization."""
    now = today()
    near = Q(valid_from__gt=now, valid_from__lte=now + SOON) if upcoming else Q(valid_to__range=(now, now + SOON))
    query = Membership.objects.filter(near, user=actor.user, ended_at__isnull=True)
    return query.select_related("organization").order_by("pk")
