"""Opora: the open information system of social services."""

__version__ = "0.1.0"
