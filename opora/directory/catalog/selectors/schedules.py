"""Opening times of a form as lines that can be read aloud."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

DAYS = {
    "1": "pondělí", "2": "úterý", "3": "středa", "4": "čtvrtek", "5": "pátek", "6": "sobota", "7": "neděle",
}  # fmt: skip


@dataclass(frozen=True)
class ScheduleLine:
    """„pondělí až pátek“ – „od 7:00 do 20:00“ – a note of the provider; any of them may be empty."""

    days: str
    hours: str
    note: str


def schedule_lines(schedules: list[dict[str, Any]] | None) -> tuple[ScheduleLine, ...]:
    """Lines of the week in its order; neighbouring days with the same hours and note are joined.

    Takes what `FormOfService.schedules` holds: day „1“ (Monday) to „7“ or what came, `from`, `to`, `note`.
    """
    week: dict[str, list[tuple[str, str]]] = {}
    for entry in schedules or []:
        week.setdefault(_day(entry), []).append((_hours(entry), str(entry.get("note") or "")))
    days = sorted(week, key=lambda day: (day not in DAYS, day))
    lines = []
    for _run, group in groupby(enumerate(days), key=lambda pair: (_place(*pair), tuple(week[pair[1]]))):
        members = [day for _index, day in group]
        lines.append(_line(members, week[members[0]]))
    return tuple(lines)


def _place(index: int, day: str) -> int | str:
    """The same number for days that follow each other, so that a gap in the week splits the run."""
    return int(day) - index if day in DAYS else day


def _line(days: list[str], times: list[tuple[str, str]]) -> ScheduleLine:
    names = [DAYS.get(day, day) for day in days]
    joined = f"{names[0]} až {names[-1]}" if len(names) > 2 else " a ".join(names)
    notes = dict.fromkeys(note for _hours, note in times if note)
    return ScheduleLine(joined, " a ".join(hours for hours, _note in times if hours), "; ".join(notes))


def _day(entry: dict[str, Any]) -> str:
    return str(entry.get("day") or "")


def _hours(entry: dict[str, Any]) -> str:
    opens, closes = _time(entry.get("from")), _time(entry.get("to"))
    return " ".join(piece for piece in (f"od {opens}" if opens else "", f"do {closes}" if closes else "") if piece)


def _time(value: Any) -> str:
    """„08:00“ → „8:00“."""
    text = str(value or "")
    return text[1:] if text.startswith("0") and len(text) == 5 else text
