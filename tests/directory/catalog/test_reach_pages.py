"""The staff page where people decide on reach read out of texts."""

import pytest
from django.core.exceptions import PermissionDenied

from opora.directory.catalog.enums import SuggestionStatus
from opora.directory.catalog.models import ReachSuggestion, SearchRow, Service, ServiceChange
from opora.directory.catalog.operations.reach import LATE, decide_reach
from opora.directory.catalog.operations.search_words import rebuild_search_rows
from opora.directory.catalog.selectors.administration import reach_to_decide
from opora.directory.catalog.selectors.reach_suggestions import group_of
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from tests.directory.catalog.factories import AreaFactory, ProviderFactory, ServiceFactory
from tests.directory.catalog.register_files import small_territory

pytestmark = pytest.mark.django_db
URL = "/sprava/pusobnost/"
JOB = Actor.job("zkouška")
SENTENCE = "Služba je poskytována v okrese Most a v Děčíně."


@pytest.fixture(autouse=True)
def _territory(db):
    small_territory()


def suggested(number: int = 1, sentence: str = SENTENCE, **values) -> list[Service]:
    """Services of one provider with the same sentence that names okres Most and Děčín."""
    provider = values.pop("provider", None) or ProviderFactory()
    services = [ServiceFactory(provider=provider, **values) for _index in range(number)]
    for service in services:
        ReachSuggestion.objects.create(service=service, level="okres", code="3508", sentence=sentence)
        ReachSuggestion.objects.create(service=service, level="obec", code="562335", sentence=sentence)
    rebuild_search_rows(actor=JOB)
    return services


def statuses() -> list[str]:
    return list(ReachSuggestion.objects.order_by("pk").values_list("status", flat=True))


def form(decision: str = "potvrdit", *areas: str, **values) -> dict:
    """What the browser sends of the first group."""
    token = group_of(ReachSuggestion.objects.all(), str(ReachSuggestion.objects.order_by("pk").first().pk)).token
    return {"group": token, "areas": areas or ("okres-3508", "obec-562335"), "decision": decision, **values}


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def test_public_may_not_decide(public):
    suggested()

    with pytest.raises(PermissionDenied):
        decide_reach(ReachSuggestion.objects.all(), SuggestionStatus.CONFIRMED, actor=public)


def test_stranger_does_not_learn_that_the_page_exists(client, stranger):
    suggested()
    client.sign_in(stranger)

    assert (client.get(URL).status_code, client.post(URL, form()).status_code) == (404, 404)
    assert statuses() == ["proposed", "proposed"]


def test_page_shows_the_sentence_with_marked_names(client, data_steward):
    suggested(name="Pečovatelky Most")
    client.sign_in(data_steward)

    page = text(client.get(URL))

    assert "okrese <mark>Most</mark> a v <mark>Děčíně</mark>." in page
    assert "Pečovatelky Most" in page
    assert "Čeká na rozhodnutí: 2. Potvrzeno: 0. Odmítnuto: 0." in page


def test_confirmed_areas_count_in_the_search_and_the_rest_keeps_waiting(client, data_steward):
    suggested()
    client.sign_in(data_steward)

    answer = client.post(URL, form("potvrdit", "okres-3508"), follow=True)

    assert "Potvrzeno: 1 území. V hledání to platí hned." in text(answer)
    assert SearchRow.objects.values_list("reaches", "text_reaches").get() == (",okres-3508,", ",obec-562335,")
    event = AuditEvent.objects.get(action="catalog.reach_confirmed")
    assert event.data == {"identifier": Service.objects.get().identifier, "areas": "okres-3508"}
    row = ReachSuggestion.objects.get(status="confirmed")
    assert (row.decided_by, row.decided_at is not None, row.version) == ("Petr Datový", True, 2)


def test_refused_areas_leave_the_search_and_can_be_returned(client, data_steward):
    suggested()
    client.sign_in(data_steward)

    client.post(URL, form("odmitnout"))
    assert (statuses(), SearchRow.objects.get().text_reaches) == (["refused", "refused"], "")
    event = AuditEvent.objects.get(action="catalog.reach_refused")
    assert event.data["areas"] == "okres-3508, užších území: 1"  # an obec may be a secret one day

    assert "Odmítnuto" in text(client.get(URL, {"stav": "odmitnuto"}))
    client.post(f"{URL}?stav=odmitnuto", form("vratit"))
    assert statuses() == ["proposed", "proposed"]
    assert set(ReachSuggestion.objects.values_list("decided_by", "decided_at")) == {("", None)}


def test_same_sentence_of_one_provider_is_decided_at_once_when_asked(client, data_steward):
    suggested(3)
    client.sign_in(data_steward)
    assert "Rozhodnout stejně i o dalších službách s touto větou (2)" in text(client.get(URL))

    client.post(URL, form("odmitnout"))
    assert statuses() == ["refused"] * 2 + ["proposed"] * 4

    waiting = ReachSuggestion.objects.filter(status="proposed")
    token = group_of(waiting, str(waiting.order_by("pk").first().pk)).token
    client.post(URL, {**form("potvrdit", everywhere="on"), "group": token})
    assert statuses() == ["refused"] * 2 + ["confirmed"] * 4


def test_second_of_two_people_is_told_calmly(client, data_steward):
    suggested()
    client.sign_in(data_steward)
    sent = form()
    client.post(URL, sent)

    answer = client.post(URL, sent)

    assert (answer.status_code, LATE in text(answer)) == (422, True)
    assert AuditEvent.objects.filter(action="catalog.reach_confirmed").count() == 1


def test_deciding_nothing_that_waits_is_an_error():
    suggested()
    rows = list(ReachSuggestion.objects.all())
    decide_reach(rows, SuggestionStatus.CONFIRMED, actor=JOB)

    with pytest.raises(OperationError):
        decide_reach(rows, SuggestionStatus.REFUSED, actor=JOB)
    with pytest.raises(OperationError):
        decide_reach([], SuggestionStatus.REFUSED, actor=JOB)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"areas": ()}, "Vyberte aspoň jedno území."),
        ({"areas": ("kraj-99",)}, "Návrhy se mezitím změnily."),
        ({"decision": "smazat"}, "Zvolte jedno z tlačítek"),
        ({"decision": ""}, "Zvolte jedno z tlačítek"),
    ],
)
def test_bad_input_is_said_and_changes_nothing(client, data_steward, change, sentence):
    suggested()
    client.sign_in(data_steward)

    answer = client.post(URL, {**form(), **change})

    assert (answer.status_code, sentence in text(answer)) == (422, True)
    assert statuses() == ["proposed", "proposed"]


def test_sentence_changed_meanwhile_is_read_again(client, data_steward):
    suggested()
    client.sign_in(data_steward)
    sent = form()
    ReachSuggestion.objects.update(sentence="Jen v Mostě.")

    answer = client.post(URL, sent)

    assert (answer.status_code, "Věta se mezitím změnila." in text(answer)) == (422, True)


@pytest.mark.parametrize("group", ["", "0", "9999", "x", "1" * 40, "-5", "½"])
def test_unknown_group_leads_back_to_the_list(client, data_steward, group):
    suggested()
    client.sign_in(data_steward)

    answer = client.post(URL, {**form(), "group": group}, follow=True)

    assert "Návrh už neexistuje" in text(answer)
    assert statuses() == ["proposed", "proposed"]


@pytest.mark.parametrize(
    "query", ["?stav=nic", "?strana=99", "?strana=x", f"?q={'a' * 300}", "?q=%00", "?stav=potvrzeno"]
)
def test_odd_addresses_answer_calmly(client, data_steward, query):
    suggested()
    client.sign_in(data_steward)

    assert client.get(URL + query).status_code == 200


def test_list_is_narrowed_by_words(client, data_steward):
    suggested(name="Pečovatelky")
    suggested(name="Poradna")
    client.sign_in(data_steward)

    page = text(client.get(URL, {"q": "Poradna"}))

    assert "Poradna</a>" in page
    assert "Pečovatelky</a>" not in page


def test_decided_reach_without_its_sentence_asks_for_a_look(client, data_steward):
    suggested(sentence="")
    ReachSuggestion.objects.update(status="confirmed")
    client.sign_in(data_steward)

    assert "Věta už v textech registru není." in text(client.get(URL, {"stav": "potvrzeno"}))


def test_ended_services_are_not_offered(client, data_steward):
    suggested()
    Service.objects.update(gone_on="2026-01-01")
    client.sign_in(data_steward)

    assert "Vše je rozhodnuté" in text(client.get(URL))


def test_hub_counts_what_the_page_offers(client, data_steward):
    suggested()
    ended = suggested()
    Service.objects.filter(pk=ended[0].pk).update(gone_on="2026-01-01")
    client.sign_in(data_steward)

    assert (
        reach_to_decide(Actor.job("zkouška")).replace("\xa0", " "),
        "Čeká na rozhodnutí: 2." in text(client.get(URL)),
    ) == (
        "2 návrhy čekají",
        True,
    )


def test_after_a_decision_the_message_has_the_focus(client, data_steward):
    suggested()
    client.sign_in(data_steward)

    answer = client.post(f"{URL}?q=most", form("odmitnout"))

    assert (answer.status_code, answer["Location"]) == (302, f"{URL}?q=most#zpravy")
    assert '<div class="messages" id="zpravy" tabindex="-1">' in text(client.get(URL))


def test_decisions_are_in_the_history_of_the_service():
    service = suggested()[0]

    decide_reach(ReachSuggestion.objects.all(), SuggestionStatus.CONFIRMED, actor=JOB)
    decide_reach(ReachSuggestion.objects.filter(level="okres"), SuggestionStatus.PROPOSED, actor=JOB)

    first, second = ServiceChange.objects.order_by("pk")
    assert (first.run, first.made_by, first.kind, first.identifier) == (None, JOB.label, "changed", service.identifier)
    assert first.details == [
        {
            "field": "reaches",
            "label": "působnost",
            "before": ["podle textu: Most", "podle textu: obec Děčín"],
            "after": ["potvrzeno: Most", "potvrzeno: obec Děčín"],
        }
    ]
    assert (second.details[0]["before"], second.details[0]["after"]) == (
        ["potvrzeno: Most"],
        ["podle textu: Most"],
    )


def test_history_of_a_service_with_a_secret_address_says_nothing_finer_than_okres():
    suggested(hidden_address=True)

    decide_reach(ReachSuggestion.objects.all(), SuggestionStatus.REFUSED, actor=JOB)

    assert ServiceChange.objects.get().details[0]["after"] == ["odmítnuto: Most"]


@pytest.mark.parametrize("count", [1, 3])
def test_page_query_count(client, data_steward, count, django_assert_num_queries):
    suggested(count)
    AreaFactory()
    client.sign_in(data_steward)
    client.get(URL)

    with django_assert_num_queries(8):
        client.get(URL)
