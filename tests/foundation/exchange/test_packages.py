"""Packages of counts: made, signed, handed over, received, and refused with reasons."""

import json
import re
from base64 import b64encode
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.exceptions import PermissionDenied

from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError, StaleError
from opora.foundation.exchange.models import Package, Peer
from opora.foundation.exchange.operations import packages
from opora.foundation.exchange.operations.peers import end_peer, save_peer
from opora.foundation.exchange.selectors.countables import Count, Countable, Measure, countables
from opora.foundation.exchange.selectors.envelope import canonical, faults, sealed
from opora.foundation.exchange.selectors.periods import Period
from opora.foundation.exchange.selectors.signing import is_signed, key_id, public_key, sign

pytestmark = pytest.mark.django_db
QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
PEOPLE = Countable(
    code="probe.people", title="Zkouška", version="2026-1", method="Zkušební metodika.", dimensions={"kind": "Druh"},
    measures=(Measure("people", "Lidí", "člověk"),), hidden_below=5,
    count=lambda territory, first, last: [
        Count("okres", "CZ0422", {"kind": "4"}, {"people": 3}),
        Count("okres", "CZ0421", {"kind": "4"}, {"people": 0}),
        Count("okres", "CZ0421", {"kind": "14"}, {"people": 12}),
    ],
)  # fmt: skip


@pytest.fixture(autouse=True)
def probe():
    countables.add(PEOPLE.code, PEOPLE)
    yield
    del countables._items[PEOPLE.code]


@pytest.fixture
def peer(job) -> Peer:
    """The instance itself as its own other side: what it makes it also takes."""
    facts = {"name": "Druhá strana", "public_key": public_key(), "address": "", "receives_from": True, "sends_to": True}
    return save_peer(Peer(), facts, version=0, actor=job)


@pytest.fixture
def made(job) -> Package:
    return packages.make_package("probe.people", QUARTER, territory="60", actor=job)


def changed(package: Package, **values) -> str:
    """The envelope with other values in its content, signed anew."""
    body = canonical(json.loads(package.body) | values)
    return json.dumps({"body": body, "signature": sign(body), "key_id": package.key_id})


def test_rows_are_in_order_and_small_numbers_of_people_are_hidden(made):
    rows = json.loads(made.body)["rows"]

    assert [(row["area"]["code"], row["group"]["kind"], row["values"]["people"]) for row in rows] == [
        ("CZ0421", "14", 12),
        ("CZ0421", "4", 0),
        ("CZ0422", "4", None),
    ]
    assert is_signed(made.body, made.signature, public_key())


def test_a_period_that_has_not_ended_is_not_counted(job, time_machine):
    time_machine.move_to("2026-09-30 12:00+02:00")
    packages.make_package("probe.people", QUARTER, territory="60", actor=job)

    time_machine.move_to("2026-09-29 12:00+02:00")
    with pytest.raises(OperationError, match="Období ještě neskončilo"):
        packages.make_package("probe.people", QUARTER, territory="60", actor=job)


def test_what_was_made_is_accepted_and_the_second_time_answers_the_same(made, peer, job):
    came = packages.receive_package(sealed(made), how="file", actor=job)

    assert (came.status, came.reasons, came.peer, came.body) == ("accepted", [], peer, made.body)
    assert packages.receive_package(sealed(made), how="http", actor=job) == came
    assert Package.objects.filter(direction="in").count() == 1


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"method": {"version": "2025-1", "text": ""}}, "metodikou 2025-1, přijímáme 2026-1"),
        ({"territory": {"level": "kraj", "code": "19"}}, r"za jiné území \(19\), přijímáme 60"),
        ({"period": {"from": "2026-07-01", "to": "2999-09-30"}}, "Období balíku ještě neskončilo"),
        ({"countable": "probe.unknown"}, "Tuto tabulku"),
        ({"rows": [{"area": {"level": "orp", "code": "1"}, "group": {}, "values": {"people": 1}}]}, "jiné sloupce"),
        (
            {"rows": [{"area": {"level": "orp", "code": "1"}, "group": {"kind": "4"}, "values": {"people": 1}}] * 2},
            "Řádek 2 je v balíku dvakrát",
        ),
        (
            {"rows": [{"area": {"level": "orp", "code": "1"}, "group": {"kind": "4"}, "values": {"people": -1}}]},
            "rows/0/values/people: minimum",
        ),
        ({"rows": [{"name": "Jana Ukázková"}]}, "nemá předepsaný tvar"),
    ],
)
def test_a_package_that_does_not_fit_is_kept_with_reasons(made, peer, job, values, reason):
    came = packages.receive_package(changed(made, **values), how="file", actor=job)

    assert came.status == "rejected"
    assert any(re.search(reason, one) for one in came.reasons), came.reasons


def test_a_changed_number_breaks_the_signature(made, peer, job):
    text = sealed(made).replace("12", "13")

    with pytest.raises(OperationError, match="Podpis nesedí"):
        packages.receive_package(text, how="file", actor=job)

    assert not Package.objects.filter(direction="in").exists()


def test_a_key_nobody_knows_is_refused(made, peer, job):
    stranger = Ed25519PrivateKey.generate()
    fields = json.loads(sealed(made)) | {"signature": b64encode(stranger.sign(made.body.encode())).decode()}

    with pytest.raises(OperationError, match="Podpis nesedí"):
        packages.receive_package(json.dumps(fields), how="file", actor=job)


@pytest.mark.parametrize("head", [{"sender": ""}, {"sender": "x\0"}, {"countable": ""}, {"method": {"version": ""}}])
def test_a_package_whose_head_cannot_be_kept_is_refused(made, peer, job, head):
    with pytest.raises(OperationError):
        packages.receive_package(changed(made, **head), how="file", actor=job)


def test_a_longer_name_of_a_known_key_is_no_known_key(made, peer, job):
    text = json.dumps(json.loads(sealed(made)) | {"key_id": made.key_id + "0"})

    with pytest.raises(OperationError, match="Podpis nesedí"):
        packages.receive_package(text, how="file", actor=job)


@pytest.mark.parametrize("key", ["\ud800", "\0", "x" * 1000])
def test_a_name_of_a_key_that_no_database_takes_is_no_known_key(peer, job, key):
    text = json.dumps({"body": "{}", "signature": "", "key_id": key})

    with pytest.raises(OperationError, match="Podpis nesedí"):
        packages.receive_package(text, how="http", actor=job)


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"body": 1, "signature": "", "key_id": ""}', "[" * 100_000])
def test_what_is_no_package_says_what_to_send(peer, job, text):
    with pytest.raises(OperationError, match="Tohle není balík počtů"):
        packages.receive_package(text, how="file", actor=job)


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"uuid": 7}', '{ "uuid": "x" }', '{"period": []}'])
def test_a_signed_text_that_is_no_package_is_refused(peer, job, body):
    text = json.dumps({"body": body, "signature": sign(body), "key_id": peer.key_id})

    with pytest.raises(OperationError):
        packages.receive_package(text, how="file", actor=job)


def test_the_same_number_with_other_content_is_refused(made, peer, job):
    packages.receive_package(sealed(made), how="file", actor=job)

    with pytest.raises(OperationError, match="s jiným obsahem"):
        packages.receive_package(changed(made, rows=[]), how="file", actor=job)


def test_side_that_ended_or_is_not_taken_from_is_refused(made, peer, job):
    peer.receives_from = False
    assert faults(json.loads(made.body), peer) == ["Od protistrany „Druhá strana“ balíky nepřijímáme."]

    end_peer(Peer.objects.get(pk=peer.pk), version=1, actor=job)
    with pytest.raises(OperationError, match="Podpis nesedí"):
        packages.receive_package(sealed(made), how="file", actor=job)


def test_one_key_belongs_to_one_side_and_a_stale_edit_is_told(peer, job):
    facts = {"name": "Jiná", "public_key": public_key(), "address": "", "receives_from": True, "sends_to": False}

    with pytest.raises(OperationError, match="už má jiná protistrana"):
        save_peer(Peer(), facts, version=0, actor=job)
    save_peer(Peer.objects.get(), facts, version=1, actor=job)
    with pytest.raises(StaleError):
        save_peer(Peer.objects.get(), facts, version=1, actor=job)


@pytest.mark.parametrize("key", ["", "abc", "AAAA", "žluťoučký"])
def test_what_is_no_key_is_an_error(key):
    with pytest.raises(ValueError):  # noqa: PT011
        key_id(key)


def test_only_staff_with_the_right_makes_packages(stranger):
    with pytest.raises(PermissionDenied):
        packages.make_package("probe.people", QUARTER, territory="60", actor=Actor.for_user(stranger))
