"""Texts labelled by hand: how much of what people read in them the reader finds, and how much it makes up."""

import json
from datetime import date
from pathlib import Path

import pytest

from opora.directory.catalog.selectors.reach_texts import ReachReader
from tests.directory.catalog.reach_names import names_of_the_state

HERE = Path(__file__).parent
LABELLED_ON = date(2026, 4, 1)  # the day of the register the texts come from
PRECISION, RECALL = 0.95, 0.85


@pytest.mark.parametrize("name", ["dev", "held_out", "made_up"])
def test_reader_finds_what_people_labelled(name):
    reader = ReachReader(LABELLED_ON, names_of_the_state())
    right = extra = missing = 0
    for item in json.loads((HERE / f"reach_texts_{name}.json").read_text(encoding="utf-8")):
        found, wanted = {reach.key for reach in reader.read([item["text"]], item["kraj"])}, set(item["keys"])
        right, extra, missing = right + len(found & wanted), extra + len(found - wanted), missing + len(wanted - found)

    precision, recall = right / (right + extra), right / (right + missing)
    figures = (
        f"{name}: precision {precision:.3f}, recall {recall:.3f} ({right} right, {extra} extra, {missing} missing)"
    )
    print(figures)  # noqa: T201  (shown by -s; these are the figures of the note)
    assert (precision >= PRECISION, recall >= RECALL) == (True, True), figures
