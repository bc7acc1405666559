"""Pages of the account and of sign-in."""
