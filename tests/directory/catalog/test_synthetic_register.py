"""The synthetic register: official shape and size, the same bytes for the same arguments, nothing of the real one."""

import gzip
import json

import pytest
from django.core.management import CommandError, call_command

from opora.directory.catalog.imports.parsing import parse_item
from opora.directory.catalog.imports.synthetic import KINDS
from tests.directory.catalog.register_files import run


def made(path, **options):
    call_command("make_register", str(path), services=120, facilities=340, verbosity=0, **options)
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return json.loads(data)["polozky"]


def test_it_holds_as_many_services_and_facilities_as_asked(tmp_path):
    items = made(tmp_path / "register.json")

    assert len({item["identifikator"] for item in items}) == 120
    assert sum(len(item["zarizeni"]) for item in items) == 340
    assert {item["druhSocialniSluzby"]["id"].removeprefix("DruhSocialniSluzby/") for item in items} <= set(KINDS)


def test_the_same_seed_makes_the_same_file_and_another_one_another(tmp_path):
    first, packed, other = made(tmp_path / "a.json"), made(tmp_path / "b.json.gz"), made(tmp_path / "c.json", seed=2)

    assert first == packed
    assert first != other


def test_one_service_takes_as_many_bytes_as_in_the_official_file(tmp_path):
    made(tmp_path / "register.json")

    assert 13_000 < (tmp_path / "register.json").stat().st_size / 120 < 16_500  # 99 MB / 6,733 = 14,700


def test_every_name_is_plainly_synthetic(tmp_path):
    items = made(tmp_path / "register.json")

    names = [facility["nazev"] for item in items for facility in item["zarizeni"]]
    assert all(name.startswith("Zkušební ") for name in names)
    assert all(item["poskytovatel"]["nazev"].startswith("Zkušební ") for item in items)
    assert all(item["poskytovatel"]["ico"].startswith("5") for item in items)  # numbers nobody has


def test_every_item_reads_without_rejection_or_warning(tmp_path):
    for number, item in enumerate(made(tmp_path / "register.json")):
        assert parse_item(item, f"/polozky/{number}").warnings == []


@pytest.mark.django_db
def test_it_imports_whole_and_the_second_time_changes_nothing(tmp_path, territory):
    made(tmp_path / "register.json")
    code, first = run(tmp_path / "register.json")
    _code, second = run(tmp_path / "register.json")

    assert (code, first["added"], first["rejected"]) == (0, 120, [])
    assert (second["added"], second["changed"], second["unchanged"]) == (0, 0, 120)


def test_impossible_numbers_are_refused_in_czech(tmp_path):
    with pytest.raises(CommandError, match="zařízení aspoň tolik"):
        call_command("make_register", str(tmp_path / "register.json"), services=5, facilities=4)
