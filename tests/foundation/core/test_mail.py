"""Texts of messages: placeholders filled in once, Czech typography, nothing that makes a header."""

import pytest
from django.core import mail

from opora.foundation.core import registries
from opora.foundation.core.mail import COMMON, PLACEHOLDER, SUBJECT, default_wording, notify, rendered
from tests.support.messages import registered

NBSP = "\N{NO-BREAK SPACE}"
TEXT = "Předmět: Zpráva: [nazev]\n\n[osloveni],\n\ntext o [nazev] v systému [system].\n\n[poznamka]\n\n[odkaz]\n"


def test_value_is_never_read_again():
    subject, text = rendered(TEXT, {"nazev": "[odkaz]", "odkaz": "https://opora.example/"})

    assert subject == "Zpráva: [odkaz]"
    assert text.splitlines()[2] == f"text o{NBSP}[odkaz] v{NBSP}systému Opora."


def test_placeholder_without_a_value_leaves_no_gap():
    _subject, text = rendered(TEXT, {"nazev": "akci", "odkaz": "https://opora.example/"})

    assert text == f"Dobrý den,\n\ntext o{NBSP}akci v{NBSP}systému Opora.\n\nhttps://opora.example/\n"


def test_salutation_is_that_of_the_person_or_a_safe_one():
    texts = [rendered(TEXT, {"osloveni": words})[1].splitlines()[0] for words in ("Dobrý den, paní Ukázková", "")]

    assert texts == ["Dobrý den, paní Ukázková,", "Dobrý den,"]


def test_short_words_are_tied_but_links_stay_whole():
    _subject, text = rendered("Předmět: X\n\nA k tomu i o lidech: https://opora.example/k/v/?a=i&o=u\n", {})

    assert text == f"A{NBSP}k{NBSP}tomu i{NBSP}o{NBSP}lidech: https://opora.example/k/v/?a=i&o=u\n"


@pytest.mark.parametrize(
    "value", ["Jana\r\nBcc: zlo@opora.example", "Jana\n\nBcc: zlo", "Jana\N{LINE SEPARATOR}Bcc: zlo"]
)
def test_line_break_in_a_value_makes_no_header(value):
    subject, _text = rendered(TEXT, {"nazev": value})

    assert subject.splitlines() == [subject]
    assert subject.startswith("Zpráva: Jana Bcc: zlo")


@pytest.mark.parametrize(
    ("values", "named"),
    [({}, "nazev, odkaz"), ({"nazev": "", "odkaz": "x"}, "nazev"), ({"nazev": "a", "odkaz": "b", "jiny": "c"}, "jiny")],
)
def test_wrong_values_are_a_mistake_of_the_code(tmp_path, settings, values, named):
    with registered(tmp_path, settings, TEXT, required=("nazev", "odkaz")), pytest.raises(LookupError, match=named):
        notify("test.message", "jana@opora.example", values)


def test_letter_knows_what_it_speaks_of(db, tmp_path, settings, mailoutbox):
    with registered(tmp_path, settings, TEXT, required=("nazev",)):
        letter = notify(
            "test.message", "jana@opora.example", {"nazev": "akce"}, organization_id=7, reply_to="dotazy@opora.example"
        )

    assert (letter.notification, letter.organization_id, letter.target_type, letter.status) == (
        "test.message",
        "7",
        "",
        "",
    )
    assert mail.outbox[0].reply_to == ["dotazy@opora.example"]
    assert (len(mailoutbox), mailoutbox[0].content_subtype) == (1, "plain")


@pytest.mark.parametrize("notification", list(registries.notifications), ids=lambda one: one.code)
def test_every_registered_text_can_be_sent(notification):
    text = default_wording(notification)
    first, blank, salutation, *_rest = text.splitlines()
    known = {placeholder.name for placeholder in notification.placeholders}
    required = {placeholder.name for placeholder in notification.placeholders if placeholder.required}
    used = set(PLACEHOLDER.findall(text))

    assert (first.startswith(SUBJECT), blank, salutation) == (True, "", "[osloveni],")
    assert (used - known - COMMON, required - used) == (set(), set())
    assert "{" not in text


def test_every_category_of_messages_is_known():
    known = {category.code for category in registries.message_categories} | {"messaging.digest"}

    assert {one.category for one in registries.notifications if one.category} - known == set()
