"""Production-like settings with one address more: the search page rendered from ready-made rows."""

from opora.config.settings import *

ROOT_URLCONF = "bench.urls"
LOGGING = {**LOGGING, "root": {"handlers": ["console"], "level": "ERROR"}}
