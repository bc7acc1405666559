"""Errors that carry a sentence for a person."""


class OperationError(Exception):
    """The state does not allow the operation; the text is a Czech sentence that says what to do."""


class StaleError(OperationError):
    """Somebody else changed the record meanwhile."""
