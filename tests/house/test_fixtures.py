"""What the fixtures promise to every other test."""

from django.urls import reverse

from opora.directory.organizations.enums import Role
from opora.directory.organizations.selectors.memberships import membership_acted_in, memberships_in_force
from opora.directory.territory.models import Area


def test_territory_holds_kraj_with_its_obce(territory, django_assert_num_queries):
    kraj = Area.objects.get(level=Area.Level.KRAJ, code="60")

    assert kraj.name == "Ústecký kraj"
    assert Area.objects.filter(level=Area.Level.OBEC, kraj=kraj, name="Děčín").count() == 1


def test_next_test_starts_empty(db):
    assert not Area.objects.exists()


def test_people_act_in_their_roles(regional_administrator, data_steward, stranger):
    assert membership_acted_in(memberships_in_force(regional_administrator)).role == Role.REGIONAL_ADMINISTRATOR
    assert membership_acted_in(memberships_in_force(data_steward)).role == Role.DATA_STEWARD
    assert membership_acted_in(memberships_in_force(stranger)) is None


def test_client_signs_in(client, stranger):
    response = client.sign_in(stranger).get(reverse("mfa_index"))

    assert response.status_code in {200, 302}
    assert response.wsgi_request.actor.user == stranger
