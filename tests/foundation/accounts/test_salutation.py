"""How people want to be addressed in mail."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from opora.foundation.accounts.notifications import tell_of_new_password
from opora.foundation.accounts.operations.salutation import choose_salutation
from opora.foundation.accounts.selectors.salutations import suggested_salutations
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from tests.support import people

OWN = "Dobrý den, paní Ukázková"


@pytest.fixture
def user(db):
    return people.person("Jana Ukázková", "jana@priklad.cz")


@pytest.mark.parametrize(
    ("name", "woman", "man"),
    [
        ("Jana Ukázková", "paní Ukázková", "pane Ukázková"),
        ("Ing. Petr Novák, Ph.D.", "paní Novák", "pane Nováku"),
        ("Marie Nováková-Černá", "paní Nováková-Černá", "pane Nováková-Černá"),
        ("Jan Kučera", "paní Kučera", "pane Kučero"),
    ],
)
def test_both_forms_are_offered_and_the_sex_is_nobodys_guess(name, woman, man):
    assert suggested_salutations(name) == ["Dobrý den", f"Dobrý den, {woman}", f"Dobrý den, {man}"]


def test_message_begins_by_what_the_person_chose(user, client, mailoutbox):
    tell_of_new_password(user)
    page = client.sign_in(user).get("/ucet/osloveni/")
    client.post("/ucet/osloveni/", {"chosen": OWN, "version": user.version})
    user.refresh_from_db()
    tell_of_new_password(user)

    assert "pane Ukázková" in page.text
    assert [mail.body.splitlines()[0] for mail in mailoutbox] == ["Dobrý den,", f"{OWN},"]
    assert OWN in client.get("/ucet/").text
    assert AuditEvent.objects.get(action="accounts.salutation_chosen").data == {}


def test_own_words_get_no_second_comma_and_the_default_is_kept_empty(user):
    actor = Actor.for_user(user)
    own = choose_salutation(user, " Vážená  paní doktorko, ", version=user.version, actor=actor).salutation
    user.refresh_from_db()
    again = choose_salutation(user, "Dobrý den", version=user.version, actor=actor).salutation

    assert (own, again) == ("Vážená paní doktorko", "")


@pytest.mark.parametrize("words", ["<b>Jano</b>", "Jano [odkaz]", "https://zlo.example", "x" * 61, "Jano\u200b"])
def test_anything_but_words_is_refused(user, words):
    with pytest.raises(ValidationError):
        choose_salutation(user, words, version=user.version, actor=Actor.for_user(user))


def test_form_asks_for_missing_words_and_keeps_what_was_typed(user, client):
    client.sign_in(user)
    missing = client.post("/ucet/osloveni/", {"chosen": "own", "salutation": "", "version": 1})
    wrong = client.post("/ucet/osloveni/", {"chosen": "own", "salutation": "Jano <3", "version": 1})

    assert (missing.status_code, wrong.status_code) == (422, 422)
    assert "Napište, jak vás máme oslovovat." in missing.text
    assert "Jano &lt;3" in wrong.text


def test_edit_that_is_stale_shows_what_is_stored(user, client):
    stale = user.version
    choose_salutation(user, OWN, version=stale, actor=Actor.for_user(user))

    answer = client.sign_in(user).post(
        "/ucet/osloveni/", {"chosen": "own", "salutation": "Vážená paní", "version": stale}
    )

    assert answer.status_code == 422
    assert f"Teď je uloženo „{OWN}“." in answer.text


def test_nobody_chooses_for_somebody_else(user, stranger):
    with pytest.raises(PermissionDenied):
        choose_salutation(user, OWN, version=1, actor=Actor.for_user(stranger))
