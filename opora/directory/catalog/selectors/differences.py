"""What changed in one service, in lines that people read; both sides are put into words by the same functions."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from opora.directory.catalog.codebook import Codebook
from opora.directory.catalog.enums import ContactKind, PositionSource
from opora.directory.catalog.models.services import Address
from opora.directory.catalog.selectors.addresses import address_text
from opora.directory.catalog.selectors.schedules import schedule_lines
from opora.foundation.core.templatetags.opora import counted, czech_date

Parts = dict[str, Any]  # a service in the shape of `live_parts` and of the payload of an import
Change = dict[str, Any]  # {"field": "forms", "label": "formy a kapacity", "before": […], "after": […]}
MOST_LINES = 50
LONGEST_LINE = 300
FIELD_LABELS = {
    "provider": "poskytovatel",
    "kind": "druh služby",
    "name": "název",
    "validity": "platnost od–do",
    "ages": "věkové skupiny",
    "hidden": "skrytí adresy",
    "origin": "původ údajů",
    "opening": "provoz zařízení",
    "forms": "formy a kapacity",
    "facilities": "zařízení",
    "contacts": "kontakty",
    "groups": "cílové skupiny",
    "reaches": "působnost",
    "gone": "přítomnost v registru",
    "seat": "sídlo",
}
SAFE = ("kind", "validity", "ages", "forms", "hidden")  # of a secret address: codes and counts, no free text


@dataclass(frozen=True)
class Names:
    """Words for codes: code lists in force and names of territories by level and code."""

    book: Codebook
    areas: dict[tuple[str, str], str]


def provider_pointer(ico: str) -> str:
    """By this the history knows changes of a provider."""
    return f"poskytovatel/{ico}"


def field_changes(fields: Iterable[str], before: Parts, after: Parts, names: Names, *, secret: bool) -> list[Change]:
    """Lines that left and lines that came, field by field; with a secret address only what cannot give it away."""
    wanted = [name for name in fields if name in LINES and (name in SAFE or not secret)]
    if "facilities" in wanted and "opening" in wanted:
        wanted.remove("opening")  # the dates of the facilities say it
    changes = []
    for name in wanted:
        make = (LINES_OF_SECRET if secret else LINES).get(name, LINES[name])
        change = lines_change(name, make(before, names), make(after, names))
        if change is None and name == "facilities":
            change = lines_change(name, _exact_facilities(before, names), _exact_facilities(after, names))
        changes += [change] if change else []
    return changes


def lines_change(field: str, before: list[str], after: list[str]) -> Change | None:
    """One field with the lines that differ, few and short enough to be kept; None when they say the same."""
    old, new = [_one_line(text) for text in before], [_one_line(text) for text in after]
    left, came = _missing(old, new), _missing(new, old)
    if not left and not came:
        return None
    label = FIELD_LABELS.get(field, field)
    return {"field": field, "label": label, "before": _bounded(left, came), "after": _bounded(came, left)}


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _missing(lines: list[str], others: list[str]) -> list[str]:
    """Lines that the others have not, as many times as they lack them, in their order."""
    rest, found = Counter(others), []
    for line in lines:
        if rest[line]:
            rest[line] -= 1
        else:
            found.append(line)
    return found


def _bounded(lines: list[str], others: list[str]) -> list[str]:
    over = len(lines) - MOST_LINES
    shown = lines if over <= 0 else lines[: MOST_LINES - 1]
    return [_cut(line, others[:MOST_LINES]) for line in shown] + ([f"a dalších {over + 1}"] if over > 0 else [])


def _cut(line: str, others: list[str]) -> str:
    """A long line short: its beginning, and where it begins to differ from the nearest line of the other side."""
    if len(line) <= LONGEST_LINE:
        return line
    same = max((_same_start(line, other) for other in others), default=0)
    if same < LONGEST_LINE // 2:
        return f"{line[: LONGEST_LINE - 1]}…"
    place = max(same - 40, 0)
    return f"{line[:60]} … {line[place : place + LONGEST_LINE - 65]}…"[:LONGEST_LINE]


def _same_start(line: str, other: str) -> int:
    """How many letters from the beginning agree."""
    pairs = enumerate(zip(line, other, strict=False))
    return next((place for place, (one, two) in pairs if one != two), min(len(line), len(other)))


def _provider(parts: Parts, _names: Names) -> list[str]:
    return [f"{parts['provider_name']}, IČO {parts['provider']}"]


def _kind(parts: Parts, names: Names) -> list[str]:
    return [names.book.kind_name(parts["service"]["kind_code"])]


def _name(parts: Parts, _names: Names) -> list[str]:
    return [parts["service"]["name"]]


def _validity(parts: Parts, _names: Names) -> list[str]:
    return [_period(parts["service"]["starts_on"], parts["service"]["ends_on"])]


def _age_groups(parts: Parts, names: Names) -> list[str]:
    return [names.book.age_group_name(code) for code in parts["service"]["age_groups"]]


def _ages(parts: Parts, names: Names) -> list[str]:
    note = parts["service"]["age_note"]
    return _age_groups(parts, names) + ([f"upřesnění: {note}"] if note else [])


def _hidden(parts: Parts, _names: Names) -> list[str]:
    return ["adresa se neukazuje" if parts["service"]["hidden_address"] else "adresa se ukazuje"]


def _origin(parts: Parts, _names: Names) -> list[str]:
    service = parts["service"]
    lines = [f"číslo na portálu {service['portal_id']}"] if service["portal_id"] else []
    lines += ["ukázka"] if service["is_sample"] else []
    return lines + (["adresy zařízení jsou sídla poskytovatele"] if service["seat_addresses"] else [])


def _opening(parts: Parts, _names: Names) -> list[str]:
    day = parts["as_of"]
    return [
        f"{row['name'] or 'zařízení bez názvu'}: "
        + ("v provozu" if (row["starts_on"] or "") <= day <= (row["ends_on"] or "9999") else "mimo provoz")
        for row in parts["facilities"]
    ]


def _forms(parts: Parts, names: Names) -> list[str]:
    lines = _counts(parts, names, with_notes=True)
    for form, _continuous, schedules, _found in parts["forms"]:
        for line in schedule_lines(schedules):
            note = f" ({line.note})" if line.note else ""
            lines.append(f"{_form_title(form, names)}, {line.days} {line.hours}{note}")
    return lines


def _counts(parts: Parts, names: Names, *, with_notes: bool = False) -> list[str]:
    """„terénní forma, nepřetržitě“, „terénní forma, kapacita 20 klientů“."""
    lines = []
    for form, continuous, _schedules, counts in parts["forms"]:
        title = _form_title(form, names)
        lines.append(f"{title}, nepřetržitě" if continuous else title)
        for unit, count, note in counts:
            words = names.book.units[unit].plural_forms if unit in names.book.units else ""
            text = counted(count, words or ",".join([names.book.unit_name(unit)] * 3))
            lines.append(f"{title}, kapacita {text}" + (f" – {note}" if note and with_notes else ""))
    return lines


def _form_title(code: str, names: Names) -> str:
    return f"{names.book.form_name(code)} forma"


def _facilities(parts: Parts, _names: Names) -> list[str]:
    return [facility_line(row) for row in parts["facilities"]]


def facility_line(row: dict[str, Any]) -> str:
    """„Domov Ukázka, Ukázková 1, 405 02 Děčín, od 1. 1. 2020“."""
    period = _period(row["starts_on"], row["ends_on"])
    return ", ".join(part for part in (row["name"] or "zařízení bez názvu", address_line_of(row), period) if part)


def address_line_of(row: dict[str, Any]) -> str:
    """Address of a row with its columns in one line; empty where it has none."""
    return address_text(cast("Address", SimpleNamespace(**row)))


def _exact_facilities(parts: Parts, names: Names) -> list[str]:
    """Facilities with their codes and position, for changes that the address in words does not show."""
    lines = []
    for row, line in zip(parts["facilities"], _facilities(parts, names), strict=True):
        source = PositionSource(row["position_source"]).label if row["position_source"] else "bez polohy"
        point = f" {row['latitude']:.5f}, {row['longitude']:.5f}" if row["latitude"] is not None else ""
        okres = f"okres {row['okres']}" if row["okres"] else ""
        number = f"typ čísla {row['house_number_kind']}" if row["house_number_kind"] else ""
        code = f"adresní místo {row['address_point']}" if row["address_point"] else ""
        obec = f"obec {row['obec_code']}" if row["obec_code"] else ""
        rest = (row["part_name"], number, obec, okres, code, f"{source}{point}")
        lines.append("; ".join(part for part in (line, *rest) if part))
    return lines


def _contacts(parts: Parts, _names: Names) -> list[str]:
    return contact_lines(parts["contacts"])


def contact_lines(contacts: Iterable[Iterable[str]]) -> list[str]:
    """„telefon 412 000 000 – vedoucí“ for each kind, value and note."""
    return [f"{ContactKind(kind).label} {value}" + (f" – {note}" if note else "") for kind, value, note in contacts]


def _groups(parts: Parts, names: Names) -> list[str]:
    return [names.book.group_name(code) + (f": {note}" if note else "") for code, note in parts["groups"]]


def _reaches(parts: Parts, names: Names) -> list[str]:
    return [names.areas.get((level, code), f"{level} {code}") for level, code in parts["reaches"]]


def _period(starts_on: str | None, ends_on: str | None) -> str:
    starts = f"od {czech_date(date.fromisoformat(starts_on))}" if starts_on else ""
    ends = f"do {czech_date(date.fromisoformat(ends_on))}" if ends_on else ""
    return f"{starts} {ends}".strip()


LINES: dict[str, Callable[[Parts, Names], list[str]]] = {
    "provider": _provider, "kind": _kind, "name": _name, "validity": _validity, "ages": _ages, "hidden": _hidden,
    "origin": _origin, "opening": _opening, "forms": _forms, "facilities": _facilities, "contacts": _contacts,
    "groups": _groups, "reaches": _reaches,
}  # fmt: skip
LINES_OF_SECRET: dict[str, Callable[[Parts, Names], list[str]]] = {"ages": _age_groups, "forms": _counts}
