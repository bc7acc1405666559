"""Facilities that the register writes more than once, folded into one: same place, same name, periods that touch."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from opora.directory.catalog.imports.records import FacilityRecord
from opora.foundation.core.text import fold

LEGAL_FORM = re.compile(
    r"\b(o[. ]\s?p[. ]\s?s|ops|obecne prospesna spolecnost|z[. ]\s?s|zapsany spolek|z[. ]\s?u|zapsany ustav"
    r"|p[. ]\s?o|prispevkova organizace|(spol[. ]\s?)?s[. ]\s?r[. ]\s?o|sro)\b"
)
WORD = re.compile(r"[^\W_]+")
# what tells one of more places from another: „byt 2“, „dům B“, „budova III“
MARK = re.compile(r"\w*\d\w*|[b-hjl-np-rtw-y]|i{2,3}|iv|vi{1,3}|ix")
Words = tuple[str, ...]


def fold_facilities(facilities: Iterable[FacilityRecord]) -> list[FacilityRecord]:
    """Each facility once, in a stable order. Two addresses are never made one, no period gets shorter."""
    exact = {(f.name.casefold(), f.address.identity, f.starts_on, f.ends_on): f for f in facilities}
    if len({key[1] for key in exact}) == len(exact):
        return sorted(exact.values(), key=_order)
    places: dict[tuple[str, ...], list[FacilityRecord]] = defaultdict(list)
    for facility in exact.values():
        places[facility.address.identity].append(facility)
    folded = [one for members in places.values() for one in _fold_place(members)]
    return sorted(folded, key=_order)


def _order(facility: FacilityRecord) -> tuple:
    return (str(facility.starts_on or ""), facility.name, facility.address.identity, str(facility.ends_on))


def _fold_place(members: list[FacilityRecord]) -> list[FacilityRecord]:
    """Facilities of one place. An address without a number is an unknown one: nobody knows whether it is the same."""
    if len(members) == 1 or not (members[0].address.address_point or members[0].address.house_number):
        return members
    members = sorted(members, key=_order)
    additions = {fold(member.address.addition) for member in members} - {""}
    if len(additions) > 1:  # entrances and floors of one house
        by_addition: dict[str, list[FacilityRecord]] = defaultdict(list)
        for member in members:
            by_addition[fold(member.address.addition)].append(member)
        return [one for group in by_addition.values() for one in _fold_names(group)]
    return _fold_names(members)


def _fold_names(members: list[FacilityRecord]) -> list[FacilityRecord]:
    by_name: dict[tuple[Words, Words], list[FacilityRecord]] = defaultdict(list)
    for member in members:
        words = _words(member.name)
        marks = tuple(word for place, word in enumerate(words) if _is_mark(word, place, words))
        by_name[tuple(sorted(set(words) - set(marks))), marks].append(member)
    return _fold_parts([one for group in by_name.values() for one in _join_periods(group)])


def _words(name: str) -> Words:
    """Folded words of the name without its legal form."""
    folded = fold(name)
    return tuple(WORD.findall(LEGAL_FORM.sub(" ", folded)) or WORD.findall(folded))


def _is_mark(word: str, place: int, words: Words) -> bool:
    return bool(MARK.fullmatch(word)) or (len(word) == 1 and place > 0 and place == len(words) - 1)


def _join_periods(group: list[FacilityRecord]) -> list[FacilityRecord]:
    """Equally named facilities of one place: periods that overlap or follow the next day become one."""
    joined: list[list[FacilityRecord]] = []
    odd: list[list[FacilityRecord]] = []
    end: date | None = None
    for member in sorted(group, key=lambda f: (f.starts_on or date.min, f.ends_on or date.max, f.name)):
        if member.starts_on and member.ends_on and member.ends_on < member.starts_on:
            odd.append([member])
        elif joined and (end is None or member.starts_on is None or (member.starts_on - end).days <= 1):
            joined[-1].append(member)
            end = None if end is None or member.ends_on is None else max(end, member.ends_on)
        else:
            joined.append([member])
            end = member.ends_on
    return [_join(members) for members in (*joined, *odd)]


def _join(members: list[FacilityRecord]) -> FacilityRecord:
    """One facility for all: the widest period, words of the one that lasts longest."""
    if len(members) == 1:
        return members[0]
    best = max(members, key=lambda f: (f.ends_on or date.max, not f.name.isupper(), len(f.name), f.name))
    starts = [member.starts_on for member in members]
    ends = [member.ends_on for member in members]
    secret = {member.secret for member in members}
    return replace(
        best,
        starts_on=None if None in starts else min(day for day in starts if day),
        ends_on=None if None in ends else max(day for day in ends if day),
        secret=True if True in secret else None if None in secret else False,
        address=max((best.address, *(f.address for f in members)), key=lambda address: bool(address.addition)),
    )


def _fold_parts(members: list[FacilityRecord]) -> list[FacilityRecord]:
    """A name that is empty or a part of exactly one other with the same dates says nothing more."""
    kept: list[tuple[Words, FacilityRecord]] = []
    for words, member in sorted(
        ((_words(member.name), member) for member in members), key=lambda pair: (-len(pair[0]), _order(pair[1]))
    ):
        dates = (member.starts_on, member.ends_on)
        wider = [
            place
            for place, (other, facility) in enumerate(kept)
            if (facility.starts_on, facility.ends_on) == dates and _is_part(words, other)
        ]
        if len(wider) == 1:
            other, facility = kept[wider[0]]
            kept[wider[0]] = (other, replace(_join([facility, member]), name=facility.name))
        else:
            kept.append((words, member))
    return [member for _words_, member in kept]


def _is_part(words: Words, other: Words) -> bool:
    """True when the words stand next to each other in the other name, whose rest tells no two places apart."""
    if not words:
        return True
    starts = range(len(other) - len(words) + 1)
    found = next((start for start in starts if other[start : start + len(words)] == words), None)
    if found is None:
        return False
    rest = (*range(found), *range(found + len(words), len(other)))
    return not any(_is_mark(other[place], place, other) for place in rest)
