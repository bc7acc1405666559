"""Operations over services that are not registered."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from opora.directory.catalog.models import (
    Facility,
    Provider,
    SearchRow,
    SearchState,
    SearchWord,
    Service,
    ServiceChange,
)
from opora.directory.catalog.operations import unregistered as operations
from opora.directory.catalog.operations.register_writer import hide_services
from opora.directory.catalog.selectors.search import SearchParams, search
from opora.directory.catalog.selectors.unregistered import entry_of
from opora.directory.territory.models import Area
from opora.foundation.audit import log
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError, StaleError
from tests.directory.catalog.factories import ProviderFactory, ServiceFactory
from tests.directory.catalog.register_files import item, load, small_territory
from tests.directory.catalog.unregistered_world import ICO, JOB, OTHER_ICO, area, club, entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def clubs(territory):
    """Territory and code lists, no services."""
    from opora.directory.catalog.operations.codelists import load_codelists

    load_codelists(actor=JOB)


def sentences() -> list[str]:
    return [
        log.readable(event) for event in AuditEvent.objects.filter(action__startswith="catalog.unreg").order_by("pk")
    ]


def test_a_club_is_written_whole_and_found_at_once(clubs):
    service = club(groups=("24",), forms=("amb",), reach=(area("orp", "ORP Děčín"),), street="Ukázková 1/2")

    assert (service.identifier, service.scope, service.provider.name) == ("M000001", "mimo", "Spolek Ukázka")
    facility = Facility.objects.get()
    assert (facility.street, facility.house_number, facility.orientation_number) == ("Ukázková", "1", "2")
    assert (facility.obec_code, facility.okres.name, facility.position_source) == ("562335", "Děčín", "obec")
    row = SearchRow.objects.get()
    assert (row.reaches, row.kind_code, row.latitude) == (",orp-4202,", "o-klub", facility.latitude)
    found = search(SearchParams(q="ukázka"), actor=Actor.public())
    assert [hit.service.identifier for hit in found.hits] == ["M000001"]
    assert sentences() == ["Zapsána neregistrovaná služba M000001."]


def test_what_was_written_is_read_back(clubs):
    given = entry(
        groups=("24", "26"), age_groups=(), forms=("amb", "ter"), reach=(area("kraj", "Ústecký kraj"),),
        street="Ukázková 1/2", free_of_charge=True, anonymous=False, email="klub@spolek.example",
        web="https://spolek.example/", description="Káva.\nPovídání.",
    )  # fmt: skip

    assert entry_of(operations.add_unregistered(given, actor=JOB)) == given


def test_a_hit_does_not_speak_of_the_register(clubs):
    club()

    hit = search(SearchParams(q="ukázka"), actor=Actor.public()).hits[0]

    assert (hit.forms_note, hit.where_text) == ("formu zatím neznáme", "Děčín; působnost zatím neznáme")


def test_the_same_club_again_is_the_first_one_and_another_of_its_name_is_refused(clubs):
    first = club()

    assert club().pk == first.pk
    with pytest.raises(OperationError, match="pod kódem M000001"):
        club(name="KLUB ukazka", phone="000 000 099")
    assert (Service.objects.count(), ServiceChange.objects.count(), len(sentences())) == (1, 1, 1)


def test_a_change_keeps_what_was_before(clubs):
    service = club()

    changed = operations.change_unregistered(
        service, entry(phone="000 000 099", free_of_charge=True), version=service.version, actor=JOB
    )

    note = ServiceChange.objects.get(kind="changed")
    assert (note.run, note.made_by, note.identifier) == (None, "zkouška", "M000001")
    assert note.details == [
        {"field": "free_of_charge", "label": "bezplatná", "before": [], "after": ["ano"]},
        {"field": "contacts", "label": "kontakty", "before": ["000 000 011"], "after": ["000 000 099"]},
    ]
    assert (changed.version, sentences()[-1]) == (
        2,
        "Změněna neregistrovaná služba M000001: bezplatná, kontakty.",
    )


def test_words_that_told_the_place_of_help_that_becomes_secret_go_with_it(clubs):
    service = club(description="Najdete nás v Kanárkové.")
    words = SearchWord.objects.filter(word="kanárkové")
    assert words.exists()

    known = entry_of(service)
    secret = replace(known, description="Pomoc ženám.", groups=("3",))
    operations.change_unregistered(service, secret, version=service.version, actor=JOB)

    assert (Service.objects.get().hidden_address, words.exists()) == (True, False)


def test_the_history_forgets_the_place_of_help_that_becomes_secret(clubs):
    service = club(street="Ukázková 1")
    operations.change_unregistered(service, entry(street="Ukázková 2"), version=1, actor=JOB)

    service = operations.change_unregistered(
        Service.objects.get(), entry(groups=("3",), street="Ukázková 2"), version=2, actor=JOB
    )

    assert service.hidden_address
    assert list(ServiceChange.objects.order_by("pk").values_list("fields", flat=True)) == [
        [], ["facilities"], ["groups", "facilities"],
    ]  # fmt: skip
    kept = ServiceChange.objects.order_by("pk").values_list("details", flat=True)
    assert [[item["field"] for item in details] for details in kept] == [[], [], ["groups"]]


def test_a_change_that_changes_nothing_leaves_no_trace(clubs):
    service = club()
    before = SearchState.objects.get().version

    operations.change_unregistered(service, entry(), version=service.version, actor=JOB)

    assert (Service.objects.get().version, ServiceChange.objects.count(), len(sentences())) == (1, 1, 1)
    assert SearchState.objects.get().version == before


def test_a_stale_change_is_refused(clubs):
    service = club()
    operations.change_unregistered(service, entry(phone="000 000 099"), version=1, actor=JOB)

    with pytest.raises(StaleError):
        operations.change_unregistered(Service.objects.get(), entry(phone="000 000 098"), version=1, actor=JOB)

    assert Service.objects.get().contacts.get().value == "000 000 099"


def test_a_service_ends_and_goes_on_but_never_vanishes(clubs):
    service = club()

    operations.end_unregistered(service, date(2026, 4, 30), version=1, actor=JOB)
    assert SearchRow.objects.get().ends_on == date(2026, 4, 30)
    operations.end_unregistered(service, None, version=2, actor=JOB)

    assert list(ServiceChange.objects.values_list("kind", flat=True)) == ["added", "ended", "returned"]
    ended = ServiceChange.objects.get(kind="ended")
    assert ended.details[0]["after"] == ["od 1.\xa01.\xa02026", "do 30.\xa04.\xa02026"]
    assert ended.message == "Poslední den služby: 30.\xa04.\xa02026."
    assert sentences()[1:] == [
        "Neregistrovaná služba M000001 končí 30.\xa04.\xa02026.", "Neregistrovaná služba M000001 pokračuje.",
    ]  # fmt: skip


def test_a_service_does_not_end_before_it_began(clubs):
    with pytest.raises(OperationError, match="nemůže skončit dřív"):
        operations.end_unregistered(club(), date(2025, 12, 31), version=1, actor=JOB)


def test_a_name_may_come_again_after_the_end_under_a_new_code(clubs):
    operations.end_unregistered(club(), date(2026, 1, 31), version=1, actor=JOB)

    assert club(phone="000 000 099").identifier == "M000002"


def test_a_known_provider_keeps_the_name_of_the_register(clubs):
    ProviderFactory(ico=ICO, name="Spolek z registru")

    assert club().provider.name == "Spolek z registru"
    assert Provider.objects.count() == 1


def test_a_provider_without_name_or_with_a_wrong_number_is_refused(clubs):
    with pytest.raises(OperationError, match="Doplňte jeho název"):
        club(provider_name="")
    with pytest.raises(OperationError, match="kontrolní číslice"):
        club(ico="00000018")
    with pytest.raises(OperationError, match="číselník nezná"):
        club(kind_code="4")


def test_registered_services_are_not_changed_here(clubs):
    registered = ServiceFactory(provider__ico=OTHER_ICO)

    with pytest.raises(OperationError, match="v registru"):
        operations.change_unregistered(registered, entry(), version=1, actor=JOB)
    with pytest.raises(OperationError, match="v registru"):
        operations.end_unregistered(registered, date(2026, 5, 1), version=1, actor=JOB)


def test_help_for_victims_keeps_nothing_finer_than_okres(clubs):
    reach = (area("obec", "Děčín"), area("okres", "okres Děčín"))

    service = club(groups=("3",), street="Ukázková 1", web="https://spolek.example/", reach=reach)

    facility = Facility.objects.get()
    assert (service.hidden_address, facility.hidden, facility.obec_code, facility.latitude) == (True, True, "", None)
    assert (facility.okres.name, SearchRow.objects.get().latitude) == ("Děčín", None)
    assert "obec-" not in SearchRow.objects.get().places + SearchRow.objects.get().reaches
    assert [contact.kind for contact in service.contacts.all()] == ["phone"]


def test_praha_stands_in_its_okres(clubs):
    club(place=area("obec", "Praha"))

    assert Facility.objects.get().okres.level == Area.Level.OKRES


def test_strangers_may_not_write(clubs, stranger):
    actor = Actor.for_user(stranger)
    service = club()

    for call in (
        lambda: operations.add_unregistered(entry(name="Jiný"), actor=actor),
        lambda: operations.change_unregistered(service, entry(name="Jiný"), version=1, actor=actor),
        lambda: operations.end_unregistered(service, None, version=1, actor=actor),
        lambda: operations.save_unregistered([], source="", actor=actor),
    ):
        with pytest.raises(PermissionDenied):
            call()


def test_an_import_of_the_register_leaves_them_alone(tmp_path):
    small_territory()
    load(tmp_path, item(1), item(2))
    service = operations.add_unregistered(replace(entry(place=Area.objects.filter(level="obec").first())), actor=JOB)
    before = Service.objects.filter(pk=service.pk).values().get()

    load(tmp_path, item(1), confirm=True)
    load(tmp_path, item(1, identifikator="M000001"), item(2), confirm=True)

    assert Service.objects.filter(pk=service.pk).values().get() == before
    assert SearchRow.objects.filter(service=service).exists()
    assert ServiceChange.objects.filter(kind="rejected").get().message.startswith("Identifikátor patří službě z jiného")


def test_a_club_does_not_keep_the_seat_of_a_provider_with_hidden_services_alone(clubs):
    provider = ProviderFactory(ico=ICO, street="Vymyšlená")
    ServiceFactory(provider=provider, identifier="1000001", hidden_address=True)
    club()

    hide_services(["1000001"])

    assert Provider.objects.get().street == ""
