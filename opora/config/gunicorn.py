"""Web server: a few processes with threads; nothing about visitors is logged here."""

import os

bind = os.environ.get("OPORA_BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
workers = int(os.environ.get("OPORA_WEB_PROCESSES", "2"))
threads = int(os.environ.get("OPORA_WEB_THREADS", "4"))
worker_class = "gthread"
accesslog = None
errorlog = "-"
loglevel = "warning"
timeout = 60
control_socket_disable = True  # one port less to guard
