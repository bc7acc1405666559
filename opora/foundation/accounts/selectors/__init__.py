"""Reads over accounts: their protection, open sessions, links of one purpose and names of people."""
