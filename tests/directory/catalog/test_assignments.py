"""Services of an organization follow from its IČO; assignments tie its people to them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from opora.directory.catalog.models import Service, ServiceAssignment
from opora.directory.catalog.operations.assignments import change_services
from opora.directory.catalog.selectors.assignments import services_of
from opora.directory.organizations.enums import OrganizationKind, Role, Scope
from opora.directory.organizations.models import Membership, Organization
from opora.directory.organizations.operations.memberships import end_membership
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.errors import OperationError
from opora.foundation.core.registries import panels_about
from tests.directory.catalog.factories import ProviderFactory, ServiceFactory
from tests.directory.catalog.register_files import item, load, small_territory
from tests.directory.organizations.staff import acting, member, region

ICO, OTHER_ICO = "00551023", "70856478"
JOB = Actor.job("zkouška")


@pytest.fixture
def home(db) -> Organization:
    """A provider with three services in the register; another one has a service too."""
    provider = ProviderFactory(ico=ICO)
    for name in ("Azyl", "Byt", "Centrum"):
        ServiceFactory(provider=provider, name=name, czech_sort=name)
    ServiceFactory(provider=ProviderFactory(ico=OTHER_ICO), name="Cizí")
    return Organization.objects.create(kind=OrganizationKind.PROVIDER, name="Charita (ukázka)", ico=ICO)


def service(name: str) -> Service:
    return Service.objects.get(name=name)


def names(actor: Actor) -> list[str]:
    return sorted(services_of(actor).values_list("name", flat=True))


def worker(home: Organization, name: str = "Petr Pracovník", scope: str = Scope.SERVICES) -> Membership:
    return member(name, Role.SOCIAL_WORKER, home, scope=scope)


def head(home: Organization) -> Membership:
    return member("Hana Hlavní", Role.PROVIDER_ADMINISTRATOR, home)


def give(membership: Membership, *wanted: str, actor: Actor = JOB) -> tuple[int, int]:
    return change_services(membership, add={service(name).pk for name in wanted}, actor=actor)


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def test_reach_of_a_membership_follows_its_scope(home):
    branch = home.branches.create(name="Pracoviště")
    whole = worker(home, "Celá", Scope.ORGANIZATION)
    placed = member("Místní", Role.SOCIAL_WORKER, home, scope=Scope.BRANCH, branch=branch)
    some, own = worker(home, "Některé"), worker(home, "Vlastní", Scope.OWN)
    give(some, "Azyl", "Byt")
    give(own, "Centrum")

    assert names(acting(whole)) == names(acting(placed)) == ["Azyl", "Byt", "Centrum"]
    assert (names(acting(some)), names(acting(own))) == (["Azyl", "Byt"], ["Centrum"])


def test_people_elsewhere_reach_no_service(home, stranger):
    steward = member("Petr Datový", Role.DATA_STEWARD, region())

    assert [names(actor) for actor in (acting(steward), Actor.for_user(stranger), Actor.public())] == [[], [], []]
    assert names(JOB) == ["Azyl", "Byt", "Centrum", "Cizí"]


def test_other_ico_of_the_organization_means_other_services(home):
    some = worker(home)
    give(some, "Azyl")
    Organization.objects.update(ico=OTHER_ICO)

    assert names(acting(Membership.objects.select_related("organization").get(pk=some.pk))) == []


def test_who_stands_in_reaches_what_the_colleague_does(home):
    original = worker(home)
    give(original, "Byt")
    stand_in = member(
        "Zita Zástupová", Role.SOCIAL_WORKER, home, scope=Scope.SERVICES, substitute_for=original,
        valid_to=today() + timedelta(days=7),
    )  # fmt: skip

    assert names(acting(stand_in)) == ["Byt"]
    with pytest.raises(OperationError, match="Zástup"):
        give(stand_in, "Azyl")


def test_assigning_and_taking_is_recorded_and_a_second_click_does_nothing(home):
    some, actor = worker(home), acting(head(home))

    assert (give(some, "Azyl", "Byt", actor=actor), give(some, "Azyl", "Byt", actor=actor)) == ((2, 0), (0, 0))
    assert change_services(some, take={service("Azyl").pk}, actor=actor) == (0, 1)
    assert change_services(some, take={service("Azyl").pk}, actor=actor) == (0, 0)
    assert give(some, "Azyl", actor=actor) == (1, 0)

    assert ServiceAssignment.objects.filter(service__name="Azyl", ended_at=None).count() == 1
    assert ServiceAssignment.objects.filter(service__name="Azyl").exclude(ended_at=None).count() == 1
    azyl, byt = service("Azyl").identifier, service("Byt").identifier
    assert [(event.action, event.data["identifier"]) for event in AuditEvent.objects.order_by("pk")] == [
        ("catalog.service_assigned", azyl), ("catalog.service_assigned", byt), ("catalog.service_taken", azyl),
        ("catalog.service_assigned", azyl),
    ]  # fmt: skip


def test_service_of_another_provider_an_ended_one_and_an_unknown_one_are_refused(home):
    some, actor = worker(home), acting(head(home))
    Service.objects.filter(name="Azyl").update(gone_on=today())

    for wanted in ({service("Cizí").pk}, {service("Azyl").pk}, {10**9}):
        with pytest.raises(OperationError):
            change_services(some, add=wanted, actor=actor)


def test_ended_service_may_only_be_taken_away(home):
    some, actor = worker(home), acting(head(home))
    give(some, "Azyl")
    Service.objects.filter(name="Azyl").update(gone_on=today())

    assert change_services(some, take={service("Azyl").pk}, actor=actor) == (0, 1)


def test_nobody_gives_services_to_themselves_nor_to_people_elsewhere(home):
    manager = member("Věra Vedoucí", Role.SERVICE_MANAGER, home, scope=Scope.SERVICES)
    foreign = worker(Organization.objects.create(kind="provider", name="Jiná", ico=OTHER_ICO), "Cizí Pracovník")

    for membership, actor in (
        (manager, acting(manager)), (foreign, acting(manager)), (manager, acting(worker(home))),
    ):  # fmt: skip
        with pytest.raises(PermissionDenied):
            give(membership, "Azyl", actor=actor)


def test_manager_gives_and_takes_only_the_services_that_she_has(home):
    manager, some = member("Věra Vedoucí", Role.SERVICE_MANAGER, home, scope=Scope.SERVICES), worker(home)
    give(manager, "Azyl")
    give(some, "Byt")

    assert give(some, "Azyl", actor=acting(manager)) == (1, 0)
    with pytest.raises(OperationError):
        give(some, "Centrum", actor=acting(manager))
    with pytest.raises(OperationError):
        change_services(some, take={service("Byt").pk}, actor=acting(manager))


def test_ended_membership_gets_no_service_and_gives_no_reach(home):
    some = worker(home)
    give(some, "Azyl")
    end_membership(some, actor=JOB)

    with pytest.raises(OperationError):
        give(some, "Byt")
    assert Membership.objects.in_force().filter(pk=some.pk).exists() is False


# pages


def test_pages_of_an_organization_and_of_a_membership_link_to_services(home):
    some, actor = worker(home), acting(head(home))

    assert [link.url for link in panels_about(actor, home)] == [f"/organizace/{home.pk}/sluzby/"]
    assert [link.url for link in panels_about(actor, some)] == [f"/clenstvi/{some.pk}/sluzby/"]
    assert panels_about(acting(some), some) == []
    assert panels_about(actor, region()) == []


def test_head_ticks_services_of_a_colleague(client, home):
    some = worker(home)
    give(some, "Azyl")
    client.sign_in(head(home).user)
    address = f"/clenstvi/{some.pk}/sluzby/"

    form = client.get(address).context["form"]
    azyl, byt = service("Azyl").pk, service("Byt").pk
    assert (form["services"].value(), form["seen"].value()) == ([azyl], str(azyl))
    assert client.post(address, {"services": [byt], "seen": str(azyl)}).url == f"/clenstvi/{some.pk}/"

    assert names(acting(some)) == ["Byt"]


def test_old_page_changes_only_what_was_ticked_on_it(client, home):
    some = worker(home)
    client.sign_in(head(home).user)
    give(some, "Byt")  # somebody else, after the page was made

    client.post(f"/clenstvi/{some.pk}/sluzby/", {"services": [service("Azyl").pk], "seen": ""})

    assert names(acting(some)) == ["Azyl", "Byt"]


@pytest.mark.parametrize("services", [["999999999"], ["x"], ["1' OR 1"]])
def test_service_that_is_not_offered_is_refused_with_a_sentence(client, home, services):
    some = worker(home)
    client.sign_in(head(home).user)

    answer = client.post(f"/clenstvi/{some.pk}/sluzby/", {"services": services, "seen": "²,x,,-1"})

    assert answer.status_code == 422
    assert "v nabídce není" in text(answer)


def test_services_of_others_do_not_exist(client, home, stranger):
    some = worker(home)
    other = Organization.objects.create(kind="provider", name="Jiná", ico=OTHER_ICO)
    foreign = head(other)
    foreign.user.email = "jina@opora.example"

    for user, address in (
        (foreign.user, f"/organizace/{home.pk}/sluzby/"), (foreign.user, f"/clenstvi/{some.pk}/sluzby/"),
        (stranger, f"/organizace/{home.pk}/sluzby/"), (some.user, f"/clenstvi/{some.pk}/sluzby/"),
    ):  # fmt: skip
        assert client.sign_in(user).get(address).status_code == 404


def test_organization_that_is_no_provider_has_no_services(client, regional_administrator):
    kraj = Organization.objects.get()

    assert client.sign_in(regional_administrator).get(f"/organizace/{kraj.pk}/sluzby/").status_code == 404


def test_colleagues_see_who_works_where_and_the_region_only_the_services(client, home, regional_administrator):
    give(worker(home), "Azyl")
    address = f"/organizace/{home.pk}/sluzby/"

    assert "Petr Pracovník" in text(client.sign_in(head(home).user).get(address))
    page = text(client.sign_in(regional_administrator).get(address))
    assert ("Azyl" in page, "Petr Pracovník" in page) == (True, False)


@pytest.mark.parametrize("count", [1, 3])
def test_services_page_query_count(client, home, django_assert_num_queries, count):
    shown = ["Azyl", "Byt", "Centrum"][:count]
    Service.objects.exclude(name__in=shown).update(gone_on=today())
    for number, name in enumerate(shown):
        give(worker(home, f"Pracovník {number}"), name)
    client.sign_in(head(home).user)
    client.get(f"/organizace/{home.pk}/sluzby/")

    with django_assert_num_queries(8):
        client.get(f"/organizace/{home.pk}/sluzby/")


# founding from the register


def test_provider_without_an_organization_is_offered_with_its_facts(client, home, regional_administrator):
    client.sign_in(regional_administrator)
    address = reverse("catalog:founding")

    [(provider, shown, url)] = client.get(address).context["rows"]
    assert (provider.ico, shown) == (OTHER_ICO, "Vymyšlená 10, 405 02 Děčín".replace("405 02", "405\xa002"))
    form = client.get(url).context["form"]
    assert [form[name].value() for name in ("kind", "name", "ico", "address", "area")] == [
        "provider", provider.name, OTHER_ICO, "Vymyšlená 10, 405 02 Děčín", "obec-562335",
    ]  # fmt: skip
    assert "Takový poskytovatel tu není" in text(client.get(f"{address}?q=xyz"))
    assert [row[0].ico for row in client.get(f"{address}?q=708 56").context["rows"]] == [OTHER_ICO]
    assert [row[0].ico for row in client.get(f"{address}?q=POMOC").context["rows"]] == [OTHER_ICO]


def test_only_the_region_founds_from_the_register(client, home, data_steward):
    for user in (head(home).user, data_steward):
        assert client.sign_in(user).get(reverse("catalog:founding")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_ticking_query_count(client, home, django_assert_num_queries, count):
    Service.objects.exclude(name__in=["Azyl", "Byt", "Centrum"][:count]).update(gone_on=today())
    some = worker(home)
    client.sign_in(head(home).user)
    client.get(f"/clenstvi/{some.pk}/sluzby/")

    with django_assert_num_queries(8):
        client.get(f"/clenstvi/{some.pk}/sluzby/")


@pytest.mark.parametrize("count", [1, 3])
def test_founding_query_count(client, regional_administrator, django_assert_num_queries, count):
    for _number in range(count):
        ServiceFactory()
    client.sign_in(regional_administrator)
    client.get(reverse("catalog:founding"))

    with django_assert_num_queries(8):
        client.get(reverse("catalog:founding"))


# the register goes on


def test_import_that_ends_an_assigned_service_keeps_it_and_its_assignment(tmp_path, db):
    small_territory()
    load(tmp_path, item(1), item(2))
    home = Organization.objects.create(kind="provider", name="Podpora (ukázka)", ico="00000019")
    some = worker(home)
    ended = Service.objects.get(identifier="1000002")
    change_services(some, add={ended.pk}, actor=JOB)

    load(tmp_path, item(1), confirm=True)

    ended.refresh_from_db()
    assert ended.has_ended
    assert ServiceAssignment.objects.get(ended_at=None).service == ended
    assert services_of(acting(some)).get() == ended
    load(tmp_path, item(1), item(2), confirm=True)
    assert ServiceAssignment.objects.get().service.gone_on is None
