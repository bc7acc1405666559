"""Forms of the protection of personal data."""
