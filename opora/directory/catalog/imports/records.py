"""What one item of the register says, in our words: frozen records that parsing makes and nothing changes."""

from dataclasses import dataclass, field
from datetime import date

from opora.directory.catalog.enums import ContactKind


@dataclass(frozen=True, slots=True)
class AddressRecord:
    """Parts of an address as written; codes without their prefix („Obec/562335“ → „562335“)."""

    street: str = ""
    house_number: str = ""
    house_number_kind: str = ""
    orientation_number: str = ""
    addition: str = ""
    part_name: str = ""
    district_name: str = ""
    postal_code: str = ""
    obec_name: str = ""
    obec_code: str = ""
    okres_code: str = ""
    kraj_code: str = ""
    address_point: str = ""

    @property
    def identity(self) -> tuple[str, ...]:
        """What makes two addresses the same place: the address point, else the words."""
        if self.address_point:
            return (self.address_point,)
        parts = (self.obec_code or self.obec_name, self.part_name, self.street, self.house_number)
        return tuple(part.casefold() for part in (*parts, self.orientation_number))


@dataclass(frozen=True, slots=True)
class ContactRecord:
    """A way to reach somebody, with a note of the provider."""

    kind: ContactKind
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class FacilityRecord:
    """A facility; `secret` is None where the file does not say whether the address is secret."""

    name: str
    starts_on: date | None
    ends_on: date | None
    secret: bool | None
    address: AddressRecord

    def is_open(self, on: date) -> bool:
        """Provided there on the day, by the facility's own dates."""
        return (self.starts_on is None or self.starts_on <= on) and (self.ends_on is None or self.ends_on >= on)


@dataclass(frozen=True, slots=True)
class ScheduleRecord:
    """One opening: `day` is 1 (Monday) to 7 as text or what came instead, times as „08:00“."""

    day: str
    opens: str
    closes: str
    note: str


@dataclass(frozen=True, slots=True)
class FormRecord:
    """A form with its schedule and capacities (unit code, number, note)."""

    form: str
    continuous: bool | None
    schedules: tuple[ScheduleRecord, ...]
    capacities: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class ProviderRecord:
    """Who holds the registration; no statutory persons, no DIČ."""

    ico: str
    name: str
    address: AddressRecord
    contacts: tuple[ContactRecord, ...]


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    """One registered service."""

    identifier: str
    portal_id: str
    kind_code: str
    starts_on: date
    ends_on: date | None
    provider: ProviderRecord
    facilities: tuple[FacilityRecord, ...]
    forms: tuple[FormRecord, ...]
    contacts: tuple[ContactRecord, ...]
    contact_addresses: tuple[tuple[AddressRecord, str], ...]
    groups: tuple[tuple[str, str], ...]
    age_groups: tuple[str, ...]
    age_note: str
    reach_krajs: tuple[str, ...]


@dataclass(slots=True)
class Parsed:
    """A record with the warnings it earned."""

    record: ServiceRecord
    warnings: list[str] = field(default_factory=list)
