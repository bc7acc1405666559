"""Wording of messages edited by organizations."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from opora.directory.organizations.notifications import INVITATION
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.errors import StaleError
from opora.foundation.messaging.models import MessageTemplate
from opora.foundation.messaging.operations.wording import save_wording, withdraw_wording
from opora.foundation.messaging.selectors.wording import LONGEST_TEXT
from tests.directory.organizations.invitation_world import acting, head_of, invited, provider

pytestmark = pytest.mark.django_db

ADDRESS = "/sprava/zneni-zprav/organizations.invitation/"
SUBJECT = "Pojďte k nám: [organizace]"
TEXT = "[osloveni],\n\nu nás v [organizace] vás čekáme.\n\n[odkaz]\n\nPíše vám [zve]."


@pytest.fixture
def organization():
    return provider()


@pytest.fixture
def head(organization):
    return head_of(organization)


def saved(user, number: int = 0, subject: str = SUBJECT, text: str = TEXT) -> MessageTemplate:
    return save_wording(INVITATION, subject=subject, text=text, number=number, actor=acting(user))


def typed(number: int = 0, **values) -> dict:
    return {"subject": SUBJECT, "text": TEXT, "version": number} | values


def test_messages_of_the_organization_have_its_words_and_those_of_others_do_not(organization, head, mailoutbox):
    other = provider("Jiný poskytovatel (ukázka)")
    saved(head)

    invited(organization, head)
    invited(other, head_of(other, email="jina@opora.example"))

    assert [mail.subject for mail in mailoutbox] == [
        "Pojďte k nám: Ukázkový poskytovatel",
        "Pozvánka do systému Opora: Jiný poskytovatel (ukázka)",
    ]
    assert "u\N{NO-BREAK SPACE}nás v\N{NO-BREAK SPACE}Ukázkový poskytovatel vás čekáme." in mailoutbox[0].body


def test_words_of_the_region_hold_where_nobody_has_own(organization, head, regional_administrator, mailoutbox):
    saved(regional_administrator, subject="Zve vás kraj")
    invited(organization, head)
    saved(head, subject="Zveme vás my")
    invited(organization, head, email="druha@opora.example")

    assert [mail.subject for mail in mailoutbox] == ["Zve vás kraj", "Zveme vás my"]


def test_return_to_the_default_and_to_an_older_version(client, organization, head, mailoutbox):
    client.sign_in(head)
    saved(head, subject="První")
    saved(head, 1, subject="Druhé")
    client.post(f"{ADDRESS}1/")
    invited(organization, head)
    client.post(f"{ADDRESS}vychozi/")
    client.post(f"{ADDRESS}vychozi/")
    invited(organization, head, email="druha@opora.example")

    assert [mail.subject for mail in mailoutbox] == ["První", "Pozvánka do systému Opora: Ukázkový poskytovatel"]
    assert list(MessageTemplate.objects.order_by("number").values_list("number", "subject")) == [
        (1, "První"), (2, "Druhé"), (3, "První"),
    ]  # fmt: skip
    assert not MessageTemplate.objects.in_force().exists()
    acts = AuditEvent.objects.filter(action__startswith="messaging.").order_by("pk").values_list("action", flat=True)
    assert list(acts) == ["messaging.wording_saved"] * 3 + ["messaging.wording_withdrawn"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"text": "[osloveni], přijďte do [organizace]."}, "V textu chybí [odkaz]"),
        ({"text": TEXT + " [heslo]"}, "[heslo] neznáme."),
        ({"subject": "Pozvánka [rodne_cislo]"}, "[rodne_cislo] neznáme."),
        ({"subject": "Pozvánka\u2028Bcc: zlo@opora.example"}, "Předmět musí být na jednom řádku"),
        ({"text": "Dobrý\x0bden " + TEXT}, "Text obsahuje znaky, které nejsou vidět."),
        ({"text": TEXT + "a" * LONGEST_TEXT}, "5000"),
        ({"subject": "a" * 151}, "150"),
        ({"subject": ""}, "Předmět"),
    ],
)
def test_wording_that_could_not_be_sent_is_refused_and_kept_in_the_form(client, head, values, sentence):
    answer = client.sign_in(head).post(ADDRESS, typed(**values))

    assert (answer.status_code, MessageTemplate.objects.count()) == (422, 0)
    assert sentence in answer.text
    assert "field--error" in answer.text


@pytest.mark.parametrize("subject", ["Pozvánka\nBcc: zlo@opora.example", "Pozvánka\r\nBcc: zlo@opora.example"])
def test_operation_itself_refuses_a_header_in_the_subject(head, subject):
    with pytest.raises(ValidationError):
        saved(head, subject=subject)


def test_preview_fills_samples_in_and_saves_nothing(client, head):
    client.sign_in(head)
    page = client.post(ADDRESS, typed(nahled="1"))
    part = client.post(ADDRESS, typed(text="[osloveni], <b>[organizace]</b> a [odk"), headers={"HX-Request": "true"})

    assert (page.status_code, part.status_code, MessageTemplate.objects.count()) == (200, 200, 0)
    assert "Předmět: Pojďte k nám: Ukázkový poskytovatel" in page.text
    assert "<form" not in part.text
    assert "&lt;b&gt;Ukázkový poskytovatel&lt;/b&gt; a\N{NO-BREAK SPACE}[odk" in part.text


def test_second_click_changes_nothing_and_a_stale_edit_is_compared(client, head):
    client.sign_in(head)
    first, again = client.post(ADDRESS, typed()), client.post(ADDRESS, typed())
    stale = client.post(ADDRESS, typed(subject="Jinak"))

    assert (first.status_code, again.status_code, stale.status_code) == (302, 302, 422)
    assert f"Teď je uloženo „{SUBJECT}“." in stale.text
    assert 'name="version" value="1"' in stale.text  # so that it may be saved knowingly
    assert MessageTemplate.objects.count() == 1
    with pytest.raises(StaleError):
        saved(head, subject="Jinak")


def test_nobody_edits_the_words_of_others(organization, head, regional_administrator, stranger, client):
    version = saved(regional_administrator)

    for user in (head, stranger):
        assert client.sign_in(user).get(f"{ADDRESS}{version.number}/").status_code == 404
    with pytest.raises(PermissionDenied):
        saved(stranger)
    with pytest.raises(PermissionDenied):
        withdraw_wording(INVITATION, actor=acting(stranger))


@pytest.mark.parametrize("code", ["accounts.password_link", "messaging.digest", "nic"])
def test_words_that_protect_accounts_or_belong_to_the_instance_are_not_offered(client, head, code):
    assert client.sign_in(head).get(f"/sprava/zneni-zprav/{code}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_says_whose_words_hold_in_a_fixed_number_of_queries(client, head, count, django_assert_num_queries):
    for number in range(count):
        saved(head, number, subject=f"Znění {number}")
    client.sign_in(head)
    client.get("/sprava/zneni-zprav/")

    with django_assert_num_queries(4):
        page = client.get("/sprava/zneni-zprav/")

    assert page.text.count("upravené") == 1
    assert "výchozí" in page.text
