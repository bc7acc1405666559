"""Czech typography in templates."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from opora.foundation.core.templatetags import opora

NBSP = "\N{NO-BREAK SPACE}"


def rendered(source: str, address: str = "/", **context) -> str:
    request = RequestFactory().get(address)
    return Template("{% load opora %}" + source).render(Context({"request": request, **context}))


@pytest.mark.parametrize(
    ("number", "word"),
    [(0, "služeb"), (1, "služba"), (2, "služby"), (4, "služby"), (5, "služeb"), (22, "služeb"), (101, "služeb"),
     (-1, "služba"), (1.5, "služby"), (None, "služeb")],
)  # fmt: skip
def test_plural_picks_the_czech_form(number, word):
    assert opora.plural(number, "služba,služby,služeb") == word


def test_plural_of_a_fraction_takes_the_fourth_form_when_given():
    assert opora.plural(1.5, "klient,klienti,klientů,klienta") == "klienta"


def test_counted_never_breaks_between_number_and_noun():
    assert opora.counted(1234, "služba,služby,služeb") == f"1{NBSP}234{NBSP}služeb"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (1234.5, f"1{NBSP}234,5"), (Decimal("10.00"), "10"), (100, "100"), (-3, "−3"),
     (1000000, f"1{NBSP}000{NBSP}000"), (None, ""), ("", "")],
)  # fmt: skip
def test_czech_number(value, text):
    assert opora.czech_number(value) == text


def test_czech_number_with_fixed_places():
    assert opora.czech_number(2, 1) == "2,0"


def test_czech_date_of_a_day():
    assert opora.czech_date(date(2026, 11, 22)) == f"22.{NBSP}11.{NBSP}2026"


def test_czech_date_of_a_moment_is_the_day_in_prague():
    assert opora.czech_date(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == f"1.{NBSP}1.{NBSP}2027"


def test_czech_datetime_is_the_hour_in_prague():
    assert opora.czech_datetime(datetime(2026, 7, 1, 7, 5, tzinfo=UTC)) == f"1.{NBSP}7.{NBSP}2026 v{NBSP}9:05"


@pytest.mark.parametrize("value", [None, ""])
def test_dates_that_are_missing_are_empty(value):
    assert (opora.czech_date(value), opora.czech_datetime(value)) == ("", "")


@pytest.mark.parametrize(
    ("raw", "shown", "address"),
    [("412123456", f"+420{NBSP}412{NBSP}123{NBSP}456", "+420412123456"),
     ("+420 412 123 456", f"+420{NBSP}412{NBSP}123{NBSP}456", "+420412123456"),
     ("116111", f"116{NBSP}111", "116111"), ("112", "112", "112"),
     ("+49 30 123456", "+49 30 123456", "+4930123456"), ("", "", ""), (None, "", "")],
)  # fmt: skip
def test_phone(raw, shown, address):
    assert (opora.phone(raw), opora.tel(raw)) == (shown, address)


def test_nbsp_prepositions_ties_short_words():
    text = "Pomoc v obci a k tomu i o víkendu s dětmi"
    assert opora.nbsp_prepositions(text) == (f"Pomoc v{NBSP}obci a{NBSP}k{NBSP}tomu i{NBSP}o{NBSP}víkendu s{NBSP}dětmi")


def test_nbsp_prepositions_escapes_foreign_text():
    assert opora.nbsp_prepositions("<b>a b</b>") == f"&lt;b&gt;a{NBSP}b&lt;/b&gt;"


def test_groups_of_four():
    assert opora.groups_of_four("ABCDEFGHIJ") == "ABCD EFGH IJ"


@pytest.mark.parametrize(
    ("pages", "current", "shown"),
    [(1, 1, [1]), (5, 3, [1, 2, 3, 4, 5]), (120, 1, [1, 2, 0, 120]), (120, 5, [1, 0, 4, 5, 6, 0, 120]),
     (120, 4, [1, 2, 3, 4, 5, 0, 120]), (120, 120, [1, 0, 119, 120])],
)  # fmt: skip
def test_page_numbers_leave_gaps(pages, current, shown):
    page = Paginator(range(pages), 1).get_page(current)
    assert opora.page_numbers(page) == shown


def test_query_url_replaces_and_starts_from_the_first_page():
    assert rendered('{% query_url forma="t" %}', "/sluzby/?q=dluhy&strana=4") == "/sluzby/?q=dluhy&amp;forma=t"


def test_query_url_takes_an_empty_parameter_away():
    assert rendered('{% query_url q="" %}', "/sluzby/?q=dluhy&kde=") == "/sluzby/"


def test_page_url_keeps_the_filter():
    assert rendered('{% page_url "strana" 3 %}', "/sluzby/?q=a+b&strana=2") == "/sluzby/?q=a+b&amp;strana=3"


def test_page_url_of_the_first_page_has_no_number():
    assert rendered('{% page_url "strana" 1 %}', "/sluzby/?strana=2") == "/sluzby/"


def test_partial_link_without_target_adds_nothing():
    assert rendered('{% partial_link "/x/" %}') == ""


def test_partial_link_escapes_the_address():
    assert 'hx-get="/x/?q=&quot;"' in rendered("{% partial_link url '#a' %}", url='/x/?q="')


def test_crisis_lines_are_the_four_of_the_footer():
    assert [line.tel for line in opora.crisis_lines()] == ["112", "116123", "116111", "116006"]
