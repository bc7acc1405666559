"""Withdrawal of a consent by the link that came with it."""

import pytest

from opora.foundation.accounts.models import MagicLink
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.messaging.operations.unsubscribe import consent_link
from opora.foundation.privacy.operations.consents import give_consent
from opora.foundation.privacy.selectors.consents import ConsentPurpose, consent_purposes, consent_withdrawn

pytestmark = pytest.mark.django_db

WORDS = "Souhlasím, aby mi <kraj> odpověděl na adresu, kterou jsem uvedl."


@pytest.fixture
def consent(monkeypatch):
    monkeypatch.setattr(consent_purposes, "_items", dict(consent_purposes._items))
    consent_purposes.add("test.answer", ConsentPurpose("test.answer", "odpověď na zkoušku", WORDS))
    return give_consent("test.answer", email="jana@opora.example", actor=Actor.public())


@pytest.fixture
def path(consent, settings) -> str:
    return consent_link(consent, actor=Actor.public()).removeprefix(settings.PUBLIC_URL)


def test_page_shows_the_purpose_and_exact_words_and_withdraws_nothing(client, consent, path):
    page = client.get(path)

    assert "odpověď na zkoušku" in page.text
    assert "Souhlasím, aby mi &lt;kraj&gt; odpověděl" in page.text
    assert "jana@opora.example" not in page.text
    consent.refresh_from_db()
    assert consent.is_in_force


def test_button_withdraws_it_and_the_second_click_is_calm(client, consent, path):
    told = []
    consent_withdrawn.connect(remember := lambda **values: told.append(values["consent"].pk), weak=False)
    try:
        answers = [client.post(path), client.post(path), client.get(path)]
    finally:
        consent_withdrawn.disconnect(remember)

    consent.refresh_from_db()
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert all("Souhlas je odvolaný." in answer.text for answer in answers)
    assert (consent.withdrawn_how, told) == ("link", [consent.pk])
    assert AuditEvent.objects.filter(action="privacy.consent_withdrawn").count() == 1


def test_link_lasts_as_long_as_the_consent_and_is_made_once(consent, path):
    again = consent_link(consent, actor=Actor.public())

    assert again.endswith(path)
    link = MagicLink.objects.get(purpose="privacy.consent")
    assert (link.single_use, (link.expires_at - link.created_at).days >= 3649) == (False, True)


def test_token_of_another_purpose_opens_nothing(client, path):
    assert client.get(path.replace("/souhlas/", "/zpravy/odhlasit/")).status_code == 404
