"""What the API reads beside the search."""
