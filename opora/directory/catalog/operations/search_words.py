"""The search index made anew from the tables: rows after a change of code lists, words after every import."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, Prefetch

from opora.directory.catalog.codebook import Codebook, codebook
from opora.directory.catalog.enums import SuggestionStatus
from opora.directory.catalog.indexing import Said, SearchSource, group_texts, kind_texts, search_fields
from opora.directory.catalog.models import (
    Facility,
    FormOfService,
    Reach,
    ReachSuggestion,
    SearchRow,
    SearchWord,
    Service,
    ServiceTargetGroup,
)
from opora.directory.catalog.operations.register_writer import write_search_rows
from opora.directory.catalog.operations.search_state import search_changed
from opora.directory.territory.models import Area
from opora.directory.territory.selectors import ancestors
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.permissions import require
from opora.foundation.core.text import fold, raw_words

SHORTEST_WORD, LONGEST_WORD = 3, 40
BATCH = 500
WIDE_LEVELS = (Area.Level.OKRES, Area.Level.KRAJ)
LEVELS = (Area.Level.OBEC, Area.Level.POU, Area.Level.ORP, *WIDE_LEVELS)


@transaction.atomic
def rebuild_search_words(*, actor: Actor) -> int:
    """Make the vocabulary for correcting typing errors anew from services and code lists; returns its size.

    No audit event of its own: it follows from the data that an import or a reindex has just recorded.
    """
    require(actor, "catalog.rebuild_search")
    return renew_search_words()


def renew_search_words() -> int:
    """Make the vocabulary anew as a part of another operation, which may have taken words away; returns its size."""
    counts = _word_counts(codebook())
    words = [SearchWord(word=word, services=number) for word, number in sorted(counts.items())]
    SearchWord.objects.all().delete()
    SearchWord.objects.bulk_create(words, batch_size=BATCH)
    return len(words)


@transaction.atomic
def forget_columns(*, actor: Actor) -> None:
    """Let every process read the columns of search anew, because what they stand on has changed."""
    require(actor, "catalog.rebuild_search")
    search_changed()


@transaction.atomic
def rebuild_search_rows(*, actor: Actor) -> int:
    """Make the search row of every service anew from the tables, then the vocabulary; returns the number of rows."""
    require(actor, "catalog.rebuild_search")
    search_changed()  # first: who changes a service meanwhile waits, and the rows hold what was written before
    book = codebook()
    known = dict(SearchRow.objects.values_list("pk", "places"))  # a kraj without okres stands nowhere else
    rows = [
        SearchRow(
            service=service, **search_fields(source, book) | ({} if source.places else _kraj_only(known, service))
        )
        for service, source in _sources()
    ]
    SearchRow.objects.all().delete()
    SearchRow.objects.bulk_create(rows, batch_size=BATCH)
    words = rebuild_search_words(actor=actor)
    log.record("catalog.search_rebuilt", actor=actor, services=len(rows), words=words)
    return len(rows)


def refresh_search_rows(pks: Iterable[int]) -> None:
    """Make search rows of a few services anew from the tables, and let typing errors be corrected to their words.

    A part of the operation that changed them, and that has told the search before.
    """
    services = list(_sources(pks))
    book = codebook()
    known = dict(SearchRow.objects.filter(pk__in=[row.pk for row, _source in services]).values_list("pk", "places"))
    rows = [
        (service.identifier, search_fields(source, book) | ({} if source.places else _kraj_only(known, service)))
        for service, source in services
    ]
    write_search_rows((name, {key: _plain(value) for key, value in row.items()}) for name, row in rows)
    words = {
        word.casefold()
        for service, _source in services
        for text in (service.name, service.provider.name, service.description)
        for word in raw_words(text)
        if len(word) >= SHORTEST_WORD and fold(word).isascii() and fold(word).isalpha()
    }
    new = [SearchWord(word=word, services=1) for word in sorted(words) if len(word) <= LONGEST_WORD]
    SearchWord.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)


def _plain(value: Any) -> Any:
    """A value as its column takes it: days as text."""
    return value.isoformat() if isinstance(value, date) else value


def _kraj_only(known: dict[int, str], service: Service) -> dict[str, str]:
    """Places the import gave a service whose address says no more than the kraj."""
    places = known.get(service.pk, "")
    return {"places": places} if places.startswith(",kraj-") else {}


def _sources(pks: Iterable[int] | None = None) -> Iterator[tuple[Service, SearchSource]]:
    """Every service, or those given, with what its search row is made of."""
    related = (
        "target_groups",
        Prefetch("reach_suggestions", ReachSuggestion.objects.order_by("pk")),
        Prefetch("forms", FormOfService.objects.order_by("pk")),
        Prefetch("reaches", Reach.objects.order_by("pk")),
        Prefetch("facilities", Facility.objects.select_related("okres__kraj").order_by("pk")),
    )
    services = Service.objects.select_related("provider").prefetch_related(*related).order_by("pk")
    areas = Area.objects.filter(level=Area.Level.OBEC).select_related("kraj", "okres", "orp", "pou")
    if pks is not None:
        services = services.filter(pk__in=list(pks))
        areas = areas.filter(code__in=Facility.objects.filter(service__in=services).values("obec_code"))
    obce = {area.code: area for area in areas}
    for service in services.iterator(chunk_size=BATCH):
        yield service, _source(service, obce)


def _source(service: Service, obce: dict[str, Area]) -> SearchSource:
    facilities = [row for row in service.facilities.all() if row.ends_on is None or row.ends_on >= today()]
    hidden = service.hidden_address or any(row.hidden for row in facilities)
    points = [(row.latitude, row.longitude) for row in facilities if row.latitude is not None]
    return SearchSource(
        identifier=service.identifier,
        name=service.name,
        provider_name=service.provider.name,
        kind_code=service.kind_code,
        forms=tuple(row.form for row in service.forms.all()),
        groups=tuple((row.group_code, row.note) for row in service.target_groups.all()),
        age_note=service.age_note,
        age_groups=tuple(service.age_groups),
        description=service.description,
        facility_names=tuple(dict.fromkeys(row.name for row in facilities if row.name)),
        places=tuple(dict.fromkeys(key for row in facilities for key in _places(row, obce, hidden))),
        reaches=tuple(f"{row.level}-{row.code}" for row in service.reaches.all()),
        position=points[0] if points and not hidden else None,  # type: ignore[arg-type]  # both or neither
        czech_sort=service.czech_sort,
        starts_on=service.starts_on,
        ends_on=service.ends_on,
        said=_said(service),
    )


def _said(service: Service) -> Said:
    """What people said of the service; refused suggestions, and those that the register says itself, say nothing."""
    register = {f"{row.level}-{row.code}" for row in service.reaches.all()}
    reaches: dict[str, list[str]] = {status: [] for status in SuggestionStatus}
    for suggestion in service.reach_suggestions.all():
        reaches[suggestion.status].append(suggestion.key)
    return Said(
        free_of_charge=service.free_of_charge,
        anonymous=service.anonymous,
        reaches=tuple(reaches[SuggestionStatus.CONFIRMED]),
        text_reaches=tuple(key for key in reaches[SuggestionStatus.PROPOSED] if key not in register),
    )


def _places(facility: Facility, obce: dict[str, Area], hidden: bool) -> list[str]:
    """Keys of the areas the facility stands in; of a secret one from the okres up."""
    area = None if hidden else obce.get(facility.obec_code)
    area = area or facility.okres
    codes = ancestors(area) if area else {}
    return [f"{level}-{codes[level]}" for level in (WIDE_LEVELS if hidden else LEVELS) if level in codes]


def _word_counts(book: Codebook) -> Counter[str]:
    """Words as people write them (diacritics kept) with the number of services whose texts hold them."""
    spelled: Counter[str] = Counter()
    for number, texts in _texts(book):
        for word in {word.casefold() for text in texts for word in raw_words(text)}:
            spelled[word] += number
    written: dict[str, Counter[str]] = {}
    counts: Counter[str] = Counter()
    for word, number in spelled.items():
        folded = fold(word)
        if len(folded) >= SHORTEST_WORD and folded.isascii() and folded.isalpha():
            written.setdefault(folded, Counter())[word] = number
    for spellings in written.values():
        best = max(spellings.items(), key=lambda pair: (pair[1], pair[0]))[0]
        counts[best] = spellings.total()
    return counts


def _texts(book: Codebook) -> Iterator[tuple[int, Iterable[str]]]:
    """Texts of the index with the number of services whose own words they are; nobody's for words of people."""
    names = Service.objects.not_ended().values_list("name", "provider__name", "age_note", "description")
    yield from ((1, texts) for texts in names.iterator(chunk_size=BATCH))
    notes = ServiceTargetGroup.objects.exclude(note="").values_list("note").annotate(number=Count("pk")).order_by()
    yield from ((number, (note,)) for note, number in notes.iterator(chunk_size=BATCH))
    kinds = dict(Service.objects.not_ended().values_list("kind_code").annotate(number=Count("pk")).order_by())
    for code, kind in book.kinds.items():
        yield kinds.get(code, 0), (kind.name, kind.singular)
        yield 0, kind_texts(code, book)
    yield from ((0, group_texts(code, book)) for code in book.groups)
