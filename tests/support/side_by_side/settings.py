"""Settings of processes that share the database of a test: as in a deployment, with fast hashes."""

import os
from pathlib import Path

from opora.config.settings_test import *  # noqa: F403

FOLDER = Path(os.environ["SIDE_BY_SIDE"])  # where tasks leave a trace and mail goes
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
MAILERS = {"default": {"BACKEND": "opora.foundation.messaging.backend.OutboxBackend"}}
MAIL_TRANSPORT = {"folder": FOLDER / "mail"}
