"""Production-like settings with one address more: the search page rendered from ready-made rows."""

import os

from opora.config.settings import *

ROOT_URLCONF = "bench.urls"
LOGGING = {**LOGGING, "root": {"handlers": ["console"], "level": "ERROR"}}
if "BENCH_SMTP_PORT" in os.environ:  # workers of bench/mail.py
    MAIL_TRANSPORT = {"host": "127.0.0.1", "port": int(os.environ["BENCH_SMTP_PORT"])}
    MAIL_LEASE = int(os.environ["BENCH_MAIL_LEASE"])
