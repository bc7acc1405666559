"""The address of the search page → parameters of the search, calmly: what makes no sense is left out and said."""

import re
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from opora.directory.catalog.codebook import Codebook
from opora.directory.catalog.models import SearchRow
from opora.directory.catalog.selectors.choices import audience_choices
from opora.directory.catalog.selectors.facets import RADII
from opora.directory.catalog.selectors.query import LONGEST_QUERY
from opora.directory.catalog.selectors.ranking import ORDERS
from opora.directory.catalog.selectors.search import SearchParams
from opora.directory.territory.enums import MatchReason
from opora.directory.territory.models import Area
from opora.directory.territory.selectors import Resolution, resolve_place
from opora.foundation.core.forms import Form

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
LONE_SURROGATES = re.compile(r"[\ud800-\udfff]")
AREA_CODE = re.compile(r"(stat|kraj|okres|orp|pou|obec)-[0-9A-Za-z]{1,10}")
LONGEST_PLACE = 100
MOST_CODES = 40
NAMED = (MatchReason.NAME, MatchReason.ABBREVIATION, MatchReason.INFLECTION)
PAGE_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
YEARS = re.compile(r"[0-9]{1,3}", re.ASCII)
OLDEST = 120
SORT_LABELS = {"vhodnost": _("co nejlépe odpovídá"), "vzdalenost": _("nejbližší"), "nazev": _("podle názvu")}
UNKNOWN_CODES = _("Některý filtr v adrese stránky neznáme, proto jsme ho vynechali.")
UNKNOWN_SORT = _("Řazení z adresy stránky neznáme, řadíme podle toho, co nejlépe odpovídá.")
UNKNOWN_AGE = _("Věk pište číslem, celé roky od 0 do 120. Zatím ukazujeme služby bez ohledu na věk.")
RADIUS_NEEDS_PLACE = _("Vzdálenost můžeme měřit, až vyplníte obec nebo jiné místo.")
SORT_NEEDS_PLACE = _("Podle vzdálenosti můžeme řadit, až vyplníte místo.")


class SearchForm(Form):
    """The questions on top of the page; it shows what was asked and the error of the place."""

    mark_optional = False
    q = forms.CharField(
        label=_("Co hledáte"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "search", "maxlength": LONGEST_QUERY}),
    )
    kde = forms.CharField(
        label=_("Kde (obec nebo PSČ)"),
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "address-level2", "enterkeyhint": "search", "maxlength": LONGEST_PLACE}
        ),
    )
    pro = forms.ChoiceField(
        label=_("Pro koho"), choices=audience_choices, required=False, widget=forms.HiddenInput
    )  # chosen on the home page or beside the results, where choices have counts; kept for the next question


@dataclass(frozen=True)
class Asked:
    """What the address asks for. `candidates` are other places that the written name may mean; when none of them is the
    only one in the kraj of the deployment, nothing is chosen."""

    params: SearchParams
    form: SearchForm
    kde: str
    candidates: tuple[Area, ...]
    notes: tuple[str, ...]

    @property
    def place_unknown(self) -> bool:
        """True when nothing resembles the written place."""
        return bool(self.kde) and self.params.place is None and not self.candidates


def read_address(query: QueryDict, book: Codebook, *, region: str) -> Asked:
    """Parameters from the query string. `region` is the code of the kraj whose places come first. Never raises."""
    q, kde = clean(query.get("q", ""), LONGEST_QUERY), clean(query.get("kde", ""), LONGEST_PLACE)
    found = resolve_place(kde, region) if kde else Resolution(None)
    notes: list[str] = []
    place = found.area or only_of_region(found, region)
    params = SearchParams(
        q=q,
        place=place,
        audience=_audience(query, notes),
        kinds=_kinds(query, book, notes),
        forms=_forms(query, book, notes),
        age=_age(query, notes),
        free=_yes("zdarma", query, notes),
        anonymous=_yes("anonymne", query, notes),
        accepts=_yes("prijima", query, notes),
        radius=_radius(query, notes),
        sort=_sort(query, notes),
        page=_page(query),
    )
    shown = place.label if place and AREA_CODE.fullmatch(kde) else kde
    form = SearchForm({"q": q, "kde": shown, "pro": params.audience})
    candidates = () if found.area else near_first(tuple(area for area in found.candidates if area != place), region)
    asked = Asked(params, form, kde, candidates, tuple(dict.fromkeys(map(str, notes))))
    form.is_valid()
    if asked.place_unknown:
        form.add_error("kde", _("Takové místo neznáme. Zkuste název obce, okresu nebo PSČ, například „Děčín“."))
    return asked


def only_of_region(found: Resolution, region: str) -> Area | None:
    """The only place so called in the kraj of the deployment; the page says so and offers the others."""
    inside = [area for area in found.candidates if area.kraj and area.kraj.code == region]
    return inside[0] if len(inside) == 1 and found.reason in NAMED else None


def near_first(areas: tuple[Area, ...], region: str) -> tuple[Area, ...]:
    """Areas with those of the deployment's kraj in front, else in the order they came."""
    return tuple(sorted(areas, key=lambda area: region not in {area.code, area.kraj and area.kraj.code}))


def clean(text: str, longest: int) -> str:
    """Text without control characters and repeated spaces, cut to the length."""
    return " ".join(LONE_SURROGATES.sub("", CONTROL.sub(" ", text[: 4 * longest])).split())[:longest].strip()


def _codes(query: QueryDict, name: str) -> list[str]:
    return list(dict.fromkeys(code for code in query.getlist(name)[:MOST_CODES] if code))


def _kinds(query: QueryDict, book: Codebook, notes: list[str]) -> tuple[str, ...]:
    """Kinds of the code list, and codes that the register uses although no code list knows them."""
    asked = _codes(query, "druh")
    strange = [clean(code, 40) for code in asked if code not in book.kinds]
    used = (
        set(SearchRow.objects.filter(kind_code__in=strange).values_list("kind_code", flat=True)) if strange else set()
    )
    return _known(asked, book.kinds.keys() | used, notes)


def _forms(query: QueryDict, book: Codebook, notes: list[str]) -> tuple[str, ...]:
    return _known(_codes(query, "forma"), set(book.forms), notes)


def _known(asked: list[str], known: set[str], notes: list[str]) -> tuple[str, ...]:
    if any(code not in known for code in asked):
        notes.append(UNKNOWN_CODES)
    return tuple(code for code in asked if code in known)


def _audience(query: QueryDict, notes: list[str]) -> str:
    asked = query.get("pro", "")
    if asked in dict(audience_choices()):
        return asked
    notes.append(UNKNOWN_CODES)
    return ""


def _age(query: QueryDict, notes: list[str]) -> int | None:
    """Whole years; anything else is said not to be an age."""
    asked = clean(query.get("vek", ""), 40)
    if not asked:
        return None
    if YEARS.fullmatch(asked) and int(asked) <= OLDEST:
        return int(asked)
    notes.append(UNKNOWN_AGE)
    return None


def _yes(name: str, query: QueryDict, notes: list[str]) -> bool:
    asked = query.get(name, "")
    if asked not in {"", "0", "1"}:
        notes.append(UNKNOWN_CODES)
    return asked == "1"


def _radius(query: QueryDict, notes: list[str]) -> int | None:
    asked = query.get("okruh", "")
    if not asked:
        return None
    found = next((kilometres for kilometres in RADII if str(kilometres) == asked), None)
    if found is None:
        notes.append(UNKNOWN_CODES)
    return found


def _sort(query: QueryDict, notes: list[str]) -> str:
    asked = query.get("razeni", "") or "vhodnost"
    if asked in ORDERS:
        return asked
    notes.append(UNKNOWN_SORT)
    return "vhodnost"


def _page(query: QueryDict) -> int:
    """Number of the page; anything else than a number is the first one."""
    asked = query.get("strana", "")
    return int(asked) if PAGE_NUMBER.fullmatch(asked) else 1
