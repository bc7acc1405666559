"""Settings of tests: the same house, a throw-away folder, fast hashes and tasks done at once."""

import os
import tempfile

if "TEST_VAR" not in os.environ:  # processes of one run share it; the folder of a real instance is never touched
    os.environ["TEST_VAR"] = tempfile.mkdtemp(prefix="opora-test-")
os.environ["OPORA_VAR"] = os.environ["TEST_VAR"]
os.environ.setdefault("OPORA_MODE", "demo")

from opora.config.settings import *  # noqa: F403
from opora.config.settings import DATABASES, SQLITE_OPTIONS, VAR

SECRET_KEY = "only-for-tests"
ADDRESS_KEY = "only-for-tests"
AUDIT_KEY = "only-for-tests"
INDEX_KEY = "only-for-tests"
EXCHANGE_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # a file, because threads of the browser tests need connections of their own; nothing has to outlive a crash
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"] = {
        **SQLITE_OPTIONS,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;",
    }
WHITENOISE_AUTOREFRESH = True
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405
