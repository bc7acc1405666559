"""Pages of those who look after personal data."""
