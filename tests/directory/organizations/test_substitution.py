"""A role handed to a colleague for a time: the same reach, an end, never passed on."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from opora.directory.organizations.models import Branch, Membership
from opora.directory.organizations.operations.memberships import Reach, change_membership, end_membership
from opora.directory.organizations.operations.substitutions import substitute
from opora.directory.organizations.selectors.memberships import state_of, with_parts
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.dates import today
from opora.foundation.core.errors import OperationError
from tests.directory.organizations.staff import acting, member, organization
from tests.support.people import person

pytestmark = pytest.mark.django_db


def day(number: int):
    return today() + timedelta(days=number)


@pytest.fixture
def head():
    return member("Hana Správcová", "provider_administrator")


@pytest.fixture
def worker():
    return member("Karel Sociální")


@pytest.fixture
def colleague():
    return member("Lenka Ukázková", "care_worker")


def handed(original, colleague, actor=None, first=0, last=10):
    return substitute(
        original, colleague.user, valid_from=day(first), valid_to=day(last), actor=actor or acting(original)
    )


def test_colleague_gets_the_same_reach_for_those_days(worker, colleague):
    branch = Branch.objects.create(organization=worker.organization, name="Teplice")
    Membership.objects.filter(pk=worker.pk).update(scope="branch", branch=branch)

    made = handed(worker, colleague)

    assert (made.role, made.scope, made.branch, made.substitute_for) == ("social_worker", "branch", branch, worker)
    assert list(Membership.objects.in_force().filter(user=colleague.user).order_by("pk")) == [colleague, made]
    data = {"role": "social_worker", "membership": worker.pk}
    assert [(event.action, event.data) for event in AuditEvent.objects.all()] == [
        ("organizations.substitution_made", data)
    ]


@pytest.mark.parametrize(
    ("first", "last", "field"), [(-1, 5, "valid_from"), (5, 4, "valid_to"), (0, 92, "valid_to"), (0, 41, "valid_to")]
)
def test_days_that_do_not_fit_are_refused_at_their_field(worker, colleague, first, last, field):
    if last == 41:
        Membership.objects.filter(pk=worker.pk).update(valid_to=day(40))

    with pytest.raises(ValidationError) as refusal:
        handed(worker, colleague, first=first, last=last)

    assert list(refusal.value.message_dict) == [field]


def test_ninety_two_days_are_the_longest(worker, colleague):
    assert handed(worker, colleague, last=91).valid_to == day(91)


def test_only_a_working_colleague_of_the_organization_stands_in(worker, head):
    elsewhere = member("Cizí Pracovník", "social_worker", organization("Jiný poskytovatel (ukázka)"))
    blocked = member("Blokovaná Ukázková")
    blocked.user.is_active = False
    blocked.user.save()

    for other in (elsewhere, blocked, worker):
        with pytest.raises(OperationError):
            handed(worker, other)
    with pytest.raises(OperationError, match="sami sobě"):
        handed(worker, head, actor=acting(head))


def test_head_hands_over_for_somebody_who_cannot(worker, colleague, head):
    assert handed(worker, colleague, actor=acting(head)).user == colleague.user


def test_nobody_hands_over_a_colleagues_role_or_one_not_acted_in(worker, colleague):
    other = member("Karel Sociální", "public_relations")

    with pytest.raises(PermissionDenied):
        handed(colleague, worker, actor=acting(worker))
    with pytest.raises(PermissionDenied):
        handed(other, colleague, actor=acting(worker))


def test_substitution_is_not_passed_on_nor_changed(worker, colleague, head):
    made = handed(worker, colleague)

    with pytest.raises(PermissionDenied):
        handed(made, head, actor=acting(made))
    with pytest.raises(OperationError, match="Zástup se nemění"):
        change_membership(made, reach=Reach(), version=1, actor=acting(head))


def test_second_click_makes_no_second_substitution(worker, colleague):
    handed(worker, colleague)

    with pytest.raises(OperationError, match="zástup na tyto dny už je zapsaný"):
        handed(worker, colleague, first=10, last=12)


def test_substitution_gives_nothing_once_the_original_ends(worker, colleague, head):
    made = handed(worker, colleague)

    end_membership(worker, actor=acting(head))

    made.refresh_from_db()
    assert (made.ended_at is not None, list(colleague.user.memberships.in_force())) == (True, [colleague])


def test_substitution_gives_nothing_while_the_owner_is_blocked(worker, colleague):
    handed(worker, colleague)
    worker.user.is_active = False
    worker.user.save()

    assert list(colleague.user.memberships.in_force()) == [colleague]


def test_narrowed_original_narrows_the_substitution(worker, colleague, head):
    made = handed(worker, colleague)

    change_membership(worker, reach=Reach(scope="own", valid_to=day(3)), version=1, actor=acting(head))

    made.refresh_from_db()
    assert (made.scope, made.valid_to) == ("own", day(3))


@pytest.mark.parametrize("side", ["owner", "substitute", "head"])
def test_either_side_and_the_head_end_it_early(client, worker, colleague, head, side):
    made = handed(worker, colleague)
    client.sign_in(colleague.user)
    actor = {"owner": worker, "substitute": colleague, "head": head}[side]

    assert end_membership(made, actor=acting(actor)) == 1
    assert end_membership(made, actor=acting(actor)) == 0
    assert client.get("/ucet/role/").status_code == 200  # the own role of the colleague goes on


def test_pages_of_both_sides(client, worker, colleague):
    client.sign_in(worker.user)
    address = f"/ucet/zastup/{worker.pk}/"
    sent = {"user": colleague.user.pk, "valid_from": day(0).isoformat(), "valid_to": day(200).isoformat()}
    refused = client.post(address, sent)
    assert (refused.status_code, "nejvýš 92 dní" in refused.content.decode()) == (422, True)

    client.post(address, sent | {"valid_to": day(5).isoformat()})

    made = Membership.objects.get(substitute_for=worker)
    assert "Lenka Ukázková" in client.get(address).content.decode()
    client.sign_in(colleague.user)
    assert "(zástup: Karel Sociální)" in client.get("/ucet/role/").content.decode()
    assert client.post(f"/ucet/zastup/{made.pk}/ukoncit/").status_code == 302
    made.refresh_from_db()
    assert made.ended_at is not None


def test_namesakes_are_told_apart(client, worker, colleague):
    namesake = person("Lenka Ukázková", "lenka2@opora.example")
    Membership.objects.create(user=namesake, organization=worker.organization, role="public_relations")

    page = client.sign_in(worker.user).get(f"/ucet/zastup/{worker.pk}/")

    assert [label for _value, label in page.context["form"].fields["user"].choices] == [
        "vyberte kolegu",
        f"Lenka Ukázková – {colleague.get_role_display()} ({colleague.user.email})",
        "Lenka Ukázková – pracovník pro styk s veřejností (lenka2@opora.example)",
    ]


def test_page_asks_to_switch_into_the_role_first(client, worker, colleague):
    other = member("Karel Sociální", "public_relations")
    client.sign_in(worker.user)

    answer = client.get(f"/ucet/zastup/{other.pk}/")

    assert answer["Location"] == f"/ucet/role/?next=/ucet/zastup/{other.pk}/"
    assert client.get(f"/ucet/zastup/{colleague.pk}/").status_code == 403


def test_who_left_stands_in_for_nobody(worker, colleague, head):
    made = handed(worker, colleague)

    end_membership(colleague, actor=acting(head))

    assert list(Membership.objects.in_force().filter(user=colleague.user)) == []
    made.refresh_from_db()
    assert made.ended_at is not None


def test_who_stands_in_does_so_no_longer_than_their_own_role_lasts(worker, colleague, head):
    made = handed(worker, colleague)
    Membership.objects.filter(pk=colleague.pk).update(valid_to=day(3))

    assert state_of(with_parts(Membership.objects.all()).get(pk=made.pk)) == "platí"
    with time_machine.travel(timezone.now() + timedelta(days=4), tick=False):
        resting = with_parts(Membership.objects.all()).get(pk=made.pk)
        assert (resting.holds, state_of(resting)) == (False, "neplatí, chybí vlastní role")


def test_region_that_finds_a_substitute_for_a_head_learns_of_no_other_colleagues(
    client, head, worker, colleague, regional_administrator
):
    client.sign_in(regional_administrator)
    address = f"/ucet/zastup/{head.pk}/"
    sent = {"user": worker.user.pk, "valid_from": day(0).isoformat(), "valid_to": day(1).isoformat()}

    page = client.get(address).text

    assert [name in page for name in ("Karel Sociální", "Lenka Ukázková")] == [False, False]
    assert client.post(address, sent).status_code == 422
    assert Membership.objects.filter(substitute_for=head).count() == 0
