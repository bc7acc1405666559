"""Positions and surroundings of areas."""

from math import asin, cos, radians, sin, sqrt

from opora.directory.territory.models import Area

EARTH_RADIUS_KM = 6371.0088  # mean radius (IUGG)
KM_PER_DEGREE = 111.0  # of latitude; a little less than the truth, so that a quick look leaves nothing near out


def ancestors(area: Area) -> dict[str, str]:
    """Codes of the area and of all areas above it by level: {"obec": "562335", "orp": "4202", …, "stat": "CZ"}.

    No query when the parents are already loaded (as `find_places` loads them).
    """
    parents = (getattr(area, level) for level in ("kraj", "okres", "orp", "pou"))
    found = {parent.level: parent.code for parent in parents if parent is not None}
    return {Area.Level.COUNTRY.value: "CZ"} | found | {area.level: area.code}


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle distance of two WGS84 points (degrees) in kilometres, by the haversine formula."""
    north, other_north = radians(latitude), radians(other_latitude)
    half_north = sin((other_north - north) / 2) ** 2
    half_east = sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half_north + cos(north) * cos(other_north) * half_east))
