from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from opora.foundation.accounts.models import User
from opora.foundation.audit import log, operations, tasks
from opora.foundation.audit.models import AuditEvent, ReadEvent, SealedBlock
from opora.foundation.audit.selectors.seals import block_of, digest, unsealed
from opora.foundation.core.actor import Actor
from tests.foundation.audit.sealing import EVENTS, JOB, put_in, recorded, seal, take_out

pytestmark = pytest.mark.django_db
READS = SealedBlock.Stream.READS


def test_block_holds_what_waits_and_follows_the_one_before():
    first, second = recorded(2)
    one = seal()
    third = recorded(1)[0]
    two = seal()

    assert (one.number, one.records, one.count, one.previous_hash) == (1, f"{first.pk}-{second.pk}", 2, "")
    assert (two.number, two.records, two.count, two.previous_hash) == (2, str(third.pk), 1, one.hash)
    assert two.last_record == third.pk
    assert seal() is None  # no empty blocks


def test_block_is_not_larger_than_its_limit(monkeypatch):
    monkeypatch.setattr(operations, "LARGEST", 2)
    recorded(5)

    tasks.seal_records.func()

    assert list(SealedBlock.objects.values_list("number", "count")) == [(1, 2), (2, 2), (3, 1)]


def test_reads_have_a_chain_of_their_own():
    user = User.objects.create_user("jana@opora.example", "Jana Ukázková")
    recorded(1)
    read = log.record_read(user, actor=JOB)

    tasks.seal_records.func()

    assert list(SealedBlock.objects.values_list("stream", "number", "count")) == [("events", 1, 1), ("reads", 1, 1)]
    assert block_of(READS, read.pk).stream == READS
    assert list(unsealed(READS)) == []


def test_late_record_of_a_lower_number_is_sealed_later():
    first, second, third = recorded(3)
    take_out(second)
    seal()
    put_in(second.pk)

    late = seal()

    assert SealedBlock.objects.get(number=1).records == f"{first.pk},{third.pk}"
    assert (late.records, late.last_record) == (str(second.pk), third.pk)
    assert block_of(EVENTS, second.pk) == late
    assert block_of(EVENTS, third.pk).number == 1


def test_record_that_comes_a_day_behind_the_seal_is_never_sealed():
    _first, second, _third = recorded(3)
    take_out(second)
    seal()
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        fourth = recorded(1)[0]
        seal()
        put_in(second.pk)

        assert seal() is None
    assert block_of(EVENTS, second.pk) is None
    assert block_of(EVENTS, fourth.pk).number == 2


def test_second_process_with_the_same_number_leaves_the_chain_whole(monkeypatch):
    recorded(1)
    block = seal()
    recorded(1)
    monkeypatch.setattr(operations, "last_block", lambda _stream: None)  # it read before the first one wrote

    assert seal() is None
    assert list(SealedBlock.objects.all()) == [block]


def test_hash_of_a_record_covers_every_field_and_survives_new_empty_ones():
    recorded(1)
    row = AuditEvent.objects.values().get()

    assert {name for name in row if digest({**row, name: "jinak"}) == digest(row)} == set()
    assert digest({**row, "added_later": ""}) == digest(row)
    assert digest({**row, "at": row["at"].astimezone(timezone.get_default_timezone())}) == digest(row)


def test_hash_needs_the_key(settings):
    recorded(1)
    row = AuditEvent.objects.values().get()
    known = digest(row)

    settings.AUDIT_KEY = "jiný klíč"

    assert digest(row) != known


def test_nobody_but_a_job_seals():
    with pytest.raises(PermissionDenied):
        operations.seal_records(EVENTS, actor=Actor.public())


def test_sealing_costs_queries_that_do_not_grow_with_records(django_assert_num_queries):
    recorded(1)
    seal()
    recorded(1)
    with django_assert_num_queries(11):
        seal()
    recorded(30)
    with django_assert_num_queries(11):
        seal()


def test_record_costs_one_insert(django_assert_num_queries, regional_administrator):
    actor = Actor.for_user(regional_administrator, regional_administrator.memberships.get())

    with django_assert_num_queries(1):
        log.record("accounts.created", actor=actor, target=regional_administrator)
    with django_assert_num_queries(1):
        log.record_read(regional_administrator, actor=actor)


@pytest.mark.parametrize("model", [AuditEvent, ReadEvent, SealedBlock])
@pytest.mark.parametrize(
    "act",
    [
        lambda rows: rows.update(pk=1),
        lambda rows: rows.delete(),
        lambda rows: rows._raw_delete("default"),
        lambda rows: rows.bulk_update([], ["pk"]),
        lambda rows: rows.bulk_create([], update_conflicts=True, update_fields=["pk"], unique_fields=["pk"]),
        lambda rows: rows.model._base_manager.update(pk=1),
        lambda rows: rows.model._base_manager.all().delete(),
        lambda rows: rows.model(pk=1).save(),
        lambda rows: rows.model(pk=1).delete(),
        lambda rows: rows.model(pk=1).save_base(raw=True, force_update=True),
    ],
)
def test_what_was_recorded_is_neither_changed_nor_deleted(model, act):
    with pytest.raises(TypeError, match="never changed"):
        act(model.objects.all())
