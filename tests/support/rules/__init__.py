"""Rules of the house. Each is a function that returns its offenders as sentences; an empty list means it is kept."""
