"""What the import of the register reads before it writes: territory, code lists, the state of live services."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from opora.directory.catalog.codebook import Codebook, codebook
from opora.directory.catalog.enums import PositionSource, RunStatus
from opora.directory.catalog.models import Facility, ImportRun, Provider, SearchWord, Service
from opora.directory.catalog.selectors.reach_texts import ReachReader
from opora.directory.territory.models import Area, PostalCode
from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import allowed

Position = tuple[float, float]
MEASURED = (PositionSource.ADDRESS_POINT, PositionSource.COORDINATE_FILE, PositionSource.PROVIDER_SEAT)


@dataclass(frozen=True)
class ObecPlace:
    """Where an obec belongs: its name, codes of the units above it and its inner point."""

    name: str
    pou: str
    orp: str
    okres: str
    kraj: str
    point: Position | None


@dataclass(frozen=True)
class Reference:
    """Territory and code lists in force, loaded by a constant number of queries for one run."""

    codebook: Codebook
    obce: dict[str, ObecPlace]
    okresy: dict[str, tuple[int, str]]  # code → (pk, code of the kraj)
    kraje: frozenset[str]
    postal_points: dict[str, Position]
    hiding_kinds: frozenset[str]
    hiding_groups: frozenset[str]
    known_positions: dict[str, tuple[Position, str]]  # key of a facility → point and its precision

    reach: ReachReader  # its names of places are made when the first text needs them
    names_of_kraje: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)  # filled as it is asked

    def obec_names(self, kraje: frozenset[str]) -> frozenset[str]:
        """Names of all obce of the kraje and of Praha; of the whole state when no kraj is given."""
        if kraje not in self.names_of_kraje:
            wanted = kraje | {"19"}
            names = (place.name for place in self.obce.values() if not kraje or place.kraj in wanted)
            self.names_of_kraje[kraje] = frozenset(names)
        return self.names_of_kraje[kraje]


@dataclass(frozen=True, slots=True)
class LiveService:
    """What the import needs to know of a service that is already here."""

    pk: int
    scope: str
    content_hash: str
    section_hashes: dict[str, str]
    gone_on: date | None
    ends_on: date | None
    hidden: bool

    def is_over(self, on: date) -> bool:
        """Gone from the register, or ended before the day."""
        return self.gone_on is not None or (self.ends_on is not None and self.ends_on < on)


def load_reference(on: date) -> Reference:
    """Territory and code lists as they are in the database; empty where nobody loaded them."""
    rows = list(Area.objects.values_list("pk", "level", "code", "name", "latitude", "longitude",
                                         "pou__code", "orp__code", "okres__code", "kraj__code"))  # fmt: skip
    obce = {
        code: ObecPlace(name, pou or "", orp or "", okres or "", kraj or "", (lat, lon) if lat and lon else None)
        for _pk, level, code, name, lat, lon, pou, orp, okres, kraj in rows
        if level == Area.Level.OBEC
    }
    book = codebook(on)
    return Reference(
        codebook=book,
        obce=obce,
        okresy={row[2]: (row[0], row[9] or "") for row in rows if row[1] == Area.Level.OKRES},
        kraje=frozenset(row[2] for row in rows if row[1] == Area.Level.KRAJ),
        postal_points=_postal_points(obce),
        hiding_kinds=frozenset(code for code, kind in book.kinds.items() if kind.hides_address),
        hiding_groups=frozenset(code for code, group in book.groups.items() if group.hides_address),
        known_positions=_known_positions(),
        reach=ReachReader(on),
    )


def _known_positions() -> dict[str, tuple[Position, str]]:
    """Positions that came from a coordinate file: the register has none, so a file without them must not lose them.

    The key of a facility holds its address, so the point stays true as long as the key does.
    """
    rows = Facility.objects.filter(position_source__in=MEASURED, hidden=False)
    return {
        key: ((latitude, longitude), source)
        for key, latitude, longitude, source in rows.values_list("key", "latitude", "longitude", "position_source")
        if latitude is not None and longitude is not None
    }


def _postal_points(obce: dict[str, ObecPlace]) -> dict[str, Position]:
    """Middle of the inner points of obce where the PSČ delivers."""
    points: dict[str, list[Position]] = defaultdict(list)
    for code, obec in PostalCode.objects.values_list("code", "area__code"):
        place = obce.get(obec)
        if place and place.point:
            points[code].append(place.point)
    return {
        code: (sum(point[0] for point in found) / len(found), sum(point[1] for point in found) / len(found))
        for code, found in points.items()
    }


def live_services() -> dict[str, LiveService]:
    """Every service in the database by its identifier, with hashes of its content."""
    rows = Service.objects.values_list(
        "identifier", "pk", "scope", "content_hash", "section_hashes", "gone_on", "ends_on", "hidden_address"
    )
    return {row[0]: LiveService(*row[1:]) for row in rows.iterator(chunk_size=2000)}


def services_state(scope: str) -> str:
    """Hash of what the import compares of the services of a scope; any other hand on them or on who provides them
    changes it."""
    names = ("identifier", "content_hash", "hidden_address", "gone_on", "ends_on")
    rows = Service.objects.filter(scope=scope).order_by("identifier").values_list(*names)
    state = hashlib.sha256()
    for row in rows.iterator(chunk_size=2000):
        state.update(repr(row).encode())
    providers = Provider.objects.filter(services__scope=scope).order_by("ico").values_list("ico", "version")
    state.update(repr(list(providers.distinct())).encode())
    return state.hexdigest()


def has_words() -> bool:
    """True when there is a vocabulary for correcting typing errors."""
    return SearchWord.objects.exists()


def services_like(scope: str, *, portal_id: str, ico: str) -> set[str]:
    """Identifiers of the services a row may speak of: that of its number on the portal, else all of its provider."""
    here = Service.objects.filter(scope=scope, gone_on=None)
    found = set(here.filter(portal_id=portal_id).values_list("identifier", flat=True)) if portal_id else set()
    if not found and ico:
        found = set(here.filter(provider__ico=ico.zfill(8)).values_list("identifier", flat=True))
    return found


def last_good_run(scope: str) -> ImportRun | None:
    """The last run of the scope that wrote its services."""
    return ImportRun.objects.filter(scope=scope, status=RunStatus.DONE, dry_run=False).order_by("-pk").first()


def runs_visible_to(actor: Actor) -> QuerySet[ImportRun]:
    """Runs for those who may start them; nobody else knows there are any."""
    if not allowed(actor, "catalog.import_register"):
        return ImportRun.objects.none()
    return ImportRun.objects.order_by("-pk")
