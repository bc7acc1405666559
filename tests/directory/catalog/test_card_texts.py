"""Addresses and opening times in the words of people."""

from datetime import date

import pytest

from opora.directory.catalog.models import Facility
from opora.directory.catalog.selectors.addresses import address_text
from opora.directory.catalog.selectors.schedules import ScheduleLine, schedule_lines
from opora.directory.catalog.templatetags.catalog import law, register_source

WEEKDAYS = [{"day": str(day), "from": "07:00", "to": "20:00", "note": ""} for day in range(1, 6)]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (
            {"street": "Nemocniční", "house_number": "2272", "orientation_number": "54", "postal_code": "35201",
             "obec_name": "Aš", "part_name": "Aš"},
            "Nemocniční 2272/54, 352 01 Aš",
        ),
        (
            {"house_number": "26", "postal_code": "40302", "obec_name": "Ústí nad Labem", "part_name": "Církvice"},
            "č. p. 26, 403 02 Ústí nad Labem – Církvice",
        ),
        (
            {"house_number": "12", "house_number_kind": "2", "postal_code": "40711", "obec_name": "Ludvíkovice"},
            "č. ev. 12, 407 11 Ludvíkovice",
        ),
        (
            {"street": "Štefánikova", "house_number": "246", "orientation_number": "1", "postal_code": "40001",
             "obec_name": "Ústí nad Labem", "part_name": "Klíše"},
            "Štefánikova 246/1, Klíše, 400 01 Ústí nad Labem",
        ),
        (
            {"street": "Ukázková", "house_number": "14", "addition": "vchod ze dvora", "postal_code": "40502",
             "obec_name": "Děčín"},
            "Ukázková 14 (vchod ze dvora), 405 02 Děčín",
        ),
        ({"postal_code": "1234", "obec_name": "Děčín"}, "1234 Děčín"),
        ({"obec_code": "562335"}, "Děčín"),
        ({}, ""),
    ],
)  # fmt: skip
def test_address_is_written_the_czech_way(parts, expected):
    known = "Děčín" if "obec_code" in parts else ""

    assert address_text(Facility(**parts), known).replace("\N{NO-BREAK SPACE}", " ") == expected


def test_days_with_the_same_hours_are_joined():
    weekend = [{"day": day, "from": "08:00", "to": "18:00", "note": "jen nutná péče"} for day in ("7", "6")]

    assert schedule_lines(weekend + WEEKDAYS) == (
        ScheduleLine("pondělí až pátek", "od 7:00 do 20:00", ""),
        ScheduleLine("sobota a neděle", "od 8:00 do 18:00", "jen nutná péče"),
    )


def test_gap_in_the_week_and_a_break_at_noon_stay():
    times = [("1", "08:00", "12:00"), ("1", "13:00", "17:00"), ("3", "08:00", "12:00"), ("3", "13:00", "17:00")]

    lines = schedule_lines([{"day": day, "from": start, "to": end} for day, start, end in times])

    hours = "od 8:00 do 12:00 a od 13:00 do 17:00"
    assert lines == (ScheduleLine("pondělí", hours, ""), ScheduleLine("středa", hours, ""))


def test_unknown_day_and_missing_times_stay_as_they_came():
    assert schedule_lines([{"day": "svátky", "from": "", "to": "", "note": "po domluvě"}]) == (
        ScheduleLine("svátky", "", "po domluvě"),
    )


@pytest.mark.parametrize("nothing", [None, []])
def test_no_schedule_has_no_lines(nothing):
    assert schedule_lines(nothing) == ()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("registr.json", "Zdroj: registr.json, stav k 1. 4. 2026."),
        ("Registr, jaro 2026", "Zdroj: Registr, jaro 2026."),
        ("", ""),
    ],
)
def test_source_names_the_day_it_has(source, expected):
    assert register_source(source, date(2026, 4, 1)).replace("\N{NO-BREAK SPACE}", " ") == expected


def test_reference_to_law_is_never_broken_before_its_number():
    assert law("§ 37 odst. 3 zákona č. 108/2006 Sb.").replace("\N{NO-BREAK SPACE}", "~") == (
        "§~37 odst.~3 zákona č.~108/2006 Sb."
    )
