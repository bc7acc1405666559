"""How long ago somebody of the provider said that the data of a service hold, and who is to be reminded.

Only an explicit confirmation counts. Who has never confirmed is asked after one rhythm from the day when their
provider came here. A reminder goes on the day when the time is over and once more a fortnight later; then the service
stands on the region's list.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from opora.directory.catalog.enums import ContactKind, Rhythm
from opora.directory.catalog.models import Service, ServiceRecord
from opora.directory.catalog.models.services import ServiceQuerySet
from opora.directory.catalog.selectors.keepers import kept_services, services_kept_by
from opora.directory.catalog.selectors.record_card import pause_text
from opora.foundation.accounts.models import User
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.registries import Matter
from opora.foundation.core.templatetags.opora import counted, phone

SECOND_REMINDER = timedelta(days=14)
MOST_NAMED = 3
WAIT = "služba čeká,služby čekají,služeb čeká"
PAUSE = "Přerušení"  # nobody misses it


@dataclass(frozen=True)
class Freshness:
    """One kept service: since when nobody has confirmed it, and when it is to be confirmed again."""

    service: Service
    since: date  # the last confirmation, or the day when the provider came here
    rhythm: int  # months

    @property
    def record(self) -> ServiceRecord | None:
        return record_of(self.service)

    @property
    def confirmed_on(self) -> date | None:
        return self.record.confirmed_on if self.record else None

    @property
    def version(self) -> int:
        """Of the provider's data that were shown; 0 when there are none."""
        return self.record.version if self.record else 0

    @cached_property
    def due_on(self) -> date:
        """The day from which the confirmation is awaited."""
        return months_after(self.since, self.rhythm)

    @property
    def is_due(self) -> bool:
        return self.due_on <= today()

    @property
    def days_late(self) -> int:
        """Days since the confirmation was awaited; 0 when it is not yet."""
        return max((today() - self.due_on).days, 0)

    @property
    def is_late(self) -> bool:
        """True when not even the second reminder helped: the region should ask."""
        return self.due_on + SECOND_REMINDER <= today()

    @property
    def to_be_reminded(self) -> bool:
        """True when a moment of a reminder has passed and none went since it."""
        last = self.due_on + SECOND_REMINDER if self.is_late else self.due_on
        reminded = self.record.reminded_on if self.record else None
        return self.is_due and (reminded is None or reminded < last)


@dataclass(frozen=True)
class Verified:
    """What a public card says: the day of the last confirmation, and whether it is older than twice the rhythm."""

    on: date
    is_old: bool


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def record_of(service: Service) -> ServiceRecord | None:
    """The provider's data of the service, None when it has written none."""
    return getattr(service, "record", None)


def verified(service: Service) -> Verified | None:
    """What the public is told of the last confirmation; nothing where nobody has ever confirmed."""
    record = record_of(service)
    if record is None or record.confirmed_on is None:
        return None
    return Verified(record.confirmed_on, is_old=months_after(record.confirmed_on, 2 * record.rhythm) < today())


def freshness(service: Service) -> Freshness:
    """Of one service out of `kept_services`."""
    record = record_of(service)
    came = timezone.localdate(service.kept_from)  # type: ignore[attr-defined]  # annotated by `kept_services`
    since = record.confirmed_on if record and record.confirmed_on else came
    return Freshness(service, since, record.rhythm if record else Rhythm.QUARTER)


def due_services() -> list[Freshness]:
    """All kept services whose confirmation is awaited, those that wait longest first; one query."""
    return _due(kept_services())


def due_services_of(user_id: int | str) -> list[Freshness]:
    """Those of them that the person looks after today; none for an account that is closed."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return _due(services_kept_by(user)) if user else []


def kept_of(actor: Actor) -> list[Freshness]:
    """Kept services that the actor sees on pages of freshness: the region all, a provider's person those they reach."""
    return [freshness(service) for service in _seen_by(actor).order_by("czech_sort", "pk")]


def kept_service(identifier: str, actor: Actor) -> Freshness | None:
    """One of them; None for a service that nobody keeps here, or that the actor does not see."""
    service = _seen_by(actor).filter(identifier=identifier).first()
    return freshness(service) if service else None


def _seen_by(actor: Actor) -> ServiceQuerySet:
    if actor.is_job or (actor.membership is not None and actor.membership.oversees_instance):
        return kept_services()
    return kept_services().filter(pk__in=Service.objects.reached_by(actor).values("pk"))


def _due(services: ServiceQuerySet) -> list[Freshness]:
    known = (freshness(service) for service in services.order_by("czech_sort", "pk"))
    return sorted((one for one in known if one.is_due), key=lambda one: one.due_on)


@dataclass(frozen=True)
class Said:
    """One line of the summary: what it is and what the card says; empty when nobody has said it."""

    label: str
    text: str


@dataclass(frozen=True)
class Summary:
    """What the card says, and names of what the provider has not said yet."""

    said: tuple[Said, ...]
    unsaid: tuple[str, ...]


def summaries(services: list[Service]) -> dict[int, Summary]:
    """What the cards say now of what changes most, by the number of the service; four queries."""
    prefetch_related_objects(services, "contacts", "provider__contacts", "availability")
    return {service.pk: _summary(list(_lines(service))) for service in services}


def _summary(lines: list[Said]) -> Summary:
    said = tuple(line for line in lines if line.text)
    return Summary(said, tuple(line.label.lower() for line in lines if not line.text and line.label != PAUSE))


def _lines(service: Service) -> Iterator[Said]:
    record = record_of(service) or ServiceRecord(service=service)
    yield Said("Telefon", phone(record.phone or _contact(service, ContactKind.PHONE)))
    yield Said("E-mail", record.email or _contact(service, ContactKind.EMAIL))
    yield Said("Web", record.web or _contact(service, ContactKind.WEB))
    yield Said("Kdy se dovoláte a kdy je otevřeno", record.hours)
    yield Said("Co služba nabízí", record.description or service.description)
    yield Said("Jak začít", record.start_person)
    yield Said("Kolik to stojí", record.price)
    yield Said("Co vzít s sebou", record.documents)
    yield Said("Volná místa", "\n".join(str(said) for said in service.availability.all()))
    yield Said(PAUSE, pause_text(record.pause_from, record.pause_to))


def _contact(service: Service, kind: str) -> str:
    """The first contact of the kind, of the service or else of its provider."""
    rows = (*service.contacts.all(), *service.provider.contacts.all())
    return next((row.value for row in rows if row.kind == kind), "")


def services_to_confirm(actor: Actor) -> Iterator[Matter]:
    """Services whose data the person is to confirm, or the region to ask about."""
    late = [one for one in kept_of(actor) if one.is_due]
    if actor.membership.oversees_instance:
        late = [one for one in late if one.is_late]
        if late:
            words = counted(len(late), "služby,služeb,služeb")
            yield Matter(f"Poskytovatelé dlouho neověřili údaje {words}", reverse("catalog:freshness"))
    elif late:
        names = ", ".join(one.service.name for one in late[:MOST_NAMED])
        rest = f" a {counted(len(late) - MOST_NAMED, 'další,další,dalších')}" if len(late) > MOST_NAMED else ""
        yield Matter(f"Ověřte, že údaje stále platí: {names}{rest}", reverse("catalog:freshness"))


def freshness_in_words(actor: Actor) -> str:
    """How many services wait for a confirmation, for the hub of administration."""
    number = sum(one.is_due for one in kept_of(actor))
    return f"{counted(number, WAIT)} na ověření" if number else "vše je ověřené"
