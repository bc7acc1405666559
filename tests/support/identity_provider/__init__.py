"""A real OpenID Connect provider that tests start and sign in at."""
