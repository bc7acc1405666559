"""When messages to owners of accounts are no longer needed, and whom they never name."""

import pytest

from opora.foundation.accounts import notifications
from opora.foundation.accounts.models import EmailChange
from opora.foundation.accounts.operations.email_change import ask_for_new_email
from opora.foundation.accounts.operations.links import revoke_links
from opora.foundation.accounts.selectors.links import EMAIL_LINK
from opora.foundation.core.actor import Actor
from tests.support import people


@pytest.fixture
def user(db):
    user = people.person("Jana Ukázková", "jana@opora.example")
    user.salutation = "Dobrý den, paní Ukázková"
    user.save()
    return user


@pytest.fixture
def change(user) -> EmailChange:
    return ask_for_new_email(user, email="nova@opora.example", actor=Actor.for_user(user))


@pytest.mark.parametrize("message", [notifications.PASSWORD_LINK, notifications.NEW_PASSWORD])
def test_nobody_writes_to_a_closed_account(user, message):
    alive = message.is_obsolete(str(user.pk))
    user.is_active = False
    user.save()

    assert (alive, message.is_obsolete(str(user.pk))) == (False, True)


@pytest.mark.parametrize("end", ["none", "revoked", "taken"])
def test_link_to_a_new_address_is_needed_while_it_works_and_the_address_is_free(change, user, end):
    if end == "revoked":
        revoke_links(EMAIL_LINK, change.pk, actor=Actor.job("zkouška"))
    elif end == "taken":
        people.person("Petr Ukázkový", change.email)

    assert notifications.EMAIL_LINK_SENT.is_obsolete(str(change.pk)) == (end != "none")


def test_new_address_is_not_told_whose_account_it_is(change, mailoutbox):
    [letter] = mailoutbox

    assert (letter.to, letter.body.splitlines()[0]) == (["nova@opora.example"], "Dobrý den,")
    assert "Ukázkov" not in letter.body


@pytest.mark.parametrize(
    ("contact", "words"),
    [
        ("", "obraťte na správce své organizace."),
        ("pomoc@opora.example", "obraťte na správce své organizace nebo napište na pomoc@opora.example."),
    ],
)
def test_help_is_named_where_there_is_some(change, settings, mailoutbox, contact, words):
    settings.CONTACT_EMAIL = contact
    notifications.tell_of_new_email(change)

    assert words in mailoutbox[-1].body
