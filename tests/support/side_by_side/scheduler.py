"""A scheduler that starts the same periodic task several times in one minute, then 20 tasks of its own.

`python -m tests.support.side_by_side.scheduler NAME` says „ready“ and waits for a line, so that several begin at once.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import django
from django.utils import timezone

COUNT = 20
MINUTE = datetime(2026, 11, 23, 3, 50, 30, tzinfo=UTC)


def main(name: str) -> None:
    """Threads, as the scheduler has them; each keeps no connection."""
    django.setup()
    from opora.foundation.core.schedule import Periodic
    from tests.support.side_by_side.tasks import note

    job = Periodic(note, "50 3 * * *", "Zkouška")
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    timezone.now = lambda: MINUTE  # the minute must not change meanwhile
    with ThreadPoolExecutor(4) as threads:
        for run in [threads.submit(job.enqueue) for _number in range(8)]:
            run.result()
    for number in range(COUNT):
        note.enqueue(f"{name} {number}")


if __name__ == "__main__":
    main(sys.argv[1])
