"""The region decides on what providers propose; the public card shows what was approved."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from opora.directory.catalog.models import RecordProposal, Service, ServiceRecord
from opora.directory.catalog.operations.record import approve_proposal, return_proposal
from opora.directory.catalog.selectors.matters import proposals_returned
from opora.directory.catalog.selectors.record import Shown
from opora.directory.catalog.selectors.record_differences import compared_proposal, marked
from opora.directory.catalog.selectors.record_fields import public_values
from opora.foundation.core.errors import OperationError, StaleError
from tests.directory.catalog.factories import ServiceFactory
from tests.directory.catalog.record_world import proposed, said_service, say, steward

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def test_what_the_region_approves_stands_on_the_public_card(client):
    service, head = said_service()
    say(service, head, description="Pomůžeme s úklidem.")
    assert "Pomůžeme s úklidem." not in text(client.get("/sluzby/1000001/"))
    decides = steward()

    client.sign_in(decides.user)
    page = text(client.get(proposed(service).get_absolute_url()))
    assert "Pomůžeme s úklidem." in page
    answer = client.post(proposed(service).get_absolute_url(), {"version": "0-1", "approve": "1"})

    assert (answer.status_code, answer.url) == (302, "/sprava/navrhy/")
    assert "Pomůžeme s úklidem." in text(client.get("/sluzby/1000001/"))
    assert (proposed(service).status, proposed(service).decided_by) == ("approved", decides.label)


def test_a_proposal_is_returned_only_with_a_reason(client):
    service, head = said_service()
    say(service, head, price="Zdarma.")
    client.sign_in(steward().user)
    address = proposed(service).get_absolute_url()

    refused = client.post(address, {"version": "0-1", "return": "1", "reason": ""})
    assert (refused.status_code, "co má opravit" in text(refused)) == (422, True)
    assert client.post(address, {"version": "0-1", "return": "1", "reason": "Chybí, od kdy."}).status_code == 302

    proposal = proposed(service)
    assert (proposal.status, proposal.decision_note) == ("returned", "Chybí, od kdy.")
    assert public_values(service)["price"] == ""


def test_nobody_approves_what_they_proposed():
    service, head = said_service()
    say(service, head, price="Zdarma.")
    decides = steward()
    RecordProposal.objects.update(proposed_by_id=str(decides.user.pk))

    with pytest.raises(OperationError, match="Vlastní návrh"):
        approve_proposal(proposed(service), shown=Shown(0, 1), actor=decides)
    with pytest.raises(PermissionDenied):
        approve_proposal(proposed(service), shown=Shown(0, 1), actor=head)


def test_a_decided_or_changed_proposal_is_not_decided_again():
    service, head = said_service()
    decides = steward()
    say(service, head, price="Zdarma.")
    say(service, head, price="50 Kč.")
    with pytest.raises(StaleError):
        approve_proposal(proposed(service), shown=Shown(0, 1), actor=decides)
    say(service, head, phone="112")
    with pytest.raises(StaleError):
        approve_proposal(proposed(service), shown=Shown(0, 2), actor=decides)

    approve_proposal(proposed(service), shown=Shown(1, 2), actor=decides)

    assert public_values(service)["price"] == "50 Kč."
    with pytest.raises(OperationError, match="už je rozhodnuto"):
        return_proposal(proposed(service), "Pozdě.", version=3, actor=decides)
    with pytest.raises(ValidationError):
        return_proposal(proposed(service), "  ", version=3, actor=decides)


def test_what_would_give_away_an_address_made_secret_meanwhile_is_not_approved():
    service, head = said_service()
    say(service, head, description="Najdete nás na adrese Nemocniční 54.")
    Service.objects.update(hidden_address=True)

    with pytest.raises(OperationError, match="mezitím utajená"):
        approve_proposal(proposed(service), shown=Shown(0, 1), actor=steward())
    assert public_values(service)["description"] == ""


def test_a_page_says_that_the_card_has_moved_meanwhile():
    service, head = said_service()
    say(service, head, price="Zdarma.")
    RecordProposal.objects.update(before={"price": "100 Kč."})

    compared = compared_proposal(proposed(service))

    assert (compared.moved, compared.shown) == (("kolik to stojí",), Shown(0, 1))


def test_words_that_come_and_go_are_marked_and_texts_with_nothing_in_common_are_not():
    assert [(piece.kind, piece.text) for piece in marked(["Vaříme obědy."], ["Vaříme teplé obědy."])] == [
        ("same", "Vaříme"),
        ("added", " teplé"),
        ("same", " obědy."),
    ]
    assert (marked([], ["Vaříme."]), marked(["Vaříme obědy."], ["Úklid a nákupy po domluvě"])) == ((), ())


def test_providers_see_their_own_proposals_and_strangers_none(client, stranger):
    service, head = said_service()
    say(service, head, price="Zdarma.")
    address = proposed(service).get_absolute_url()

    page = text(client.sign_in(head.user, second_factor=True).get(address))
    assert ("Zdarma." in page, "Schválit" in page) == (True, False)
    assert client.post(address, {"version": "0-1", "approve": "1"}).status_code == 404
    assert client.get("/sprava/navrhy/").status_code == 404
    assert client.sign_in(stranger).get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count(client, django_assert_num_queries, count):
    service, _head = said_service()
    for _number in range(count):
        RecordProposal.objects.create(service=ServiceFactory(provider=service.provider), values={"price": "Zdarma."})
    client.sign_in(steward().user)
    client.get("/sprava/navrhy/")

    with django_assert_num_queries(5):
        page = text(client.get("/sprava/navrhy/"))
    assert page.count("kolik to stojí") == count


def test_pause_and_planned_end_are_said_on_the_card(client):
    service, head = said_service()
    say(service, head, pause_from=date(2026, 1, 1), pause_note="Volejte linku.", planned_end=date(2099, 12, 31))

    page = text(client.get("/sluzby/1000001/"))
    assert "Služba je přerušená od 1. 1. 2026, konec zatím není známý." in page
    assert "Volejte linku." in page
    assert "Poskytovatel plánuje konec služby 31. 12. 2099." in page


def test_an_end_that_has_passed_is_no_longer_a_plan(client):
    service, head = said_service()
    say(service, head, planned_end=date(2099, 12, 31))
    ServiceRecord.objects.update(planned_end=date(2026, 1, 1))

    assert "plánuje konec" not in text(client.get("/sluzby/1000001/"))


def test_what_the_region_returned_waits_for_its_provider_until_it_is_sent_again(client):
    service, head = said_service()
    say(service, head, price="Zdarma.")
    first, decides = proposed(service), steward()
    return_proposal(first, "Chybí, od kdy.", version=first.version, actor=decides)

    [matter] = proposals_returned(head)
    assert (matter.text, matter.url) == (f"Kraj vrátil návrh změny: {service.name}", first.get_absolute_url())
    assert list(proposals_returned(decides)) == []
    returned = text(client.sign_in(head.user, second_factor=True).get(first.get_absolute_url()))
    assert 'href="/sprava/sluzby/1000001/udaje/?vraceno=1">Upravit údaje</a>' in returned

    say(service, head, price="Zdarma od ledna.")

    assert list(proposals_returned(head)) == []
    waiting = text(client.get(proposed(service).get_absolute_url()))
    assert ">Upravit návrh</a>" in waiting
    assert 'href="/sprava/sluzby/1000001/udaje/vzit-zpet/">Vzít zpět</a>' in waiting
    assert "Upravit údaje" not in text(client.get(first.get_absolute_url()))
