"""docs/deployment.md lists exactly the variables that the settings read."""

import re

import pytest
from django.conf import settings

pytestmark = pytest.mark.sqlite_only

CONFIG = settings.BASE_DIR / "opora" / "config"
READ = re.compile(r"env\.(?:text|flag|names|number|secret)\(\s*\"(\w+)\"")
WRITTEN_OUT = re.compile(r"\"(OPORA_\w+)\"")
DOCUMENTED = re.compile(r"`(OPORA_\w+)`")


def variables_read() -> set[str]:
    """Names that the configuration asks the environment for."""
    found = {f"OPORA_{name}" for name in READ.findall((CONFIG / "settings.py").read_text("utf-8"))}
    found |= set(WRITTEN_OUT.findall((CONFIG / "gunicorn.py").read_text("utf-8")))
    found |= {"OPORA_MODE", "OPORA_VAR", "OPORA_IDLE_MINUTES"}  # read by functions of their own in environment.py
    return found


def variables_documented() -> set[str]:
    """Names in the first column of the table."""
    rows = (settings.BASE_DIR / "docs" / "deployment.md").read_text("utf-8").splitlines()
    cells = (row.split("|")[1] for row in rows if row.startswith("| `"))
    return {name for cell in cells for name in DOCUMENTED.findall(cell)}


def test_documented_variables_are_those_the_settings_read():
    assert variables_documented() == variables_read()
