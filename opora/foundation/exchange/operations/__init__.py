"""Making, sending and receiving packages; the other sides and their keys."""
