"""Coordinate file: CSV (also gzip) `identifikator,lat,lon,presnost`, or `kodAdresnihoMista` instead of the first."""

import csv
import gzip
import io
import zlib
from pathlib import Path

from opora.directory.catalog.enums import PositionSource
from opora.directory.catalog.imports.options import Coordinates, Position

SEAT = "adresa sídla poskytovatele"
STATE = ((48.5, 51.1), (12.0, 18.9))  # latitudes and longitudes of Czechia


class CoordinatesUnreadable(Exception):
    """The coordinate file cannot be used; the text is a Czech sentence."""


def read_coordinates(path: Path) -> Coordinates:
    """Positions of the file; rows outside the state or without numbers are left out."""
    coordinates = Coordinates()
    try:
        with path.open("rb") as plain:
            packed = plain.read(2) == b"\x1f\x8b"
            plain.seek(0)
            binary = gzip.GzipFile(fileobj=plain) if packed else plain
            rows = csv.DictReader(io.TextIOWrapper(binary, encoding="utf-8-sig"))
            if not {"lat", "lon"} <= set(rows.fieldnames or ()):
                raise CoordinatesUnreadable("Soubor souřadnic nemá sloupce lat a lon.")
            for row in rows:
                _keep(row, coordinates)
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error):
        raise CoordinatesUnreadable("Soubor souřadnic se nepodařilo přečíst. Má to být CSV v UTF-8.") from None
    return coordinates


def _keep(row: dict[str, str], coordinates: Coordinates) -> None:
    point = _point(row)
    if point is None:
        return
    if code := (row.get("kodAdresnihoMista") or "").strip():
        coordinates.by_point[code] = point
    elif identifier := (row.get("identifikator") or "").strip():
        seat = (row.get("presnost") or "").strip() == SEAT
        source = PositionSource.PROVIDER_SEAT if seat else PositionSource.COORDINATE_FILE
        coordinates.by_identifier[identifier] = (point, source)


def _point(row: dict[str, str]) -> Position | None:
    try:
        latitude, longitude = float(row["lat"]), float(row["lon"])
    except (TypeError, ValueError):
        return None
    (south, north), (west, east) = STATE
    inside = south <= latitude <= north and west <= longitude <= east
    return (latitude, longitude) if inside else None
