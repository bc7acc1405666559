"""The command that makes the first people of a production instance."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from opora.directory.organizations.models import Membership
from opora.foundation.accounts.models import User

pytestmark = pytest.mark.django_db


def add_member(monkeypatch, password, **options):
    monkeypatch.setattr("getpass.getpass", lambda _prompt: password)
    out = StringIO()
    call_command(
        "add_member", "Jana@priklad.cz", name="Jana Ukázková", organization="Kraj (ukázka)", stdout=out, **options
    )
    return out.getvalue()


def test_new_person_gets_an_account_a_second_factor_and_a_role(monkeypatch):
    said = add_member(monkeypatch, "kropenatá-slepice")

    membership = Membership.objects.get()
    assert (membership.user.email, membership.role) == ("jana@priklad.cz", "regional_administrator")
    assert membership.user.check_password("kropenatá-slepice")
    assert said.startswith("Tajný kód druhého faktoru: ")
    assert membership.user.authenticator_set.count() == 1


def test_weak_password_leaves_nothing_behind_and_prints_no_key(monkeypatch):
    with pytest.raises(CommandError):
        add_member(monkeypatch, "krátké")

    assert (User.objects.count(), Membership.objects.count()) == (0, 0)


def test_person_who_has_an_account_gets_only_another_membership(monkeypatch):
    add_member(monkeypatch, "kropenatá-slepice")

    assert add_member(monkeypatch, "neptá-se-podruhé", role="planner") == "Účet už byl, přibylo mu členství.\n"
    assert (User.objects.count(), Membership.objects.count()) == (1, 2)


def test_role_that_does_not_fit_the_kind_and_a_second_one_are_refused_in_words(monkeypatch):
    with pytest.raises(CommandError, match="Tato role do organizace tohoto druhu nepatří"):
        add_member(monkeypatch, "kropenatá-slepice", role="provider_administrator")
    add_member(monkeypatch, "kropenatá-slepice")

    with pytest.raises(CommandError, match="Tuto roli tu člověk už má"):
        add_member(monkeypatch, "kropenatá-slepice")
    assert Membership.objects.count() == 1


def test_scope_is_the_one_asked_for_when_the_role_may_have_it(monkeypatch):
    with pytest.raises(CommandError, match="Tato role takový rozsah nemá"):
        add_member(monkeypatch, "kropenatá-slepice", scope="own")

    add_member(monkeypatch, "kropenatá-slepice", scope="organization")
    assert Membership.objects.get().scope == "organization"
