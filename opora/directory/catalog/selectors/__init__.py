"""Reads over several models of the catalogue."""
