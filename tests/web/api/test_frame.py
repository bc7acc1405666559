"""What all addresses of the API share: open to every page, cached, limited, without cookies, JSON even in trouble."""

import gzip
import io
import json
import logging

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from pythonjsonlogger.json import JsonFormatter

from opora.web.api.middleware import ApiMiddleware, RateLimit, client_address
from tests.support.rules.addresses import addresses

pytestmark = pytest.mark.django_db
KINDS, DOCUMENT = "/api/v1/kinds", "/api/v1/openapi.json"


@pytest.mark.parametrize("path", [KINDS, "/api/v1/nic", "/api/v1/services?kind=999", DOCUMENT, "/api/"])
def test_pages_of_everybody_may_read(path, client):
    response = client.get(path, headers={"Origin": "https://priklad.cz"})

    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Content-Type"] == "application/json; charset=utf-8"


def test_browser_that_asks_first_is_answered(client):
    asked = {"Origin": "https://priklad.cz", "Access-Control-Request-Method": "GET"}

    response = client.options("/api/v1/services", headers=asked | {"Access-Control-Request-Headers": "if-none-match"})

    assert (response.status_code, response.content) == (204, b"")
    assert response["Access-Control-Allow-Methods"] == response["Allow"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_can_be_written(method, client):
    response = getattr(client, method)(KINDS)

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert json.loads(response.content)["detail"] == "Rozhraní se jen čte: použijte GET nebo HEAD."


def test_unchanged_answer_is_not_sent_again(client):
    first = client.get(KINDS)

    second = client.get(KINDS, headers={"If-None-Match": first["ETag"]})

    assert (second.status_code, second.content, second["ETag"]) == (304, b"", first["ETag"])
    assert (second["Access-Control-Allow-Origin"], first["Cache-Control"]) == ("*", "public, max-age=300")


def test_head_says_the_same_without_a_body(client):
    asked, head = client.get(KINDS), client.head(KINDS)

    assert (head.status_code, head.content, head["ETag"]) == (200, b"", asked["ETag"])


def test_answer_is_packed_for_who_wants_it(client):
    response = client.get(DOCUMENT, headers={"Accept-Encoding": "gzip"})

    assert response["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(response.content))["openapi"] == "3.1.0"


def test_czech_letters_are_not_escaped(client):
    assert "Nic takového tu není." in client.get("/api/v1/nic").content.decode()


def test_person_signed_in_is_the_public_here(client, data_steward, django_assert_num_queries):
    client.sign_in(data_steward)

    with django_assert_num_queries(0):  # neither the session nor the person
        response = client.get(DOCUMENT)

    assert (response.cookies, response["Cache-Control"]) == ({}, "public, max-age=300")
    assert "Cookie" not in response["Vary"]


def test_every_address_is_public_and_nothing_below_is_a_page(client):
    known = [address for address in addresses() if address.route.startswith("api/")]

    assert (len(known), all(address.public for address in known)) == (10, True)
    for path in ("/api/", "/api/v1", "/api/v1/", "/api/v1/services/", "/api/v1/kinds/4/", "/api/v2/services"):
        response = client.get(path)
        assert (path, response.status_code, set(json.loads(response.content))) == (path, 404, {"detail", "errors"})


@pytest.mark.parametrize("status", [400, 404, 500])
def test_errors_of_the_frame_have_the_shape_of_the_api(status):
    guard = ApiMiddleware(lambda request: HttpResponse("<h1>Chyba</h1>", status=status))

    response = guard(RequestFactory().get("/api/v1/services"))

    assert (response.status_code, response["Cache-Control"]) == (status, "no-store")
    assert json.loads(response.content)["errors"] == []


def test_broken_query_is_400(client):
    response = client.get("/api/v1/services?" + "&".join(f"x{number}=1" for number in range(1500)))

    assert (response.status_code, json.loads(response.content)["detail"]) == (400, "Dotazu nerozumíme.")


def test_other_addresses_are_left_alone(client):
    assert "Access-Control-Allow-Origin" not in client.get("/healthz")


def test_who_asks_too_often_waits(client, settings):
    settings.API_RATE = 1

    refused = [client.get(KINDS) for _number in range(3)][-1]  # a minute may end between two of them

    assert (refused.status_code, refused["Access-Control-Allow-Origin"]) == (429, "*")
    assert 0 < int(refused["Retry-After"]) <= 60
    assert "Příliš mnoho dotazů" in refused.content.decode()


def test_limit_is_of_each_client_and_minute_and_keeps_no_address(settings):
    settings.API_RATE = 2
    limit = RateLimit()

    waits = [limit.wait(*asked) for asked in (("192.0.2.1", 0), ("192.0.2.1", 1), ("192.0.2.1", 15), ("192.0.2.2", 16))]

    assert (waits, limit.wait("192.0.2.1", 60)) == ([0, 0, 45, 0], 0)
    assert b"192.0.2" not in b"".join(limit.counts)


def test_limit_can_be_switched_off(settings):
    settings.API_RATE = 0
    limit = RateLimit()

    assert {limit.wait("192.0.2.1", 0) for _number in range(500)} == {0}


@pytest.mark.parametrize(
    ("behind", "sent", "address"),
    [
        (False, {}, "127.0.0.1"),
        (False, {"HTTP_X_FORWARDED_FOR": "192.0.2.9"}, "127.0.0.1"),
        (True, {"HTTP_X_FORWARDED_FOR": "203.0.113.5, 192.0.2.9"}, "192.0.2.9"),
        (True, {}, "127.0.0.1"),
        (False, {"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, "2001:db8:1:2::/64"),
        (False, {"REMOTE_ADDR": "nesmysl"}, "nesmysl"),
    ],
)
def test_client_is_known_by(behind, sent, address, settings):
    settings.BEHIND_PROXY = behind

    assert client_address(RequestFactory().get(KINDS, **sent)) == address


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "query", "wrong"),
    [
        ("services", "typo=1&per_page=500", ["per_page", "typo"]),
        ("services", "typo=1&per_page=5&per_page=500&page=x&q=a&q=b", ["page", "per_page", "typo", "q"]),
        ("areas", "level=x&kind=4", ["level", "kind"]),
        ("target-groups", "per_page=0&q=a", ["per_page", "q"]),
    ],
)
def test_all_wrong_parameters_are_named_at_once(client, path, query, wrong):
    errors = json.loads(client.get(f"/api/v1/{path}?{query}").content)["errors"]

    assert [error["parameter"] for error in errors] == wrong


@pytest.fixture
def written_log():
    """What the server's own log handler writes."""
    handler = next(handler for handler in logging.getLogger().handlers if isinstance(handler.formatter, JsonFormatter))
    previous = handler.setStream(io.StringIO())
    yield handler.stream
    handler.setStream(previous)


def test_what_is_asked_is_never_logged(client, written_log, settings):
    settings.API_RATE = 4
    for path in (
        "services?q=tajnevycteno",
        "services?place=Tajnov&per_page=0",
        "services/TAJNEVYCTENO",
        "tajnov",
        "kinds",
    ):
        client.get(f"/api/v1/{path}", REMOTE_ADDR="198.51.100.7")

    text = written_log.getvalue().casefold()
    assert text.count('"message": "request"') == 5
    assert [word for word in ("tajnevycteno", "tajnov", "198.51.100.7") if word in text] == []
