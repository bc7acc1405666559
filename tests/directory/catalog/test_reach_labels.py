"""Texts labelled by hand: how much of what people read in them the reader finds, and how much it makes up."""

import json
from datetime import date
from pathlib import Path

import pytest

from opora.directory.catalog.selectors.reach_gazetteer import Gazetteer, places
from opora.directory.catalog.selectors.reach_texts import ReachReader
from tests.fixtures_territory import whole_files

HERE = Path(__file__).parent
LABELLED_ON = date(2026, 4, 1)  # the day of the register the texts come from
AXES = ("latitude", "longitude")
PRECISION, RECALL = 0.95, 0.85


@pytest.fixture(scope="module")
def names() -> Gazetteer:
    """Names of the whole state: a text may name any of them."""
    units = ("level", "code", "name", "kraj", "okres", "orp", "pou")
    return Gazetteer(
        places(
            (*(row[unit] for unit in units), *(float(row[axis]) if row[axis] else None for axis in AXES), row["status"])
            for row in whole_files().areas
        )
    )


@pytest.mark.parametrize("name", ["dev", "held_out", "elsewhere"])
def test_reader_finds_what_people_labelled(names, name):
    reader = ReachReader(LABELLED_ON, names)
    right = extra = missing = 0
    for item in json.loads((HERE / f"reach_texts_{name}.json").read_text(encoding="utf-8")):
        found, wanted = {reach.key for reach in reader.read([item["text"]], item["kraj"])}, set(item["keys"])
        right, extra, missing = right + len(found & wanted), extra + len(found - wanted), missing + len(wanted - found)

    precision, recall = right / (right + extra), right / (right + missing)
    print(f"{name}: precision {precision:.3f}, recall {recall:.3f} ({right} right, {extra} extra, {missing} missing)")
    assert precision >= PRECISION
    assert recall >= RECALL
