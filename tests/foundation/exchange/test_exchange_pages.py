"""The exchange as people and other instances use it; packages travel over real HTTP."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from opora.directory.catalog.models import Service
from opora.foundation.exchange.models import Package, Peer
from opora.foundation.exchange.operations.packages import make_package, receive_package, send_package
from opora.foundation.exchange.operations.peers import save_peer
from opora.foundation.exchange.selectors.envelope import canonical, sealed
from opora.foundation.exchange.selectors.periods import Period
from opora.foundation.exchange.selectors.signing import public_key, sign
from opora.foundation.exchange.tasks import deliver_package, deliver_waiting

pytestmark = pytest.mark.django_db
QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))


def side(job, address: str = "") -> Peer:
    facts = {"name": "Kraj", "public_key": public_key(), "address": address, "receives_from": True, "sends_to": True}
    return save_peer(Peer(), facts, version=0, actor=job)


@pytest.fixture
def made(job) -> Package:
    return make_package("catalog.services", QUARTER, territory="60", actor=job)


@pytest.fixture
def steward(client, data_steward):
    client.sign_in(data_steward, second_factor=True)
    return client


def post(client, text: str):
    return client.post(reverse("exchange:post"), text, content_type="application/json")


def test_counts_of_the_catalogue_are_those_of_its_services(catalog, job):
    package = make_package("catalog.services", QUARTER, territory="60", actor=job)
    rows = json.loads(package.body)["rows"]

    there = {"is_sample": False, "kind_code": "6", "facilities__okres__code": "CZ0421"}
    lasting = Service.objects.active(QUARTER.last).filter(**there)
    counted = [row["values"] for row in rows if row["area"]["code"] == "CZ0421" and row["group"] == {"kind": "6"}]
    expected = {
        "services": lasting.distinct().count(),
        "providers": lasting.values("provider").distinct().count(),
    }
    assert counted == ([expected] if expected["services"] else [])
    assert len(rows) > 50


def test_staff_make_a_package_read_it_and_download_it(steward):
    answer = steward.post(
        reverse("exchange:package_new"),
        {"countable": "catalog.services", "first": "2026-07-01", "last": "2026-09-30"}, follow=True,
    )  # fmt: skip
    assert "Balík je spočítaný a podepsaný" in answer.content.decode()

    package = Package.objects.get()
    file = steward.post(reverse("exchange:package_file", args=[package.pk]))

    assert json.loads(file.content)["body"] == package.body
    assert file["Content-Disposition"] == 'attachment; filename="balik-catalog.services-2026-07-01-2026-09-30.json"'
    package.refresh_from_db()
    assert (package.status, package.how) == ("sent", "file")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"first": "2026-10-01", "last": "2026-09-30"}, "Konec období je dřív než začátek"),
        ({"first": "2026-07-01", "last": "2199-09-30"}, "Období ještě neskončilo"),
        ({"first": "", "last": "nesmysl"}, "Zadejte první den období"),
    ],
)
def test_wrong_days_are_told_at_the_field(steward, values, sentence):
    answer = steward.post(reverse("exchange:package_new"), {"countable": "catalog.services", **values})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_file_is_received_and_a_wrong_one_says_why(steward, made, job):
    side(job)
    good = SimpleUploadedFile("balik.json", sealed(made).encode())
    assert (
        "Balík je přijatý." in steward.post(reverse("exchange:receive"), {"file": good}, follow=True).content.decode()
    )

    for bad in (b"\xff\xfe", b"PK\x03\x04", b"a;b;c"):
        answer = steward.post(reverse("exchange:receive"), {"file": SimpleUploadedFile("x.json", bad)})
        assert answer.status_code == 422
        assert "Tohle není balík počtů" in answer.content.decode()


def test_other_instances_get_a_machine_answer(client, made, job):
    assert post(client, sealed(made)).status_code == 422  # nobody knows the key yet
    side(job)

    accepted, again, broken = post(client, sealed(made)), post(client, sealed(made)), post(client, "{")

    assert [accepted.status_code, again.status_code, broken.status_code] == [200, 200, 422]
    assert accepted.json() == {"status": "accepted", "reasons": []}
    assert broken.json()["reasons"][0].startswith("Tohle není balík počtů")


def test_a_package_of_a_wrong_shape_has_its_page(steward, made, job):
    side(job)
    content = json.loads(made.body)
    del content["rows"]
    body = canonical(content)
    came = receive_package(
        json.dumps({"body": body, "signature": sign(body), "key_id": made.key_id}), how="file", actor=job
    )

    page = steward.get(reverse("exchange:package", args=[came.pk])).content.decode()

    assert "Obsah nemá předepsaný tvar" in page


def test_a_package_too_large_is_refused_by_its_length(client):
    answer = client.generic(
        "POST", reverse("exchange:post"), b"{}", content_type="application/json", CONTENT_LENGTH="6000000"
    )

    assert answer.status_code == 413


def test_senders_are_limited(client, settings):
    settings.RATES = {**settings.RATES, "exchange": (1, 60)}

    assert [post(client, "{").status_code, post(client, "{").status_code] == [422, 429]


@pytest.mark.django_db(transaction=True)
def test_a_package_goes_over_http_and_its_answer_comes_back(live_server, made, job, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    peer = side(job, live_server.url + reverse("exchange:post"))

    send_package(made, peer, actor=job)
    assert deliver_package.call(made.pk) == "accepted"

    made.refresh_from_db()
    assert (made.status, made.how, made.reasons) == ("accepted", "http", [])
    assert Package.objects.get(direction="in").body == made.body


def test_when_nobody_answers_the_package_waits_for_the_next_round(made, job):
    peer = side(job, "http://127.0.0.1:9/vymena/baliky/")

    send_package(made, peer, actor=job)

    made.refresh_from_db()
    assert made.status == "waiting"
    assert deliver_waiting.call() == 1


def test_schema_is_public(client):
    assert json.loads(client.get(reverse("exchange:schema")).content)["title"] == "Opora: balík počtů, verze 1"


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(steward, job, django_assert_num_queries, count):
    for _number in range(count):
        make_package("catalog.services", QUARTER, territory="60", actor=job)

    with django_assert_num_queries(9):
        steward.get(reverse("exchange:packages"))
