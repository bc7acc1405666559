"""Suggestions of reach as staff decide on them: a sentence of one provider with the areas recognised in it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, Q, QuerySet

from opora.directory.catalog.enums import RegisterScope, SuggestionStatus
from opora.directory.catalog.models import ReachSuggestion, Service
from opora.directory.catalog.models.statements import BY_PROVIDER
from opora.directory.catalog.selectors.reach_gazetteer import Name, Token, folded_forms, tokenize
from opora.directory.territory.models import Area
from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import allowed
from opora.foundation.core.templatetags.opora import NBSP
from opora.foundation.core.text import fold, words

LONGEST_NUMBER = 19


@dataclass(frozen=True)
class Part:
    """A piece of the sentence; `marked` when it is a recognised name."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Group:
    """One sentence of one provider: the first service that has it, the others, and areas with their labels."""

    service: Service
    others: tuple[Service, ...]
    sentence: tuple[Part, ...]
    areas: tuple[tuple[str, str], ...]  # key, label
    rows: tuple[ReachSuggestion, ...]

    @property
    def status(self) -> str:
        return self.rows[0].status

    @property
    def token(self) -> str:
        """The group in a form: one of its suggestions and a print of the sentence."""
        return f"{self.rows[0].pk}-{hashlib.sha256(self.rows[0].sentence.encode()).hexdigest()[:12]}"

    def chosen(self, keys: Iterable[str], *, everywhere: bool) -> list[ReachSuggestion]:
        """Suggestions of the areas, of the first service or of all that have the sentence."""
        wanted = set(keys)
        return [row for row in self.rows if row.key in wanted and (everywhere or row.service_id == self.service.pk)]

    @property
    def decided(self) -> ReachSuggestion | None:
        """A row that says who decided and when; None while nobody did."""
        return next((row for row in self.rows if row.decided_at), None)


def suggestions_visible_to(actor: Actor) -> QuerySet[ReachSuggestion]:
    """Suggestions out of texts of lasting services for those who may decide; nobody else sees any."""
    if not allowed(actor, "catalog.confirm_reach"):
        return ReachSuggestion.objects.none()
    return lasting_suggestions().exclude(sentence=BY_PROVIDER)


def lasting_suggestions() -> QuerySet[ReachSuggestion]:
    """Suggestions of services that have not ended; others wait for nobody."""
    return ReachSuggestion.objects.filter(service__in=Service.objects.not_ended())


def services_of_the_register() -> list[int]:
    """Numbers of services whose texts came by an import; what staff enters names its reach by itself."""
    scopes = (RegisterScope.RPSS, RegisterScope.SAMPLE)
    return list(Service.objects.filter(scope__in=scopes).order_by("pk").values_list("pk", flat=True))


def counts_by_status(rows: QuerySet[ReachSuggestion]) -> dict[str, int]:
    """How many suggestions are in each state."""
    counts = dict(rows.order_by().values_list("status").annotate(number=Count("pk")))
    return {status: counts.get(status, 0) for status in SuggestionStatus.values}


def group_page(rows: QuerySet[ReachSuggestion], *, status: str, text: str, page: str | None) -> Page:
    """A page of one group; the groups stand in the order in which their suggestions came."""
    rows = rows.filter(status=status)
    if text:
        rows = rows.filter(pk__in=_holding(rows, text))
    groups = rows.values("service__provider", "sentence").annotate(first=Min("pk")).order_by("first")
    found: Page = Paginator(groups, 1).get_page(page)
    found.object_list = [
        _group(rows.filter(service__provider=item["service__provider"]), item["sentence"]) for item in found.object_list
    ]
    return found


def _holding(rows: QuerySet[ReachSuggestion], text: str) -> list[int]:
    """Numbers of suggestions whose service, provider or sentence hold all the words; without diacritics."""
    wanted = words(text)
    values = rows.values_list("pk", "sentence", "service__name", "service__provider__name", "service__identifier")
    found = []
    for pk, *texts in values:
        held = fold(" ".join(texts))
        if all(word in held for word in wanted):
            found.append(pk)
    return found


def group_of(rows: QuerySet[ReachSuggestion], token: str) -> Group | None:
    """The group that a form speaks of, as it is now; None when there is no such suggestion."""
    number = token.partition("-")[0]
    if not (number.isascii() and number.isdigit() and len(number) < LONGEST_NUMBER):
        return None
    row = rows.filter(pk=int(number)).select_related("service").first()
    if row is None:
        return None
    return _group(rows.filter(service__provider=row.service.provider_id, status=row.status), row.sentence)


def _group(rows: QuerySet[ReachSuggestion], sentence: str) -> Group:
    same = rows.filter(sentence=sentence)
    found = tuple(same.select_related("service__provider").order_by("service", "pk"))
    services = {row.service_id: row.service for row in found}
    first, *others = services.values()
    names = _areas(found)
    order = {level: number for number, level in enumerate(Area.Level.values)}
    keys = {row.key: row for row in sorted(found, key=lambda row: (order[row.level], row.radius_km, row.pk))}
    areas = tuple(
        (key, _label(row, names[row.level, row.code])) for key, row in keys.items() if (row.level, row.code) in names
    )
    return Group(first, tuple(others), tuple(_parts(sentence, names.values())), areas, found)


def _areas(rows: Iterable[ReachSuggestion]) -> dict[tuple[str, str], Area]:
    codes: dict[str, set[str]] = {}
    for row in rows:
        codes.setdefault(row.level, set()).add(row.code)
    wanted = Q(pk__in=[])
    for level, some in codes.items():
        wanted |= Q(level=level, code__in=some)
    return {(area.level, area.code): area for area in Area.objects.filter(wanted)}


def area_labels(rows: Iterable[ReachSuggestion]) -> dict[int, str]:
    """Words for the areas of suggestions, by numbers of those; without areas that the territory no longer knows."""
    found = list(rows)
    names = _areas(found)
    return {row.pk: _label(row, names[row.level, row.code]) for row in found if (row.level, row.code) in names}


def _label(row: ReachSuggestion, area: Area) -> str:
    """„ORP Louny“, „obec Kadaň“, „do 30 km od obce Most“, „celé Česko“."""
    if row.radius_km:
        return f"do {row.radius_km}{NBSP}km od obce {area.label}"
    if row.level == Area.Level.COUNTRY:
        return "celé Česko"
    return f"obec {area.label}" if row.level == Area.Level.OBEC else area.label


def _parts(sentence: str, areas: Iterable[Area]) -> list[Part]:
    """The sentence cut so that names of the areas stand alone."""
    tokens = tokenize(sentence)
    names = [spelling for area in areas for spelling in _spellings(area)]
    parts, end, index = [], 0, 0
    while index < len(tokens):
        length = max((len(spelling) for spelling in names if _reads(spelling, tokens, index)), default=0)
        if length:
            start, stop = tokens[index].start, tokens[index + length - 1].end
            parts += [Part(sentence[end:start], False)] if start > end else []
            parts.append(Part(sentence[start:stop], True))
            end = stop
        index += length or 1
    return [*parts, Part(sentence[end:], False)] if sentence[end:] else parts


def _spellings(area: Area) -> list[tuple[str, ...]]:
    """Words of the name, whole and short."""
    spelling = tuple(token.raw.lower() for token in tokenize(area.name) if token.folded != "kraj")
    return [spelling, spelling[:1]] if len(spelling) > 2 else [spelling]


def _reads(spelling: tuple[str, ...], tokens: list[Token], index: int) -> bool:
    token = tokens[index]
    if not (token.capital or len(spelling) > 1) or token.folded not in folded_forms(spelling[0]):
        return False
    return Name(spelling).fits(tokens, index)
