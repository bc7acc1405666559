"""The version of what search reads, told to every process."""

from time import time_ns

from django.db.models import F, Value
from django.db.models.functions import Greatest

from opora.directory.catalog.models import SearchState

ROW = 1  # the table has this one row


def search_changed() -> None:
    """Raise the version under which processes remember search rows; called inside the transaction that changes them.

    It comes before the change: everybody locks this row first, so that two writers never wait for each other.
    The version is a time, so that one given in a transaction that was rolled back never comes again.
    """
    version = Greatest(F("version") + 1, Value(time_ns()))
    if not SearchState.objects.filter(pk=ROW).update(version=version):
        SearchState.objects.create(pk=ROW, version=time_ns())
