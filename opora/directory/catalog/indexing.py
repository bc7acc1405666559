"""From a service to its search row: which words, places and reaches it can be found by. Pure functions, no database."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from opora.directory.catalog.codebook import Codebook
from opora.foundation.core.search import FullText
from opora.foundation.core.text import raw_words, search_forms

WORD_COLUMNS = ("name_words", "kind_words", "group_words", "note_words")  # the most telling first
INDEX = FullText("catalog_searchrow", "service_id", WORD_COLUMNS)


@dataclass(frozen=True)
class Said:
    """What people said of a service beside the register. `reaches` are confirmed, `text_reaches` only proposed."""

    free_of_charge: bool | None
    anonymous: bool | None
    reaches: tuple[str, ...]
    text_reaches: tuple[str, ...]


@dataclass(frozen=True)
class SearchSource:
    """What the search row of one service is made of; the import fills it from the file, a reindex from the tables.

    `places` and `reaches` are keys „level-code“ („obec-562335“, „kraj-60“). For a hidden address `places` holds
    nothing finer than okres and `position` is None. Without `said` the row keeps what people said before.
    """

    identifier: str
    name: str
    provider_name: str
    kind_code: str
    forms: tuple[str, ...]
    groups: tuple[tuple[str, str], ...]  # (code, refining text)
    age_note: str
    facility_names: tuple[str, ...]
    places: tuple[str, ...]
    reaches: tuple[str, ...]
    position: tuple[float, float] | None
    czech_sort: str
    starts_on: date
    ends_on: date | None = None
    extra_words: tuple[str, ...] = field(default=())
    description: str = ""
    age_groups: tuple[str, ...] = ()
    said: Said | None = None


def search_fields(source: SearchSource, codebook: Codebook) -> dict[str, Any]:
    """Values of every field of `SearchRow` but the service, made from the source and the code lists in force."""
    latitude, longitude = source.position or (None, None)
    said = source.said
    return {
        "name_words": index_words((source.name, source.provider_name, *source.facility_names, *source.extra_words)),
        "kind_words": _kind_words(source.kind_code, codebook),
        "group_words": _group_words(tuple(sorted({code for code, _note in source.groups})), codebook),
        "note_words": _note_words(
            frozenset((source.description, source.age_note, *(note for _code, note in source.groups)))
        ),
        "kind_code": source.kind_code,
        "forms": joined(source.forms, longest=40),
        "usual_forms": joined(codebook.usual_forms(source.kind_code)),
        "groups": joined((code for code, _note in source.groups), longest=300),
        "places": joined(source.places),
        "reaches": joined((*source.reaches, *(said.reaches if said else ()))),
        "ages": joined(source.age_groups, longest=200),
        "latitude": latitude,
        "longitude": longitude,
        "czech_sort": source.czech_sort,
        "starts_on": source.starts_on,
        "ends_on": source.ends_on,
        **(_said_fields(said) if said else {}),
    }


def _said_fields(said: Said) -> dict[str, Any]:
    return {
        "free_of_charge": said.free_of_charge,
        "anonymous": said.anonymous,
        "text_reaches": joined(said.text_reaches),
    }


@lru_cache(maxsize=256)
def _kind_words(code: str, codebook: Codebook) -> str:
    return index_words(kind_texts(code, codebook))


@lru_cache(maxsize=2048)
def _group_words(codes: tuple[str, ...], codebook: Codebook) -> str:
    return index_words(text for code in codes for text in group_texts(code, codebook))


@lru_cache(maxsize=1024)
def _note_words(texts: frozenset[str]) -> str:
    return index_words(texts)


def kind_texts(code: str, codebook: Codebook) -> tuple[str, ...]:
    """Everything by which people call the kind: official and plain names, short, lay words."""
    kind = codebook.kind(code)
    if kind is None:
        return (code,)
    return (kind.name, kind.singular, kind.plain_name, getattr(kind, "short", ""), *kind.lay_words)


def group_texts(code: str, codebook: Codebook) -> tuple[str, ...]:
    """Everything by which people call the target group."""
    group = codebook.groups.get(code)
    return (group.name, group.plain_name, *group.lay_words) if group else ()


def index_words(texts: Iterable[str]) -> str:
    """Index forms of all words, each once, in a stable order, separated by spaces."""
    return " ".join(sorted({form for text in texts for word in raw_words(text) for form in search_forms(word)}))


def joined(codes: Iterable[str], longest: int = 0) -> str:
    """„,amb,ter,“: each code once between commas, so that one code is found by „,ter,“; empty for none.

    Where the column has a length, codes that do not fit are left out: only unknown ones can be so long.
    """
    text = ","
    for code in dict.fromkeys(code for code in codes if code):
        if not longest or len(text) + len(code) < longest:
            text += f"{code},"
    return text if len(text) > 1 else ""
