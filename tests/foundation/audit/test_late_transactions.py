"""Numbers are given when a record is written, not when its transaction ends: two real connections."""

import threading

import pytest
from django.db import connection, connections, transaction

from opora.foundation.audit.models import SealedBlock
from opora.foundation.audit.selectors.verification import verify
from tests.foundation.audit.sealing import recorded, seal

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


def beside(work) -> threading.Thread:
    """Run the work in a thread of its own, on a connection of its own."""

    def run():
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_record_of_a_slow_transaction_is_sealed_after_those_that_overtook_it():
    written, may_end = threading.Event(), threading.Event()

    @transaction.atomic
    def slow():
        recorded(1)
        written.set()
        assert may_end.wait(10)

    thread = beside(slow)
    assert written.wait(10)
    overtaking = recorded(1)[0]
    first = seal()
    may_end.set()
    thread.join()
    second = seal()

    assert (first.records, first.last_record) == (str(overtaking.pk), overtaking.pk)
    assert (second.records, second.last_record) == (str(overtaking.pk - 1), overtaking.pk)
    assert (verify().faults, verify().waiting) == ([], 0)


def test_two_processes_sealing_at_once_make_one_whole_chain():
    recorded(50)
    start = threading.Barrier(4)

    def work():
        start.wait()
        for _attempt in range(5):
            seal()

    threads = [beside(work) for _process in range(4)]
    for thread in threads:
        thread.join()

    report = verify()
    assert (report.faults, report.records, report.waiting) == ([], 50, 0)
    assert [block.number for block in SealedBlock.objects.all()] == list(range(1, report.blocks + 1))
