"""Pages of kinds: what each kind is, and how many services of it this instance knows."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from opora.directory.catalog.codebook import Codebook, codebook
from opora.directory.catalog.enums import RegisterScope
from opora.directory.catalog.models import KindPage, OtherKind, Service, ServiceKind
from opora.directory.catalog.selectors.scope import split_codes
from opora.directory.catalog.selectors.standings import Seat, seats
from opora.foundation.core.actor import Actor

Group = ServiceKind.Group
GROUP_TITLES = {
    Group.COUNSELLING.value: "Sociální poradenství",
    Group.CARE.value: "Služby sociální péče",
    Group.PREVENTION.value: "Služby sociální prevence",
    "": "Další sociální služby",
}
NOT_REGISTERED = "Pomoc, která není registrovaná sociální služba"
GROUP_LEADS = {
    Group.COUNSELLING.value: "Poradí, jak dál, když sami nevíte.",
    Group.CARE.value: "Pomáhají lidem, kteří kvůli věku, nemoci nebo postižení potřebují pomoc druhého člověka.",
    Group.PREVENTION.value: "Pomáhají v krizi a lidem, kterým hrozí, že zůstanou mimo ostatní.",
}


@dataclass(frozen=True)
class KindCount:
    """Services of one kind that have not ended, as search shows them, without samples.

    `forms` by code; `unsaid` are those whose form nobody gives.
    """

    total: int = 0
    forms: tuple[tuple[str, int], ...] = ()
    unsaid: int = 0


@dataclass(frozen=True)
class KindLine:
    """One kind in the list; `official` is empty where the plain name is the official one."""

    code: str
    name: str
    official: str
    summary: str
    count: int
    url: str  # empty for a kind without a page


@dataclass(frozen=True)
class KindGroup:
    """Kinds of one group of the law, or those that are no registered services."""

    title: str
    lead: str
    kinds: tuple[KindLine, ...]


@dataclass(frozen=True)
class Neighbour:
    """A similar kind and how it differs; without an address when no list knows the kind today."""

    name: str
    url: str
    text: str


@dataclass(frozen=True)
class KindGuide:
    """Everything the page of a kind says; `text` is None until somebody writes it."""

    kind: ServiceKind
    text: KindPage | None
    count: KindCount
    forms: tuple[tuple[str, int], ...]  # name of the form, number of services
    neighbours: tuple[Neighbour, ...]
    seats: tuple[Seat, ...]
    whole_kraj: int  # services that give only the kraj, or nothing
    source: str
    as_of: date | None


def kind_groups(*, actor: Actor) -> tuple[KindGroup, ...]:
    """All kinds in force in groups of the law, then those that are not registered and that somebody here offers."""
    book, counts = codebook(), kind_counts(actor=actor)
    groups = [
        KindGroup(title, GROUP_LEADS.get(code, ""), _lines(book.kinds.values(), code, counts))
        for code, title in GROUP_TITLES.items()
    ]
    others = tuple(_line(kind, counts) for kind in book.other_kinds.values() if kind.code in counts)
    groups.append(KindGroup(NOT_REGISTERED, "", others))
    return tuple(group for group in groups if group.kinds)


def kind_guide(slug: str, *, region: str, actor: Actor) -> KindGuide | None:
    """The page of the kind in force with the name in its address; None when there is none.

    `region` is the code of the kraj whose towns are listed. Constant number of queries.
    """
    book = codebook()
    kind = find_kind(slug, book)
    if kind is None:
        return None
    count = kind_counts(actor=actor, kind=kind.code).get(kind.code, KindCount())
    source, as_of = newest_source(actor=actor)
    text = book.kind_pages.get(kind.code)
    found, wide = seats(kind, region=region)
    return KindGuide(
        kind=kind,
        text=text,
        count=count,
        forms=tuple((book.form_name(code), number) for code, number in count.forms),
        neighbours=tuple(_neighbours(text, book)),
        seats=found,
        whole_kraj=wide,
        source=source,
        as_of=as_of,
    )


def find_kind(slug: str, book: Codebook) -> ServiceKind | None:
    """The kind in force with the name in the address."""
    return next((kind for kind in book.kinds.values() if kind.slug and kind.slug == slug), None)


def kind_counts(*, actor: Actor, kind: str = "") -> dict[str, KindCount]:
    """Counts of every kind that has some service, or of the one kind; one query."""
    rows = Service.objects.visible_to(actor).not_ended().filter(is_sample=False)
    if kind:
        rows = rows.filter(kind_code=kind)
    totals: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    for code, joined, number in rows.order_by().values_list("kind_code", "search_row__forms").annotate(Count("pk")):
        totals[code] += number
        forms.setdefault(code, Counter()).update(dict.fromkeys(split_codes(joined or "") or [""], number))
    return {
        code: KindCount(total, tuple((form, n) for form, n in forms[code].most_common() if form), forms[code][""])
        for code, total in totals.items()
    }


def newest_source(*, actor: Actor) -> tuple[str, date | None]:
    """Source of the newest data of the register and the day they stand to; one query.

    Help beside the register has a source of its own at every service.
    """
    rows = Service.objects.visible_to(actor).active().filter(is_sample=False, scope=RegisterScope.RPSS)
    return rows.order_by("-as_of").values_list("source", "as_of").first() or ("", None)


def plain_and_official(kind: ServiceKind | OtherKind) -> tuple[str, str]:
    """What people call the kind, and its official name in the singular; the second is empty when it says the same."""
    official = kind.singular or kind.name
    plain = kind.plain_name or official
    return plain, "" if plain == official else official


def _lines(kinds: Iterable[ServiceKind], group: str, counts: dict[str, KindCount]) -> tuple[KindLine, ...]:
    return tuple(_line(kind, counts) for kind in kinds if kind.group == group)


def _line(kind: ServiceKind | OtherKind, counts: dict[str, KindCount]) -> KindLine:
    plain, official = plain_and_official(kind)
    url = kind.get_absolute_url() if isinstance(kind, ServiceKind) else ""
    return KindLine(kind.code, plain, official, kind.summary, counts.get(kind.code, KindCount()).total, url)


def _neighbours(text: KindPage | None, book: Codebook) -> Iterator[Neighbour]:
    for difference in text.differences if text else ():
        kind = book.kind(difference["kind"])
        if kind is not None:
            url = kind.get_absolute_url() if isinstance(kind, ServiceKind) else ""
            yield Neighbour(kind.singular or kind.name, url, difference["text"])
