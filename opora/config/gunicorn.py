"""Web server: a few processes with threads; nothing about visitors is logged here."""

import os

bind = os.environ.get("OPORA_BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
workers = int(os.environ.get("OPORA_WEB_PROCESSES", "2"))
threads = int(os.environ.get("OPORA_WEB_THREADS", "4"))
worker_class = "opora.config.worker.Worker"
limit_request_line = 8190
accesslog = None
errorlog = "-"
loglevel = "warning"
timeout = 60
control_socket_disable = True  # one port less to guard
preload_app = True


def on_starting(server) -> None:
    """Ask one question before the processes part: the words it loads are then shared and no visitor waits for them."""
    from contextlib import suppress

    from django.db import DatabaseError, connections

    from opora.directory.catalog.selectors.search import SearchParams, search
    from opora.directory.territory.selectors import find_places
    from opora.foundation.core.actor import Actor

    with suppress(DatabaseError):  # an empty database is no reason not to start; /readyz says so
        find_places("pomoc")
        search(SearchParams(q="pomoc"), actor=Actor.public())
    connections.close_all()
