"""Two hundred questions in the words of many people find the kinds and services they ask for among the first twenty.

Questions of the set „tuned“ were looked at while words and rules were improved, those of „second“ were written with
them and kept aside, those of „fresh“ were written afterwards and measured once.
"""

import json
from pathlib import Path

import pytest

from opora.directory.catalog.models import Service
from opora.directory.catalog.selectors.search import SearchParams, search
from opora.directory.territory.selectors import resolve_place
from opora.foundation.core.actor import Actor

QUESTIONS = json.loads((Path(__file__).parent / "queries.json").read_text(encoding="utf-8"))
SETS = ("tuned", "second", "fresh")
LEAST_RECALL = 0.95
DONE_WHEN = "nekdo by dochazel k babicce varit"


def first_twenty(q: str, place: str = ""):
    """Hits of the first page."""
    area = resolve_place(place, "60").area if place else None
    return search(SearchParams(q=q, place=area), actor=Actor.public()).hits


def share(expected: set[str], found: set[str]) -> float:
    return len(expected & found) / len(expected)


def test_there_are_enough_questions_of_each_set():
    counts = {name: sum(row["set"] == name for row in QUESTIONS) for name in SETS}

    assert counts == {"tuned": 104, "second": 52, "fresh": 44}
    assert sum("services" in row for row in QUESTIONS) == 61


@pytest.mark.parametrize("name", SETS)
def test_kinds_and_services_are_among_the_first_twenty(catalog, name):
    registered = set(Service.objects.values_list("kind_code", flat=True))
    kinds, services = {}, {}
    for row in (row for row in QUESTIONS if row["set"] == name):
        hits = first_twenty(row["q"])
        if expected := set(row["kinds"]) & registered:
            kinds[row["q"]] = share(expected, {hit.service.kind_code for hit in hits})
        if "services" in row:
            services[row["q"]] = share(set(row["services"]), {hit.service.identifier for hit in hits})

    for found in (kinds, services):
        assert sum(found.values()) / len(found) >= LEAST_RECALL, [q for q, part in found.items() if part < 1]


def test_grandson_finds_help_with_cooking_for_his_grandmother(catalog):
    hits = first_twenty(DONE_WHEN, "Roudnice nad Labem")

    assert hits[0].service.kind_code == "4"
    assert {"3", "4"} <= {hit.service.kind_code for hit in hits}
    assert {"Pečovatelská služba OPORA", "Pečovatelská služba při FCH Rce n.L."} <= {hit.service.name for hit in hits}
    assert all(hit.where_text for hit in hits)


def test_page_says_the_kinds_and_the_reach_in_words(client, catalog):
    page = client.get("/sluzby/", {"q": DONE_WHEN, "kde": "Roudnice nad Labem"}).content.decode().replace("\xa0", " ")

    assert "Podle slov „dochazel“, „babicce“, „varit“" in page
    assert "pečovatelská služba (pečovatelka, která dochází domů)" in page
    assert "osobní asistence (asistent, který je s vámi)" in page
    assert "poskytovatel sídlí v obci Roudnice nad Labem" in page
