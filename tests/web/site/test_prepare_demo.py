"""The demo has a fictitious person of every role, each with a random login, and a second start changes nothing."""

import json
import stat
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from opora.directory.catalog.selectors.assignments import assignments_of
from opora.directory.organizations.enums import Role, Scope
from opora.directory.organizations.models import Membership, Organization
from opora.directory.organizations.roles import ROLES
from opora.foundation.accounts.models import User
from opora.web.site.management import demo_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    settings.VAR = tmp_path
    return tmp_path


def prepare() -> str:
    """What the command prints."""
    out = StringIO()
    call_command("prepare_demo", stdout=out, stderr=StringIO())
    return out.getvalue()


def test_every_role_has_its_person_in_a_sample_organization(catalog, folder):
    prepare()

    assert {one.role for one in demo_people.STAFF} == set(Role)
    assert {name[-8:] for name in Organization.objects.values_list("name", flat=True)} == {"(ukázka)"}
    assert all("Ukázkov" in user.full_name and user.email.endswith("@opora.example") for user in User.objects.all())
    held = Membership.objects.in_force().values_list("user__email", "organization__name")
    assert sorted(name for email, name in held if email == "obec@opora.example") == [
        "Městský úřad (ukázka)",
        "OSPOD (ukázka)",
    ]


def test_second_factor_has_who_needs_it_and_nobody_else(catalog, folder):
    prepare()

    needing = {one.email for one in demo_people.STAFF if ROLES[one.role].second_factor}
    assert set(Authenticator.objects.values_list("user__email", flat=True)) == needing
    logins = json.loads((folder / "demo-logins.json").read_text())
    assert {email for email, login in logins.items() if "totp" in login} == needing


def test_logins_are_random_and_only_their_owner_reads_them(catalog, folder):
    prepare()

    file = folder / "demo-logins.json"
    passwords = {login["password"] for login in json.loads(file.read_text()).values()}
    assert len(passwords) == len(demo_people.STAFF)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_login_that_resembles_its_address_is_drawn_again(monkeypatch):
    """Found by chance: three words may hold the letters of the address, which the rules of passwords refuse."""
    words = iter(["lamola", "popora", "remine", "dubuvi", "kosagi", "tezyhu"])
    monkeypatch.setattr(demo_people, "_word", lambda: next(words))
    pavla = next(one for one in demo_people.STAFF if one.email == "planovani@opora.example")

    assert demo_people._password(pavla) == "dubuvi-kosagi-tezyhu"


def test_welcome_says_how_to_sign_in_and_then_one_line_for_each_person(catalog, folder):
    lines = [line for line in prepare().splitlines() if line]

    assert "/prihlaseni/" in lines[1]
    assert "/_posta/" in lines[1]
    people = [line for line in lines if "@opora.example" in line]
    assert len(people) == len(demo_people.STAFF)
    assert people[0].startswith("krajský správce – spravce@opora.example – heslo ")


def test_second_start_changes_nothing(catalog, folder):
    first = prepare()
    written = (folder / "demo-logins.json").stat().st_mtime_ns
    rows = User.objects.count(), Membership.objects.count(), Organization.objects.count()

    assert prepare() == first
    assert (folder / "demo-logins.json").stat().st_mtime_ns == written
    assert (User.objects.count(), Membership.objects.count(), Organization.objects.count()) == rows


def test_production_refuses_people_of_the_demo(db, settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="Ukázková data patří jen do ukázky"):
        prepare()
    assert User.objects.count() == 0


def test_people_of_assigned_services_have_some(catalog, folder):
    prepare()

    of_services = Membership.objects.filter(scope=Scope.SERVICES)
    assert {one.role for one in of_services} == {Role.SERVICE_MANAGER, Role.SOCIAL_WORKER, Role.CARE_WORKER}
    assert [assignments_of(one).count() for one in of_services] == [2, 2, 2]
