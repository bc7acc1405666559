import pytest
from django.urls import reverse

from opora.directory.catalog.models import Service
from opora.directory.organizations.enums import Role
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from tests.foundation.audit.people import auditor_of_the_kraj, member, provider
from tests.foundation.audit.sealing import JOB
from tests.support import people

pytestmark = pytest.mark.django_db
LABEL = "organizations.membership"


def address(label: str, pk) -> str:
    return reverse("audit:history", args=[label, pk])


@pytest.fixture
def head(client):
    """An administrator of a provider, signed in."""
    actor = member(provider(), Role.PROVIDER_ADMINISTRATOR, "Petr Ukázkový")
    client.sign_in(actor.user)
    return actor


def test_history_lists_what_was_done_with_the_object_from_the_newest(client, head):
    membership = member(head.membership.organization, Role.CARE_WORKER, "Jana Ukázková").membership
    log.record("organizations.membership_granted", actor=head, target=membership, role="care_worker", reach="tým")
    log.record("organizations.membership_changed", actor=head, target=membership, fields="rozsah")
    log.record("organizations.membership_changed", actor=head, target=head.membership, fields="jiné")
    log.record_read(membership, actor=head)

    answer = client.get(address("organizations.membership", membership.pk))

    assert [row.sentence for row in answer.context["rows"]] == [
        "Změněno členství: rozsah.",
        "Přidělena role pracovník v sociálních službách (tým).",
    ]
    assert answer.context["rows"][0].membership == "správce poskytovatele – Ukázková pomoc"
    assert answer.context["name"] == "členství: Jana Ukázková, pracovník v sociálních službách – Ukázková pomoc"
    assert "Nahlédnutí" not in answer.content.decode()


def test_request_is_named_on_the_detail_only(client):
    auditor = auditor_of_the_kraj()
    event = log.record("organizations.membership_changed", actor=auditor, target=auditor.membership, fields="rozsah")
    client.sign_in(auditor.user)

    pages = [client.get(where).text for where in (reverse("audit:records"), address(LABEL, auditor.membership.pk))]

    assert ["ožadavek" in page for page in pages] == [False, False]
    assert "Číslo požadavku" in client.get(reverse("audit:record", args=[event.pk])).text


def test_history_of_a_service_names_people_of_the_own_organization_only(client, catalog):
    service = Service.objects.order_by("pk")[0]
    own, other = provider(), provider("Jiná pomoc")
    colleague = member(own, Role.PROVIDER_ADMINISTRATOR, "Petr Ukázkový")
    stranger = member(other, Role.PROVIDER_ADMINISTRATOR, "Jan Cizí")
    for actor in (colleague, stranger, JOB, Actor.for_user(stranger.user)):
        log.record("catalog.availability_withdrawn", actor=actor, target=service, identifier=service.identifier)
    where = address("catalog.service", service.pk)

    def names(user, **how):
        return [row.actor for row in client.sign_in(user, **how).get(where).context["rows"]][:4]

    assert names(colleague.user) == ["člověk", "zkouška", "", "Petr Ukázkový"]
    assert "správce poskytovatele – Jiná pomoc" in client.get(where).text
    assert names(auditor_of_the_kraj().user) == ["Jan Cizí", "zkouška", "Jan Cizí", "Petr Ukázkový"]
    steward = people.person("Dana Ukázková", "dana@opora.example", Role.DATA_STEWARD)
    assert names(steward) == ["Jan Cizí", "zkouška", "Jan Cizí", "Petr Ukázkový"]


def test_who_looked_is_shown_to_auditors_only(client, head):
    organization = head.membership.organization
    log.record_read(organization, actor=head)
    where = address("organizations.organization", organization.pk) + "?co=nahlednuti"
    assert client.get(where).context["reads"] is False

    client.sign_in(member(organization, Role.AUDITOR, "Eva Auditorka").user)

    assert [row.record.actor_label for row in client.get(where).context["rows"]] == ["Petr Ukázkový"]


def test_auditor_sees_who_looked_at_what_the_auditor_sees(client):
    auditor = auditor_of_the_kraj()
    log.record_read(auditor.membership, actor=JOB, reason="zkouška")
    client.sign_in(auditor.user)

    answer = client.get(address("organizations.membership", auditor.membership.pk) + "?co=nahlednuti")

    assert [row.sentence for row in answer.context["rows"]] == ["Otevřena stránka člena organizace. Důvod: zkouška"]


@pytest.mark.parametrize(
    ("label", "pk"),
    [
        ("organizations.membership", "0"),
        ("organizations.membership", "x"),
        ("organizations.membership", "9" * 30),
        ("organizations.nothing", "1"),
        ("nothing", "1"),
        ("no.thing.at.all", "1"),
        ("accounts.user", "1"),
        ("sessions.session", "1"),
    ],
)
def test_unknown_objects_have_no_history(client, head, label, pk):
    assert client.get(address(label, pk)).status_code == 404


def test_history_of_somebody_elses_object_is_not_found(client, head):
    strange = member(provider("Jiná pomoc"), Role.CARE_WORKER, "Jan Cizí").membership

    assert client.get(address("organizations.membership", strange.pk)).status_code == 404


def test_history_needs_the_right(client):
    worker = member(provider(), Role.CARE_WORKER, "Jana Ukázková")
    client.sign_in(worker.user)

    assert client.get(address("organizations.membership", worker.membership.pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_history_costs_the_same_queries_for_one_row_and_three(client, head, count, django_assert_num_queries):
    for number in range(count):
        actor = member(provider(f"Pomoc {number}"), Role.PROVIDER_ADMINISTRATOR, f"Jan Ukázkový {number}")
        log.record("organizations.membership_changed", actor=actor, target=head.membership, fields="rozsah")
    where = address("organizations.membership", head.membership.pk)
    client.get(where)
    with django_assert_num_queries(QUERIES):
        answer = client.get(where)

    assert len(answer.context["rows"]) == count


QUERIES = 11


def test_history_is_paged(client, head):
    for _number in range(25):
        log.record("organizations.membership_changed", actor=head, target=head.membership, fields="rozsah")
    where = address("organizations.membership", head.membership.pk)

    assert [len(client.get(where + page).context["rows"]) for page in ("", "?strana=2")] == [20, 5]
