"""Loading of code lists."""

import json
import shutil

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from opora.directory.catalog.codebook import codebook
from opora.directory.catalog.models import (
    AgeGroup,
    BasicActivity,
    CapacityUnit,
    KindPage,
    OtherKind,
    ServiceForm,
    ServiceKind,
    TargetGroup,
)
from opora.directory.catalog.operations.codelists import DATA, load_codelists
from opora.foundation.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_code_lists_are_loaded_once_and_the_second_run_changes_nothing(job):
    load_codelists(actor=job)
    before = list(ServiceKind.objects.values())

    report = load_codelists(actor=job)

    assert report.nothing_changed
    assert list(ServiceKind.objects.values()) == before
    assert AuditEvent.objects.filter(action="catalog.codelists_loaded").count() == 1
    assert min(model.objects.count() for model in (TargetGroup, BasicActivity, AgeGroup)) >= 7
    assert set(ServiceForm.objects.values_list("code", flat=True)) == {"amb", "ter", "pob"}
    assert CapacityUnit.objects.count() == 5
    assert set(KindPage.objects.values_list("kind_code", flat=True)) == set(codebook().kinds)


def test_what_usually_hides_is_marked_and_unverified_codes_are_not_verified(job):
    load_codelists(actor=job)

    hiding = set(ServiceKind.objects.filter(hides_address=True).values_list("code", flat=True))
    assert hiding == {"20", "23", "34"}
    assert set(TargetGroup.objects.filter(hides_address=True).values_list("code", flat=True)) == {"3", "4", "5"}
    assert not ServiceKind.objects.get(code="35").verified


def test_a_changed_file_changes_adds_and_removes_rows(tmp_path, job):
    load_codelists(actor=job)
    folder = shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("*.gz"))
    groups = json.loads((folder / "target_groups.json").read_text())
    removed, changed = groups.pop(), groups[0]
    changed["plain_name"] = "jinak řečeno"
    groups.append({**changed, "code": "999", "name": "nová skupina"})
    (folder / "target_groups.json").write_text(json.dumps(groups))

    report = load_codelists(actor=job, folder=folder)

    assert (report.added, report.changed, report.removed) == (1, 1, 1)
    assert TargetGroup.objects.get(code=changed["code"]).version == 2
    assert not TargetGroup.objects.filter(code=removed["code"]).exists()


PAGE = {
    "kind_code": "4", "what": "a", "for_whom": "b", "activities": ["c"], "price": "d", "start": "e",
    "differences": [{"kind": "3", "text": "f"}], "easy_to_read": ["g"], "source": "h",
    "verified": False, "checked_on": None,
}  # fmt: skip


def test_a_page_of_a_kind_is_added_changed_and_removed_with_its_file(tmp_path, job):
    folder = shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("*.gz", "kind_pages"))
    load_codelists(actor=job, folder=folder)
    (folder / "kind_pages").mkdir()
    file = folder / "kind_pages" / "pecovatelska-sluzba.json"

    file.write_text(json.dumps(PAGE))
    assert load_codelists(actor=job, folder=folder).added == 1
    assert codebook().kind_pages["4"].what == "a"
    assert load_codelists(actor=job, folder=folder).nothing_changed
    file.write_text(json.dumps({**PAGE, "what": "jinak", "verified": True, "checked_on": "2026-11-01"}))
    assert load_codelists(actor=job, folder=folder).changed == 1
    assert codebook().kind_pages["4"].what == "jinak"
    file.unlink()
    assert load_codelists(actor=job, folder=folder).removed == 1
    assert codebook().kind_pages == {}
    assert not KindPage.objects.exists()


def test_kinds_of_unregistered_help_have_names_in_the_codebook(job):
    load_codelists(actor=job)

    club = OtherKind.objects.get(code="o-klub")
    book = codebook()
    assert (book.kind_name("o-klub"), book.kind_plain_name("o-klub")) == (club.name, club.plain_name)
    assert book.kind_name("4") == "pečovatelská služba"
    assert (book.kind_name("999"), book.kind_plain_name("999"), book.kind("999")) == ("999", "", None)
    OtherKind.objects.filter(code="o-klub").delete()
    assert codebook().kind("o-klub") is None


def test_the_public_may_not_load_code_lists(public):
    with pytest.raises(PermissionDenied):
        load_codelists(actor=public)


def test_the_command_says_what_it_did(capsys):
    call_command("load_codelists")

    assert "změněno 0, odebráno 0" in capsys.readouterr().out
