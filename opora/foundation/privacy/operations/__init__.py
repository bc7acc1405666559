"""What is written of consents, terms, proposals of erasing, holds and requests of people."""
