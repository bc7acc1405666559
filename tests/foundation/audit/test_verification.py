import json
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from opora.foundation.audit import tasks
from opora.foundation.audit.models import AuditEvent, SealedBlock
from opora.foundation.audit.selectors.verification import last_check, verify
from tests.foundation.audit.sealing import change, put_in, recorded, seal, sql, take_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed():
    """Three blocks of two events."""
    events = []
    for _block in range(3):
        events += recorded(2)
        seal()
    return events


def test_untouched_record_is_sound(sealed):
    report = verify()

    assert (report.faults, report.warnings, report.blocks, report.records, report.waiting) == ([], [], 3, 6, 0)
    assert report.hashes == {"events": SealedBlock.objects.get(number=3).hash, "reads": ""}


def test_changed_record_is_named(sealed):
    change(sealed[3])

    assert verify().faults == [f"Změněný záznam: událost č. {sealed[3].pk} (blok 2)."]


def test_missing_record_is_named(sealed):
    take_out(sealed[0])
    take_out(sealed[5])

    assert verify().faults == [
        f"Chybí událost č. {sealed[0].pk} (blok 1).",
        f"Chybí událost č. {sealed[5].pk} (blok 3).",
    ]


def test_record_inserted_behind_the_seal_is_named(sealed):
    gap = recorded(1)[0]
    take_out(gap)
    recorded(1)
    seal()
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        put_in(gap.pk)

        assert verify().faults == [f"Vloženo za pečetí: událost č. {gap.pk}."]


def test_changed_block_is_named(sealed):
    sql("UPDATE audit_sealedblock SET count = 1 WHERE number = 2")

    assert verify().faults == ["Blok 2 (události): pečeť nesouhlasí, blok nebo klíč někdo změnil."]


def test_missing_block_is_named_and_its_records_as_inserted(sealed):
    sql("DELETE FROM audit_sealedblock WHERE number = 2")

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert verify().faults == [
            "Chybí blok 2 (události).",
            f"Vloženo za pečetí: událost č. {sealed[2].pk}.",
            f"Vloženo za pečetí: událost č. {sealed[3].pk}.",
        ]


def test_blocks_in_another_order_break_the_chain(sealed):
    sql("UPDATE audit_sealedblock SET number = 9 WHERE number = 2")
    sql("UPDATE audit_sealedblock SET number = 2 WHERE number = 3")
    sql("UPDATE audit_sealedblock SET number = 3 WHERE number = 9")

    assert "Blok 2 (události) nenavazuje na předchozí: řetěz někdo přerušil." in verify().faults


def test_cut_end_is_seen_by_a_hash_kept_elsewhere(sealed):
    kept = SealedBlock.objects.get(number=3).hash
    assert verify(expected=kept).faults == []
    sql("DELETE FROM audit_sealedblock WHERE number = 3")
    seal()  # the records are sealed again, after somebody changed them

    assert verify().faults == []
    assert verify(expected=kept).faults == [f"Otisk {kept} v záznamu není: konec řetězu někdo odřízl nebo přepsal."]


def test_cut_end_is_seen_by_the_hash_of_the_last_check(sealed):
    kept = SealedBlock.objects.get(number=3).hash
    tasks.verify_seals.func()
    sql("DELETE FROM audit_sealedblock WHERE number = 3")

    assert verify().faults == [f"Otisk {kept} v záznamu není: konec řetězu někdo odřízl nebo přepsal."]


def test_other_key_breaks_every_block(sealed, settings):
    settings.AUDIT_KEY = "jiný klíč"

    assert len(verify().faults) == 3


def test_only_blocks_since_a_day_are_checked(sealed):
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        recorded(1)
        seal()
        change(sealed[0])
        report = verify(timezone.now() - timedelta(days=1))

    assert (report.faults, report.blocks, report.records) == ([], 1, 1)


def test_record_waiting_for_its_seal_over_ten_minutes_is_a_warning():
    recorded(2)
    assert (verify().waiting, verify().warnings) == (2, [])

    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        report = verify()

    assert report.warnings == ["Na pečeť čeká přes 10 minut (události: 2). Běží plánovač a pracovník na pozadí?"]
    assert report.sound


def test_command_says_what_it_checked_and_the_last_hashes(sealed, capsys):
    call_command("verify_audit")

    last = SealedBlock.objects.get(number=3).hash
    assert capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ").splitlines() == [
        "Ověřeno: 3 bloky, 6 záznamů.",
        "Na pečeť čeká: 0 záznamů.",
        "Vše souhlasí.",
        f"Poslední otisk (události): {last}",
        "Poslední otisk (nahlédnutí): zatím žádný",
    ]


def test_command_fails_when_something_does_not_fit(sealed, capsys):
    change(sealed[1])

    with pytest.raises(CommandError, match=r"Záznam není v pořádku: 1\sz"):
        call_command("verify_audit", "--json")

    assert json.loads(capsys.readouterr().out)["faults"] == [f"Změněný záznam: událost č. {sealed[1].pk} (blok 1)."]


def test_check_of_the_whole_record_is_recorded_as_the_nightly_one(sealed):
    call_command("verify_audit", "--since", "2026-01-01")
    with pytest.raises(CommandError):
        call_command("verify_audit", "--expect", "překlep")
    assert last_check() is None

    call_command("verify_audit", "--expect", SealedBlock.objects.get(number=3).hash)
    assert (last_check().action, last_check().data["blocks"]) == ("audit.verified", 3)
    change(sealed[1])
    with pytest.raises(CommandError):
        call_command("verify_audit")
    assert (last_check().action, last_check().data["faults"]) == ("audit.broken", 1)


def test_command_refuses_what_is_no_day():
    with pytest.raises(CommandError, match="RRRR-MM-DD"):
        call_command("verify_audit", "--since", "včera")


def test_nightly_check_records_how_it_ended(sealed):
    assert tasks.verify_seals.func() is True
    seal()
    change(sealed[0])
    assert tasks.verify_seals.func() is False

    good, bad = AuditEvent.objects.filter(action__startswith="audit.").order_by("pk")
    assert (good.action, good.data["blocks"], good.data["records"]) == ("audit.verified", 3, 6)
    assert (bad.action, bad.data["faults"], bad.data["first"]) == (
        "audit.broken",
        1,
        f"Změněný záznam: událost č. {sealed[0].pk} (blok 1).",
    )
