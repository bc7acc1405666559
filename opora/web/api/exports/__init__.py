"""What the API says: shapes of its answers and the answers themselves."""
