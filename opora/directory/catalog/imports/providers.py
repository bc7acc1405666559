"""Providers of one file, gathered in memory until the whole file is read: only then is it known which of their
seats are secret."""

from typing import Any

from opora.directory.catalog.imports.options import ReadOptions
from opora.directory.catalog.imports.places import okres_code
from opora.directory.catalog.imports.records import AddressRecord, ProviderRecord, ServiceRecord
from opora.directory.catalog.imports.rows import address_row, contact_row
from opora.directory.catalog.imports.screening import NOTHING, Secrets
from opora.directory.catalog.selectors.register import Reference
from opora.foundation.core.text import czech_key, fold

Identity = tuple[str, ...]


def _identities(address: AddressRecord) -> set[Identity]:
    """Ways to recognise the same address elsewhere in the file; empty for one without street and number."""
    found: set[Identity] = set()
    if address.address_point:
        found.add((address.address_point,))
    if address.house_number or address.street:
        words = (address.obec_code or address.obec_name, address.street or address.part_name)
        found.add(tuple(word.casefold() for word in (*words, address.house_number, address.orientation_number)))
    return found


def _written_otherwise(address: AddressRecord) -> set[Identity]:
    """How another row may write the same house: without its orientation number, street or obec, in other letters."""
    towns = {address.obec_code, address.postal_code, fold(address.obec_name)} - {""}
    street, house, orientation = fold(address.street), fold(address.house_number), fold(address.orientation_number)
    houses = {(name, "čp", house) for name in (street, fold(address.part_name), fold(address.district_name))}
    numbers = {*houses, (street, "čo", orientation)}
    return {(town, *number) for town in towns for number in numbers if number[0] and number[2]}


class ProviderBook:
    """Providers by IČO; the first mention in the file counts. A seat where only a hidden service stands is dropped."""

    def __init__(self, reference: Reference, options: ReadOptions) -> None:
        self.reference, self.options = reference, options
        self.records: dict[str, ProviderRecord] = {}
        self.hidden_places: set[Identity] = set()
        self.open_places: set[Identity] = set()
        self.secrets: dict[str, list[Secrets]] = {}

    def add(self, record: ServiceRecord, secrets: Secrets | None) -> None:
        """Remember the provider of a service and where the service stands; `secrets` are those of a hidden one."""
        ico = record.provider.ico
        self.records.setdefault(ico, record.provider)
        places = self.hidden_places if secrets else self.open_places
        for facility in record.facilities:
            places |= _identities(facility.address)
            if secrets:
                places |= _written_otherwise(facility.address)
        if secrets:
            self.secrets.setdefault(ico, []).append(secrets)

    def rows(self) -> dict[str, dict[str, Any]]:
        """Rows of providers by IČO: columns, `okres` as a code, `contacts` as lists of kind, value and note."""
        return {ico: self._row(record) for ico, record in self.records.items()}

    def _row(self, record: ProviderRecord) -> dict[str, Any]:
        places = _identities(record.address)
        likely = places | _written_otherwise(record.address)
        secret = bool(likely & self.hidden_places) and not places & self.open_places
        address = AddressRecord() if secret else record.address
        secrets = self.secrets.get(record.ico, [])
        if not secret:  # the seat may stand in the very obec of a hidden service, so that name stays
            secrets = [item.address_alone() for item in secrets]
        contacts = [contact_row(contact, _screening(secrets)) for contact in record.contacts]
        return {
            "ico": record.ico,
            "name": record.name,
            "czech_sort": czech_key(record.name)[:1300],
            "is_sample": self.options.is_sample,
            "okres": okres_code(record.address, self.reference),
            **address_row(address, self.reference),
            "contacts": [row for row in contacts if not _betrays(row[1], secrets)],
        }


def _betrays(value: str, secrets: list[Secrets]) -> bool:
    """True when the contact gives a secret address away; a bare telephone number never does."""
    return any(letter.isalpha() for letter in value) and any(item.betrays(value) for item in secrets)


def _screening(secrets: list[Secrets]):
    def screen(text: str) -> str:
        for item in secrets or [NOTHING]:
            text = item.screen(text)
        return text

    return screen
