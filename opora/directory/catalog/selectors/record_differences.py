"""The provider's layer compared: a proposal with what is public, and all of it with the register."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from opora.directory.catalog.models import RecordProposal, Service
from opora.directory.catalog.selectors.record import RegisterSays, Shown, register_says, shown_of
from opora.directory.catalog.selectors.record_fields import (
    FIELDS,
    REACH,
    TITLES,
    Values,
    lines_of,
    public_values,
    record_of,
)
from opora.foundation.core.dates import czech_date, today

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
COMPARABLE = ("description", "phone", "email", "web", "hours", REACH, "planned_end")  # what the register speaks of too
CONTACTS = ("phone", "email", "web")
MOST_ALIKE = 0.3  # below this ratio texts are shown whole, marks of words would only confuse


@dataclass(frozen=True)
class Piece:
    """A piece of a text: „same“, „added“ or „removed“."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One field: what is public, what is proposed, both in one text with marks, and what the register says."""

    title: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    pieces: tuple[Piece, ...]
    register: tuple[str, ...]


@dataclass(frozen=True)
class ComparedProposal:
    """A proposal with its differences; `moved` are titles of fields that changed since it was made."""

    proposal: RecordProposal
    shown: Shown
    differences: tuple[Difference, ...]
    moved: tuple[str, ...]


@dataclass(frozen=True)
class RegisterDifference:
    """One field on which the register and the provider say something else, or only one of them speaks."""

    title: str
    register: tuple[str, ...]
    provider: tuple[str, ...]


def compared_proposal(proposal: RecordProposal) -> ComparedProposal:
    """The proposal beside what is public now while it waits, beside what was public then once it is decided."""
    record = record_of(proposal.service)
    now = public_values(proposal.service, record)
    before = now if proposal.is_waiting else proposal.before
    says = register_says(proposal.service)
    names = [name for name in FIELDS if name in proposal.values]
    moved = [TITLES[name] for name in names if proposal.is_waiting and proposal.before.get(name) != now[name]]
    differences = tuple(_difference(name, before, proposal.values, says) for name in names)
    return ComparedProposal(proposal, shown_of(record, proposal), differences, tuple(moved))


def _difference(name: str, before: Values, after: Values, says: RegisterSays) -> Difference:
    old, new = lines_of(name, before.get(name)), lines_of(name, after[name])
    return Difference(TITLES[name], tuple(old), tuple(new), marked(old, new), says.get(name, ()))


def marked(before: Sequence[str], after: Sequence[str]) -> tuple[Piece, ...]:
    """Both texts in one with marks at words; nothing where one of them is empty or they have little in common."""
    old, new = WORDS.findall("\n".join(before)), WORDS.findall("\n".join(after))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if not old or not new or matcher.ratio() < MOST_ALIKE:
        return ()
    pieces = []
    for tag, start, stop, new_start, new_stop in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[start:stop])))
            continue
        pieces += [Piece("removed", "".join(old[start:stop]))] if stop > start else []
        pieces += [Piece("added", "".join(new[new_start:new_stop]))] if new_stop > new_start else []
    return tuple(pieces)


def register_differences(service: Service) -> tuple[RegisterDifference, ...]:
    """Comparable fields where the provider publicly says something else than the register."""
    says, values = register_says(service), public_values(service)
    found = []
    for name in COMPARABLE:
        register, provider = says.get(name, ()), tuple(lines_of(name, values[name]))
        if provider and not _agree(name, register, provider):
            found.append(RegisterDifference(TITLES[name], register, provider))
    return tuple(found)


def differences_text(service: Service, rows: Sequence[RegisterDifference]) -> str:
    """The same as plain text, for copying."""
    parts = [f"{service.name}, identifikátor {service.identifier}, stav ke dni {czech_date(today())}"]
    for row in rows:
        parts.append(
            f"{row.title}\nRegistr: {'; '.join(row.register) or 'neuvádí'}\nPoskytovatel: {'; '.join(row.provider)}"
        )
    return "\n\n".join(parts)


def _agree(name: str, register: Sequence[str], provider: Sequence[str]) -> bool:
    """True when both say the same; a contact only has to be among those of the register."""
    said, registered = _plain(provider), _plain(register)
    return said <= registered if name in CONTACTS else said == registered


def _plain(lines: Sequence[str]) -> set[str]:
    """Lines for comparing: spaces, the order and the prefix of the country do not matter."""
    return {"".join(line.split()).casefold().removeprefix("+420").rstrip("/") for line in lines}
