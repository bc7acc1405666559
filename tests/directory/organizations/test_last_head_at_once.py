"""Two last heads leave at one moment, each counting on the other: one of them stays."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.sqlite_only, pytest.mark.slow]
ROOT = Path(__file__).parents[3]
HOUSE = """
from opora.directory.organizations.models import Membership, Organization
from opora.foundation.accounts.models import User
home = Organization.objects.create(kind="provider", name="Poskytovatel (ukázka)")
for number in (1, 2):
    user = User.objects.create_user(f"hlava{number}@opora.example", f"Hlava {number}", None)
    Membership.objects.create(user=user, organization=home, role="provider_administrator")
"""
LEAVER = """
import sys
import django
django.setup()
from opora.directory.organizations.models import Membership
from opora.directory.organizations.operations.memberships import end_membership
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
own = Membership.objects.get(pk=int(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
try:
    print(end_membership(own, actor=Actor.for_user(own.user, own)))
except OperationError:
    print("stays")
"""


def test_one_of_two_heads_who_leave_at_once_stays(own_instance):
    subprocess.run([sys.executable, "manage.py", "shell", "-v0", "-c", HOUSE], cwd=ROOT, env=own_instance, check=True)
    leavers = [
        subprocess.Popen([sys.executable, "-c", LEAVER, str(number)], cwd=ROOT, env=own_instance, text=True,
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for number in (1, 2)
    ]  # fmt: skip
    for leaver in leavers:
        assert leaver.stdout.readline() == "ready\n"

    said = sorted(leaver.communicate("\n", timeout=60)[0].strip() for leaver in leavers)

    assert said == ["1", "stays"]
