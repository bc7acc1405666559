"""Branches of organizations."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from opora.directory.organizations.enums import Role, Scope
from opora.directory.organizations.models import Branch, Invitation
from opora.directory.organizations.operations.branches import change_branch, close_branch, create_branch
from opora.directory.organizations.operations.memberships import end_membership
from opora.directory.organizations.operations.organizations import close_organization
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.errors import OperationError, StaleError
from tests.directory.catalog.factories import AreaFactory
from tests.directory.organizations.staff import acting, member, organization

pytestmark = pytest.mark.django_db
JOB = Actor.job("zkouška")


def branch(name: str = "Terénní tým Děčín", home=None, **values) -> Branch:
    return create_branch(home or organization(), {"name": name, **values}, actor=JOB)


def head():
    return member("Hana Hlavní", Role.PROVIDER_ADMINISTRATOR)


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def test_head_opens_changes_and_closes_a_branch():
    actor = acting(head())
    made = create_branch(organization(), {"name": "Tým", "area": AreaFactory(), "phone": "416 000 000"}, actor=actor)

    change_branch(made, {"name": "Tým Děčín"}, version=1, actor=actor)
    close_branch(made, version=2, actor=actor)
    close_branch(made, version=1, actor=actor)  # the second click

    made.refresh_from_db()
    assert (made.name, made.closed_on, made.is_closed) == ("Tým Děčín", today(), True)
    assert list(AuditEvent.objects.order_by("pk").values_list("action", "data")) == [
        ("organizations.branch_created", {"name": "Tým"}),
        ("organizations.branch_changed", {"name": "Tým Děčín", "fields": "název pracoviště"}),
        ("organizations.branch_closed", {"name": "Tým Děčín"}),
    ]


def test_nobody_else_touches_a_branch():
    made = branch()
    stranger = acting(member("Cizí Hlavní", Role.PROVIDER_ADMINISTRATOR, organization("Jiná charita (ukázka)")))
    colleague = acting(member("Petr Pracovník"))

    for actor in (stranger, colleague, Actor.public()):
        with pytest.raises(PermissionDenied):
            create_branch(organization(), {"name": "Nové"}, actor=actor)
        with pytest.raises(PermissionDenied):
            change_branch(made, {"name": "Jiné"}, version=1, actor=actor)
        with pytest.raises(PermissionDenied):
            close_branch(made, version=1, actor=actor)


@pytest.mark.parametrize(
    "values", [{"name": "\u2060"}, {"name": ""}, {"name": "x" * 201}, {"name": "Terénní tým Děčín"}]
)
def test_name_is_readable_and_the_only_one(values):
    branch()

    with pytest.raises(ValidationError) as refusal:
        create_branch(organization(), values, actor=JOB)
    assert list(refusal.value.message_dict) == ["name"]


def test_place_of_a_branch_is_an_obec():
    with pytest.raises(ValidationError) as refusal:
        branch(area=AreaFactory(level="kraj", code="60", name="Ústecký kraj"))
    assert list(refusal.value.message_dict) == ["area"]


def test_name_of_a_closed_branch_is_free_and_the_closed_one_changes_no_more():
    old = branch()
    close_branch(old, version=1, actor=JOB)

    assert branch().pk != old.pk
    with pytest.raises(OperationError):
        change_branch(old, {"name": "Jinak"}, version=2, actor=JOB)


def test_branch_that_somebody_works_or_is_invited_at_stays_open():
    made = branch()
    worker = member("Petr Pracovník", scope=Scope.BRANCH, branch=made)
    with pytest.raises(OperationError, match="omezenou roli"):
        close_branch(made, version=1, actor=JOB)
    end_membership(worker, actor=JOB)
    invitation = Invitation.objects.create(
        organization=organization(), email="nova@opora.example", full_name="Nová", role="social_worker",
        scope=Scope.BRANCH, branch=made, expires_at=made.created_at,
    )  # fmt: skip
    with pytest.raises(OperationError, match="pozvaný"):
        close_branch(made, version=1, actor=JOB)
    invitation.delete()

    assert close_branch(made, version=1, actor=JOB).is_closed


def test_closed_organization_gets_no_branch():
    made, home = branch(), organization()
    close_organization(home, end_people=True, version=home.version, actor=JOB)

    with pytest.raises(OperationError):
        branch("Další")
    with pytest.raises(OperationError):
        change_branch(made, {"name": "Jinak"}, version=1, actor=JOB)


def test_late_change_is_refused():
    made = branch()
    change_branch(made, {"address": "Nová 1"}, version=1, actor=JOB)

    with pytest.raises(StaleError):
        change_branch(made, {"address": "Jiná 2"}, version=1, actor=JOB)


# pages


def test_head_adds_edits_and_closes_by_pages(client, territory):
    client.sign_in(head().user)
    home = f"/organizace/{organization().pk}/"

    assert client.post(f"{home}pracoviste/nove/", {"name": "Tým", "area": "Děčín"}).url == home
    made = Branch.objects.get()
    assert (made.area.name, "Tým" in text(client.get(home))) == ("Děčín", True)
    assert client.post(f"{home}pracoviste/nove/", {"name": "Tým"}).status_code == 422  # the second click
    assert client.post(f"/pracoviste/{made.pk}/", {"name": "Tým A", "area": "Děčín", "version": 1}).url == home
    assert client.get(f"/pracoviste/{made.pk}/zrusit/").status_code == 200
    assert client.post(f"/pracoviste/{made.pk}/zrusit/", {"version": 2}).url == home

    made.refresh_from_db()
    assert (made.name, made.is_closed) == ("Tým A", True)
    assert "zrušené" in text(client.get(f"/pracoviste/{made.pk}/"))
    assert "Zrušená pracoviště" in text(client.get(home))


def test_late_edit_says_what_is_stored_and_keeps_what_was_typed(client):
    made = branch()
    client.sign_in(head().user)
    change_branch(made, {"address": "Nová 1"}, version=1, actor=JOB)

    late = client.post(f"/pracoviste/{made.pk}/", {"name": made.name, "address": "Jiná 2", "version": 1})

    assert late.status_code == 422
    assert "Teď je uloženo „Nová 1“." in text(late)
    assert 'value="Jiná 2"' in text(late)


def test_branches_of_others_do_not_exist(client):
    other = branch(home=organization("Jiná charita (ukázka)"))
    colleague, own = member("Petr Pracovník"), branch()

    for user, pk in ((head().user, other.pk), (colleague.user, own.pk), (colleague.user, other.pk)):
        client.sign_in(user)
        for address in (f"/pracoviste/{pk}/", f"/pracoviste/{pk}/zrusit/"):
            assert (client.get(address).status_code, client.post(address, {}).status_code) == (404, 404)


def test_branch_with_people_says_why_it_stays(client):
    made = branch()
    member("Petr Pracovník", scope=Scope.BRANCH, branch=made)
    client.sign_in(head().user)

    answer = client.post(f"/pracoviste/{made.pk}/zrusit/", {"version": 1})

    assert answer.status_code == 422
    assert "Nejdřív mu rozsah změňte nebo roli ukončete." in text(answer)
