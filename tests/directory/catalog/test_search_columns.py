"""Search over columns in memory: the same answers as row by row, never older than the tables, bounded in size."""

import pytest
from django.db import connection, transaction

from opora.directory.catalog.models import SearchRow, SearchState, Service
from opora.directory.catalog.operations.search_state import search_changed
from opora.directory.catalog.selectors.bits import Postings, bits_of, kept, rows_of
from opora.directory.catalog.selectors.columns import columns
from opora.directory.catalog.selectors.place_sets import place_sets
from opora.directory.catalog.selectors.ranking import MOST_RANKED
from opora.directory.catalog.selectors.scope import ROW_COLUMNS, Row
from opora.directory.catalog.selectors.search import SearchParams, search
from opora.directory.territory.models import Area
from opora.directory.territory.operations import load_territory
from opora.directory.territory.selectors import resolve_place
from opora.foundation.core.actor import Actor
from tests.directory.catalog.register_files import facility, item, load, small_territory
from tests.directory.catalog.search_world import World, names
from tests.fixtures_territory import small_files

pytestmark = pytest.mark.django_db
PLACES = ("Děčín", "Most", "Roudnice nad Labem", "okres Litoměřice", "orp-4204", "Ústecký kraj", "Brno", "Praha")


def version() -> int:
    return SearchState.objects.get().version


@pytest.mark.parametrize("rows", [[], [0], [7, 8, 63, 64, 1_000], list(range(70))])
def test_set_of_rows_gives_its_rows_back_in_order(rows):
    assert list(rows_of(bits_of(reversed(rows)))) == rows


def test_rows_kept_stay_in_their_order():
    assert list(kept([9, 2, 500, 4], bits_of([2, 4, 9]))) == [9, 2, 4]


@pytest.mark.parametrize("others", [0, 400])
def test_postings_hold_rows_of_each_code_whether_codes_are_few_or_many(others):
    postings = Postings([",a,b,", "", ",b,", *(f",c{number}," for number in range(others))])

    assert (postings.holding("a"), postings.holding("b"), postings.holding("?")) == (0b1, 0b101, 0)
    assert postings.holding_some(["a", "b", "?"]) == 0b101


@pytest.mark.parametrize("place", PLACES)
def test_sets_of_a_place_say_the_same_as_rows_one_by_one(catalog, place):
    table = columns()
    sets = place_sets(resolve_place(place, "60").area, table)
    names = ("pk", *(f"search_row__{name}" for name in ROW_COLUMNS), "hidden_address", "seat_addresses", "is_sample")
    services = Service.objects.filter(pk__in=table.number_of).values_list(*names)

    expected = {row.pk: sets.scope.standing(row) for row in map(Row._make, services)}

    classes = {table.pks[row]: reach for reach, bits in sets.classes.items() for row in rows_of(bits)}
    nearness = {table.pks[row]: number for number, bits in sets.nearness.items() for row in rows_of(bits)}
    kilometres = dict(zip((table.pks[row] for row in sets.nearest[0]), sets.nearest[1], strict=True))
    standing = {pk: found for pk, found in expected.items() if found}
    assert classes == {pk: found.reach_class.value for pk, found in standing.items()}
    assert nearness == {pk: int(found.nearness) for pk, found in standing.items()}
    assert kilometres == {pk: found.distance_km for pk, found in standing.items() if found.distance_km is not None}


def test_place_is_worked_out_once(catalog):
    place = resolve_place("Děčín", "60").area

    assert place_sets(place, columns()) is place_sets(place, columns())


def test_change_told_by_another_process_is_seen_by_the_next_search():
    world = World()
    service = world.service("Stará")
    world.search()
    before = columns()

    SearchRow.objects.filter(pk=service.pk).update(kind_code="13")
    with connection.cursor() as cursor:  # another process knows nothing of what this one remembers
        cursor.execute("UPDATE catalog_searchstate SET version = version + 1")

    assert (columns() is before, columns().kinds.holding("13")) == (False, 1)


def test_columns_are_read_once_for_a_version(django_assert_num_queries):
    World().search()
    before = columns()

    with django_assert_num_queries(1):
        assert columns() is before


def test_version_of_a_transaction_that_was_rolled_back_never_comes_again(db):
    search_changed()
    with transaction.atomic():
        search_changed()
        lost = version()
        transaction.set_rollback(True)
    search_changed()

    assert version() > lost


def test_version_is_told_although_its_row_was_lost(db):
    SearchState.objects.all().delete()

    search_changed()

    assert SearchState.objects.count() == 1


def test_import_that_changes_nothing_lets_processes_keep_their_columns(tmp_path):
    small_territory()
    load(tmp_path, item(1))
    before = version()

    load(tmp_path, item(1))
    assert version() == before

    load(tmp_path, item(1, vekoveSkupiny=[{"id": "VekovaSkupinaOsoby/dospeli"}]))
    assert version() > before


def test_import_keeps_what_people_said_of_a_service(tmp_path):
    small_territory()
    load(tmp_path, item(1))
    SearchRow.objects.update(free_of_charge=True, anonymous=False)

    load(tmp_path, item(1, telefony=[], zarizeni=[facility(nazev="Jiný název")]))

    row = SearchRow.objects.get()
    assert (row.free_of_charge, row.anonymous) == (True, False)


def test_service_gone_since_the_columns_were_read_is_left_out():
    world = World()
    world.service("A zmizelá")
    world.service("B zůstala")
    world.search()

    SearchRow.objects.filter(service__name="A zmizelá").delete()

    assert names(world.again(sort="nazev")) == ["B zůstala"]


def test_only_the_first_two_thousand_services_are_put_in_order():
    world = World()
    sample = world.service("Vzor")
    world.search()
    row = SearchRow.objects.get()
    many = [
        Service(identifier=f"X{number}", provider=sample.provider, name=f"S {number:04}", kind_code="4",
                czech_sort=f"{number:04}", starts_on=sample.starts_on, as_of=sample.as_of, source="z", content_hash="")
        for number in range(MOST_RANKED + 50)
    ]  # fmt: skip
    fields = {field.attname: getattr(row, field.attname) for field in SearchRow._meta.fields if not field.primary_key}
    made = Service.objects.bulk_create(many)
    SearchRow.objects.bulk_create(
        [SearchRow(service=service, **fields | {"czech_sort": service.czech_sort}) for service in made]
    )
    search_changed()

    for order in ("vhodnost", "nazev", "vzdalenost"):
        place = Area.objects.select_related("kraj", "okres", "orp", "pou").get(code="562335")
        result = search(SearchParams(place=place, sort=order, page=500), actor=Actor.public())

        assert (result.total, result.pages, result.page, len(result.hits)) == (MOST_RANKED + 51, 100, 100, 20)


def test_a_load_of_the_territory_is_seen_by_the_next_search(job):
    search_changed()
    before = version()

    load_territory(actor=job, files=small_files())

    assert version() > before
