"""Several people write services at one moment: every one gets a code of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.sqlite_only, pytest.mark.slow]
ROOT = Path(__file__).parents[3]
WRITER = """
import sys
from datetime import date
import django
django.setup()
from opora.directory.catalog.operations.unregistered import add_unregistered
from opora.directory.catalog.selectors.unregistered import Entry
from opora.foundation.core.actor import Actor
for number in range(5):
    entry = Entry(name=f"Klub {sys.argv[1]} {number}", kind_code="o-klub", ico="00000019", provider_name="Spolek",
                  starts_on=date(2026, 1, 1), source="telefonicky", as_of=date(2026, 4, 1), phone="000 000 011")
    print(add_unregistered(entry, actor=Actor.job("zkouška")).identifier)
"""


def test_codes_follow_each_other_whoever_writes(own_instance):
    subprocess.run([sys.executable, "manage.py", "load_codelists", "-v0"], cwd=ROOT, env=own_instance, check=True)

    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(number)], cwd=ROOT, env=own_instance, text=True,
                         stdout=subprocess.PIPE)
        for number in range(3)
    ]  # fmt: skip
    codes = [code for writer in writers for code in writer.communicate(timeout=120)[0].split()]

    assert sorted(codes) == [f"M{number:06}" for number in range(1, 16)]
