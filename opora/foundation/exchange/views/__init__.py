"""Pages of the exchange, and the address that other sides post to."""
