"""Addresses as Czech people write them."""

from opora.directory.catalog.models.services import Address
from opora.directory.territory.models import Area
from opora.foundation.core.dates import NBSP

PRAHA = "3100"  # the okres by which registers call the capital, which is in none
REGISTRATION_NUMBER = "2"  # type of house number: 1 = číslo popisné, 2 = číslo evidenční


def postal_code_text(code: str) -> str:
    """„352 01“ with a no-break space; what has not five digits stays as it came."""
    return f"{code[:3]}{NBSP}{code[3:]}" if len(code) == 5 and code.isdigit() else code


def house_number_text(address: Address) -> str:
    """„2272/54“ on a street, „č. p. 26“ without one, „č. ev. 12“ for a registration number."""
    number = "/".join(part for part in (address.house_number, address.orientation_number) if part)
    if number and address.house_number_kind == REGISTRATION_NUMBER:
        return f"č.{NBSP}ev.{NBSP}{number}"
    if number and not address.street:
        return f"č.{NBSP}p.{NBSP}{number}"
    return number


def address_text(address: Address, obec_name: str = "") -> str:
    """One line: „Nemocniční 2272/54, 352 01 Aš“, „č. p. 26, 403 02 Ústí nad Labem – Církvice“; empty when unknown.

    `obec_name` stands in where the register gives only the code of the obec.
    """
    obec = address.obec_name or obec_name
    part = address.part_name if address.part_name != obec else ""
    front = f"{address.street} {house_number_text(address)}".strip()
    if address.addition:
        front = f"{front} ({address.addition})" if front else address.addition
    if part and not address.street:
        obec, part = f"{obec} – {part}" if obec else part, ""
    town = f"{postal_code_text(address.postal_code)} {obec}".strip()
    return ", ".join(piece for piece in (front, part, town) if piece)


def okres_text(okres: Area | None) -> str:
    """„okres Děčín“, „Praha“; empty when unknown."""
    if okres is None:
        return ""
    return okres.name if okres.code == PRAHA else okres.label
