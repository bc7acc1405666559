"""Reads of the exchange: countables, signatures, checks of what came, lists."""
