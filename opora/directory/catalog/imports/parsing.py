"""One item of the register → a frozen record. Pure functions; statutory persons, DIČ and attachments are not read."""

import re
from typing import Any

from stdnum.cz import dic

from opora.directory.catalog.enums import ContactKind
from opora.directory.catalog.imports.records import (
    AddressRecord,
    ContactRecord,
    FacilityRecord,
    FormRecord,
    Parsed,
    ProviderRecord,
    ScheduleRecord,
    ServiceRecord,
)
from opora.directory.catalog.imports.values import Node

IDENTIFIER = re.compile(r"[0-9A-Za-z][0-9A-Za-z_/-]{0,19}")
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")
WEB = re.compile(r"(https?://)?[^\s<>\"':]+\.[^\s<>\"']+", re.IGNORECASE)
PHONE = re.compile(r"[^<>]*\d[^<>]*")
CONTACT_KEYS = (
    (ContactKind.PHONE, "telefony", "telefon", PHONE),
    (ContactKind.EMAIL, "emaily", "email", EMAIL),
    (ContactKind.WEB, "weby", "web", WEB),
    (ContactKind.FAX, "faxy", "fax", PHONE),
)


def parse_item(item: Any, pointer: str) -> Parsed:
    """The service an item speaks of; raises RowRejected with the pointer of what is wrong."""
    warnings: list[str] = []
    node = Node(item, pointer, warnings)
    record = ServiceRecord(
        identifier=identifier_of(node),
        portal_id=node.text("portalId", 20),
        kind_code=_required_code(node, "druhSocialniSluzby", "DruhSocialniSluzby"),
        starts_on=_start(node),
        ends_on=node.day("datumPoskytovaniDo"),
        provider=_provider(node),
        facilities=tuple(_facility(child) for child in node.children("zarizeni")),
        forms=_forms(node),
        contacts=_contacts(node),
        contact_addresses=tuple(_contact_address(child) for child in node.children("kontaktniAdresy")),
        groups=_groups(node),
        age_groups=_codes(node, "vekoveSkupiny", "vekovaSkupina", "VekovaSkupinaOsoby"),
        age_note=node.text("doplnujiciInformaceVekoveSkupiny"),
        reach_krajs=_codes(node, "rozsirenePusobnostiVKraji", "kraj", "Kraj", longest=10),
    )
    if record.ends_on and record.ends_on < record.starts_on:
        warnings.append("Konec poskytování je dřív než začátek; údaje zůstaly, jak přišly.")
    return Parsed(record, warnings)


def identifier_of(node: Node) -> str:
    """The identifier of the service; a number counts with a warning."""
    value = node.text("identifikator", 60)
    if not value:
        raise node.reject("identifikator", "Chybí identifikátor služby. Doplňte jej u zdroje; řádek se přeskočil.")
    if isinstance(node.data["identifikator"], int):
        node.warnings.append("Pole „identifikator“ má místo textu číslo, přečetlo se.")
    if not IDENTIFIER.fullmatch(value):
        raise node.reject("identifikator", "Identifikátor má mít nejvýš 20 číslic nebo písmen. Opravte jej u zdroje.")
    return value


def signs_of_service(item: dict[str, Any]) -> dict[str, str]:
    """Whose a row without a readable identifier may be: number on the portal and IČO; empty what cannot be read."""
    provider = item.get("poskytovatel")
    ico = provider.get("ico") if isinstance(provider, dict) else None
    signs = {"portal_id": str(item.get("portalId")), "ico": str(ico)}
    return {name: text if text.isascii() and text.isdigit() and len(text) <= 20 else "" for name, text in signs.items()}


def says_secret(item: dict[str, Any]) -> bool:
    """True when a row that cannot be read says that an address is secret, or says it unclearly."""
    facilities = item.get("zarizeni")
    found = facilities if isinstance(facilities, list) else []
    return any(isinstance(one, dict) and one.get("utajenaAdresa") not in (None, False) for one in found)


def _start(node: Node):
    day = node.day("datumPoskytovaniOd")
    if day is None:
        raise node.reject("datumPoskytovaniOd", "Chybí den, od kdy se služba poskytuje. Doplňte jej u zdroje.")
    return day


def _required_code(node: Node, key: str, prefix: str) -> str:
    code = node.code(key, prefix)
    if not code:
        raise node.reject(key, "Chybí druh sociální služby. Doplňte jej u zdroje; řádek se přeskočil.")
    return code


def _provider(node: Node) -> ProviderRecord:
    child = node.child("poskytovatel")
    if child is None:
        raise node.reject("poskytovatel", "Chybí poskytovatel služby. Doplňte jej u zdroje; řádek se přeskočil.")
    ico = child.digits("ico", r"\d{1,8}", "IČO má mít osm číslic. Opravte je u zdroje a načtěte soubor znovu.")
    if not ico:
        raise child.reject("ico", "Chybí IČO poskytovatele. Doplňte je u zdroje; řádek se přeskočil.")
    if len(ico) < 8:
        child.warnings.append("IČO má méně než osm číslic, doplnily se nuly zleva.")
    name = child.text("nazev", 300)
    if not name:
        child.warnings.append("Poskytovatel nemá název, ukazuje se jeho IČO.")
    ico = ico.zfill(8)
    if not dic.is_valid(ico):
        child.warnings.append("IČO má špatnou kontrolní číslici. Ověřte je u zdroje; služba se načetla.")
    return ProviderRecord(ico, name or f"IČO {ico}", _address(child), _contacts(child))


def _address(node: Node) -> AddressRecord:
    """Address under „adresa“; empty when it is missing."""
    child = node.child("adresa")
    if child is None:
        return AddressRecord()
    return AddressRecord(
        street=child.name_of("ulice"),
        house_number=child.digits("cisloDomovni", r"\d{1,9}", "Číslo domovní má být číslo. Opravte je u zdroje.")
        if not isinstance(child.data.get("cisloDomovni"), int)
        else str(child.number("cisloDomovni")),
        house_number_kind=child.code("typCislaDomovniho", "TypStavebnihoObjektu")[:10],
        orientation_number=child.text("cisloOrientacni", 20),
        addition=child.text("dodatekAdresy", 200),
        part_name=child.name_of("castObce"),
        district_name=child.name_of("mestskyObvodMestskaCast") or child.name_of("mestskyObvodVPraze"),
        postal_code=child.digits("psc", r"\d{5}", "PSČ má mít pět číslic. Opravte je u zdroje a načtěte soubor znovu."),
        obec_name=child.text("obecNazev", 120) or child.name_of("obec"),
        obec_code=child.code("obec", "Obec")[:10],
        okres_code=child.code("okres", "Okres")[:10],
        kraj_code=child.code("kraj", "Kraj")[:10],
        address_point=_address_point(child),
    )


def _address_point(node: Node) -> str:
    number = node.number("kodAdresnihoMista")
    return str(number) if number else ""


def _facility(node: Node) -> FacilityRecord:
    return FacilityRecord(
        name=node.text("nazev", 300),
        starts_on=node.day("poskytujeOd"),
        ends_on=node.day("poskytujeDo"),
        secret=node.flag("utajenaAdresa"),
        address=_address(node),
    )


def _forms(node: Node) -> tuple[FormRecord, ...]:
    """Forms in the order of the file; a form written twice becomes one with the capacities of both."""
    forms: dict[str, FormRecord] = {}
    for child in node.children("formy"):
        record = _form(child)
        if not record.form:
            node.warnings.append("Forma poskytování nemá kód, vynechala se.")
            continue
        if old := forms.get(record.form):
            node.warnings.append("Forma poskytování je uvedená dvakrát, údaje se spojily.")
            schedules = tuple(dict.fromkeys(old.schedules + record.schedules))
            capacities = tuple(dict.fromkeys(old.capacities + record.capacities))
            record = FormRecord(old.form, old.continuous or record.continuous, schedules, capacities)
        forms[record.form] = record
    return tuple(forms.values())


def _form(node: Node) -> FormRecord:
    capacities = []
    for child in node.children("kapacity"):
        count = child.number("pocet")
        if count is None:
            node.warnings.append("Kapacita bez počtu se vynechala.")
        else:
            capacities.append((child.code("typ", "TypKapacitySocialniSluzby"), count, child.text("popis")))
    schedules = tuple(_schedule(child) for child in node.children("casoveRozsahy"))
    form = node.code("forma", "FormaSocialniSluzby")
    return FormRecord(form, node.flag("nepretrzitePoskytovani"), schedules, tuple(capacities))


def _schedule(node: Node) -> ScheduleRecord:
    day = node.code("den", "DenVTydnu")
    return ScheduleRecord(day, node.text("od", 20), node.text("do", 20), node.text("poznamka", 300))


def _contacts(node: Node) -> tuple[ContactRecord, ...]:
    """Telephones, e-mails, webs and faxes; what cannot be one is left out with a warning."""
    found: dict[tuple[str, str], ContactRecord] = {}
    for kind, list_key, key, pattern in CONTACT_KEYS:
        for child in node.children(list_key):
            value = child.text(key, 300)
            if value and not pattern.fullmatch(value):
                node.warnings.append(f"Kontakt v poli „{key}“ nemá platný tvar, vynechal se.")
            elif value:
                found.setdefault((kind, value.casefold()), ContactRecord(kind, value, child.text("poznamka", 300)))
    return tuple(found.values())


def _contact_address(node: Node) -> tuple[AddressRecord, str]:
    return _address(node), node.text("poznamka", 300)


def _groups(node: Node) -> tuple[tuple[str, str], ...]:
    """Target groups with their refining texts, as they came, each pair once."""
    pairs: dict[tuple[str, str], None] = {}
    for child in node.children("ciloveSkupiny"):
        code = child.code("cilovaSkupina", "CilovaSkupinaOsoby")
        if code:
            pairs[code, child.text("doplnujiciInformace")] = None
    return tuple(pairs)


def _codes(node: Node, list_key: str, key: str, prefix: str, longest: int = 40) -> tuple[str, ...]:
    """Codes of a list of code list references, each once, sorted: their order in the file means nothing."""
    codes = set()
    for child in node.children(list_key):
        codes.add((child.code(key, prefix) or child.code("id", prefix))[:longest])
    return tuple(sorted(codes - {""}, key=lambda code: (len(code), code)))
