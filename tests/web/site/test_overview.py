"""The page after sign-in: what waits, what is late, what changed; nothing else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from opora.directory.catalog.models import ImportRun, Service
from opora.directory.organizations.enums import OrganizationKind, Role
from opora.directory.organizations.models import Membership, Organization
from opora.foundation.audit import log
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.registries import Matter, OverviewSource, Registry, Section
from opora.web.site.views import overview
from tests.support import people

pytestmark = pytest.mark.django_db
SAMPLE_ICO = "00000019"
MOST_QUERIES = 30


@pytest.fixture
def provider(db):
    """The fictitious provider of the demo register as an organization."""
    return Organization.objects.create(name="Poskytovatel (ukázka)", kind=OrganizationKind.PROVIDER, ico=SAMPLE_ICO)


@pytest.fixture
def provider_administrator(provider):
    user = people.person("Petra Ukázková", "petra@priklad.cz")
    Membership.objects.create(user=user, organization=provider, role=Role.PROVIDER_ADMINISTRATOR)
    return user


def part(response, name: str) -> list[str]:
    """Texts of one part, as the view gave them to the template."""
    return [matter.text for one in response.context["parts"] if one.name == name for matter in one.matters]


def test_page_after_sign_in_is_the_overview(client, data_steward):
    response = client.post("/prihlaseni/", {"login": data_steward.email, "password": people.PASSWORD})

    assert response["Location"] == "/prehled/"


def test_overview_has_three_headings_and_says_that_nothing_waits(client, db):
    user = people.person("Hynek Ukázkový", "hynek@priklad.cz", Role.EVALUATOR)

    page = client.sign_in(user).get("/prehled/").text

    assert [title for title in ("Čeká na mě", "Po termínu", "Co se změnilo") if f">{title}</h2>" in page] == [
        "Čeká na mě",
        "Po termínu",
        "Co se změnilo",
    ]
    assert page.count("<section aria-labelledby=") == 3
    assert "Nic na vás nečeká." in page
    assert "Nic není po termínu." in page


def test_who_has_no_role_learns_what_to_do(client, stranger):
    page = client.sign_in(stranger).get("/prehled/").text

    assert "Požádejte správce své organizace" in page
    assert "Čeká na mě" not in page


def test_overview_is_first_in_the_menu_of_people_and_not_in_that_of_visitors(client, data_steward):
    visitor = client.get("/napoveda/").text
    person = client.sign_in(data_steward).get("/napoveda/").text

    assert '<a href="/prehled/"' not in visitor
    assert person.index('<a href="/prehled/"') < person.index('<a href="/sluzby/"')


def test_steward_sees_suggestions_of_reach_and_the_last_reading(client, catalog, data_steward):
    response = client.sign_in(data_steward).get("/prehled/")

    [reach] = part(response, "waiting")
    assert reach.endswith("na rozhodnutí")
    assert part(response, "changed")[0].startswith("Načten registr: nových služeb")


def test_failed_reading_of_the_register_is_late(client, catalog, data_steward):
    last = ImportRun.objects.filter(scope="rpss").first()
    ImportRun.objects.create(scope="rpss", status="failed", source="soubor", started_by="zkouška", as_of=last.as_of)

    response = client.sign_in(data_steward).get("/prehled/")

    assert part(response, "late") == ["Registr se nenačetl (nedokončeno)"]
    assert part(response, "changed") == []


def test_unregistered_service_unchecked_for_a_year_is_late(client, catalog, data_steward):
    Service.objects.filter(identifier="M000001").update(as_of=today() - timedelta(days=366))

    response = client.sign_in(data_steward).get("/prehled/")

    assert part(response, "late") == ["Déle než rok neověřeno: 1\N{NO-BREAK SPACE}neregistrovaná služba"]


def test_provider_learns_of_services_without_a_fresh_word_on_free_places(client, catalog, provider_administrator):
    response = client.sign_in(provider_administrator).get("/prehled/")

    text, *_others = part(response, "late")
    assert text.startswith("Volná místa déle než měsíc nikdo nesdělil: ")
    assert part(response, "waiting") == []


def test_care_worker_is_not_told_of_free_places(client, catalog, provider):
    user = people.person("Soňa Ukázková", "sona@priklad.cz")
    Membership.objects.create(user=user, organization=provider, role=Role.CARE_WORKER)

    response = client.sign_in(user).get("/prehled/")

    assert [part(response, section.value) for section in Section] == [[], [], []]


def test_ending_membership_waits_a_fortnight_ahead(client, stranger, provider):
    dates = {"near": today() + timedelta(days=14), "far": today() + timedelta(days=15)}
    for role, until in ((Role.SOCIAL_WORKER, dates["near"]), (Role.CARE_WORKER, dates["far"])):
        Membership.objects.create(user=stranger, organization=provider, role=role, valid_to=until)

    response = client.sign_in(stranger).get("/prehled/")

    assert part(response, "waiting") == ["Vaše členství končí: sociální pracovník – Poskytovatel (ukázka)"]


def test_head_reads_what_changed_in_the_own_organization_only(client, provider_administrator, provider, job):
    other = Organization.objects.create(name="Jiný", kind=OrganizationKind.OTHER)
    common = {"actor_kind": "job", "actor_label": "zkouška", "data": {"role": "organizátor", "reach": "akce"}}
    granted = {**common, "action": "organizations.membership_granted"}
    AuditEvent.objects.create(organization_id=str(provider.pk), **granted)
    AuditEvent.objects.create(organization_id=str(other.pk), **granted)
    AuditEvent.objects.create(organization_id=str(provider.pk), at=timezone.now() - timedelta(days=8), **granted)

    response = client.sign_in(provider_administrator).get("/prehled/")

    assert part(response, "changed") == ["Přidělena role organizátor (akce) – zkouška"]


def test_changes_say_whose_they_are_and_leave_out_own_ones(client, provider_administrator, provider, stranger, job):
    head = Actor.for_user(provider_administrator, provider_administrator.memberships.get())
    worker = Membership.objects.create(user=stranger, organization=provider, role=Role.CARE_WORKER)
    for actor in (head, job):
        log.record("organizations.membership_changed", actor=actor, target=worker, fields="rozsah")
    AuditEvent.objects.create(
        action="organizations.changed", organization_id=str(provider.pk), actor_kind="job", actor_label="zkouška",
        target_type="organizations.organization", target_id=str(provider.pk), data={"fields": "název"},
    )  # fmt: skip

    assert part(client.sign_in(provider_administrator).get("/prehled/"), "changed") == [
        "Poskytovatel (ukázka): změněny údaje organizace: název – zkouška",
        f"{stranger}: změněno členství: rozsah – {job.label}",
    ]


def test_parts_are_in_the_order_of_days(monkeypatch, public):
    first, second, undated = today(), today() + timedelta(days=1), None
    matters = [Matter("bez dne", "/", undated), Matter("druhý", "/", second), Matter("první", "/", first)]
    sources: Registry[OverviewSource] = Registry()
    for section in Section:
        sources.add(section, OverviewSource(section, lambda _actor: matters))
    monkeypatch.setattr(overview, "overview", sources)

    waiting, changed = (overview.matters_of(section, Actor.public()) for section in (Section.WAITING, Section.CHANGED))

    assert [matter.text for matter in waiting] == ["první", "druhý", "bez dne"]
    assert [matter.text for matter in changed] == ["druhý", "první", "bez dne"]


@pytest.mark.parametrize("role", [Role.DATA_STEWARD, Role.PROVIDER_ADMINISTRATOR, Role.AUDITOR])
def test_queries_of_overview_do_not_grow_with_matters(client, catalog, provider, role):
    user = people.person("Dan Ukázkový", "dan@priklad.cz")
    Membership.objects.create(user=user, organization=provider, role=role)
    client.sign_in(user)
    spent = []
    for days in range(3):
        until = today() + timedelta(days=days)
        Membership.objects.create(user=user, organization=provider, role=Role.CARE_WORKER, valid_to=until)
        client.get("/napoveda/")  # a change of roles is noted once
        with CaptureQueriesContext(connection) as queries:
            response = client.get("/prehled/")
        spent.append(len(queries))
        assert len(part(response, "waiting")) >= days + 1

    assert spent == [spent[0]] * 3
    assert spent[0] <= MOST_QUERIES
