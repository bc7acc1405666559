"""Values of unregistered services for tests: invented clubs of invented associations."""

from datetime import date

from opora.directory.catalog.imports.unregistered_csv import COLUMNS
from opora.directory.catalog.operations.unregistered import add_unregistered
from opora.directory.catalog.selectors.unregistered import Entry
from opora.directory.territory.models import Area
from opora.foundation.core.actor import Actor

JOB = Actor.job("zkouška")
ICO, OTHER_ICO = "00000019", "00000027"  # check digits are right
FIELDS = {
    "kind_code": "o-klub", "name": "Klub Ukázka", "ico": ICO, "provider_name": "Spolek Ukázka", "description": "Káva.",
    "groups": ["24"], "place": "Děčín", "street": "Ukázková 1/2", "reach": "ORP Děčín\nokres Teplice",
    "free_of_charge": "ano", "phone": "000 000 011", "starts_on": "2026-01-01", "source": "telefonicky",
    "as_of": "2026-04-01",
}  # fmt: skip
CELLS = {
    "Druh": "klub nebo setkávání", "Název": "Klub Ukázka", "IČO": ICO, "Poskytovatel": "Spolek Ukázka",
    "Pro koho": "senioři", "Obec": "Děčín", "Zdarma": "ano", "Telefon": "000 000 011", "Funguje od": "1. 1. 2026",
    "Zdroj": "telefonicky", "Ověřeno dne": "1. 4. 2026",
}  # fmt: skip


def area(level: str, name: str) -> Area:
    return Area.objects.select_related("okres", "kraj").get(level=level, label=name)


def entry(**values) -> Entry:
    """A club in Děčín."""
    known = {
        "name": "Klub Ukázka", "kind_code": "o-klub", "ico": ICO, "starts_on": date(2026, 1, 1),
        "source": "telefonicky", "as_of": date(2026, 4, 1), "provider_name": "Spolek Ukázka", "phone": "000 000 011",
    }  # fmt: skip
    if "place" not in values:
        known["place"] = area("obec", "Děčín")
    return Entry(**known | values)


def club(**values):
    """A club in Děčín, written by the operation."""
    return add_unregistered(entry(**values), actor=JOB)


def csv_file(*rows: dict[str, str], delimiter: str = ";", encoding: str = "utf-8", tail: str = "") -> bytes:
    """A file with the columns that the rows name, in our order; `tail` ends each line (as Excel's empty columns do)."""
    head = [label for label in COLUMNS if any(label in row for row in rows)]
    lines = [delimiter.join(head), *(delimiter.join(row.get(label, "") for label in head) for row in rows)]
    return "".join(f"{line}{tail}\r\n" for line in lines).encode(encoding)
