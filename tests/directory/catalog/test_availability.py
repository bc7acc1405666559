"""Free places: what a provider said, with its day, beside the registered capacity; pages of the region."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from opora.directory.catalog.forms.availability import suffix
from opora.directory.catalog.models import Availability, SearchState, Service, ServiceChange
from opora.directory.catalog.operations.availability import confirm_availability, record_availability
from opora.directory.catalog.operations.search_words import rebuild_search_rows
from opora.directory.catalog.selectors.availability import WHOLE, Part, state_version
from opora.directory.catalog.selectors.columns import columns
from opora.foundation.audit import log
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.errors import OperationError, StaleError
from tests.directory.catalog.factories import ServiceFactory, full_service
from tests.directory.catalog.register_files import item, load, small_territory

pytestmark = pytest.mark.django_db
JOB = Actor.job("zkouška")
DAY = date(2026, 4, 1)
END = suffix(Part("", "", ""))
ACCEPTS, PLACES, NOTE = f"accepts_{END}", f"free_places_{END}", f"note_{END}"


def say(service: Service, *, as_of: date = DAY, version: int | None = None, **values) -> list[Availability]:
    """Record a statement of the whole service over what stands."""
    version = version if version is not None else state_version(Availability.objects.filter(service=service))
    rows = {WHOLE: {"accepts": "yes", "free_places": 2} | values}
    return record_availability(service, rows, as_of=as_of, origin="phone", version=version, actor=JOB)


def withdraw(service: Service, *, version: int) -> list[Availability]:
    return record_availability(service, {}, as_of=DAY, origin="phone", version=version, actor=JOB)


def typed(**values) -> dict:
    told = {"as_of": today().isoformat(), "origin": "phone"}
    return {"version": 0, ACCEPTS: "yes", PLACES: "2", **told} | values


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

    say(service, waiting_weeks=3, note="pro ženy", as_of=today())

    kept = Availability.objects.get()
    assert (kept.accepts, kept.free_places, kept.waiting_weeks, kept.recorded_by) == ("yes", 2, 3, "zkouška")
    assert SearchState.objects.get().version > before
    assert columns().accepting == columns().numbers([service.pk])
    note = ServiceChange.objects.get()
    assert (note.run, note.made_by, note.fields) == (None, "zkouška", ["availability"])
    assert [line.partition(" (")[0] for line in note.details[0]["after"]] == [
        "přijímá", "volných míst: 2", "čekání: 3\xa0týdny", "pro ženy",
    ]  # fmt: skip


def test_the_record_says_what_was_said(service):
    say(service)

    event = AuditEvent.objects.get(action="catalog.availability_recorded")
    assert log.readable(event) == "Zapsána volná místa služby 1000001: přijímá (1.\xa04.\xa02026)."
    assert ServiceChange.objects.get().details[0]["after"][0] == "přijímá (1.\xa04.\xa02026, telefonicky)"


def test_the_same_said_again_changes_nothing(service):
    first = say(service)
    before = SearchState.objects.get().version

    assert say(service, version=0) == first
    assert (Availability.objects.get(), ServiceChange.objects.count()) == (first[0], 1)
    assert SearchState.objects.get().version == before


def test_withdrawing_nothing_changes_nothing(service):
    before = SearchState.objects.get().version

    assert withdraw(service, version=0) == []
    assert (SearchState.objects.get().version, ServiceChange.objects.count()) == (before, 0)


def test_withdrawing_makes_it_unknown_again_and_the_history_remembers(service):
    said = say(service, accepts="no", free_places=None, as_of=today())

    withdraw(service, version=state_version(said))
    withdraw(service, version=0)

    assert (Availability.objects.count(), columns().accepting_said) == (0, 0)
    assert ServiceChange.objects.last().details[0]["before"][0].startswith("teď nepřijímá (")
    assert ServiceChange.objects.count() == 2
    event = AuditEvent.objects.get(action="catalog.availability_withdrawn")
    assert log.readable(event) == "Smazán údaj o volných místech služby 1000001."


def test_stale_statements_are_refused(service):
    say(service)

    with pytest.raises(StaleError):
        say(service, version=0, accepts="no", free_places=None)
    with pytest.raises(StaleError):
        withdraw(service, version=7)
    assert Availability.objects.get().accepts == "yes"


def test_an_ended_service_a_day_to_come_and_an_unknown_part_are_refused(service):
    with pytest.raises(OperationError, match="Služba skončila"):
        say(ServiceFactory(ends_on=date(2020, 1, 1)))
    with pytest.raises(OperationError, match="teprve přijde"):
        say(service, as_of=today() + timedelta(days=1))
    rows = {("pob", "neni"): {"accepts": "yes"}}
    with pytest.raises(OperationError, match="jiné formy nebo místa"):
        record_availability(service, rows, as_of=DAY, origin="phone", version=0, actor=JOB)


def test_what_nobody_said_cannot_be_confirmed(service):
    with pytest.raises(OperationError, match="zatím nikdo nic neřekl"):
        confirm_availability(service, version=0, actor=JOB)


def test_strangers_may_not_and_learn_nothing(service, client, stranger):
    for actor in (Actor.for_user(stranger), Actor.public()):
        with pytest.raises(PermissionDenied):
            record_availability(service, {}, as_of=DAY, origin="phone", version=0, actor=actor)

    assert client.get(address(service)).status_code == 302
    assert client.sign_in(stranger).get(address(service)).status_code == 404
    assert client.post(address(service), typed()).status_code == 404
    assert address(service) not in text(client.get("/sluzby/1000001/"))


def test_statements_survive_an_import_and_a_new_index(tmp_path):
    small_territory()
    load(tmp_path, item(1), item(2))
    service = Service.objects.get(identifier="1000001")
    say(service, as_of=today())

    load(tmp_path, item(1, emaily=[{"email": "a@b.example"}]), item(2))
    rebuild_search_rows(actor=JOB)

    assert columns().accepting == columns().numbers([service.pk])
    assert Availability.objects.get().service == service


def test_staff_write_and_take_back_what_the_provider_said(service, client, data_steward):
    client.sign_in(data_steward)

    assert client.post(address(service), typed()).url == address(service)
    page = client.get(address(service))
    assert "Přijímá nové klienty, volná místa: 2." in text(page)
    assert "telefonicky (dnes)." in text(page)
    assert "Registrovaná kapacita neříká nic o volných místech." in text(page)
    assert "terénní forma: 24 klientů" in text(page) or "ter forma: 24" in text(page)
    assert "Toto není hlášení změny registrujícímu orgánu." in text(page)
    assert address(service) in text(client.get("/sluzby/1000001/"))
    client.post(address(service), typed(version=page.context["form"]["version"].value(), **{ACCEPTS: "", PLACES: ""}))
    assert "Poskytovatel je Opoře zatím nesdělil." in text(client.get(address(service)))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({ACCEPTS: ""}, "Vyberte, zda přijímá nové klienty."),
        ({ACCEPTS: "no"}, "Když služba teď nepřijímá, volná místa nemá."),
        ({PLACES: "-1"}, "Volných míst"),
        ({PLACES: "moc"}, "Napište celé číslo"),
        ({"as_of": "2199-01-01"}, "Zadejte den, který už byl."),
        ({"as_of": (today() - timedelta(days=400)).isoformat()}, "Údaj je starší než rok."),
        ({"origin": "sen"}, "Jak jste se to dozvěděli"),
        ({"origin": "own"}, "Jak jste se to dozvěděli"),
        ({NOTE: "x" * 301}, "Poznámka pro veřejnost"),
        ({"version": "x"}, "Formulář obsahuje chyby"),
    ],
)
def test_a_wrong_answer_is_explained_and_nothing_is_lost(service, client, data_steward, values, sentence):
    answer = client.sign_in(data_steward).post(address(service), typed(**{NOTE: "pro ženy"}) | values)

    assert (answer.status_code, Availability.objects.count()) == (422, 0)
    assert sentence in text(answer)
    assert "pro ženy" in text(answer) or NOTE in values


@pytest.mark.parametrize(("hidden", "status"), [(True, 422), (False, 302)])
def test_a_secret_address_is_not_taken_in_a_note_either(hidden, status, service, client, data_steward):
    Service.objects.update(hidden_address=hidden)
    note = "Volejte, dům v ulici Zkušební 12/3."

    answer = client.sign_in(data_steward).post(address(service), typed(**{NOTE: note}))

    assert answer.status_code == status
    assert ("Adresa této služby je utajená." in text(answer)) is hidden
    assert Availability.objects.count() == (not hidden)


def test_a_late_form_says_what_is_stored_and_is_then_saved_knowingly(service, client, data_steward):
    client.sign_in(data_steward).post(address(service), typed(**{NOTE: "pro muže"}))
    late = typed(**{ACCEPTS: "waiting", PLACES: "", NOTE: "od ledna"})

    answer = client.post(address(service), late)

    form = answer.context["form"]
    assert (answer.status_code, Availability.objects.get().accepts) == (422, "yes")
    assert form.errors[ACCEPTS] == ["Teď je uloženo „přijímá“."]
    assert form.errors[NOTE] == ["Teď je uloženo „pro muže“."]
    assert set(form.errors) == {"__all__", ACCEPTS, PLACES, NOTE}
    again = client.post(address(service), late | {"version": form["version"].value()})
    assert (again.status_code, Availability.objects.get().note) == (302, "od ledna")


def test_a_form_late_after_a_withdrawal_is_saved_knowingly(service, client, data_steward):
    answer = client.sign_in(data_steward).post(address(service), typed(version=3))

    form = answer.context["form"]
    assert (form.errors[ACCEPTS], form["version"].value()) == (["Teď není uloženo nic."], 0)
    assert client.post(address(service), typed(version=0)).status_code == 302


def test_an_ended_service_has_no_form(client, data_steward):
    ended = ServiceFactory(ends_on=date(2020, 1, 1))

    page = text(client.sign_in(data_steward).get(address(ended)))

    assert "Volná místa se u ní už nezapisují." in page
    assert client.post(address(ended), typed()).status_code == 422
