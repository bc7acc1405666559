"""Consents: kept in the words they were given in, withdrawn once, told to the owner of the data."""

import pytest
from django.core.exceptions import PermissionDenied

from opora.foundation.accounts.models import MagicLink
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from opora.foundation.privacy.enums import Channel
from opora.foundation.privacy.models import Consent, ConsentWording
from opora.foundation.privacy.operations.consents import give_consent, withdraw_consent, write_wording
from opora.foundation.privacy.permissions import CONSENT_LINK
from opora.foundation.privacy.selectors.consents import (
    ConsentPurpose,
    consent_purposes,
    consent_withdrawn,
    fingerprint,
    wordings_with_counts,
)
from opora.foundation.privacy.selectors.subjects import email_index

PURPOSE = "zkouska.zpravy"
WORDS = "Souhlasím s tím, aby mi pořadatel psal o dalších akcích."
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def purpose():
    """A purpose that some app asks for."""
    consent_purposes.add(PURPOSE, ConsentPurpose(PURPOSE, "zprávy o dalších akcích", WORDS))
    yield
    del consent_purposes._items[PURPOSE]


@pytest.fixture
def told():
    """Consents that the owner of the data was told of."""
    heard: list[int] = []

    def listen(consent, **_rest):
        heard.append(consent.pk)

    consent_withdrawn.connect(listen)
    yield heard
    consent_withdrawn.disconnect(listen)


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_first_consent_keeps_the_registered_words_as_version_one(public):
    consent = give_consent(PURPOSE, email=" Jana@Priklad.cz ", name="Jana Ukázková", actor=public)

    assert (consent.wording.number, consent.wording.text, consent.wording.sha256) == (1, WORDS, fingerprint(WORDS))
    assert (consent.subject_index, consent.is_in_force) == (email_index("jana@priklad.cz"), True)
    assert actions() == ["privacy.wording_written", "privacy.consent_given"]
    assert "priklad" not in str(AuditEvent.objects.values_list("data", flat=True))


def test_second_click_makes_no_second_consent(public):
    first = give_consent(PURPOSE, email="jana@priklad.cz", actor=public)

    assert give_consent(PURPOSE, email="JANA@priklad.cz", actor=public) == first
    assert Consent.objects.count() == 1


def test_consents_without_address_are_never_taken_for_one_person(public):
    assert give_consent(PURPOSE, email="", actor=public) != give_consent(PURPOSE, email="", actor=public)


def test_consent_is_bound_to_its_object(public, stranger, data_steward):
    first = give_consent(PURPOSE, email="jana@priklad.cz", target=stranger, actor=public)
    second = give_consent(PURPOSE, email="jana@priklad.cz", target=data_steward, actor=public)

    assert (first.object_type, first.object_id) == ("accounts.user", str(stranger.pk))
    assert second.object_id == str(data_steward.pk)


def test_new_wording_leaves_consents_in_the_old_one(public, job):
    old = give_consent(PURPOSE, email="jana@priklad.cz", actor=public)
    write_wording(PURPOSE, text="Souhlasím jinak.\r\n", number=1, actor=job)
    new = give_consent(PURPOSE, email="jana@priklad.cz", actor=public)

    assert (old.wording.text, new.wording.number, new.wording.text) == (WORDS, 2, "Souhlasím jinak.")
    [row] = [row for row in wordings_with_counts() if row.purpose.code == PURPOSE]
    assert [(wording.number, wording.in_force) for wording in row.wordings] == [(2, 1), (1, 1)]


def test_wording_is_not_written_twice_nor_over_a_newer_one(job):
    write_wording(PURPOSE, text=WORDS, number=0, actor=job)

    for text, number in ((WORDS, 1), ("Jiná slova.", 0)):
        with pytest.raises(OperationError):
            write_wording(PURPOSE, text=text, number=number, actor=job)
    assert ConsentWording.objects.count() == 1


def test_wording_once_written_is_never_changed(job):
    wording = write_wording(PURPOSE, text=WORDS, number=0, actor=job)
    wording.text = "Podvržená slova."

    with pytest.raises(TypeError):
        wording.save()
    with pytest.raises(TypeError):
        ConsentWording.objects.filter(pk=wording.pk).update(text="Podvržená slova.")


def test_withdrawal_is_told_once_however_often_it_is_clicked(public, job, told):
    consent = give_consent(PURPOSE, email="jana@priklad.cz", actor=public)

    first = withdraw_consent(consent, how=Channel.LINK, actor=job)
    second = withdraw_consent(consent, how=Channel.EMAIL, actor=job)

    assert (first.is_in_force, second.withdrawn_how, second.version) == (False, "link", first.version)
    assert told == [consent.pk]
    assert actions().count("privacy.consent_withdrawn") == 1


def test_withdrawal_falls_with_its_receiver(public, job):
    consent = give_consent(PURPOSE, email="jana@priklad.cz", actor=public)

    def fails(**_told):
        raise OperationError("nejde to")

    consent_withdrawn.connect(fails)
    try:
        with pytest.raises(OperationError):
            withdraw_consent(consent, how=Channel.LINK, actor=job)
    finally:
        consent_withdrawn.disconnect(fails)
    consent.refresh_from_db()
    assert consent.is_in_force


def test_consent_is_withdrawn_by_its_own_link_only(public):
    consent = give_consent(PURPOSE, email="jana@priklad.cz", actor=public)
    foreign = Actor.for_link(MagicLink(purpose=CONSENT_LINK, object_id="999999"))

    for actor in (public, foreign):
        with pytest.raises(PermissionDenied):
            withdraw_consent(consent, how=Channel.LINK, actor=actor)
    own = Actor.for_link(MagicLink(purpose=CONSENT_LINK, object_id=str(consent.pk)))
    assert not withdraw_consent(consent, how=Channel.LINK, actor=own).is_in_force
