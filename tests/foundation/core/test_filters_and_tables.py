"""State of lists in the address."""

import pytest
from django.test import RequestFactory

from opora.foundation.core.filters import Chip, chips, query_url
from opora.foundation.core.tables import Column, Sorting

COLUMNS = [
    Column("nazev", "Název", ("name_key",)),
    Column("kapacita", "Kapacita", ("-capacity", "name_key"), numeric=True),
    Column("forma", "Forma"),
]


def get(address: str):
    return RequestFactory().get(address)


def test_query_url_keeps_repeated_values():
    assert query_url(get("/s/?pro=1&pro=2"), {"kde": "Děčín"}) == "/s/?pro=1&pro=2&kde=D%C4%9B%C4%8D%C3%ADn"


def test_query_url_sets_several_values():
    assert query_url(get("/s/?pro=1"), {"pro": ["2", "3", ""]}) == "/s/?pro=2&pro=3"


def test_chip_takes_away_only_its_value():
    request = get("/s/?q=dluhy&pro=1&pro=2&strana=3")
    assert chips(request, [("pro", "1", "senioři"), ("q", "dluhy", "„dluhy“")]) == [
        Chip("senioři", "/s/?q=dluhy&pro=2"),
        Chip("„dluhy“", "/s/?pro=1&pro=2"),
    ]


@pytest.mark.parametrize(
    ("address", "order"),
    [("/", ("name_key", "pk")), ("/?razeni=-nazev", ("-name_key", "pk")),
     ("/?razeni=-kapacita", ("capacity", "-name_key", "pk")), ("/?razeni=forma", ("name_key", "pk")),
     ("/?razeni=password", ("name_key", "pk"))],
)  # fmt: skip
def test_sorting_takes_only_known_orders(address, order):
    assert Sorting(get(address), COLUMNS, "nazev").order_by == order


def test_headers_say_the_state_and_offer_the_other_order():
    name, capacity, form = Sorting(get("/?razeni=nazev&q=a"), COLUMNS, "nazev").headers
    assert (name.aria_sort, name.url, name.hint) == ("ascending", "/?q=a&razeni=-nazev", "seřadit sestupně")
    assert (capacity.aria_sort, capacity.url, capacity.numeric) == ("", "/?q=a&razeni=kapacita", True)
    assert form.url == ""
