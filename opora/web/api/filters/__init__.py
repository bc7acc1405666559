"""What is asked: parameters of addresses and what they mean for the search."""
