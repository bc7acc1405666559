"""Free places by forms and facilities: people of the provider say them themselves and the public sees them at once."""

from datetime import date

import pytest

from opora.directory.catalog.codebook import codebook
from opora.directory.catalog.forms.availability import suffix
from opora.directory.catalog.models import Availability, FormOfService, Service
from opora.directory.catalog.operations.availability import record_availability
from opora.directory.catalog.operations.codelists import load_codelists
from opora.directory.catalog.operations.search_words import rebuild_search_rows
from opora.directory.catalog.selectors.availability import all_parts, parts_of, said_of_many, statement_of
from opora.directory.catalog.selectors.columns import columns
from opora.directory.catalog.selectors.matters import free_places_unsaid
from opora.directory.organizations.enums import OrganizationKind, Role, Scope
from opora.directory.organizations.models import Organization
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.errors import OperationError
from opora.foundation.core.permissions import allowed
from tests.directory.catalog.factories import (
    CapacityFactory,
    FacilityFactory,
    FormFactory,
    HiddenFacilityFactory,
    ProviderFactory,
    ServiceFactory,
)
from tests.directory.organizations.staff import acting, member, region

pytestmark = pytest.mark.django_db
ICO = "00551023"
JOB = Actor.job("zkouška")
RIGHT = "catalog.record_availability"


@pytest.fixture
def home(db) -> Organization:
    return Organization.objects.create(kind=OrganizationKind.PROVIDER, name="Charita (ukázka)", ico=ICO)


@pytest.fixture
def service(home) -> Service:
    """A service with two forms in two facilities, the third one closed."""
    load_codelists(actor=JOB)
    found = ServiceFactory(identifier="1000001", provider=ProviderFactory(ico=ICO))
    for code, count in (("amb", 10), ("pob", 24)):
        CapacityFactory(form=FormFactory(service=found, form=code), count=count)
    for name in ("Dům A", "Dům B"):
        FacilityFactory(service=found, name=name)
    FacilityFactory(service=found, name="Zavřený dům", ends_on=date(2020, 1, 1))
    rebuild_search_rows(actor=JOB)
    return found


@pytest.fixture
def head(home):
    return member("Hana Hlavní", Role.PROVIDER_ADMINISTRATOR, home)


def address(service: Service) -> str:
    return f"/sprava/sluzby/{service.identifier}/volna-mista/"


def say(service: Service, *rows: dict, as_of: date | None = None) -> list[Availability]:
    """Say of parts of the service in their order."""
    parts = parts_of(service)
    said = {part.key: row for part, row in zip(parts, rows, strict=False) if row}
    day = as_of or today()
    return record_availability(
        service, said, as_of=day, origin="phone", version=statement_of(service).version, actor=JOB
    )


def text(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def test_parts_are_forms_in_facilities_open_today(service):
    assert [part.name for part in parts_of(service)] == [
        "ambulantní forma – Dům A", "ambulantní forma – Dům B", "pobytová forma – Dům A", "pobytová forma – Dům B",
    ]  # fmt: skip
    assert all_parts(service)[0].key == ("", "")


def test_facilities_of_one_name_are_told_apart_and_one_place_has_no_name(service):
    FormOfService.objects.filter(form="pob").delete()
    service.facilities.update(name="Dům")
    service.facilities.filter(pk=service.facilities.first().pk).update(house_number="1")

    names = [part.name for part in parts_of(service)]

    assert [name.partition(", ")[0] for name in names] == ["ambulantní forma – Dům"] * 2
    assert len(set(names)) == 2
    assert [part.key for part in parts_of(ServiceFactory())] == [("", "")]


def test_too_many_places_are_not_told_apart(service):
    FacilityFactory.create_batch(20, service=service)

    assert [part.name for part in parts_of(service)] == ["ambulantní forma", "pobytová forma"]


def test_secret_facilities_have_neither_name_nor_line(service):
    HiddenFacilityFactory.create_batch(2, service=service)
    assert [part.name for part in parts_of(service)][:3] == [
        "ambulantní forma", "ambulantní forma – Dům A", "ambulantní forma – Dům B",
    ]  # fmt: skip

    service.hidden_address = True

    assert [part.name for part in parts_of(service)] == ["ambulantní forma", "pobytová forma"]


def test_one_line_for_the_whole_where_a_secret_place_stands_beside_an_open_one(service):
    FormOfService.objects.all().delete()
    service.facilities.filter(name="Dům B").delete()
    HiddenFacilityFactory(service=service, name="Žižkova")

    keys = [part.key for part in all_parts(service)]

    assert (len(keys), keys.count(("", ""))) == (2, 1)


def test_a_note_that_looks_like_an_address_is_withheld_once_that_is_secret(service, client):
    say(service, {"accepts": "yes", "note": "zvoňte v ulici Dlouhá 12"})
    assert "Dlouhá" in text(client.get(service.get_absolute_url()))
    Availability.objects.update(form="", facility_key="")

    Service.objects.update(hidden_address=True)

    page = text(client.get(service.get_absolute_url()))
    assert ("Text neukazujeme" in page, "Dlouhá" in page) == (True, False)


def test_each_part_keeps_its_own_words_and_what_is_left_out_becomes_unknown(service):
    say(service, {"accepts": "yes", "free_places": 2}, {}, {"accepts": "waiting", "waiting_weeks": 6})
    say(service, {"accepts": "no"}, {}, {"accepts": "waiting", "waiting_weeks": 8, "note": "pro ženy"})

    said = statement_of(service).said
    assert [(part.name, part.state) for part in said] == [
        ("ambulantní forma – Dům A", "teď nové klienty nepřijímá"),
        ("pobytová forma – Dům A", "zapisuje do pořadníku, čeká se asi 8\xa0týdnů"),
    ]


def test_a_part_that_the_register_no_longer_has_is_not_shown(service, client):
    say(service, {"accepts": "yes"}, {"accepts": "no"})
    service.facilities.filter(name="Dům A").update(ends_on=date(2020, 1, 1))

    page = text(client.get(service.get_absolute_url()))

    assert "přijímá nové klienty" not in page
    assert "Ambulantní forma:</strong> teď nové klienty nepřijímá." in page  # one place is left, its name says nothing
    assert [part.state for part in said_of_many([service], codebook())[service.pk]] == ["teď nové klienty nepřijímá"]


def test_search_believes_only_what_was_said_of_parts_that_the_register_still_has(service):
    say(service, {"accepts": "yes"}, {"accepts": "no"})
    service.facilities.filter(name="Dům A").update(ends_on=date(2020, 1, 1))
    rebuild_search_rows(actor=JOB)
    here = columns().numbers([service.pk])
    assert (columns().accepting, columns().accepting_said) == (0, here)

    service.forms.filter(form="amb").delete()
    rebuild_search_rows(actor=JOB)

    assert (columns().accepting, columns().accepting_said) == (0, 0)


def test_people_of_the_provider_say_free_places_and_the_public_sees_them_at_once(client, service, head):
    client.sign_in(head.user, second_factor=True)
    page = client.get(address(service))
    lines = list(page.context["form"].lines())
    assert [line.name for line in lines] == [part.name for part in parts_of(service)]
    assert "Kdy to poskytovatel řekl" not in text(page)

    ends = [suffix(part) for part in parts_of(service)]
    values = {f"accepts_{ends[0]}": "yes", f"free_places_{ends[0]}": "3", f"accepts_{ends[2]}": "waiting",
              f"waiting_weeks_{ends[2]}": "4"}  # fmt: skip
    assert client.post(address(service), {"version": 0} | values).status_code == 302

    kept = [(row.accepts, row.as_of, row.origin, row.recorded_by) for row in Availability.objects.all()]
    assert kept == [("yes", today(), "own", "Hana Hlavní"), ("waiting", today(), "own", "Hana Hlavní")]
    card = text(client.get(service.get_absolute_url()))
    assert "Ambulantní forma – Dům A:</strong> přijímá nové klienty, volná místa: 3." in card
    assert "Pobytová forma – Dům A:</strong> zapisuje do pořadníku, čeká se asi 4 týdny." in card
    assert "sám v Opoře (dnes)." in card
    found = text(client.get("/sluzby/", {"prijima": "ano"}))
    assert "Teď, ambulantní forma – Dům A:</strong> přijímá nové klienty, volná místa: 3" in found


def test_nothing_has_changed_is_one_click(client, service, head):
    say(service, {"accepts": "yes", "free_places": 2, "note": "pro ženy"}, as_of=date(2026, 4, 1))
    client.sign_in(head.user, second_factor=True)
    page = client.get(address(service))
    assert "Nic se nezměnilo, platí i dnes" in text(page)

    answer = client.post(address(service), {"same": "1", "version": page.context["shown"].version})

    said = Availability.objects.get()
    assert (answer.status_code, said.as_of, said.origin, said.note) == (302, today(), "own", "pro ženy")
    assert "Nic se nezměnilo, platí i dnes" not in text(client.get(address(service)))
    late = client.post(address(service), {"same": "1", "version": 7})
    assert (late.status_code, Availability.objects.get().pk) == (302, said.pk)  # the same for the same day


def test_a_late_click_on_nothing_has_changed_confirms_nothing(client, service, head):
    say(service, {"accepts": "yes"}, as_of=date(2026, 4, 1))

    answer = client.sign_in(head.user, second_factor=True).post(address(service), {"same": "1", "version": 7})

    assert (answer.status_code, Availability.objects.get().as_of) == (422, date(2026, 4, 1))
    assert "Záznam mezitím změnil někdo jiný." in text(answer)


def test_what_the_region_heard_earlier_does_not_replace_newer_words_of_the_provider(service):
    say(service, {"accepts": "yes"}, as_of=date(2026, 4, 2))
    Availability.objects.update(origin="own")

    with pytest.raises(OperationError, match="Poskytovatel sám sdělil volná místa 2"):
        say(service, {"accepts": "no"}, as_of=date(2026, 4, 1))
    assert Availability.objects.get().accepts == "yes"

    say(service, {"accepts": "no"}, as_of=date(2026, 4, 2))
    Availability.objects.update(origin="own")
    assert say(service, as_of=date(2026, 4, 1)) == []  # taking it away


def test_more_free_places_than_the_register_has_is_a_warning_and_nothing_more(client, service, head):
    end = suffix(parts_of(service)[0])
    values = {"version": 0, f"accepts_{end}": "yes", f"free_places_{end}": "11"}

    page = text(client.sign_in(head.user, second_factor=True).post(address(service), values, follow=True))

    assert "ambulantní forma – Dům A: volných míst 11, v registru 10" in page
    assert Availability.objects.get().free_places == 11


def test_who_may_say_it(service, home, head):
    other = Organization.objects.create(kind=OrganizationKind.PROVIDER, name="Jiná (ukázka)", ico="70856478")
    worker = member("Petr Pracovník", Role.SOCIAL_WORKER, home, scope=Scope.SERVICES)  # nothing is assigned to him
    may = {
        "head": acting(head),
        "steward": acting(member("Dana Datová", Role.DATA_STEWARD, region())),
        "worker": acting(worker),
        "stranger": acting(member("Jan Cizí", Role.PROVIDER_ADMINISTRATOR, other)),
        "public": Actor.public(),
    }

    assert [name for name, actor in may.items() if allowed(actor, RIGHT, service)] == ["head", "steward"]


def test_what_nobody_said_for_a_month_leads_to_its_page(service, head):
    matter = list(free_places_unsaid(acting(head)))

    assert [(one.text, one.url) for one in matter] == [
        (f"Volná místa déle než měsíc nikdo nesdělil: {service.name}", address(service))
    ]
    say(service, {"accepts": "no"})
    assert list(free_places_unsaid(acting(head))) == []


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(client, service, head, count, django_assert_num_queries):
    FacilityFactory.create_batch(count, service=service)
    say(service, *({"accepts": "yes"} for _ in parts_of(service)))
    client.sign_in(head.user, second_factor=True).get(address(service))

    with django_assert_num_queries(13):
        client.get(address(service))


def test_the_api_says_parts_with_names_of_places_that_are_no_secret(client, service):
    say(service, {"accepts": "yes", "free_places": 3})

    said = client.get("/api/v1/services/1000001").json()["availability"]
    Service.objects.update(hidden_address=True)
    hidden = client.get("/api/v1/services/1000001").json()["availability"]

    assert said == [{
        "form": "amb", "facility": "Dům A", "accepts": "yes", "free_places": 3, "waiting_weeks": None, "note": None,
        "as_of": today().isoformat(),
    }]  # fmt: skip
    assert hidden == []
