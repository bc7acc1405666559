"""The provider's record: what is public at once, what waits for the region, and what nobody may do."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from opora.directory.catalog.models import (
    ReachSuggestion,
    RecordProposal,
    SearchRow,
    Service,
    ServiceChange,
    ServiceRecord,
)
from opora.directory.catalog.operations.assignments import change_services
from opora.directory.catalog.operations.record import Saved, approve_proposal, withdraw_proposal
from opora.directory.catalog.operations.record_fields import choose_record_fields
from opora.directory.catalog.operations.search_words import rebuild_search_rows
from opora.directory.catalog.selectors.record import Shown, edited_record
from opora.directory.catalog.selectors.record_fields import CHOOSABLE, FIELDS, public_values
from opora.directory.organizations.enums import Role, Scope
from opora.foundation.audit import log
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError, StaleError
from tests.directory.catalog.factories import OkresFactory, ProviderFactory, ServiceFactory
from tests.directory.catalog.record_world import manager, proposed, provider, said_service, say, steward
from tests.directory.catalog.register_files import item, load, small_territory
from tests.directory.organizations.staff import acting, member, organization

pytestmark = pytest.mark.django_db
JOB = Actor.job("zkouška")


def sentences() -> list[str]:
    return [log.readable(event) for event in AuditEvent.objects.filter(action__startswith="catalog.").order_by("pk")]


def test_telephone_is_public_at_once_and_a_description_waits():
    service, head = said_service()

    saved = say(service, head, phone="112", description="Pomůžeme s úklidem.")

    assert saved == Saved(("phone",), ("description",))
    assert (public_values(service)["phone"], public_values(service)["description"]) == ("112", "")
    proposal = proposed(service)
    assert (proposal.before, proposal.values) == ({"description": ""}, {"description": "Pomůžeme s úklidem."})
    assert (proposal.proposed_by, proposal.organization_id) == (head.label, str(head.membership.organization_id))
    assert sentences() == [
        "Poskytovatel změnil údaje služby 1000001: telefon.",
        "Poskytovatel navrhl změnu údajů služby 1000001: co služba nabízí.",
    ]
    assert ServiceChange.objects.get().details == [
        {"field": "phone", "label": "telefon", "before": [], "after": ["112"]}
    ]


def test_the_same_values_again_change_nothing():
    service, head = said_service()
    shown = edited_record(service).shown
    say(service, head, phone="112", price="Zdarma.")
    before = (ServiceRecord.objects.get().version, proposed(service).version, AuditEvent.objects.count())

    assert say(service, head, shown) == Saved()  # a double click sends old versions too
    assert (ServiceRecord.objects.get().version, proposed(service).version, AuditEvent.objects.count()) == before


def test_a_second_edit_changes_what_waits_and_an_edit_back_takes_it_away():
    service, head = said_service()
    say(service, head, price="Zdarma.")
    say(service, head, price="50 Kč za hodinu.", documents="občanský průkaz")

    assert RecordProposal.objects.get().values == {"price": "50 Kč za hodinu.", "documents": "občanský průkaz"}
    assert say(service, head, price="", documents="") == Saved(taken_back=True)
    assert RecordProposal.objects.get().status == "withdrawn"


def test_what_waits_may_be_taken_back():
    service, head = said_service()
    say(service, head, price="Zdarma.")

    withdraw_proposal(proposed(service), version=1, actor=head)

    assert (proposed(service).status, public_values(service)["price"]) == ("withdrawn", "")
    with pytest.raises(OperationError, match="vzal zpět"):
        withdraw_proposal(proposed(service), version=2, actor=head)


def test_two_tabs_do_not_overwrite_each_other():
    service, head = said_service()
    shown = edited_record(service).shown
    say(service, head, phone="112")
    with pytest.raises(StaleError):
        say(service, head, shown, phone="155")

    shown = edited_record(service).shown
    say(service, head, price="Zdarma.")
    with pytest.raises(StaleError):
        say(service, head, shown, hours="po–pá 8–16")
    assert public_values(service)["hours"] == ""


def test_strangers_other_providers_and_the_region_may_not_edit():
    service, head = said_service()
    other = ServiceFactory(provider=ProviderFactory(ico="70856478"))

    for actor in (steward(), Actor.public(), manager_elsewhere()):
        with pytest.raises(PermissionDenied):
            say(service, actor, phone="112")
    with pytest.raises(PermissionDenied):
        say(other, head, phone="112")


def manager_elsewhere() -> Actor:
    return manager(organization("Jinde (ukázka)"), "Jiná Hlavní")


def test_a_manager_of_some_services_edits_only_those():
    service, head = said_service()
    other = ServiceFactory(provider=service.provider)
    some = member("Věra Vedoucí", Role.SERVICE_MANAGER, head.membership.organization, scope=Scope.SERVICES)
    change_services(some, add={service.pk}, actor=JOB)

    assert say(service, acting(some), phone="112").public == ("phone",)
    with pytest.raises(PermissionDenied):
        say(other, acting(some), phone="112")


def test_an_ended_service_keeps_its_record_and_takes_no_more():
    service, head = said_service()
    say(service, head, phone="112")
    Service.objects.update(ends_on=date(2020, 1, 1))
    service.refresh_from_db()

    with pytest.raises(OperationError, match="Služba skončila"):
        say(service, head, phone="155")
    assert public_values(service)["phone"] == "112"


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"pause_to": date(2026, 12, 1)}, "pause_from"),
        ({"pause_from": date(2026, 12, 14), "pause_to": date(2026, 12, 1)}, "pause_to"),
        ({"planned_end": date(2001, 1, 1)}, "planned_end"),
    ],
)
def test_days_must_stand_in_their_order(changes, wrong):
    service, head = said_service()

    with pytest.raises(ValidationError) as error:
        say(service, head, **changes)
    assert list(error.value.message_dict) == [wrong]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"description": "Najdete nás na adrese Nemocniční 54."}, "description"),
        ({"documents": "občanský průkaz\n405 02 Děčín"}, "documents"),
        ({"languages": ["ulice Nemocniční"]}, "languages"),
        ({"reach": ["obec-562335"]}, "reach"),
    ],
)
def test_a_secret_address_is_given_away_by_no_text(changes, wrong):
    service, head = said_service()
    Service.objects.update(hidden_address=True)
    service.refresh_from_db()

    with pytest.raises(ValidationError) as error:
        say(service, head, **changes)
    assert list(error.value.message_dict) == [wrong]
    assert say(service, head, description="Pomůžeme lidem z okresu Děčín.").waits == ("description",)


def test_the_region_chooses_what_waits_but_never_the_telephone():
    service, head = said_service()
    decides = steward()
    with pytest.raises(PermissionDenied):
        choose_record_fields(["price"], seen=CHOOSABLE, actor=head)
    for name in ("phone", "hours", "availability"):
        with pytest.raises(OperationError, match="nikdy nečekají"):
            choose_record_fields([name], seen=CHOOSABLE, actor=decides)

    choose_record_fields(["price"], seen=CHOOSABLE, actor=decides)
    choose_record_fields(["price"], seen=CHOOSABLE, actor=decides)  # the second click
    with pytest.raises(StaleError):
        choose_record_fields([], seen=CHOOSABLE, actor=decides)  # an old tab

    assert say(service, head, description="Uklidíme.", price="Zdarma.") == Saved(("description",), ("price",))
    assert sentences()[0] == "Na schválení kraje čekají změny údajů: kolik to stojí."
    assert len(sentences()) == 3


def test_reach_of_the_provider_is_searched_once_it_is_approved(tmp_path):
    small_territory()
    load(tmp_path, item(1), item(2))
    service = Service.objects.get(identifier="1000001")
    head, key = manager(provider(service)), f"okres-{OkresFactory().code}"
    say(service, head, reach=[key])
    assert key not in SearchRow.objects.get(service=service).reaches

    approve_proposal(proposed(service), shown=Shown(0, 1), actor=steward())
    load(tmp_path, item(1, emaily=[{"email": "a@b.example"}]), item(2))  # an import touches nothing of the layer
    rebuild_search_rows(actor=JOB)

    assert key in SearchRow.objects.get(service=service).reaches
    assert public_values(service)["reach"] == [key]
    say(service, head, reach=[])
    approve_proposal(proposed(service), shown=Shown(1, 1), actor=steward("Jiný Krajský"))
    assert (ReachSuggestion.objects.count(), key in SearchRow.objects.get(service=service).reaches) == (0, False)


def test_every_field_of_the_layer_has_a_value_without_a_record():
    service, _head = said_service()

    assert list(public_values(service)) == list(FIELDS)
    assert ServiceRecord.objects.count() == 0
