"""Data files of the catalogue hold together and betray nothing."""

import csv
import gzip
import json
from collections import Counter
from pathlib import Path

from django.utils.text import slugify

from opora.foundation.core.text import fold

DATA = Path("opora/directory/catalog/data")
HIDDEN_KINDS = {"20", "23", "34"}
HIDDEN_GROUPS = {"3", "4", "5"}
CUT_FROM_SECRET_ADDRESSES = (
    "obec", "obecNazev", "castObce", "psc", "ulice", "cisloDomovni", "cisloOrientacni", "dodatekAdresy",
    "kodAdresnihoMista",
)  # fmt: skip


def read(name: str):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def register() -> list[dict]:
    with gzip.open(DATA / "register-ustecky.json.gz", "rt", encoding="utf-8") as lines:
        return json.load(lines)["polozky"]


def code(reference: dict) -> str:
    return reference["id"].split("/")[1]


def is_hidden(item: dict) -> bool:
    groups = {code(row["cilovaSkupina"]) for row in item["ciloveSkupiny"]}
    return code(item["druhSocialniSluzby"]) in HIDDEN_KINDS or bool(groups & HIDDEN_GROUPS)


def test_there_are_34_kinds_with_known_forms_and_activities():
    kinds = read("service_kinds.json")
    letters = {activity["letter"] for activity in read("basic_activities.json")}
    forms = {form["code"] for form in read("code_lists.json")["forms"]}
    assert len({kind["code"] for kind in kinds}) == len(kinds) == 34
    for kind in kinds:
        assert set(kind["activities"]) <= letters, kind["code"]
        assert set(kind["forms"]) | set(kind["secondary_forms"]) <= forms, kind["code"]
        assert "g" in kind["activities"], "základní poradenství belongs to every kind"


def test_every_kind_has_its_own_name_in_addresses():
    kinds = read("service_kinds.json")
    assert [kind["slug"] for kind in kinds] == [slugify(kind["singular"]) for kind in kinds]
    assert len({kind["slug"] for kind in kinds}) == len(kinds)
    assert max(len(kind["slug"]) for kind in kinds) <= 80


def test_only_kinds_with_a_source_are_said_to_be_anonymous():
    """§ 62 odst. 1 a § 69 odst. 2; elsewhere only the provider knows."""
    assert {
        kind["code"]: kind["anonymous"] for kind in read("service_kinds.json") if kind["anonymous"] is not None
    } == {
        "25": True,
        "32": True,
    }


def test_only_kinds_free_by_law_without_exception_are_said_to_be_free():
    """§ 72; aftercare, workshops and rehabilitation are free except for meals or lodging, which their pages tell."""
    free = {kind["code"] for kind in read("service_kinds.json") if kind["free_of_charge"]}
    assert free == {"1", "17", "18", "19", "22", "23", "25", "28", "29", "32", "34"}


def test_forms_agree_with_the_counts_of_the_ministry():
    """19 kinds ambulatory (4 only so), 19 in the field (5 only so), 4 in all forms; the newest kind not counted."""
    kinds = [kind for kind in read("service_kinds.json") if kind["verified"] or kind["code"] != "35"]
    forms = [frozenset(kind["forms"] + kind["secondary_forms"]) for kind in kinds]
    assert (sum("amb" in each for each in forms), forms.count(frozenset({"amb"}))) == (19, 4)
    assert (sum("ter" in each for each in forms), forms.count(frozenset({"ter"}))) == (19, 5)
    assert sum(len(each) == 3 for each in forms) == 4


def test_lay_words_are_short_specific_and_not_repeated():
    shared: Counter[str] = Counter()
    for row in read("service_kinds.json"):
        folded = [fold(word) for word in row["lay_words"]]
        assert 40 <= len(folded) <= 80, row["code"]
        assert len(set(folded)) == len(folded), row["code"]
        assert max(map(len, folded)) <= 60, row["code"]
        shared.update(folded)
    assert max(shared.values()) <= 4


def test_every_audience_situation_and_trial_query_points_to_known_codes():
    kinds = {kind["code"] for kind in read("service_kinds.json")}
    groups = {group["code"]: group["audience"] for group in read("target_groups.json")}
    audiences = {row["slug"]: set(row["target_groups"]) for row in read("audiences.json")}
    assert set().union(*audiences.values()) == set(groups)
    assert all(group in audiences[audience] for group, audience in groups.items())
    for row in read("situations.json") + read("queries-dev.json"):
        assert set(row["kinds"]) <= kinds, row["q"]
        assert row.get("audience", "seniori") in audiences, row["q"]


def test_wordings_of_situations_and_related_kinds_point_to_known_codes():
    kinds = {kind["code"] for kind in read("service_kinds.json")}
    wordings = [fold(word) for row in read("phrases.json") for word in row["words"]]
    for row in read("phrases.json"):
        assert set(row["kinds"]) <= kinds, row["words"][0]
        assert max(row["kinds"].values()) == 1, row["words"][0]
        assert min(row["kinds"].values()) > 0, row["words"][0]
    assert max(map(len, wordings)) <= 60
    for code, others in read("related_kinds.json")["kinds"].items():
        assert {code, *others} <= kinds
        assert code not in others


def test_shipped_register_has_no_persons_tax_numbers_or_secret_addresses():
    with gzip.open(DATA / "register-ustecky-coordinates.csv.gz", "rt", encoding="utf-8") as lines:
        located = {row["identifikator"] for row in csv.DictReader(lines)}
    items = register()
    assert len({item["identifikator"] for item in items}) == len(items) == 633
    for item in items:
        assert not {"dic", "statutarniOrgany"} & set(item["poskytovatel"])
        if is_hidden(item):
            assert item["identifikator"] not in located
            addresses = [facility["adresa"] for facility in item["zarizeni"] if facility["adresa"]]
            assert not any(address[key] for address in addresses for key in CUT_FROM_SECRET_ADDRESSES)


def test_provider_with_secret_services_alone_has_no_seat_finer_than_okres():
    """The dump gives the seat as the facility, so the seat would betray the place."""
    by_provider: dict[str, list[dict]] = {}
    for item in register():
        by_provider.setdefault(item["poskytovatel"]["ico"], []).append(item)
    secret = [items for items in by_provider.values() if all(map(is_hidden, items))]
    assert secret
    for address in (items[0]["poskytovatel"]["adresa"] for items in secret):
        assert not address or not any(address[key] for key in CUT_FROM_SECRET_ADDRESSES)


def test_sample_provider_is_marked_and_nobody_can_be_called():
    items = read("sample-provider.json")["polozky"]
    providers = [item["poskytovatel"] for item in items]
    phones = [row["telefon"] for owner in items + providers for row in owner["telefony"]]
    mails = [row["email"] for owner in items + providers for row in owner["emaily"]]
    assert all("(ukázka)" in facility["nazev"] for item in items for facility in item["zarizeni"])
    assert all(phone.startswith("00000") for phone in phones)
    assert all(mail.endswith(".example") for mail in mails)
    assert {code(form["forma"]) for item in items for form in item["formy"]} == {"amb", "ter", "pob"}
    units = {code(row["typ"]) for item in items for form in item["formy"] for row in form["kapacity"]}
    assert units == {unit["code"] for unit in read("code_lists.json")["capacity_units"]}
