"""Reads over the territory: place search, positions, files of the application."""

from opora.directory.territory.selectors.geography import ancestors, distance_km
from opora.directory.territory.selectors.index import place_index
from opora.directory.territory.selectors.places import (
    PlaceMatch,
    Resolution,
    area_labels,
    area_names,
    find_places,
    resolve_place,
)

__all__ = [
    "PlaceMatch",
    "Resolution",
    "ancestors",
    "area_labels",
    "area_names",
    "distance_km",
    "find_places",
    "place_index",
    "resolve_place",
]
