import pytest

from opora.foundation.audit.selectors.ranges import Ranges

pytestmark = pytest.mark.sqlite_only


@pytest.mark.parametrize(
    ("numbers", "text"), [([], ""), ([7], "7"), ([1, 2, 3], "1-3"), ([42, 1, 2, 40, 3, 41], "1-3,40-42")]
)
def test_numbers_are_written_as_runs_and_read_back(numbers, text):
    assert str(Ranges.of(numbers)) == text
    assert list(Ranges.parse(text).numbers()) == sorted(numbers)
    assert len(Ranges.parse(text)) == len(numbers)


def test_number_is_found_in_its_run_only():
    runs = Ranges.parse("1-3,40-42")

    assert [number for number in (0, 1, 3, 4, 39, 40, 42, 43) if number in runs] == [1, 3, 40, 42]


def test_gaps_between_floor_and_top():
    runs = Ranges.parse("3-5,9,12-14")

    assert list(runs.gaps(0, 20)) == [(1, 2), (6, 8), (10, 11), (15, 20)]
    assert list(runs.gaps(5, 12)) == [(6, 8), (10, 11)]
    assert list(Ranges().gaps(4, 4)) == []


@pytest.mark.parametrize(("added", "text"), [("11-12", "1-3,9-12"), ("20", "1-3,9-10,20"), ("4,7", "1-4,7,9-10")])
def test_extending_takes_in_later_and_earlier_numbers(added, text):
    runs = Ranges.parse("1-3,9-10")

    runs.extend(Ranges.parse(added))

    assert str(runs) == text
