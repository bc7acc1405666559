"""Settings of tests: the same house, a throw-away folder, fast hashes and tasks done at once."""

import os
import tempfile

os.environ.setdefault("OPORA_VAR", tempfile.mkdtemp(prefix="opora-test-"))
os.environ.setdefault("OPORA_MODE", "demo")

from opora.config.settings import *  # noqa: E402, F403
from opora.config.settings import DATABASES  # noqa: E402

SECRET_KEY = "only-for-tests"  # noqa: S105
ADDRESS_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DATABASES["default"]["CONN_MAX_AGE"] = 0
WHITENOISE_AUTOREFRESH = True
