"""What a password may be, and that it works on every keyboard."""

import unicodedata

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from opora.foundation.accounts.forms.passwords import GUESSABLE
from opora.foundation.accounts.models import User
from opora.foundation.accounts.notifications import tell_of_new_password
from opora.foundation.audit.models import AuditEvent
from tests.support import people
from tests.support.page_client import PageClient

NEW = "kolo strom řeka dům"
JANA = User(email="sekretariat@priklad.cz", full_name="Jana Ukázková")


def refusals(password: str) -> list[str]:
    """Sentences with which the password is refused; empty when it may be."""
    try:
        validate_password(password, JANA)
    except ValidationError as error:
        return error.messages
    return []


@pytest.fixture
def user(db):
    return people.person("Jana Ukázková", "jana@priklad.cz")


def change(client, new: str, again: str | None = None, old: str = people.PASSWORD):
    data = {"oldpassword": old, "password1": new, "password2": new if again is None else again}
    return client.post("/ucet/heslo/", data)


@pytest.mark.parametrize(
    "password",
    [
        "kolo strom řeka dům", "správně kůň baterie sponka", "🐴🔋📎 a něco navíc", "пароль из разных слов",
        "Kx9#vR2!qLm7", "x" + " žluťoučký kůň" * 14, "   mezery na krajích   ",
    ],
)  # fmt: skip
def test_any_long_password_may_be(password):
    assert refusals(password) == []


@pytest.mark.parametrize(
    "password",
    [
        "Heslo1234567", "HESLO-2026-!!", "hesloheslo123", "heslo heslo heslo", "Opora2026Opora", "SocialniSluzby1",
        "Sociální služby 24", "Usteckykraj2026", "qwertzuiop123", "asdfghjkl1234", "aaaaaaaaaaaa", "abcabcabcabc",
        "Nováková12345", "Petr.Pavel.1990", "Slunicko12345", "nemocnice1234", "123heslo4567",
        "jaro2026jaro2026", "ﾍ" * 12,
    ],
)  # fmt: skip
def test_what_everybody_would_try_first_is_refused(password):
    assert refusals(password) == [GUESSABLE]


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("Chrpa-77", "Heslo je příliš krátké. Musí mít alespoň 12 znaků."),
        ("ž" * 3 + "kolo strom řeka" * 14, "Heslo je příliš dlouhé. Může mít nejvýš 200 znaků."),
        ("836194027564", "Heslo se skládá pouze z čísel."),
        ("sekretariat7!", "Heslo je příliš podobné obsahu pole e-mail."),
        ("JanaUkázková7", "Heslo je příliš podobné obsahu pole jméno a příjmení."),
    ],
)
def test_refusal_says_why(password, sentence):
    assert refusals(password) == [sentence]


def test_length_is_counted_in_characters_that_people_see():
    assert refusals(unicodedata.normalize("NFD", "žluť řčšě")) != []  # 9 characters, 15 code points


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_password_works_however_the_keyboard_composes_it(form):
    user = people.person("Jana Ukázková", "jana@priklad.cz")
    user.set_password(unicodedata.normalize("NFD", NEW))
    user.save()

    typed = unicodedata.normalize(form, NEW)
    response = PageClient().post("/prihlaseni/", {"login": user.email, "password": typed})

    assert response.status_code == 302


@pytest.mark.django_db
def test_spaces_at_the_ends_are_part_of_the_password(user):
    user.set_password(f" {NEW} ")
    user.save()

    answers = [
        PageClient().post("/prihlaseni/", {"login": user.email, "password": typed}).status_code
        for typed in (NEW, f" {NEW} ")
    ]
    assert answers == [422, 302]


def test_passwords_are_hashed_by_scrypt():
    from opora.config import settings as production

    assert production.PASSWORD_HASHERS == ["django.contrib.auth.hashers.ScryptPasswordHasher"]


def test_change_needs_the_old_password(client, user):
    client.sign_in(user)

    response = change(client, NEW, old="jiné heslo")

    assert response.status_code == 422
    user.refresh_from_db()
    assert user.check_password(people.PASSWORD)


def test_weak_and_mistyped_new_password_is_said_at_its_field(client, user):
    client.sign_in(user)

    weak, mistyped = change(client, "Heslo1234567"), change(client, NEW, again="jinak napsané")

    assert (weak.status_code, mistyped.status_code) == (422, 422)
    assert GUESSABLE in weak.text
    assert "Hesla se musí shodovat." in mistyped.text


def test_change_ends_other_sessions_and_tells_the_owner(user, mailoutbox):
    here, elsewhere = PageClient().sign_in(user), PageClient().sign_in(user)

    response = change(here, NEW)

    assert (response.status_code, response["Location"]) == (302, reverse("mfa_index"))
    assert [one.get("/ucet/heslo/").status_code for one in (here, elsewhere)] == [200, 302]
    assert [(mail.subject, mail.to) for mail in mailoutbox] == [("Heslo vašeho účtu bylo změněno", ["jana@priklad.cz"])]
    actions = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["accounts.password_changed", "accounts.sessions_ended"]


def test_mail_about_a_new_password_is_plain_text_with_our_own_address(user, mailoutbox):
    tell_of_new_password(user)

    assert mailoutbox[0].content_subtype == "plain"
    assert f"\n{settings.PUBLIC_URL}/prihlaseni/zapomenute-heslo/\n" in mailoutbox[0].body


@pytest.mark.django_db
def test_who_has_no_password_gets_the_first_one_by_mail(client, mailoutbox):
    user = people.person("Jana Ukázková", "jana@priklad.cz")
    user.set_unusable_password()
    user.save()
    client.sign_in(user)

    answers = [client.get("/ucet/heslo/"), client.post("/ucet/heslo/", {})]
    client.post("/prihlaseni/zapomenute-heslo/", {"email": user.email})

    assert [answer["Location"] for answer in answers] == ["/prihlaseni/zapomenute-heslo/"] * 2
    assert [message.to for message in mailoutbox] == [["jana@priklad.cz"]]
