import json
import logging

import pytest

from opora.foundation.core.logs import RequestFilter


@pytest.fixture
def lines(caplog):
    """Log lines as the console handler would write them."""
    caplog.handler.addFilter(RequestFilter())
    caplog.set_level(logging.INFO)
    return caplog


@pytest.mark.django_db
def test_request_is_logged_by_route_with_an_id_and_without_query_or_visitor(client, lines):
    response = client.get("/prihlaseni/?q=tajny-pribeh", REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="Ctecka/1")

    [record] = [record for record in lines.records if record.name == "opora.request"]
    assert (record.method, record.route, record.status) == ("GET", "prihlaseni/", 200)
    assert record.request_id == response["X-Request-ID"]
    everything = json.dumps([{**record.__dict__} for record in lines.records], default=str)
    assert "tajny-pribeh" not in everything
    assert "203.0.113.7" not in everything
    assert "Ctecka" not in everything


def test_filter_takes_the_request_object_away():
    record = logging.makeLogRecord({"request": "<WSGIRequest: GET '/sluzby/?q=tajny'>", "status_code": 500})

    assert RequestFilter().filter(record) is True
    assert not hasattr(record, "request")
