"""Reads of what was recorded, of its seals and of their soundness."""
