import pytest

from opora.foundation.audit import log
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor

pytestmark = pytest.mark.django_db


def test_event_keeps_who_what_and_on_what(regional_administrator):
    membership = regional_administrator.memberships.get()
    actor = Actor.for_user(regional_administrator, membership)

    event = log.record(
        "organizations.membership_granted", actor=actor, target=membership, role="data_steward", reach="celá organizace"
    )

    assert (event.actor_kind, event.actor_id, event.actor_label) == (
        "person",
        str(regional_administrator.pk),
        regional_administrator.full_name,
    )
    assert (event.target_type, event.target_id) == ("organizations.membership", str(membership.pk))
    assert log.readable(event) == "Přidělena role správce dat (celá organizace)."


def test_action_without_a_sentence_is_refused():
    with pytest.raises(LookupError, match=r"nothing\.happened"):
        log.record("nothing.happened", actor=Actor.job("zkouška"))

    assert AuditEvent.objects.count() == 0


def test_recorded_event_is_neither_changed_nor_deleted():
    event = log.record("accounts.created", actor=Actor.job("zkouška"))

    with pytest.raises(TypeError, match="never changed"):
        event.save()
    with pytest.raises(TypeError, match="never changed"):
        event.delete()
    with pytest.raises(TypeError, match="never changed"):
        AuditEvent.objects.update(action="accounts.gone")
    with pytest.raises(TypeError, match="never changed"):
        AuditEvent.objects.all().delete()


def test_value_the_event_lacks_reads_as_a_dash():
    event = AuditEvent(action="documents.stored", data={"purpose": "registr"})

    assert log.readable(event) == "Uložen soubor (registr, – bajtů)."
