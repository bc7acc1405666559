"""Opora: the open information system of social services."""
