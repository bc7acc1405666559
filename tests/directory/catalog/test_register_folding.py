"""Facilities written more than once: what is one is folded, what may be two stays two."""

from datetime import date

import pytest

from opora.directory.catalog.imports.folding import fold_facilities
from opora.directory.catalog.imports.records import AddressRecord, FacilityRecord
from opora.directory.catalog.models import Facility, Service
from tests.directory.catalog.register_files import facility, item, load, small_territory

HOUSE = AddressRecord(street="Zkušební", house_number="1", postal_code="40502", obec_code="562335")
OTHER = AddressRecord(street="Zkušební", house_number="3", postal_code="40502", obec_code="562335")


def place(name, starts=None, ends=None, address=HOUSE, secret=False):
    days = (date.fromisoformat(day) if day else None for day in (starts, ends))
    return FacilityRecord(name, *days, secret, address)


def folded(*facilities):
    """Name, from and to of what is left; the same whatever the order in the file."""
    found = [(f.name, str(f.starts_on or ""), str(f.ends_on or "")) for f in fold_facilities(facilities)]
    assert fold_facilities(reversed(facilities)) == fold_facilities(facilities)
    return found


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("Domov Ukázka", "DOMOV  UKÁZKA", "Domov Ukázka"),
        ("Domov Ukázka", "Domov Ukázka, o.p.s.", "Domov Ukázka, o.p.s."),
        ("Ledax o. p. s.", "Ledax z.ú.", "Ledax o. p. s."),
        ("Domov „Ukázka“", "Ukázka – domov", "Ukázka – domov"),
        ("Domov, p. o.", "Domov s.r.o.", "Domov, p. o."),
    ],
)
def test_the_same_name_written_in_another_way_is_one_facility(first, second, kept):
    assert folded(place(first, "2012-01-01"), place(second, "2012-01-01")) == [(kept, "2012-01-01", "")]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        (("2012-01-01", "2015-12-31"), ("2016-01-01", None), ("2012-01-01", "")),
        (("2012-01-01", "2015-12-31"), ("2014-05-01", "2015-01-01"), ("2012-01-01", "2015-12-31")),
        ((None, "2015-12-31"), ("2012-01-01", "2020-01-01"), ("", "2020-01-01")),
        (("2012-01-01", None), ("2013-01-01", "9999-12-31"), ("2012-01-01", "")),
        (("0001-01-01", "9999-12-31"), ("2013-01-01", None), ("0001-01-01", "")),
    ],
)
def test_periods_that_overlap_or_follow_each_other_become_the_widest_one(first, second, joined):
    assert folded(place("Domov", *first), place("Domov", *second)) == [("Domov", *joined)]


def test_a_facility_closed_and_reopened_twice_is_one_and_a_gap_of_a_day_makes_two():
    chain = [("2012-01-01", "2013-12-31"), ("2014-01-01", "2014-12-31"), ("2015-01-01", None)]
    gap = [("2012-01-01", "2013-12-31"), ("2014-01-02", None)]

    assert folded(*(place("Domov", *days) for days in chain)) == [("Domov", "2012-01-01", "")]
    assert len(folded(*(place("Domov", *days) for days in gap))) == 2


@pytest.mark.parametrize("less", ["", "–", "Domov", "Domov Ukázka", "Ukázka Děčín"])
def test_an_empty_name_or_a_part_of_the_only_other_name_says_nothing_more(less):
    found = folded(place(less, "2012-01-01"), place("Domov Ukázka Děčín", "2012-01-01"))

    assert found == [("Domov Ukázka Děčín", "2012-01-01", "")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (place("Chráněné bydlení", "2012-01-01"), place("Chráněné bydlení 2", "2012-01-01")),
        (place("Byt A", "2012-01-01"), place("Byt B", "2012-01-01")),
        (place("Byt", "2012-01-01"), place("Byt III", "2012-01-01")),
        (place("Dům 1 byt 2", "2012-01-01"), place("Dům 2 byt 1", "2012-01-01")),
        (place("Dům", "2012-01-01"), place("Důmyslný stacionář", "2012-01-01")),
        (place("Domov", "2012-01-01"), place("Domov Ukázka", "2013-01-01")),
        (place("Domov", "2012-01-01"), place("Domov", "2012-01-01", address=OTHER)),
        (place("Domov", "2012-01-01", "2011-01-01"), place("Domov", "2010-01-01", "2012-06-01")),
        (place("Domov", "2012-01-01", address=AddressRecord()), place("Domov", "2013-01-01", address=AddressRecord())),
        (
            place("Domov", "2012-01-01", address=AddressRecord(address_point="1", addition="vchod A")),
            place("Domov", "2013-01-01", address=AddressRecord(address_point="1", addition="vchod B")),
        ),
        (
            place("Domov", "2012-01-01", address=AddressRecord(obec_name="Děčín")),
            place("Domov z. s.", "2012-01-01", address=AddressRecord(obec_name="Děčín")),
        ),
    ],
)
def test_what_may_be_two_facilities_stays_two(first, second):
    assert len(folded(first, second)) == 2


def test_a_name_that_fits_into_two_others_stays_and_of_nested_names_the_longest_is_left():
    fits_two = [place(name, "2012-01-01") for name in ("Domov", "Domov Jih", "Domov Sever")]
    nested = [place(name, "2012-01-01") for name in ("Domov", "Domov Jih", "Domov Jih Děčín", "")]

    assert len(folded(*fits_two)) == 3
    assert folded(*nested) == [("Domov Jih Děčín", "2012-01-01", "")]


@pytest.mark.parametrize("flags", [(True, False), (None, True)])
def test_one_secret_mention_keeps_the_folded_facility_secret(flags):
    found = fold_facilities(
        place(name, secret=flag) for name, flag in zip(("Domov", "Domov z. s."), flags, strict=True)
    )

    assert [one.secret for one in found] == [True]


@pytest.mark.django_db
def test_folding_is_counted_keeps_the_key_with_its_position_and_is_stable(tmp_path):
    small_territory()
    (tmp_path / "body.csv").write_text("kodAdresnihoMista,lat,lon\n111,50.78,14.21\n")
    closed = facility(nazev="Ledax o.p.s.", poskytujeDo="2015-12-31")
    again = facility(nazev="Ledax, z. ú.", poskytujeOd="2016-01-01")
    load(tmp_path, item(1, zarizeni=[closed]), coordinates=str(tmp_path / "body.csv"))
    before = Facility.objects.values("pk", "key", "latitude").get()

    answer = load(tmp_path, item(1, zarizeni=[again, closed]))

    assert Facility.objects.values("pk", "key", "latitude").get() == before
    assert Facility.objects.values_list("name", "starts_on", "ends_on").get() == (
        "Ledax, z. ú.", date(2012, 1, 1), None,
    )  # fmt: skip
    assert answer["warnings"] == ["Zařízení se stejným názvem a adresou složeno: 1."]
    assert load(tmp_path, item(1, zarizeni=[closed, again]))["unchanged"] == 1


@pytest.mark.django_db
def test_a_name_of_another_town_than_the_address_stays_as_the_register_has_it(tmp_path):
    small_territory()
    here, there = facility(nazev="Ledax Most"), facility({"kodAdresnihoMista": 5, "ulice": None}, nazev="Ledax Most")

    load(tmp_path, item(1, zarizeni=[here, there]))

    rows = Facility.objects.order_by("address_point").values_list("name", "obec_code", "address_point")
    assert list(rows) == [("Ledax Most", "562335", "111"), ("Ledax Most", "562335", "5")]
    assert Service.objects.get().name == "Ledax Most"
