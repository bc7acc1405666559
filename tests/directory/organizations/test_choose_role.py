"""The role acted in: visible, switchable, never changed behind one's back."""

import pytest
from django.utils import timezone

from opora.directory.organizations.models import Branch
from tests.directory.organizations.staff import member, organization, region

pytestmark = pytest.mark.django_db
ROLE = "/ucet/role/"


@pytest.fixture
def first():
    return member("Hana Správcová", "provider_administrator")


@pytest.fixture
def second(first):
    return member("Hana Správcová", "planner", region())


def test_role_stands_on_every_page(client, first):
    client.sign_in(first.user)

    for address in ("/krizove-linky/", "/ucet/druhy-faktor/", first.organization.get_absolute_url()):
        assert "správce poskytovatele – Oblastní charita (ukázka)" in client.get(address, follow=True).content.decode()


def test_choice_lasts_and_returns_where_it_came_from(client, first, second):
    client.sign_in(first.user)

    answer = client.post(ROLE, {"membership": second.pk, "next": "/krizove-linky/"})

    assert (answer.status_code, answer["Location"]) == (302, "/krizove-linky/")
    page = client.get("/krizove-linky/").content.decode()
    assert "krajský plánovač – Ukázkový kraj<span" in page
    assert "Teď jednáte jako krajský plánovač – Ukázkový kraj." in page


@pytest.mark.parametrize("elsewhere", ["https://zlo.example/", "//zlo.example/", "javascript:alert(1)", ""])
def test_choice_never_leads_off_the_site(client, first, second, elsewhere):
    answer = client.sign_in(first.user).post(ROLE, {"membership": second.pk, "next": elsewhere})

    assert (answer.status_code, answer["Location"]) == (302, "/prehled/")


def test_membership_of_somebody_else_cannot_be_chosen(client, first, second):
    stranger = member("Karel Sociální")
    answer = client.sign_in(first.user).post(ROLE, {"membership": stranger.pk})

    assert answer.status_code == 422
    assert "Tato role už neplatí. Vyberte jinou." in answer.content.decode()
    assert client.session["membership"] == first.pk


def test_person_without_a_role_is_told_what_it_means(client, stranger):
    page = client.sign_in(stranger).get(ROLE).content.decode()

    assert "Váš účet teď nemá v Opoře žádnou roli." in page
    assert "Nejednáte v žádné roli" in page


def test_when_the_role_ends_the_next_one_applies_and_it_is_said(client, first, second):
    client.sign_in(first.user)
    client.post(ROLE, {"membership": second.pk, "next": "/krizove-linky/"})
    client.get("/krizove-linky/")
    second.ended_at = timezone.now()
    second.save()

    said = "Role, ve které jste jednali, skončila. Teď jednáte jako správce poskytovatele – Oblastní charita (ukázka)."
    assert said in client.get("/krizove-linky/").content.decode()
    assert said not in client.get("/krizove-linky/").content.decode()


def new_branch(first, acting_as, **more):
    return {"acting_as": acting_as, "name": "Dům na kopci", **more}


def test_form_of_another_role_is_stopped_and_loses_nothing(client, first, second):
    other = organization("Jiná charita (ukázka)")
    also = member("Hana Správcová", "provider_administrator", other)
    client.sign_in(first.user)
    address = f"/organizace/{first.organization_id}/pracoviste/nove/"
    assert f'name="acting_as" value="{first.pk}"' in client.get(address).content.decode()
    client.post(ROLE, {"membership": also.pk})

    answer = client.post(address, new_branch(first, first.pk))

    page = answer.content.decode()
    assert (answer.status_code, Branch.objects.count()) == (409, 0)
    assert '<input type="hidden" name="name" value="Dům na kopci">' in page
    assert f'name="send_as" value="{first.pk}"' in page
    sent = client.post(address, new_branch(first, also.pk, send_as=first.pk))
    assert (sent.status_code, Branch.objects.get().name) == (302, "Dům na kopci")
    assert client.session["membership"] == first.pk


def test_form_of_a_role_that_ended_does_nothing(client, first, second):
    client.sign_in(first.user).get(ROLE)
    first.ended_at = timezone.now()
    first.save()

    answer = client.post(f"/organizace/{first.organization_id}/pracoviste/nove/", new_branch(first, first.pk))

    assert (answer.status_code, Branch.objects.count()) == (409, 0)
    assert "v roli, která už skončila" in answer.content.decode()


def test_signing_out_and_choosing_work_from_a_form_of_any_role(client, first, second):
    client.sign_in(first.user)

    assert client.post(ROLE, {"membership": second.pk, "acting_as": 0}).status_code == 302
    assert client.post("/odhlaseni/", {"acting_as": 0}).status_code == 302
