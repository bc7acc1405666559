"""The card of a service and what stands in its place once the service has ended."""

from dataclasses import dataclass
from functools import cached_property

from opora.directory.catalog.codebook import COUNSELLING, Codebook, codebook
from opora.directory.catalog.models import (
    Availability,
    Capacity,
    Contact,
    Facility,
    FormOfService,
    OtherKind,
    Provider,
    Reach,
    ReachSuggestion,
    Service,
    ServiceAttachment,
    ServiceKind,
    ServiceTargetGroup,
)
from opora.directory.catalog.selectors.addresses import address_text, okres_text
from opora.directory.catalog.selectors.attachments import CardFiles, card_files
from opora.directory.catalog.selectors.availability import SaidPart, all_parts, said_parts
from opora.directory.catalog.selectors.card_parts import (
    AreaNames,
    ContactFact,
    FormFact,
    Named,
    People,
    Place,
    SaidReach,
    contact_facts,
    form_facts,
    form_name,
    in_book_order,
    people,
    places,
    reach_names,
    said_reaches,
    shown_text,
)
from opora.directory.catalog.selectors.doors import Door, human_door
from opora.directory.catalog.selectors.freshness import Verified, verified
from opora.directory.catalog.selectors.record_card import ProviderWords, provider_words
from opora.directory.territory.models import Area
from opora.directory.territory.selectors import area_labels, place_index
from opora.directory.territory.selectors.index import PlaceIndex
from opora.foundation.core.actor import Actor
from opora.foundation.core.queries import PartsQuery, attach, share

TERRITORY_WORDS = ("územ", "dojezd", "spádov", "obcí")
MOST_SUCCESSORS = 5


@dataclass(frozen=True)
class ServiceCard:
    """Everything a card says, as values; what the register does not give is empty, never guessed."""

    service: Service
    kind: ServiceKind | OtherKind | None
    kind_name: str
    people: tuple[People, ...]
    age_groups: tuple[str, ...]
    age_note: str
    description: str
    activities: tuple[Named, ...]
    forms: tuple[FormFact, ...]
    usual_forms: tuple[Named, ...]
    possible_forms: tuple[Named, ...]
    places: tuple[Place, ...]
    reach: tuple[str, ...]
    said_reach: tuple[SaidReach, ...]
    contacts: tuple[ContactFact, ...]
    provider_contacts: tuple[ContactFact, ...]
    provider_address: str
    said: ProviderWords | None
    free_places: tuple[SaidPart, ...]
    files: CardFiles
    door: Door | None  # of the place of the service; None when there is a contact or the address is secret

    @property
    def can_be_asked(self) -> bool:
        """True when there is a telephone or an e-mail, of the service or of its provider."""
        said = self.said is not None and self.said.can_be_asked
        return said or _can_be_asked(self.contacts) or _can_be_asked(self.provider_contacts)

    @property
    def provider(self) -> Provider:
        return self.service.provider

    @property
    def law(self) -> ServiceKind | None:
        """The kind as the law knows it; None for help that is not registered."""
        return self.kind if isinstance(self.kind, ServiceKind) else None

    @property
    def unsaid(self) -> str:
        """What stands where nobody has told us."""
        return "registr neuvádí" if self.service.is_registered else "zatím nevíme"

    @property
    def verified(self) -> Verified | None:
        """When the provider said last that the data hold; None when never."""
        return verified(self.service)

    @property
    def anonymous_by_law(self) -> bool:
        """True only where verified data say that the law gives the help without a name."""
        return self.law is not None and self.law.verified and bool(self.law.anonymous)

    @property
    def served(self) -> tuple[str, ...]:
        """Territories that the register gives, or that somebody confirmed; each once."""
        confirmed = (name for fact in self.said_reach if fact.confirmed for name in fact.names)
        return tuple(dict.fromkeys((*self.reach, *confirmed)))

    @property
    def kind_verified(self) -> bool:
        return self.kind is not None and self.kind.verified

    @property
    def activities_verified(self) -> bool:
        return self.kind_verified and all(activity.verified for activity in self.activities)

    @property
    def free_of_charge(self) -> bool:
        """True only where verified data say that the law makes the service free."""
        return self.law is not None and self.law.verified and bool(self.law.free_of_charge)

    @property
    def phone(self) -> str:
        """The telephone to call first: said for the service, of the service, of its provider; else empty."""
        return self._own_phone or _first_phone(self.provider_contacts)

    @property
    def phone_is_of_service(self) -> bool:
        return bool(self._own_phone)

    @property
    def _own_phone(self) -> str:
        return (self.said.phone if self.said else "") or _first_phone(self.contacts)

    @property
    def can_be_visited(self) -> bool:
        """True where people come to a place that the register tells."""
        comes = {"amb", "pob"} & {row.form for row in self.service.forms.all()}
        return bool(comes) and not self.service.seat_addresses and any(place.address for place in self.places)

    @property
    def has_capacity(self) -> bool:
        return any(fact.capacities for fact in self.forms)

    @property
    def hidden(self) -> bool:
        return self.service.hidden_address

    @property
    def okresy(self) -> tuple[str, ...]:
        """Okresy of the facilities open today."""
        return tuple(dict.fromkeys(place.okres for place in self.places if place.okres))

    @property
    def whole_kraj_only(self) -> bool:
        """True when the register names only the kraj, not the obce."""
        levels = {row.level for row in self.service.reaches.all()}
        return bool(levels) and levels <= {Area.Level.KRAJ, Area.Level.COUNTRY}

    @property
    def says_territory_in_words(self) -> bool:
        """True when a text at the target groups speaks of territory."""
        return any(_is_about_territory(group.note) for group in self.people)

    @cached_property
    def focus_unknown(self) -> bool:
        """True for a counselling service whose register entry does not say what it counsels about."""
        if self.service.kind_code != COUNSELLING or "dluh" in self.service.name.lower():
            return False
        return all(not group.note or _is_about_territory(group.note) for group in self.people)


@dataclass(frozen=True)
class GoneCard:
    """A service that has ended: what it was and who may help instead."""

    service: Service
    kind_name: str
    plain_name: str
    okres: Area | None
    successors: tuple[Service, ...]

    @property
    def okres_name(self) -> str:
        return okres_text(self.okres)


def _can_be_asked(contacts: tuple[ContactFact, ...]) -> bool:
    return any(contact.kind in ("phone", "email") for contact in contacts)


def _first_phone(contacts: tuple[ContactFact, ...]) -> str:
    return next((contact.value for contact in contacts if contact.kind == "phone"), "")


BY_IDENTIFIER = PartsQuery(
    lambda key: Service.objects.visible_to(Actor.public()).filter(identifier=key).select_related("provider", "record")
)


def find_service(identifier: str) -> Service | None:
    """The service with its provider, ended ones too; None when the public may not see it or it does not exist."""
    return next(iter(BY_IDENTIFIER.of(identifier)), None)


def service_card(service: Service) -> ServiceCard:
    """The card of a service, in a constant number of queries. Takes what `find_service` gives."""
    index = place_index()
    _read_parts(service, index)
    book = codebook()
    law = book.kinds.get(service.kind_code)
    areas = area_labels(_wanted_areas([service]), index)
    forms = form_facts(service.forms.all(), book)
    by_law = law if law and law.verified and not forms else None
    contacts = contact_facts(service.contacts.all())
    provider_contacts = contact_facts(service.provider.contacts.all())
    said = provider_words(service)
    asked = _can_be_asked(contacts) or _can_be_asked(provider_contacts) or (said is not None and said.can_be_asked)
    return ServiceCard(
        service=service,
        kind=book.kind(service.kind_code),
        kind_name=book.kind_name(service.kind_code),
        people=people(service, book),
        age_groups=tuple(book.age_group_name(code) for code in in_book_order(service.age_groups, book.age_groups)),
        age_note=shown_text(service.age_note, service),
        description=shown_text(service.description, service),
        activities=_activities(law, book),
        forms=forms,
        usual_forms=_law_forms(by_law.forms if by_law else [], book),
        possible_forms=_law_forms(by_law.secondary_forms if by_law else [], book),
        places=places(service.facilities.all(), service, areas),
        reach=reach_names(service.reaches.all(), areas, hidden=service.hidden_address),
        said_reach=said_reaches(service, areas),
        contacts=contacts,
        provider_contacts=provider_contacts,
        provider_address=provider_address(service.provider, areas),
        said=said,
        files=card_files(service),
        free_places=said_parts(service, all_parts(service), service.availability.all()),
        door=None if asked else human_door(_home(service, index)),
    )


def _home(service: Service, index: PlaceIndex) -> Area | None:
    """Obec of the first open facility, else of the provider; None where it is secret or nobody gives it."""
    if service.hidden_address:
        return None
    shown = [row.obec_code for row in service.facilities.all() if row.is_active and not row.hidden]
    code = next(filter(None, [*shown, service.provider.obec_code]), "")
    found = index.by_code.get((Area.Level.OBEC.value, code.casefold()))
    return index.areas[found.pk] if found else None


def gone_card(service: Service, *, actor: Actor) -> GoneCard:
    """What an ended service was, with up to five services of the same kind in its okres."""
    facility = service.facilities.select_related("okres").filter(okres__isnull=False).first()
    okres = facility.okres if facility else service.provider.okres
    book = codebook()
    return GoneCard(
        service=service,
        kind_name=book.kind_name(service.kind_code),
        plain_name=book.kind_plain_name(service.kind_code),
        okres=okres,
        successors=_successors(service, okres, actor),
    )


def provider_address(provider: Provider, areas: AreaNames) -> str:
    """Seat of the provider in one line; only the okres where nothing finer is known, empty where nothing is."""
    address = address_text(provider, areas.get((Area.Level.OBEC, provider.obec_code), ""))
    return address or okres_text(provider.okres)


def _successors(service: Service, okres: Area | None, actor: Actor) -> tuple[Service, ...]:
    same = Service.objects.visible_to(actor).active().filter(kind_code=service.kind_code)
    same = same.filter(facilities__okres=okres, is_sample=service.is_sample).exclude(pk=service.pk)
    return tuple(same.select_related("provider").distinct().order_by("czech_sort")[:MOST_SUCCESSORS]) if okres else ()


PARTS = {
    "target_groups": PartsQuery(lambda key: ServiceTargetGroup.objects.filter(service=key)),
    "forms": PartsQuery(lambda key: FormOfService.objects.filter(service=key)),
    "facilities": PartsQuery(lambda key: Facility.objects.filter(service=key).order_by("name", "pk")),
    "reaches": PartsQuery(lambda key: Reach.objects.filter(service=key)),
    "reach_suggestions": PartsQuery(lambda key: ReachSuggestion.objects.filter(service=key).order_by("pk")),
    "contacts": PartsQuery(lambda key: Contact.objects.filter(service=key)),
    "attachments": PartsQuery(
        lambda key: ServiceAttachment.objects.public().filter(service=key).select_related("file")
    ),
    "availability": PartsQuery(lambda key: Availability.objects.filter(service=key).order_by("pk")),
}
CAPACITIES = PartsQuery(lambda key: Capacity.objects.filter(form__service=key))
CONTACTS_OF_PROVIDER = PartsQuery(lambda key: Contact.objects.filter(provider=key))


def _read_parts(service: Service, index: PlaceIndex) -> None:
    """Everything that hangs on the service, so that no part of the card asks again."""
    attach(service, {name: query.of(service.pk) for name, query in PARTS.items()})
    attach(service.provider, {"contacts": CONTACTS_OF_PROVIDER.of(service.provider_id)})
    share(CAPACITIES.of(service.pk) if service.forms.all() else (), service.forms.all(), "form_id", "capacities")
    for row in (service.provider, *service.facilities.all()):
        row.okres = index.areas.get(row.okres_id or 0)


def _wanted_areas(services: list[Service]) -> set[tuple[str, str]]:
    """Territories whose names the cards need: of the reach, and of addresses that hold only a code of the obec."""
    wanted = {(row.level, row.code) for service in services for row in service.reaches.all()}
    wanted |= {(row.level, row.code) for service in services for row in service.reach_suggestions.all()}
    addresses = {(row.obec_name, row.obec_code) for service in services for row in service.facilities.all()}
    addresses |= {(service.provider.obec_name, service.provider.obec_code) for service in services}
    return wanted | {(Area.Level.OBEC.value, code) for name, code in addresses if not name}


def _activities(kind: ServiceKind | None, book: Codebook) -> tuple[Named, ...]:
    rows = [(letter, book.activities.get(letter)) for letter in (kind.activities if kind else [])]
    return tuple(
        Named(row.name, row.plain_name or row.name, row.verified) if row else Named(letter, letter, verified=False)
        for letter, row in rows
    )


def _law_forms(codes: list[str], book: Codebook) -> tuple[Named, ...]:
    return tuple(form_name(code, book) for code in codes)


def _is_about_territory(text: str) -> bool:
    return any(word in text.lower() for word in TERRITORY_WORDS)
