"""Links of one purpose: what opens, what does not, and that nothing of them stays behind."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied

from opora.foundation.accounts.models import MagicLink
from opora.foundation.accounts.operations.links import issue_link, revoke_links, use_link
from opora.foundation.accounts.selectors.links import LinkError, link_pages, open_link, token_of
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.web import absolute

pytestmark = pytest.mark.django_db
JOB = Actor.job("zkouška")
WEEK = timedelta(days=7)
USED = "Tento odkaz už byl použit a podruhé neplatí."
REVOKED = "Tento odkaz už neplatí, byl zrušen nebo nahrazen novějším."
EXPIRED = "Platnost tohoto odkazu skončila."
FORGED = "Tento odkaz neplatí. Zkontrolujte, jestli jste ho z e-mailu zkopírovali celý."


@pytest.fixture(autouse=True)
def _purposes(monkeypatch):
    """Two purposes with a page; which page does not matter here."""
    monkeypatch.setitem(link_pages, "zkouska", "catalog:service")
    monkeypatch.setitem(link_pages, "jina", "catalog:service")


def issued(purpose="zkouska", object_id=1, **options) -> MagicLink:
    return issue_link(purpose, object_id, lifetime=WEEK, actor=JOB, **options)


def said(token: str, purpose: str = "zkouska") -> tuple[str, bool]:
    """Sentence of the refusal, and whether the link once was good."""
    with pytest.raises(LinkError) as refused:
        open_link(token, purpose)
    return str(refused.value), refused.value.link is not None


def test_link_opens_its_object_as_often_as_wanted_until_it_is_used():
    link = issued(object_id=42)

    assert [open_link(token_of(link), "zkouska").object_id for _time in range(3)] == ["42", "42", "42"]
    assert MagicLink.objects.get().used_at is None


def test_second_use_is_refused_by_a_sentence():
    link = issued()
    use_link(link, actor=JOB)

    with pytest.raises(LinkError, match=USED):
        use_link(link, actor=JOB)
    assert said(token_of(link)) == (USED, True)


def test_link_for_repeated_use_stays_open_until_it_is_revoked():
    link = issued(single_use=False)
    use_link(link, actor=JOB)
    use_link(link, actor=JOB)
    assert open_link(token_of(link), "zkouska") == link

    assert revoke_links("zkouska", 1, actor=JOB) == 1
    assert said(token_of(link)) == (REVOKED, True)


def test_revoking_takes_links_of_that_object_only():
    mine, another = issued(object_id=1), issued(object_id=2)

    assert (revoke_links("zkouska", 1, actor=JOB), revoke_links("zkouska", 1, actor=JOB)) == (1, 0)
    assert said(token_of(mine)) == (REVOKED, True)
    assert open_link(token_of(another), "zkouska") == another


def test_link_ends_at_its_moment():
    with time_machine.travel("2026-11-01T12:00:00+01:00", tick=False):
        token = token_of(issued())
    with time_machine.travel("2026-11-08T11:59:59+01:00", tick=False):
        assert open_link(token, "zkouska").object_id == "1"
    with time_machine.travel("2026-11-08T12:00:00+01:00", tick=False):
        assert said(token) == (EXPIRED, True)


def test_token_of_one_purpose_opens_nothing_of_another():
    assert said(token_of(issued()), "jina") == (FORGED, False)


def test_token_altered_unsigned_or_of_another_key_is_forged(settings):
    link = issued()
    token = token_of(link)
    settings.SECRET_KEY = "another"
    foreign = token_of(link)
    settings.SECRET_KEY = "only-for-tests"

    for wrong in (token[:-1], token[1:], token.swapcase(), link.nonce, f"{link.nonce}.", "", ".", foreign, "ž" * 500):
        assert said(wrong) == (FORGED, False), wrong
    assert open_link(token, "zkouska") == link


def test_signed_token_of_no_stored_link_is_forged():
    link = issued()
    token = token_of(link)
    MagicLink.objects.all().delete()

    assert said(token) == (FORGED, False)


def test_copy_of_the_database_and_of_the_record_holds_no_token():
    link = issued()
    token = token_of(link)
    use_link(link, actor=JOB)
    stored = [str(row) for model in (MagicLink, AuditEvent) for row in model.objects.values()]

    signature = token.removeprefix(link.nonce)
    assert len(signature) == 44
    assert not any(signature in row for row in stored)
    assert signing.Signer(key="guess", salt="opora.link.zkouska", sep=".").sign(link.nonce) != token


def test_holder_of_a_link_uses_only_links_to_its_object():
    mine, another = issued(object_id=1), issued(object_id=2)
    holder = Actor.for_link(mine)

    for act in (
        lambda: use_link(another, actor=holder),
        lambda: revoke_links("zkouska", 2, actor=holder),
        lambda: issued_by(holder),
        lambda: use_link(mine, actor=Actor.public()),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert use_link(mine, actor=holder).used_at is not None


def issued_by(actor: Actor) -> MagicLink:
    return issue_link("zkouska", 1, lifetime=WEEK, actor=actor)


def test_purpose_without_a_page_is_an_error_of_the_programmer():
    with pytest.raises(LookupError):
        issued(purpose="neznamy")


def test_life_of_a_link_is_recorded():
    use_link(issued(), actor=JOB)
    issued()
    revoke_links("zkouska", 1, actor=JOB)

    assert list(AuditEvent.objects.order_by("pk").values_list("action", "data")) == [
        ("accounts.link_issued", {"purpose": "zkouska", "object_id": "1"}),
        ("accounts.link_used", {"purpose": "zkouska", "object_id": "1"}),
        ("accounts.link_issued", {"purpose": "zkouska", "object_id": "1"}),
        ("accounts.links_revoked", {"purpose": "zkouska", "object_id": "1", "count": 1}),
    ]


def test_addresses_in_mail_begin_with_the_address_of_the_deployment():
    assert absolute("/pozvanka/x/") == f"{settings.PUBLIC_URL}/pozvanka/x/"
