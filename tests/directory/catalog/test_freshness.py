"""Freshness: providers say again that their data hold, are reminded of it, and the public sees the day."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from opora.directory.catalog.codebook import codebook
from opora.directory.catalog.models import Service, ServiceChange, ServiceRecord
from opora.directory.catalog.notifications import REMINDER
from opora.directory.catalog.operations.assignments import change_services
from opora.directory.catalog.operations.freshness import confirm_by_link, confirm_services, remind_keepers
from opora.directory.catalog.permissions import CONFIRM_LINK
from opora.directory.catalog.selectors.freshness import due_services, kept_of, months_after, services_to_confirm
from opora.directory.catalog.selectors.keepers import kept_services
from opora.directory.organizations.enums import Role
from opora.directory.organizations.models import Membership, Organization
from opora.foundation.accounts.models import MagicLink
from opora.foundation.accounts.operations.links import issue_link
from opora.foundation.accounts.selectors.links import LinkError, link_address, live_link
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import czech_date, today
from opora.foundation.core.errors import OperationError, StaleError
from tests.directory.catalog.factories import ServiceFactory, full_service
from tests.directory.catalog.record_world import manager, provider, steward
from tests.directory.organizations.staff import acting, member, region

pytestmark = pytest.mark.django_db
JOB = Actor.job("zkouška")
LIST, OWN = "/sprava/overeni/", "/sprava/sluzby/1000001/overit/"
CARD = "/sluzby/1000001/"


@pytest.fixture
def service():
    return full_service(identifier="1000001", name="Poradna Ukázková")


@pytest.fixture
def home(service) -> Organization:
    return provider(service)


@pytest.fixture
def head(home) -> Actor:
    return manager(home)


def confirmed(service: Service, days_ago: int, **values) -> ServiceRecord:
    """The provider confirmed the data so many days ago."""
    said = {"confirmed_on": today() - timedelta(days=days_ago), "confirmed_by": "Hana Hlavní"} | values
    return ServiceRecord.objects.update_or_create(service=service, defaults=said)[0]


def link_of(actor: Actor) -> MagicLink:
    """The link that a reminder would carry."""
    return issue_link(CONFIRM_LINK, actor.user.pk, lifetime=timedelta(days=60), actor=JOB)


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def reminded_after(days: int, time_machine) -> int:
    """How many messages go so many days from now."""
    time_machine.move_to(timezone.now() + timedelta(days=days), tick=False)
    return remind_keepers(actor=JOB)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_months_end_with_their_last_day(day, months, expected):
    assert months_after(day, months) == expected


def test_the_card_says_when_the_provider_confirmed_and_never_who(service, head, client):
    assert "věřen" not in text(client.get(CARD))  # nobody keeps it yet: nothing is said

    confirm_services({service.pk: 0}, actor=head)

    card = text(client.get(CARD))
    assert f"Ověřeno {czech_date(today())} poskytovatelem.".replace("\xa0", " ") in card
    assert "Hana Hlavní" not in card
    record = ServiceRecord.objects.get()
    assert (record.confirmed_on, record.confirmed_by, record.version) == (today(), "Hana Hlavní", 1)
    note = ServiceChange.objects.get()
    assert (note.fields, note.details[0]["after"]) == (["confirmed"], [f"{czech_date(today())} poskytovatelem"])
    assert AuditEvent.objects.get(action="catalog.record_confirmed").target_id == str(service.pk)


@pytest.mark.parametrize(("days", "old"), [(180, False), (190, True)])
def test_what_nobody_confirmed_for_two_rhythms_is_said_to_be_old(service, client, days, old):
    confirmed(service, days, rhythm=3)

    card = text(client.get(CARD))

    assert ("Údaje dlouho nikdo neověřil" in card, "Ověřeno" in card) == (old, not old)


def test_confirming_twice_a_day_is_once_and_a_change_meanwhile_is_told(service, head):
    confirm_services({service.pk: 0}, actor=head)
    confirm_services({service.pk: 1}, actor=head)
    assert ServiceChange.objects.count() == 1

    ServiceRecord.objects.update(version=2)
    with pytest.raises(StaleError):
        confirm_services({service.pk: 1}, actor=head)


def test_only_people_of_the_provider_confirm(service, head, client):
    other, of_region = acting(member("Cyril Cizí", Role.PROVIDER_ADMINISTRATOR)), steward()
    for actor in (of_region, acting(member("Pavla Plánovací", Role.PLANNER, region())), Actor.public()):
        with pytest.raises(PermissionDenied):
            confirm_services({service.pk: 0}, actor=actor)
    with pytest.raises(OperationError, match="už nestaráte"):
        confirm_services({service.pk: 0}, actor=other)

    assert client.sign_in(other.user).get(OWN).status_code == 404
    assert client.post(OWN, {"services": f"{service.pk}-0"}).status_code == 404
    seen = text(client.sign_in(of_region.user).get(OWN))
    assert ("Vše stále platí" in seen, "Úplnost:" in seen) == (False, True)
    client.post(OWN, {"services": f"{service.pk}-0"})
    assert ServiceRecord.objects.count() == 0


def test_one_button_on_the_page_of_the_service(service, head, client):
    client.sign_in(head.user)
    page = text(client.get(OWN))
    assert "Zatím neověřeno" in page
    assert "000 000 011" in page
    assert "Vše stále platí" in page

    assert client.post(OWN, {"services": f"{service.pk}-0"}).url == OWN

    assert "Naposledy ověřeno" in text(client.get(OWN))
    stale = client.post(OWN, {"services": f"{service.pk}-7"})
    assert (stale.status_code, "Údaje se mezitím změnily." in text(stale)) == (422, True)


def test_a_service_that_nobody_keeps_has_no_page(service, client, data_steward):
    assert client.sign_in(data_steward).get(OWN).status_code == 404
    assert kept_services().count() == 0


def test_reminders_go_when_the_rhythm_is_over_and_once_more_after_a_fortnight(service, head, time_machine, mailoutbox):
    time_machine.move_to(datetime(2097, 3, 1, 9, tzinfo=timezone.get_current_timezone()), tick=False)
    Organization.objects.update(created_at=timezone.now())
    confirmed(service, 0, rhythm=1)

    sent = [reminded_after(days, time_machine) for days in (30, 1, 0, 1, 12, 1, 1, 30)]

    # 31 March: not yet; 1 April: the first; the same day and later: nothing; 15 April: the second; then only the list
    assert sent == [0, 1, 0, 0, 0, 1, 0, 0]
    letter = mailoutbox[0]
    assert (letter.to, len(mailoutbox)) == ([head.user.email], 2)
    body = letter.body.replace("\xa0", " ")
    assert "– Poradna Ukázková, naposledy ověřeno 1. 3. 2097" in body
    assert link_address(MagicLink.objects.order_by("pk").first()) in body


def test_who_never_confirmed_is_asked_one_rhythm_after_the_provider_came(service, head, mailoutbox):
    assert (due_services(), remind_keepers(actor=JOB)) == ([], 0)
    Organization.objects.filter(ico=service.provider.ico).update(created_at=timezone.now() - timedelta(days=100))

    assert remind_keepers(actor=JOB) == 1

    assert "zatím neověřeno" in mailoutbox[0].body
    assert ServiceRecord.objects.get().reminded_on == today()


def test_one_person_gets_one_message_with_the_services_they_reach(service, home, head, mailoutbox):
    second = ServiceFactory(provider=service.provider, name="Azyl Ukázka", czech_sort="A")
    for one in (service, second):
        confirmed(one, 100)
    narrow = member("Viktor Vedoucí", Role.SERVICE_MANAGER, home, scope="services")
    change_services(narrow, add={second.pk}, actor=JOB)
    member("Soňa Sociální", Role.SOCIAL_WORKER, home)
    member("Nikdo Bezslužeb", Role.SERVICE_MANAGER, home, scope="services")

    assert remind_keepers(actor=JOB) == 2

    said = {letter.to[0]: letter.body.count("– ") for letter in mailoutbox}
    assert said == {head.user.email: 2, narrow.user.email: 1}
    assert AuditEvent.objects.get(action="catalog.keepers_reminded").data == {"services": 2, "people": 2}


def test_services_without_people_are_not_marked_as_reminded(service, home):
    confirmed(service, 100)

    assert remind_keepers(actor=JOB) == 0
    assert ServiceRecord.objects.get().reminded_on is None


def test_the_link_shows_what_the_card_says_and_one_button_confirms_it(service, head, client):
    confirmed(service, 100)
    remind_keepers(actor=JOB)
    page = link_address(live_link(CONFIRM_LINK, head.user.pk))

    shown = client.get(page)
    assert client.head(page).status_code == 200  # a scanner does no harm
    assert "Poradna Ukázková" in text(shown)
    assert "000 000 011" in text(shown)
    assert f'href="{"/sprava/sluzby/1000001/udaje/"}"' in text(shown)
    assert ServiceRecord.objects.get().confirmed_on != today()
    done = client.post(page, {"services": f"{service.pk}-1"})

    assert (done.status_code, "Děkujeme, údaje jsou ověřené" in text(done)) == (200, True)
    assert ServiceRecord.objects.get().confirmed_on == today()
    assert ServiceRecord.objects.get().confirmed_by == "Hana Hlavní"
    assert "Údaje jste už potvrdili" in text(client.get(page))
    assert "Údaje jste už potvrdili" in text(client.post(page, {"services": f"{service.pk}-1"}))
    assert REMINDER.is_obsolete(str(head.user.pk))


def test_of_several_services_those_that_changed_are_left_out(service, head, client):
    second = ServiceFactory(provider=service.provider, identifier="1000002", name="Azyl", czech_sort="A")
    for one in (service, second):
        confirmed(one, 100)
    page = link_address(link_of(head))

    assert text(client.get(page)).count('type="checkbox"') == 2
    empty = client.post(page, {})
    assert (empty.status_code, "Zaškrtněte aspoň jednu službu" in text(empty)) == (422, True)
    client.post(page, {"services": f"{second.pk}-1"})

    assert Service.objects.get(record__confirmed_on=today()) == second


def test_a_link_confirms_only_what_its_person_looks_after_today(service, head, client):
    confirmed(service, 100)
    foreign = ServiceFactory()
    confirmed(foreign, 100)
    link = link_of(head)
    with pytest.raises(OperationError, match="už nestaráte"):
        confirm_by_link({foreign.pk: 1}, link=link, actor=Actor.for_link(link))
    assert live_link(CONFIRM_LINK, head.user.pk) == link  # not used up

    Membership.objects.update(ended_at=timezone.now())

    assert "Vše je ověřené" in text(client.get(link_address(link)))
    assert client.post(link_address(link), {"services": f"{service.pk}-1"}).status_code == 422
    assert ServiceRecord.objects.get(service=service).confirmed_on != today()


def test_the_second_of_two_clicks_on_the_link_is_refused(service, head):
    confirmed(service, 100)
    link = link_of(head)
    confirm_by_link({service.pk: 1}, link=link, actor=Actor.for_link(link))

    with pytest.raises(LinkError):
        confirm_by_link({service.pk: 1}, link=link, actor=Actor.for_link(link))
    assert ServiceChange.objects.count() == 1


def test_a_forged_link_opens_nothing(client):
    assert client.get("/overeni-udaju/nesmysl/").status_code == 404


def test_the_list_begins_with_those_that_wait_longest_and_gives_the_phone(service, head, client):
    confirmed(service, 120)
    fine = ServiceFactory(provider=service.provider, name="V pořádku", czech_sort="V")
    confirmed(fine, 1)
    client.sign_in(steward().user)

    page = text(client.get(LIST))

    assert page.index("Poradna Ukázková") < page.index("V pořádku")
    assert 'href="tel:+420000000011"' in page
    assert "V pořádku" not in text(client.get(f"{LIST}?stav=pozde"))
    by_name = text(client.get(f"{LIST}?razeni=-sluzba"))
    assert by_name.index("V pořádku") < by_name.index("Poradna Ukázková")


def test_the_list_of_a_provider_holds_its_own_services_only(service, head, client):
    foreign = ServiceFactory(name="Cizí služba")
    provider(foreign, "Jiná pomoc")

    own = text(client.sign_in(head.user).get(LIST))

    assert ("Poradna Ukázková" in own, "Cizí služba" in own) == (True, False)
    assert len(kept_of(steward())) == 2
    for role in (Role.PLANNER, Role.EVALUATOR):
        one = member(f"Osoba {role}", role, region())
        assert client.sign_in(one.user).get(LIST).status_code == 404
        assert client.get(OWN).status_code == 404


def test_the_overview_says_what_waits(service, head):
    of_region = steward()
    assert list(services_to_confirm(head)) == []
    confirmed(service, 100)

    assert [one.text for one in services_to_confirm(head)] == ["Ověřte, že údaje stále platí: Poradna Ukázková"]
    assert list(services_to_confirm(of_region)) == []  # the provider is being reminded
    confirmed(service, 120)
    assert [one.text for one in services_to_confirm(of_region)] == ["Poskytovatelé dlouho neověřili údaje 1\xa0služby"]


@pytest.mark.parametrize("count", [1, 3])
def test_query_counts(client, count, head, service, django_assert_num_queries):
    for _each in range(count - 1):
        ServiceFactory(provider=service.provider)
    for one in Service.objects.all():
        confirmed(one, 100)
    page = link_address(link_of(head))

    with django_assert_num_queries(8):
        client.get(page)
    client.sign_in(steward().user)
    codebook()  # a process reads the code lists once
    with django_assert_num_queries(15):
        client.get(LIST)
