"""Addresses of the API: fetch, say, answer."""
