"""What search needs of every service, by columns in the memory of the process, never older than the last change.

Each process reads the rows once for a version of them; a request then asks the database for the version and for the
twenty services it shows. Rows are numbered in Czech alphabetical order, so a set of them is ordered by name already.
"""

from array import array
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import Any

from django.db.models import Q

from opora.directory.catalog.enums import Accepts, Form
from opora.directory.catalog.models import SearchState, Service, ServiceRecord
from opora.directory.catalog.selectors.availability import fresh_statements
from opora.directory.catalog.selectors.bits import Bits, Postings, bits_of
from opora.directory.catalog.selectors.scope import CIRCLE, Circles
from opora.directory.territory.models import Area
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.queries import FixedQuery, raw_rows

FIELDS = (
    "czech_sort", "pk", "kind_code", "forms", "usual_forms", "groups", "places", "reaches", "text_reaches", "ages",
    "free_of_charge", "anonymous", "latitude", "longitude",
)  # fmt: skip
OWN_FIELDS = ("hidden_address", "seat_addresses", "is_sample")
PATHS = (*(name if name == "pk" else f"search_row__{name}" for name in FIELDS), *OWN_FIELDS)
VERSION = FixedQuery(lambda: SearchState.objects.values_list("version"))
READING = Lock()


class Columns:
    """Services that have not ended by the day; a row is a number, a set of rows is `Bits`."""

    def __init__(self, day: date) -> None:
        table = dict(zip((*FIELDS, *OWN_FIELDS), _read(day), strict=True))
        self.pks = array("q", table["pk"])
        self.count = len(self.pks)
        self.everything: Bits = (1 << self.count) - 1
        self.number_of = {pk: number for number, pk in enumerate(self.pks)}
        self.kinds = Postings(table["kind_code"])
        any_forms = [own or usual for own, usual in zip(table["forms"], table["usual_forms"], strict=True)]
        self.forms = Postings(any_forms)
        self.residential = bits_of(row for row, forms in enumerate(any_forms) if forms == f",{Form.RESIDENTIAL},")
        self.groups, self.places = Postings(table["groups"]), Postings(table["places"])
        self.reaches, self.text_reaches = Postings(table["reaches"]), Postings(table["text_reaches"])
        self.ages = Postings(table["ages"])
        self.free, self.not_free = _said(table["free_of_charge"])
        self.anonymous, self.not_anonymous = _said(table["anonymous"])
        self.hidden, self.seat, self.sample = (_said(table[name])[0] for name in OWN_FIELDS)
        self.accepting, self.accepting_said = self._accepting(day)
        self.accepting ^= self.accepting & self._paused(day)
        self.positions = list(zip(table["latitude"], table["longitude"], strict=True))
        self.circles = _circles({*self.reaches.codes, *self.text_reaches.codes})
        self.text_cache: dict[tuple, Bits] = {}  # the index answers the same for the same words
        self.place_cache: dict[tuple, Any] = {}  # so does the algebra of one place

    def _accepting(self, day: date) -> tuple[Bits, Bits]:
        """Rows that take new people in some part, and all whose provider said whether they do, not too long ago."""
        said = list(fresh_statements(day))
        takes = self.numbers(row.service_id for row in said if row.accepts == Accepts.YES)
        return takes, self.numbers(row.service_id for row in said)

    def _paused(self, day: date) -> Bits:
        """Rows whose provider says that the service is paused on the day."""
        lasts = Q(pause_to__isnull=True) | Q(pause_to__gte=day)
        paused = ServiceRecord.objects.filter(lasts, pause_from__lte=day).order_by()
        return self.numbers(pk for (pk,) in raw_rows(paused.values_list("service")))

    def numbers(self, pks) -> Bits:
        """The set of the services, those that are here."""
        return bits_of(self.number_of[pk] for pk in pks if pk in self.number_of)


def columns() -> Columns:
    """Columns as the tables are now; one query when nothing has changed since the last call in this process."""
    version = next(iter(VERSION.rows()), None)
    with READING:  # threads wait for one of them rather than read all the rows each
        return _load(version, today())


@lru_cache(maxsize=1)
def _load(_version: tuple | None, day: date) -> Columns:
    return Columns(day)


def _read(day: date) -> list[Sequence]:
    """Values of all rows by columns, in the order of names."""
    services = Service.objects.visible_to(Actor.public()).not_ended(day).filter(search_row__isnull=False)
    rows = sorted(raw_rows(services.order_by().values_list(*PATHS)))
    return list(zip(*rows, strict=True)) or [() for _path in PATHS]


def _said(column: Sequence) -> tuple[Bits, Bits]:
    """Rows with yes and rows with no."""
    return (
        bits_of(row for row, value in enumerate(column) if value),
        bits_of(row for row, value in enumerate(column) if value is not None and not value),
    )


def _circles(codes: set[str]) -> Circles:
    """Circles that some reach speaks of, those whose middle has a position."""
    asked = {key: key.split("-") for key in codes if key.startswith(f"{CIRCLE}-")}
    if not asked:
        return {}
    obce = Area.objects.filter(level=Area.Level.OBEC, code__in={parts[1] for parts in asked.values()})
    points = {
        code: (north, east)
        for code, north, east in obce.values_list("code", "latitude", "longitude")
        if north is not None and east is not None
    }
    return {
        key: (code, *points[code], float(radius)) for key, (_level, code, radius) in asked.items() if code in points
    }
