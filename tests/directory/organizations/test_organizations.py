"""Organizations: founding, changing, closing, and their pages."""

from datetime import date

import pytest
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied, ValidationError

from opora.directory.organizations.enums import InvitationStatus, OrganizationKind, Role
from opora.directory.organizations.models import Invitation, Membership, Organization
from opora.directory.organizations.operations.organizations import (
    change_organization,
    close_organization,
    create_organization,
    reopen_organization,
)
from opora.directory.territory.models import Area
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.errors import OperationError, StaleError
from tests.directory.catalog.factories import AreaFactory, KrajFactory
from tests.directory.organizations.staff import acting, member

pytestmark = pytest.mark.django_db
JOB = Actor.job("zkouška")
ICO, OTHER_ICO = "00551023", "70856478"
LIST, NEW = "/organizace/", "/organizace/nova/"


def provider(name: str = "Pomoc blízko (ukázka)", ico: str = ICO, **facts) -> Organization:
    return create_organization(kind="provider", name=name, ico=ico, actor=JOB, **facts)


def actor_of(user) -> Actor:
    return acting(user.memberships.get())


def errors(**facts) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        create_organization(actor=facts.pop("actor", JOB), **facts)
    return refusal.value.message_dict


def actions() -> list[tuple[str, dict]]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", "data"))


def test_founded_organization_has_its_facts_and_a_record(regional_administrator):
    decin = AreaFactory()
    made = provider(area=decin, address="Vymyšlená 1, Děčín", email="info@opora.example", phone="416 000 000")

    made.refresh_from_db()
    assert (made.kind, made.ico, made.area, made.version) == ("provider", ICO, decin, 1)
    assert actions() == [("organizations.created", {"kind": "provider"})]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "provider", "name": "Bez IČO"}, "ico"),
        ({"kind": "provider", "name": "Špatné", "ico": "12345678"}, "ico"),
        ({"kind": "provider", "name": "Krátké", "ico": "551023"}, "ico"),
        ({"kind": "other", "name": "\u200b\u2060"}, "name"),
        ({"kind": "other", "name": ""}, "name"),
        ({"kind": "other", "name": "x" * 201}, "name"),
        ({"kind": "king", "name": "Král"}, "kind"),
        ({"kind": "other", "name": "Pošta", "email": "kdesi"}, "email"),
    ],
)
def test_facts_that_make_no_sense_are_refused_at_their_field(facts, field):
    assert list(errors(**facts)) == [field]


@pytest.mark.parametrize(
    ("kind", "level", "fits"),
    [
        ("region", "kraj", True), ("region", "obec", False), ("municipality", "obec", True),
        ("municipality", "orp", False), ("ospod", "obec", True), ("ospod", "orp", True), ("ospod", "kraj", False),
        ("school", "okres", True),
    ],
)  # fmt: skip
def test_territory_fits_the_kind(kind, level, fits):
    area = AreaFactory(level=level, code="1", name="Místo")

    if fits:
        assert create_organization(kind=kind, name="Úřad", area=area, actor=JOB).area == area
    else:
        assert list(errors(kind=kind, name="Úřad", area=area)) == ["area"]


def test_obec_and_ospod_need_their_territory_when_people_found_them(regional_administrator):
    actor = actor_of(regional_administrator)

    for kind in ("region", "municipality", "ospod"):
        assert list(errors(kind=kind, name="Úřad", actor=actor)) == ["area"]


def test_ospod_of_an_obec_knows_its_orp():
    orp = AreaFactory(level="orp", code="4203", name="Děčín")
    ospod = create_organization(kind="ospod", name="OSPOD", area=AreaFactory(orp=orp), actor=JOB)

    assert (ospod.orp, Organization(area=orp).orp, Organization().orp) == (orp, orp, None)


def test_ospod_belongs_to_an_obec_and_nothing_belongs_to_a_part():
    area = AreaFactory()
    town = create_organization(kind="municipality", name="Město", area=area, actor=JOB)
    ospod = create_organization(kind="ospod", name="OSPOD", area=area, parent=town, actor=JOB)

    assert list(errors(kind="ospod", name="Jiný", area=area, parent=provider())) == ["parent"]
    assert list(errors(kind="school", name="Škola", parent=ospod)) == ["parent"]


def test_second_organization_of_the_same_ico_and_kind_is_refused_by_the_name_of_the_first():
    provider()

    assert errors(kind="provider", name="Druhá", ico=ICO) == {
        "ico": ["Organizace tohoto druhu a IČO už je založená: Pomoc blízko (ukázka)."]
    }
    assert create_organization(kind="ngo", name="Totéž jinak", ico=ICO, actor=JOB).ico == ICO


def test_second_click_founds_no_second_organization():
    create_organization(kind="school", name="Škola", actor=JOB)

    assert list(errors(kind="school", name="Škola")) == ["name"]


def test_only_the_region_founds_and_closes(data_steward):
    head = acting(member("Hana Hlavní", Role.PROVIDER_ADMINISTRATOR, provider()))

    for actor in (head, actor_of(data_steward), Actor.public()):
        with pytest.raises(PermissionDenied):
            create_organization(kind="other", name="Nová", actor=actor)
        with pytest.raises(PermissionDenied):
            close_organization(Organization.objects.get(ico=ICO), end_people=True, version=1, actor=actor)


def test_head_changes_contacts_of_the_own_organization_only():
    own, other = provider(), provider("Jiná", OTHER_ICO)
    head = acting(member("Hana Hlavní", Role.PROVIDER_ADMINISTRATOR, own))

    change_organization(own, {"phone": "416 000 000"}, version=1, actor=head)
    with pytest.raises(OperationError):
        change_organization(own, {"ico": "27006786"}, version=2, actor=head)  # IČO would open services of another
    with pytest.raises(PermissionDenied):
        change_organization(other, {"phone": "416 000 000"}, version=1, actor=head)

    own.refresh_from_db()
    assert (own.phone, own.ico, own.version) == ("416 000 000", ICO, 2)
    assert actions()[-1] == ("organizations.changed", {"fields": "telefon"})


def test_head_mends_a_phone_where_the_territory_was_never_said():
    town = create_organization(kind="region", name="Kraj bez území", actor=JOB)
    head = acting(member("Jan Krajský", Role.REGIONAL_ADMINISTRATOR, town))

    assert change_organization(town, {"phone": "416 000 000"}, version=1, actor=head).phone == "416 000 000"
    with pytest.raises(ValidationError) as refusal:
        change_organization(town, {"area": AreaFactory()}, version=2, actor=head)
    assert list(refusal.value.message_dict) == ["area"]


def test_late_change_is_refused_and_an_equal_one_is_nothing():
    own = provider()
    change_organization(own, {"address": "Nová 1"}, version=1, actor=JOB)

    change_organization(own, {"address": "Nová 1"}, version=1, actor=JOB)
    with pytest.raises(StaleError):
        change_organization(own, {"address": "Jiná 2"}, version=1, actor=JOB)


def test_closing_ends_roles_invitations_and_sign_ins_of_its_people(client, regional_administrator):
    own, actor = provider(), actor_of(regional_administrator)
    head = member("Hana Hlavní", Role.PROVIDER_ADMINISTRATOR, own)
    client.sign_in(head.user).get(f"/organizace/{own.pk}/")
    UserSession.objects.get_or_create(
        user=head.user, session_key=client.session.session_key, defaults={"ip": "0.0.0.0", "user_agent": ""}
    )
    invitation = Invitation.objects.create(
        organization=own, email="nova@opora.example", full_name="Nová", role="social_worker", expires_at=own.created_at
    )

    with pytest.raises(OperationError):
        close_organization(own, end_people=False, version=1, actor=actor)
    close_organization(own, end_people=True, version=1, actor=actor)

    for row in (own, head, invitation):
        row.refresh_from_db()
    assert (own.closed_on, own.is_closed) == (today(), True)
    assert (head.ended_at is not None, Membership.objects.in_force().filter(organization=own).count()) == (True, 0)
    assert invitation.status == InvitationStatus.CANCELLED
    assert client.get(f"/organizace/{own.pk}/").status_code == 302  # to the sign-in
    assert actions()[-1] == ("organizations.closed", {"memberships": 1, "invitations": 1})


def test_closing_twice_is_closing_once_and_opening_gives_no_roles_back():
    own = provider()
    member("Hana Hlavní", Role.PROVIDER_ADMINISTRATOR, own)
    close_organization(own, end_people=True, version=1, actor=JOB)

    closed = close_organization(own, end_people=True, version=1, actor=JOB)
    opened = reopen_organization(own, version=closed.version, actor=JOB)

    assert (opened.is_closed, Membership.objects.in_force().filter(organization=own).count()) == (False, 0)
    assert [action for action, _data in actions() if "closed" in action or "opened" in action] == [
        "organizations.closed", "organizations.reopened",
    ]  # fmt: skip


def test_own_organization_and_one_with_open_parts_stay_open(regional_administrator):
    kraj = Organization.objects.get(kind=OrganizationKind.REGION)
    with pytest.raises(OperationError):
        close_organization(kraj, end_people=True, version=1, actor=actor_of(regional_administrator))

    area = AreaFactory()
    town = create_organization(kind="municipality", name="Město", area=area, actor=JOB)
    create_organization(kind="ospod", name="OSPOD", area=area, parent=town, actor=JOB)
    with pytest.raises(OperationError, match="OSPOD"):
        close_organization(town, end_people=True, version=1, actor=JOB)


# pages


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def test_region_finds_organizations_by_name_without_diacritics_by_ico_kind_and_state(client, regional_administrator):
    provider("Člověk v nouzi")
    closed = provider("Zaniklá", OTHER_ICO)
    close_organization(closed, end_people=True, version=1, actor=JOB)
    client.sign_in(regional_administrator)

    def names(query: str) -> list[str]:
        return [row.name for row in client.get(LIST + query).context["rows"]]

    assert names("") == ["Člověk v nouzi", "Ukázkový kraj"]
    assert names("?q=clovek") == names("?q=005 51") == names("?druh=provider") == ["Člověk v nouzi"]
    assert names("?stav=uzavrene") == ["Zaniklá"]
    assert names("?stav=vse&strana=9") == ["Člověk v nouzi", "Ukázkový kraj", "Zaniklá"]
    assert names("?q=nic&druh=xx&stav=yy") == []


def test_hub_counts_organizations_for_the_region_and_names_the_own_one_for_others(client, regional_administrator):
    own = provider()

    assert "2 organizace" in text(client.sign_in(regional_administrator).get("/sprava/"))
    head = member("Hana Hlavní", Role.PROVIDER_ADMINISTRATOR, own)
    assert own.name in text(client.sign_in(head.user).get("/sprava/"))


def test_others_go_from_the_list_to_their_own_organization_and_strangers_nowhere(client, stranger):
    own = provider()

    head = member("Hana Hlavní", Role.PROVIDER_ADMINISTRATOR, own)
    assert client.sign_in(head.user).get(LIST).url == f"/organizace/{own.pk}/"
    assert client.sign_in(stranger).get(LIST).status_code == 404


def test_organization_of_others_does_not_exist(client):
    other = provider("Jiná", OTHER_ICO)
    head = member("Hana Hlavní", Role.PROVIDER_ADMINISTRATOR, provider())
    client.sign_in(head.user)

    for end in ("", "upravit/", "uzavrit/", "pracoviste/nove/"):
        assert client.get(f"/organizace/{other.pk}/{end}").status_code == 404
        assert client.post(f"/organizace/{other.pk}/{end}", {"phone": "1"}).status_code in (404, 405)
    assert client.get(NEW).status_code == 404


def test_colleague_reads_the_organization_and_changes_nothing(client):
    own = provider(area=AreaFactory(kraj=KrajFactory()), email="info@opora.example")
    client.sign_in(member("Petr Pracovník", Role.SOCIAL_WORKER, own).user)

    page = text(client.get(f"/organizace/{own.pk}/"))

    assert "Děčín, Ústecký kraj" in page
    assert "upravit/" not in page
    assert "uzavrit/" not in page
    assert client.get(f"/organizace/{own.pk}/upravit/").status_code == 404


def test_region_founds_an_organization_by_the_form(client, regional_administrator, territory):
    client.sign_in(regional_administrator)
    sent = {
        "kind": "municipality",
        "name": "Město  Děčín",
        "ico": "002 61 238",
        "area": "Děčín",
        "email": "a@b.example",
    }

    answer = client.post(NEW, sent)

    made = Organization.objects.get(kind="municipality")
    assert answer.url == f"/organizace/{made.pk}/"
    assert (made.name, made.ico, made.area.code, made.orp.level) == ("Město Děčín", "00261238", "562335", "orp")


def test_place_that_may_be_more_places_is_offered_and_nothing_typed_is_lost(client, regional_administrator, territory):
    client.sign_in(regional_administrator)

    answer = client.post(NEW, {"kind": "municipality", "name": "Obec Lhota", "area": "Lhota"})

    assert answer.status_code == 422
    assert "může být víc míst. Napište jedno z nich" in text(answer)
    assert 'value="Obec Lhota"' in text(answer)
    assert client.post(NEW, {"kind": "municipality", "name": "Kraj", "area": "Ústecký kraj"}).status_code == 422


def test_link_fills_the_form_in_and_changes_nothing(client, regional_administrator, territory):
    client.sign_in(regional_administrator)
    query = f"?druh=provider&nazev=Pomoc&ico={ICO}&adresa=Dlouhá+1&uzemi=obec-562335&version=9&jine=1"

    answer = client.get(NEW + query)

    form = answer.context["form"]
    assert [form[name].value() for name in ("kind", "name", "ico", "address", "area")] == [
        "provider", "Pomoc", ICO, "Dlouhá 1", "Děčín",
    ]  # fmt: skip
    assert client.get(f"{NEW}?uzemi=obec-1").context["form"]["area"].value() == "obec-1"
    assert Organization.objects.count() == 1


def test_head_edits_contacts_by_the_form_and_smuggles_nothing_else(client):
    own = provider()
    client.sign_in(member("Hana Hlavní", Role.PROVIDER_ADMINISTRATOR, own).user)
    address = f"/organizace/{own.pk}/upravit/"

    assert list(client.get(address).context["form"].fields) == ["address", "email", "phone", "version"]
    client.post(address, {"phone": "416 000 000", "version": 1, "ico": OTHER_ICO, "name": "Jinak", "kind": "region"})

    own.refresh_from_db()
    assert (own.phone, own.ico, own.name, own.kind) == ("416 000 000", ICO, "Pomoc blízko (ukázka)", "provider")


def test_late_edit_says_what_is_stored_and_keeps_what_was_typed(client, regional_administrator, territory):
    own = provider(area=Area.objects.get(level="obec", code="562335"))
    client.sign_in(regional_administrator)
    change_organization(own, {"address": "Nová 1"}, version=1, actor=JOB)
    sent = {"name": own.name, "ico": ICO, "area": "Děčín", "address": "Jiná 2", "version": 1}

    late = client.post(f"/organizace/{own.pk}/upravit/", sent)
    saved = client.post(f"/organizace/{own.pk}/upravit/", sent | {"version": 2})

    assert (late.status_code, saved.status_code) == (422, 302)
    assert "Teď je uloženo „Nová 1“." in text(late)
    assert 'value="Jiná 2"' in text(late)


def test_closing_by_the_page_wants_consent_and_opens_again(client, regional_administrator):
    own = provider()
    member("Hana Hlavní", Role.PROVIDER_ADMINISTRATOR, own)
    client.sign_in(regional_administrator)
    address = f"/organizace/{own.pk}/uzavrit/"

    assert "Platnou roli tu má 1 člověk." in text(client.get(address))
    assert client.post(address, {"version": 1}).status_code == 422
    assert client.post(address, {"version": 1, "end_people": "on"}).url == f"/organizace/{own.pk}/"
    own.refresh_from_db()
    assert "uzavřená" in text(client.get(f"/organizace/{own.pk}/"))
    client.post(address, {"version": own.version, "reopen": "1"})

    own.refresh_from_db()
    assert own.closed_on is None


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count(client, regional_administrator, django_assert_num_queries, count):
    for number in range(count):
        create_organization(kind="court", name=f"Soud {number}", area=AreaFactory(), actor=JOB)
    client.sign_in(regional_administrator)
    client.get(LIST)

    with django_assert_num_queries(5):
        client.get(LIST)


@pytest.mark.parametrize("count", [1, 3])
def test_page_query_count(client, regional_administrator, django_assert_num_queries, count):
    town = create_organization(kind="municipality", name="Město", area=AreaFactory(), actor=JOB)
    for number in range(count):
        create_organization(kind="ospod", name=f"OSPOD {number}", area=AreaFactory(), parent=town, actor=JOB)
        town.branches.create(name=f"Pracoviště {number}", area=AreaFactory())
        town.branches.create(name=f"Zrušené {number}", closed_on=date(2026, 1, 1))
    client.sign_in(regional_administrator)
    client.get(f"/organizace/{town.pk}/")

    with django_assert_num_queries(6):
        client.get(f"/organizace/{town.pk}/")
