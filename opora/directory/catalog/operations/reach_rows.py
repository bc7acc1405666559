"""Suggestions of reach as rows, and the two columns of search that follow from them. Parts of other operations."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import timezone

from opora.directory.catalog.enums import SuggestionStatus
from opora.directory.catalog.indexing import joined
from opora.directory.catalog.models import Reach, ReachSuggestion, SearchRow
from opora.directory.catalog.models.statements import BY_PROVIDER
from opora.directory.catalog.selectors.scope import is_narrow

BATCH = 500
Suggested = Sequence[Any]  # level, code, radius in km, sentence


class Counts(NamedTuple):
    """How many suggestions came, got another sentence, and went."""

    added: int
    changed: int
    removed: int


def write_suggestions(found: Mapping[int, Iterable[Suggested]], hidden: Iterable[int] = ()) -> Counts:
    """Keep what texts of services (by their numbers) say of reach. Decisions of people survive.

    A suggestion whose sentence has gone is deleted while nobody decided on it; a decided one loses the sentence only,
    which asks for a look. What the provider says stays. Of a `hidden` service nothing else stays, and nothing finer
    than okres: it might tell where the service is.
    """
    hidden = set(hidden)
    old: dict[int, dict[tuple[str, str, int], ReachSuggestion]] = defaultdict(dict)
    for row in ReachSuggestion.objects.filter(service__in=list(found)):
        old[row.service_id][row.level, row.code, row.radius_km] = row
    added: list[ReachSuggestion] = []
    changed: list[ReachSuggestion] = []
    gone: list[int] = []
    for pk, items in found.items():
        known = old[pk]
        for level, code, radius, sentence in items:
            if (level, code, radius) not in known:
                added.append(_row(pk, level, code, radius, sentence))
                continue
            row = known.pop((level, code, radius))
            if row.sentence not in (sentence, BY_PROVIDER):
                row.sentence = sentence
                changed.append(row)
        for row in known.values():
            said = row.sentence == BY_PROVIDER and not (pk in hidden and is_narrow(row.key))
            if not said and (row.status == SuggestionStatus.PROPOSED or pk in hidden):
                gone.append(row.pk)
            elif row.sentence and not said:
                row.sentence = ""
                changed.append(row)
    ReachSuggestion.objects.bulk_create(added, batch_size=BATCH)
    for row in changed:
        row.updated_at = timezone.now()
        row.version += 1
    ReachSuggestion.objects.bulk_update(changed, ["sentence", "updated_at", "version"], batch_size=BATCH)
    for start in range(0, len(gone), BATCH):
        rows = ReachSuggestion.objects.filter(pk__in=gone[start : start + BATCH])
        rows.filter(Q(status=SuggestionStatus.PROPOSED) | Q(service__in=hidden)).delete()  # decided meanwhile: stays
    return Counts(len(added), len(changed), len(gone))


def _row(pk: int, level: str, code: str, radius: int, sentence: str) -> ReachSuggestion:
    return ReachSuggestion(service_id=pk, level=level, code=code, radius_km=radius, sentence=sentence)


def reach_columns(keys: Mapping[int, Iterable[str]]) -> dict[int, dict[str, str]]:
    """Columns `reaches` and `text_reaches` of services; `keys` are what the register says of each. One query."""
    confirmed: dict[int, list[str]] = defaultdict(list)
    proposed: dict[int, list[str]] = defaultdict(list)
    pks = list(keys)
    for start in range(0, len(pks), BATCH):
        rows = ReachSuggestion.objects.filter(service__in=pks[start : start + BATCH]).order_by("pk")
        for row in rows.exclude(status=SuggestionStatus.REFUSED):
            where = confirmed if row.status == SuggestionStatus.CONFIRMED else proposed
            where[row.service_id].append(row.key)
    return {
        pk: {
            "reaches": joined((*said, *confirmed[pk])),
            "text_reaches": joined(key for key in proposed[pk] if key not in said),
        }
        for pk, said in ((pk, tuple(said)) for pk, said in keys.items())
    }


def refresh_reach_columns(pks: Iterable[int]) -> None:
    """Put what was decided on the reach of services into their search rows."""
    keys: dict[int, list[str]] = {pk: [] for pk in pks}
    for pk, level, code in (
        Reach.objects.filter(service__in=list(keys)).order_by("pk").values_list("service", "level", "code")
    ):
        keys[pk].append(f"{level}-{code}")
    columns = reach_columns(keys)
    rows = list(SearchRow.objects.filter(pk__in=list(keys)).only("pk", "reaches", "text_reaches"))
    for row in rows:
        row.reaches, row.text_reaches = columns[row.pk]["reaches"], columns[row.pk]["text_reaches"]
    SearchRow.objects.bulk_update(rows, ["reaches", "text_reaches"], batch_size=BATCH)
