"""What pages of those who look after personal data share."""

SIZE = 30  # rows on a page
