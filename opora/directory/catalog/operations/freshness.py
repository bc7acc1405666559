"""Confirming that data of services still hold, and reminding of it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from opora.directory.catalog import notifications
from opora.directory.catalog.enums import ChangeKind
from opora.directory.catalog.models import Service, ServiceChange, ServiceRecord
from opora.directory.catalog.permissions import CONFIRM_LINK
from opora.directory.catalog.selectors.freshness import due_services, due_services_of
from opora.directory.catalog.selectors.keepers import keepers_of
from opora.foundation.accounts.models import MagicLink, User
from opora.foundation.accounts.operations.links import issue_link, use_link
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import czech_date, today
from opora.foundation.core.errors import OperationError, StaleError
from opora.foundation.core.permissions import require

LIFETIME = timedelta(days=60)
BY_PROVIDER = "poskytovatelem"  # on the public card a role, never a name
CHANGED = "Údaje mezitím někdo změnil. Podívejte se, co karta říká teď, a potvrďte to znovu."
NOT_YOURS = "O některou z těch služeb se už nestaráte. Načtěte stránku znovu."


class Said(NamedTuple):
    """Who confirmed and the day that counts."""

    who: str
    on: date


@transaction.atomic
def confirm_services(seen: Mapping[int, int], *, on: date | None = None, actor: Actor) -> list[Service]:
    """Write that the data of the services hold today (a job may write another day), as they were shown.

    `seen`: number of a service → version of the provider's data that the person looked at, 0 when there were none.
    The same day again changes nothing. Raises StaleError when the data changed since.
    """
    require(actor, "catalog.confirm_record")
    reached = Service.objects.reached_by(actor).not_ended().filter(pk__in=seen)
    said = Said(actor.label, on if on and actor.is_job else today())
    return _confirm(list(reached), seen, said, actor)


@transaction.atomic
def confirm_by_link(seen: Mapping[int, int], *, link: MagicLink, actor: Actor) -> list[Service]:
    """The same for the holder of a link from a reminder, of those services that still wait; the link is used up."""
    require(actor, "catalog.confirm_record")
    use_link(link, actor=actor)
    services = [one.service for one in due_services_of(link.object_id) if one.service.pk in seen]
    said = Said(User.objects.get(pk=link.object_id).full_name, today())
    return _confirm(services, seen, said, actor)


@transaction.atomic
def remind_keepers(*, actor: Actor) -> int:
    """Remind people of providers of data that nobody has confirmed in time; returns how many messages went.

    Each moment of a reminder is served once, however many workers run: records are locked and asked again.
    """
    require(actor, "catalog.confirm_record")
    wanted = [one.service for one in due_services() if one.to_be_reminded]
    keepers = keepers_of(wanted)
    reached = {service.pk for keeper in keepers for service in keeper.services}
    ServiceRecord.objects.bulk_create([ServiceRecord(service_id=key) for key in reached], ignore_conflicts=True)
    locked = ServiceRecord.objects.select_for_update().filter(service__in=reached).order_by("pk")
    held = [record.service_id for record in locked]
    still = {one.service.pk for one in due_services() if one.to_be_reminded and one.service.pk in held}
    sent = 0
    for keeper in keepers_of([service for service in wanted if service.pk in still]):
        link = issue_link(CONFIRM_LINK, keeper.user.pk, lifetime=LIFETIME, actor=actor)
        notifications.remind_keeper(keeper, link)
        sent += 1
    # no form shows the day, so no open form grows stale by it
    ServiceRecord.objects.filter(service__in=still).update(reminded_on=today())
    if sent:
        log.record("catalog.keepers_reminded", actor=actor, services=len(still), people=sent)
    return sent


def _confirm(services: list[Service], seen: Mapping[int, int], said: Said, actor: Actor) -> list[Service]:
    if {service.pk for service in services} != set(seen):
        raise OperationError(NOT_YOURS)
    records = {row.service_id: row for row in ServiceRecord.objects.select_for_update().filter(service__in=seen)}
    for service in services:
        record = records.get(service.pk)
        if (record.version if record else 0) != seen[service.pk]:
            raise StaleError(CHANGED)
        record = record or ServiceRecord.objects.get_or_create(service=service)[0]
        if record.confirmed_on != said.on:
            _write(service, record, said, actor)
    return services


def _write(service: Service, record: ServiceRecord, said: Said, actor: Actor) -> None:
    """Keep the day; the form of the record does not show it, so that its version stays."""
    before = [f"{czech_date(record.confirmed_on)} {BY_PROVIDER}"] if record.confirmed_on else []
    ServiceRecord.objects.filter(pk=record.pk).update(
        confirmed_on=said.on, confirmed_by=said.who[:200], reminded_on=None, updated_at=timezone.now()
    )
    ServiceChange.objects.create(
        made_by=said.who[:200],
        kind=ChangeKind.CHANGED,
        identifier=service.identifier,
        fields=["confirmed"],
        details=[{
            "field": "confirmed", "label": "ověření údajů", "before": before,
            "after": [f"{czech_date(said.on)} {BY_PROVIDER}"],
        }],
    )  # fmt: skip
    log.record("catalog.record_confirmed", actor=actor, target=service, identifier=service.identifier)
