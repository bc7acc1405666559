"""Where a facility stands: okres, units above the obec, position with its precision; and what must stay hidden."""

import hmac
from collections.abc import Iterable
from math import cos, hypot, radians

from django.conf import settings

from opora.directory.catalog.enums import PositionSource
from opora.directory.catalog.imports.options import Coordinates, Position, ReadOptions
from opora.directory.catalog.imports.records import AddressRecord, FacilityRecord, ServiceRecord
from opora.directory.catalog.imports.screening import Secrets, secrets_of
from opora.directory.catalog.selectors.register import Reference

FARTHEST_KM = 40  # a point farther from the inner point of its obec belongs to another one
Placed = tuple[Position | None, str]


def hides_address(record: ServiceRecord, reference: Reference, options: ReadOptions) -> bool:
    """True when a facility is secret, or the file does not say and services of this sort usually are."""
    flags = {facility.secret for facility in record.facilities}
    if True in flags:
        return True
    if flags and not options.flag_lost and None not in flags:
        return False
    groups = {code for code, _note in record.groups}
    return record.kind_code in reference.hiding_kinds or bool(groups & reference.hiding_groups)


def secrets_of_service(record: ServiceRecord, reference: Reference) -> Secrets:
    """What gives away the address of a hidden service.

    Where its obec is unknown (the file lost it), that may be any obec of a kraj the service has to do with.
    """
    addresses = [facility.address for facility in record.facilities]
    addresses += [address for address, _note in record.contact_addresses]
    names: set[str] = set()
    for address in addresses:
        if address.obec_code in reference.obce:
            names.add(reference.obce[address.obec_code].name)
        elif not address.obec_name:
            kraje = set(record.reach_krajs)
            if address.okres_code in reference.okresy:
                kraje.add(reference.okresy[address.okres_code][1])
            names.update(reference.obec_names(frozenset(kraje)))
    return secrets_of(addresses, names)


def okres_code(address: AddressRecord, reference: Reference) -> str:
    """Okres by the obec, else as the file gives it, else the only one of its kraj (Praha); empty when unknown."""
    place = reference.obce.get(address.obec_code)
    code = place.okres if place else address.okres_code
    if not code:
        of_kraj = [okres for okres, (_pk, kraj) in reference.okresy.items() if kraj == address.kraj_code]
        code = of_kraj[0] if len(of_kraj) == 1 else ""
    return code if code in reference.okresy else ""


def place_keys(address: AddressRecord, reference: Reference, *, hidden: bool) -> list[str]:
    """Keys „level-code“ from the obec up to the kraj; of a hidden address only okres and kraj."""
    place = reference.obce.get(address.obec_code)
    okres = okres_code(address, reference)
    kraj = reference.okresy[okres][1] if okres else address.kraj_code
    keys = [("okres", okres), ("kraj", kraj)]
    if place and not hidden:
        keys = [("obec", address.obec_code), ("pou", place.pou), ("orp", place.orp), *keys]
    return [f"{level}-{code}" for level, code in keys if code]


def facility_keys(identifier: str, facilities: Iterable[FacilityRecord]) -> list[str]:
    """HMAC keys, one a facility: by address alone, and where more stand at one address, by name and dates too."""
    keys: list[str] = []
    for facility in facilities:
        names = ["", facility.name.casefold(), f"{facility.name.casefold()}|{facility.starts_on}|{facility.ends_on}"]
        for name in names:
            key = _hmac("|".join((identifier, *facility.address.identity, name)))
            if key not in keys:
                break
        keys.append(key)
    return keys


def _hmac(text: str) -> str:
    return hmac.digest(settings.ADDRESS_KEY.encode(), text.encode(), "sha256").hex()


def position(
    address: AddressRecord, key: str, identifier: str | None, coordinates: Coordinates, reference: Reference
) -> Placed:
    """Latitude and longitude with the name of their precision; `identifier` only where the service has one facility.

    Where the coordinate file says nothing, what an earlier one said of the same facility (`key`) stays. The inner
    point of a known obec is closer than the middle of all obce of a PSČ, so the PSČ comes after it.
    """
    place = reference.obce.get(address.obec_code)
    found = coordinates.by_point.get(address.address_point) if address.address_point else None
    if found and _near(found, place.point if place else None):
        return found, PositionSource.ADDRESS_POINT
    given = coordinates.by_identifier.get(identifier) if identifier else None
    if given and _near(given[0], place.point if place else None):
        return given
    if key in reference.known_positions:
        return reference.known_positions[key]
    if place and place.point:
        return place.point, PositionSource.OBEC
    if address.postal_code in reference.postal_points:
        return reference.postal_points[address.postal_code], PositionSource.POSTAL_CODE
    return None, ""


def _near(point: Position, middle: Position | None) -> bool:
    if middle is None:
        return True
    north = (point[0] - middle[0]) * 111.2
    east = (point[1] - middle[1]) * 111.2 * cos(radians(middle[0]))
    return hypot(north, east) <= FARTHEST_KM
