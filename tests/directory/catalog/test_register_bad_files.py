"""Files that are no register, and registers with anything anywhere: a sentence, old data whole, never a crash."""

import copy
import gzip
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opora.directory.catalog.imports.parsing import parse_item
from opora.directory.catalog.imports.source import NotARegister, RegisterFile
from opora.directory.catalog.imports.values import RowRejected
from opora.directory.catalog.models import Service
from tests.directory.catalog.register_files import ITEM, item, load, run, small_territory, write

REGISTER = json.dumps({"polozky": [item(1), item(2)]}, ensure_ascii=False)
EASY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [
        b"", b"   ", b"<!doctype html><html></html>", b"[]", b"[{}]", b"null", b"{}", b'{"a": 1}', b'{"polozky": {}}',
        b'{"polozky": 1}', b'{"polozky": [1,}', REGISTER.encode()[:-1], REGISTER.encode() + b"x",
        REGISTER.encode("cp1250"), REGISTER.encode("utf-16"), gzip.compress(REGISTER.encode())[:200],
        b'{"polozky": [' + b"[" * 100_000, b'{"polozky": [' + b"9" * 5_000 + b"]}", b'{"polozky": [NaN]}',
    ],
)  # fmt: skip
def test_what_is_not_a_register_is_refused_and_nothing_changes(tmp_path, content):
    small_territory()
    load(tmp_path, item(1))
    path = tmp_path / "neco.json"
    path.write_bytes(content)

    code, answer = run(path, confirm=True)

    assert (code, answer["status"]) == (1, "not_a_register")
    assert answer["reason"].endswith(".")
    assert Service.objects.filter(gone_on=None).count() == 1


@pytest.mark.parametrize("text", [b"a" * 50_000_000, b'\\"' * 25_000_000])
def test_50_mb_of_one_string_is_refused_within_bounded_memory(tmp_path, text):
    path = tmp_path / "dlouhy.json"
    path.write_bytes(b'{"polozky": ["' + text + b'"]}')

    with pytest.raises(NotARegister, match="delší než 1 MB"):
        list(RegisterFile(path).items())


def test_a_byte_order_mark_does_not_matter(tmp_path):
    path = tmp_path / "bom.json"
    path.write_bytes(b"\xef\xbb\xbf" + REGISTER.encode())

    assert len(list(RegisterFile(path).items())) == 2


@EASY
@given(place=st.integers(0, len(REGISTER.encode()) - 1))
def test_a_file_cut_at_any_byte_is_refused(tmp_path, place):
    path = tmp_path / "useknuty.json"
    path.write_bytes(REGISTER.encode()[:place])

    with pytest.raises(NotARegister):
        list(RegisterFile(path).items())


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def _places(value, path=()):
    yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from _places(child, (*path, key))


PLACES = list(_places(ITEM))[1:]


def _with(path, value):
    changed = copy.deepcopy(ITEM)
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return changed


@EASY
@given(path=st.sampled_from(PLACES), value=ANYTHING)
def test_anything_anywhere_is_read_or_rejected_at_its_place(path, value):
    try:
        parse_item(_with(path, value), "/polozky/0")
        pointer = "/polozky/0"
    except RowRejected as error:
        pointer = error.pointer
    assert pointer.startswith("/polozky/0")


@pytest.mark.django_db
@settings(EASY, max_examples=25)
@given(path=st.sampled_from(PLACES), value=ANYTHING)
def test_anything_anywhere_leaves_the_rest_of_the_register_whole(tmp_path, path, value):
    if not Service.objects.exists():
        small_territory()
        load(tmp_path, item(1), item(2), item(3))

    code, answer = run(write(tmp_path, [_with(path, value), item(2), item(3)]), confirm=True)

    assert (code, answer["status"]) == (0, "done"), answer
    assert Service.objects.filter(identifier__in=["1000002", "1000003"], gone_on=None).count() == 2
