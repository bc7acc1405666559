"""Reads over the territory: place search, positions, files of the application."""

from opora.directory.territory.selectors.geography import ancestors, distance_km
from opora.directory.territory.selectors.places import PlaceMatch, Resolution, find_places, resolve_place

__all__ = ["PlaceMatch", "Resolution", "ancestors", "distance_km", "find_places", "resolve_place"]
