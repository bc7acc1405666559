"""Parameters of addresses: their shapes for the OpenAPI document, and what is wrong with them in Czech."""

import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Schema
from pydantic import BaseModel, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from opora.directory.catalog.selectors.query import LONGEST_QUERY
from opora.web.api.exports.answers import HANDBOOK, parameter_error

WHOLE = re.compile(r"-?[0-9]{1,18}")
TRUTHS = {"true": True, "false": False}
LATITUDE = r"-?(?:90(?:\.0{1,9})?|[0-8]?[0-9](?:\.[0-9]{1,9})?)"
LONGITUDE = r"-?(?:180(?:\.0{1,9})?|(?:1[0-7][0-9]|[0-9]{1,2})(?:\.[0-9]{1,9})?)"
CODE = r"^[0-9A-Za-z_-]{1,40}$"
IDENTIFIER = r"^[0-9A-Za-z][0-9A-Za-z_/-]{0,19}$"
ICO = r"^[0-9]{1,8}$"
LONGEST_PLACE = 100
MOST_CODES = 40
FURTHEST = 200  # kilometres
LAST_PAGE = 100_000
KNOWN: dict[str, tuple[Iterable[str], set[str]]] = {}  # name of an address → its parameters, those that may repeat


class Refused(Exception):
    """Parameters make no sense; `errors` are items of the answer."""

    def __init__(self, *errors: dict[str, Any]) -> None:
        super().__init__()
        self.errors = errors


def _whole(value: Any) -> Any:
    """Only digits: what else Python takes for a number is a mistake in an address."""
    if isinstance(value, str) and not WHOLE.fullmatch(value):
        raise PydanticCustomError("whole", "whole number")
    return value


def _truth(value: Any) -> Any:
    if isinstance(value, str) and value not in TRUTHS:
        raise PydanticCustomError("truth", "truth")
    return TRUTHS.get(value, value)


Whole = Annotated[int, BeforeValidator(_whole)]
Truth = Annotated[bool, BeforeValidator(_truth)]
Code = Annotated[str, Field(pattern=CODE)]


# parts of the path; what is not of their shape is not found
Identifier = Annotated[str, Path(pattern=IDENTIFIER, description="Identifikátor služby.")]
Ico = Annotated[str, Path(pattern=ICO, description="IČO poskytovatele.")]
KindCode = Annotated[str, Path(pattern=CODE, description="Kód druhu z /api/v1/kinds.")]


def flag(what: str) -> Any:
    """A filter that is on or off; `what` describes it."""
    return Field(False, title="true nebo false", description=what)


def codes(title: str, what: str) -> Any:
    """Codes of a code list, any of them is enough."""
    return Field(
        [], max_length=MOST_CODES, title=title, description=f"{what} Parametr lze opakovat, stačí jeden z nich."
    )


class Paging(Schema):
    """Stránkování."""

    page: Whole = Field(
        1, ge=1, le=LAST_PAGE, title="celé číslo od 1 do 100000",
        description="Stránka. Za poslední stránkou je seznam items prázdný.",
    )  # fmt: skip
    per_page: Whole = Field(20, ge=1, le=100, title="celé číslo od 1 do 100", description="Počet položek na stránce.")


class ServiceQuery(Paging):
    """Podmínky hledání služeb."""

    q: str = Field(
        "", max_length=LONGEST_QUERY, title=f"text do {LONGEST_QUERY} znaků",
        description="Co hledáte, běžnými slovy. Hledaná slova se nikam nezapisují.",
    )  # fmt: skip
    place: str = Field(
        "", max_length=LONGEST_PLACE, title=f"název obce, PSČ nebo klíč území do {LONGEST_PLACE} znaků",
        description="Kde: klíč území („obec-562335“), název nebo PSČ. Když názvu odpovídá víc míst, přijde 422 a v něm "
        "klíče, ze kterých vybrat.",
    )  # fmt: skip
    kind: list[Code] = codes("kód druhu z /api/v1/kinds", "Druh služby.")
    form: list[Code] = codes("kód formy: amb, ter nebo pob", "Forma: amb ambulantní, ter terénní, pob pobytová.")
    target_group: list[Code] = codes(
        "kód skupiny nebo okruhu z /api/v1/target-groups", "Pro koho: kód cílové skupiny, nebo slug širšího okruhu."
    )
    age: Annotated[int, Field(ge=0, le=120), BeforeValidator(_whole)] | None = Field(
        None, title="celé číslo od 0 do 120",
        description="Věk v letech. Služby, které věk neuvádějí, zůstávají.",
    )  # fmt: skip
    free: Truth = flag("Jen bezplatné.")
    anonymous: Truth = flag("Jen ty, které pomohou i bez udání jména.")
    accepts: Truth = flag("Jen ty, jejichž poskytovatel nedávno sdělil, že přijímá nové klienty.")
    near: str = Field(
        "", pattern=f"^(?:{LATITUDE},{LONGITUDE})?$", title="zeměpisná šířka a délka ve stupních, například 50.77,14.2",
        description="Souřadnice WGS 84 „šířka,délka“, od kterých se měří vzdálenost zařízení.", examples=["50.77,14.2"],
    )  # fmt: skip
    radius: Annotated[int, Field(ge=1, le=FURTHEST), BeforeValidator(_whole)] | None = Field(
        None, title=f"celé číslo od 1 do {FURTHEST}",
        description="Okruh v km. S near jen služby se zařízením v okruhu, s place i terénní, které na místo dojíždějí. "
        "Utajená adresa v okruhu není nikdy.",
    )  # fmt: skip
    sort: Literal["relevance", "distance", "name"] | None = Field(
        None, title="relevance, distance nebo name",
        description="Řazení. Bez něj name, když se hledá bez q a place, jinak relevance. Podle relevance a distance "
        "lze přečíst prvních 2 000 služeb, podle name všechny.",
    )  # fmt: skip


class OrganizationQuery(Paging):
    """Podmínky pro poskytovatele."""

    q: str = Field(
        "", max_length=LONGEST_QUERY, title=f"text do {LONGEST_QUERY} znaků",
        description="Slova nebo začátky slov z názvu, nebo IČO.",
    )  # fmt: skip


class AreaQuery(Paging):
    """Podmínky pro území."""

    q: str = Field(
        "", max_length=LONGEST_PLACE, title=f"text do {LONGEST_PLACE} znaků",
        description="Název, jeho začátek, PSČ nebo kód. Bez něj všechna území od největších.",
    )  # fmt: skip
    level: Literal["stat", "kraj", "okres", "orp", "pou", "obec"] | None = Field(
        None, title="stat, kraj, okres, orp, pou nebo obec", description="Jen území této úrovně."
    )


class CodeListQuery(Paging):
    """Stránkování číselníků: výchozí stránka je pojme celé."""

    per_page: Whole = Field(100, ge=1, le=100, title="celé číslo od 1 do 100", description="Počet položek na stránce.")


def strict(schema: type[BaseModel] | None = None) -> Callable:
    """Refuse parameters the address does not know, and single ones written twice: silence would mislead."""
    fields = schema.model_fields if schema else {}
    many = {name for name, field in fields.items() if isinstance(field.get_default(), list)}

    def decorate(view: Callable) -> Callable:
        KNOWN[view.__name__] = (fields, many)

        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
            errors = misnamed(request, view.__name__)
            if errors:
                raise Refused(*errors)
            return view(request, *args, **values)

        return checked

    return decorate


def misnamed(request: HttpRequest, address: str) -> list[dict[str, Any]]:
    """Errors of parameters that the address of this name does not know or that stand twice."""
    known, many = KNOWN.get(address, (set(request.GET), set()))
    return [*_unknown(request, known), *_repeated(request, many)]


def _unknown(request: HttpRequest, known: Iterable[str]) -> list[dict[str, Any]]:
    strange = sorted(set(request.GET) - set(known))
    names = ", ".join(known) or "žádné nejsou"
    message = f"Takový parametr tato adresa nezná. Její parametry: {names}."
    return [parameter_error(name[:40], message) for name in strange[:10]]


def _repeated(request: HttpRequest, many: set[str]) -> list[dict[str, Any]]:
    twice = [name for name, values in request.GET.lists() if len(values) > 1 and name not in many]
    return [parameter_error(name[:40], "Parametr smí být v adrese jen jednou.") for name in twice[:10]]


def sentences(errors: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Errors found by the shapes, one a parameter; what was typed is not repeated."""
    titles = {
        name: field.title
        for schema in (ServiceQuery, OrganizationQuery, AreaQuery)
        for name, field in schema.model_fields.items()
    }
    names = dict.fromkeys(_parameter(error) for error in errors)
    return [
        parameter_error(name, f"Parametr {name} má být: {titles.get(name) or f'jak popisuje {HANDBOOK}'}.")
        for name in names
    ]


def _parameter(error: dict[str, Any]) -> str:
    """Name of the parameter from a place such as („query“, „kind“, 0)."""
    return next((str(part) for part in error["loc"][1:] if isinstance(part, str) and part != "query"), "")
