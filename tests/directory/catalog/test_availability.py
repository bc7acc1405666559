"""Free places: what a provider said, with its day, beside the registered capacity."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from opora.directory.catalog.models import Availability, SearchRow, SearchState, Service, ServiceChange
from opora.directory.catalog.operations.availability import record_availability, withdraw_availability
from opora.directory.catalog.operations.search_words import rebuild_search_rows
from opora.foundation.audit import log
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.errors import OperationError, StaleError
from tests.directory.catalog.factories import ServiceFactory, full_service
from tests.directory.catalog.register_files import item, load, small_territory

pytestmark = pytest.mark.django_db
JOB = Actor.job("zkouška")


def said(**values) -> dict:
    return {"accepts": "yes", "free_places": 2, "note": "", "as_of": date(2026, 4, 1), "origin": "phone"} | values


def typed(**values) -> dict:
    return {
        "version": 0,
        "accepts": "yes",
        "free_places": "2",
        "as_of": today().isoformat(),
        "origin": "phone",
    } | values


def address(service: Service) -> str:
    return f"/sprava/sluzby/{service.identifier}/volna-mista/"


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


@pytest.fixture
def service(db):
    found = full_service(identifier="1000001")
    rebuild_search_rows(actor=JOB)
    return found


def test_a_statement_is_kept_with_its_day_and_search_and_history_know(service):
    before = SearchState.objects.get().version

    record_availability(service, said(note="pro ženy"), version=0, actor=JOB)

    kept = Availability.objects.get()
    assert (kept.accepts, kept.free_places, kept.as_of, kept.recorded_by) == ("yes", 2, date(2026, 4, 1), "zkouška")
    assert (SearchRow.objects.get().accepts, SearchState.objects.get().version > before) == ("yes", True)
    note = ServiceChange.objects.get()
    assert (note.run, note.made_by, note.fields) == (None, "zkouška", ["availability"])
    assert note.details == [{
        "field": "availability", "label": "volná místa", "before": [],
        "after": ["přijímá (1.\xa04.\xa02026, telefonicky)", "volných míst: 2", "pro ženy"],
    }]  # fmt: skip
    event = AuditEvent.objects.get(action="catalog.availability_recorded")
    assert log.readable(event) == "Zapsána volná místa služby 1000001: přijímá (1.\xa04.\xa02026)."


def test_the_same_said_again_changes_nothing(service):
    first = record_availability(service, said(), version=0, actor=JOB)
    before = SearchState.objects.get().version

    assert record_availability(service, said(), version=0, actor=JOB).pk == first.pk
    assert (Availability.objects.get().version, ServiceChange.objects.count()) == (1, 1)
    assert SearchState.objects.get().version == before


def test_withdrawing_nothing_changes_nothing(service):
    before = SearchState.objects.get().version

    withdraw_availability(service, version=0, actor=JOB)

    assert (SearchState.objects.get().version, ServiceChange.objects.count()) == (before, 0)


def test_withdrawing_makes_it_unknown_again_and_the_history_remembers(service):
    record_availability(service, said(accepts="no", free_places=None), version=0, actor=JOB)

    withdraw_availability(service, version=1, actor=JOB)
    withdraw_availability(service, version=1, actor=JOB)

    assert (Availability.objects.count(), SearchRow.objects.get().accepts) == (0, "")
    assert ServiceChange.objects.last().details[0]["before"] == ["teď nepřijímá (1.\xa04.\xa02026, telefonicky)"]
    assert ServiceChange.objects.count() == 2


def test_stale_statements_are_refused(service):
    record_availability(service, said(), version=0, actor=JOB)

    with pytest.raises(StaleError):
        record_availability(service, said(accepts="no", free_places=None), version=0, actor=JOB)
    with pytest.raises(StaleError):
        withdraw_availability(service, version=7, actor=JOB)
    assert Availability.objects.get().accepts == "yes"


def test_an_ended_service_and_a_day_to_come_are_refused(service):
    with pytest.raises(OperationError, match="Služba skončila"):
        record_availability(ServiceFactory(ends_on=date(2020, 1, 1)), said(), version=0, actor=JOB)
    with pytest.raises(OperationError, match="teprve přijde"):
        record_availability(service, said(as_of=today() + timedelta(days=1)), version=0, actor=JOB)


def test_strangers_may_not_and_learn_nothing(service, client, stranger):
    with pytest.raises(PermissionDenied):
        record_availability(service, said(), version=0, actor=Actor.for_user(stranger))
    with pytest.raises(PermissionDenied):
        withdraw_availability(service, version=1, actor=Actor.public())

    assert client.get(address(service)).status_code == 302
    assert client.sign_in(stranger).get(address(service)).status_code == 404
    assert client.post(address(service), typed()).status_code == 404
    assert address(service) not in text(client.get("/sluzby/1000001/"))


def test_statements_survive_an_import_and_a_new_index(tmp_path):
    small_territory()
    load(tmp_path, item(1), item(2))
    service = Service.objects.get(identifier="1000001")
    record_availability(service, said(), version=0, actor=JOB)

    load(tmp_path, item(1, emaily=[{"email": "a@b.example"}]), item(2))
    assert SearchRow.objects.get(service=service).accepts == "yes"
    rebuild_search_rows(actor=JOB)

    assert SearchRow.objects.get(service=service).accepts == "yes"
    assert Availability.objects.get().service == service


def test_staff_write_and_take_back_what_the_provider_said(service, client, data_steward):
    client.sign_in(data_steward)

    assert client.post(address(service), typed()).url == address(service)
    page = text(client.get(address(service)))
    assert "Přijímá, volných míst: 2." in page
    assert "Registrovaná kapacita neříká nic o volných místech." in page
    assert "terénní forma: 24 klientů" in page or "ter forma: 24" in page
    assert "Toto není hlášení změny registrujícímu orgánu." in page
    assert address(service) in text(client.get("/sluzby/1000001/"))
    client.post(address(service), {"withdraw": "1", "version": 1})
    assert "Nic. Volná místa neznáme." in text(client.get(address(service)))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"accepts": ""}, "Vyberte, co poskytovatel řekl."),
        ({"accepts": "no"}, "Když služba teď nepřijímá, volná místa nemá."),
        ({"free_places": "-1"}, "Kolik má volných míst"),
        ({"free_places": "moc"}, "Napište celé číslo"),
        ({"as_of": "2199-01-01"}, "Zadejte den, který už byl."),
        ({"as_of": (today() - timedelta(days=400)).isoformat()}, "Údaj je starší než rok."),
        ({"origin": "sen"}, "Jak jste se to dozvěděli"),
        ({"note": "x" * 301}, "Poznámka pro veřejnost"),
        ({"version": "x"}, "Formulář obsahuje chyby"),
    ],
)
def test_a_wrong_answer_is_explained_and_nothing_is_lost(service, client, data_steward, values, sentence):
    answer = client.sign_in(data_steward).post(address(service), typed(note="pro ženy") | values)

    assert (answer.status_code, Availability.objects.count()) == (422, 0)
    assert sentence in text(answer)
    assert "pro ženy" in text(answer) or "note" in values


@pytest.mark.parametrize(("hidden", "status"), [(True, 422), (False, 302)])
def test_a_secret_address_is_not_taken_in_a_note_either(hidden, status, service, client, data_steward):
    Service.objects.update(hidden_address=hidden)
    note = "Volejte, dům v ulici Zkušební 12/3."

    answer = client.sign_in(data_steward).post(address(service), typed(note=note))

    assert answer.status_code == status
    assert ("Adresa této služby je utajená." in text(answer)) is hidden
    assert Availability.objects.count() == (not hidden)


def test_a_stale_form_keeps_what_was_typed(service, client, data_steward):
    client.sign_in(data_steward).post(address(service), typed())

    answer = client.post(address(service), typed(accepts="waiting", free_places="", note="od ledna"))
    withdrawn = client.post(address(service), {"withdraw": "1", "version": 9})

    assert (answer.status_code, withdrawn.status_code, Availability.objects.get().accepts) == (422, 422, "yes")
    assert "od ledna" in text(answer)
    assert "Údaj mezitím zapsal někdo jiný." in text(withdrawn)


def test_a_late_form_says_what_is_stored_and_is_then_saved_knowingly(service, client, data_steward):
    client.sign_in(data_steward).post(address(service), typed(note="pro muže"))
    late = typed(accepts="waiting", free_places="", note="od ledna")

    answer = client.post(address(service), late)

    form = answer.context["form"]
    assert form.errors["accepts"] == ["Teď je uloženo „přijímá“."]
    assert form.errors["note"] == ["Teď je uloženo „pro muže“."]
    assert set(form.errors) == {"__all__", "accepts", "free_places", "note"}
    again = client.post(address(service), late | {"version": form["version"].value()})
    assert (again.status_code, Availability.objects.get().note) == (302, "od ledna")


def test_a_form_late_after_a_withdrawal_is_saved_knowingly(service, client, data_steward):
    answer = client.sign_in(data_steward).post(address(service), typed(version=3))

    form = answer.context["form"]
    assert (form.errors["accepts"], form["version"].value()) == (["Teď není uloženo nic."], 0)
    assert client.post(address(service), typed(version=0)).status_code == 302


def test_an_ended_service_has_no_form(client, data_steward):
    ended = ServiceFactory(ends_on=date(2020, 1, 1))

    page = text(client.sign_in(data_steward).get(address(ended)))

    assert "Volná místa se u ní už nezapisují." in page
    assert client.post(address(ended), typed()).status_code == 422
