"""The command for an only administrator who lost the second factor and the recovery codes too."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from opora.foundation.accounts.operations.accounts import enable_second_factor
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor

pytestmark = pytest.mark.django_db


def test_only_administrator_is_helped_from_the_server_and_told(regional_administrator, mailoutbox):
    enable_second_factor(regional_administrator, actor=Actor.job("zkouška"))
    out = StringIO()

    call_command("reset_second_factor", regional_administrator.email.upper(), stdout=out)

    assert out.getvalue().startswith("Druhý faktor je zrušený.")
    assert Authenticator.objects.filter(user=regional_administrator).count() == 0
    event = AuditEvent.objects.order_by("-pk").first()
    assert (event.action, event.actor_label) == ("accounts.second_factor_reset", "příkaz reset_second_factor")
    assert [message.to for message in mailoutbox] == [[regional_administrator.email]]


def test_unknown_account_and_one_without_a_factor_are_said_in_words(regional_administrator, mailoutbox):
    with pytest.raises(CommandError, match=r"Účet s tímto e-mailem tu není\."):
        call_command("reset_second_factor", "nikdo@opora.example")
    with pytest.raises(CommandError, match="žádný druhý faktor nemá"):
        call_command("reset_second_factor", regional_administrator.email)
    assert mailoutbox == []
