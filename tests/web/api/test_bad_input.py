"""Nasty input to every parameter: an answer or a refusal in JSON, never a fault."""

import json
from urllib.parse import quote

import pytest

from opora.web.api.filters.shapes import AreaQuery, OrganizationQuery, ServiceQuery
from tests.test_bad_input import NASTY
from tests.web.api.asking import ROOT

PARAMETERS = [
    (path, name)
    for path, shape in (("services", ServiceQuery), ("organizations", OrganizationQuery), ("areas", AreaQuery))
    for name in shape.model_fields
]


def encoded(value: str) -> str:
    return quote(value.encode("utf-8", "surrogatepass"))


@pytest.fixture(autouse=True)
def _unlimited(settings):
    settings.API_RATE = 0


@pytest.mark.parametrize(("path", "name"), PARAMETERS)
def test_nasty_values_are_answered_or_refused(path, name, client, catalog):
    for kind, value in NASTY.items():
        response = client.get(
            f"{ROOT}{path}?per_page=1&{name}={encoded(value)}".replace("per_page=1&per_page", "per_page")
        )

        refused = [error["parameter"] for error in json.loads(response.content).get("errors", [])]
        assert (kind, response.status_code, refused) in ((kind, 200, []), (kind, 422, [name]))


@pytest.mark.parametrize("path", ["services/", "organizations/", "kinds/", ""])
def test_nasty_paths_are_not_found(path, client, db):
    for kind, value in NASTY.items():
        if value.strip():
            response = client.get(f"{ROOT}{path}{encoded(value)}")
            assert (kind, response.status_code, json.loads(response.content)["errors"]) == (kind, 404, [])


def test_nasty_names_of_parameters_are_refused(client, db):
    for kind, value in NASTY.items():
        if value.strip():
            response = client.get(f"{ROOT}kinds?{encoded(value)}=1")
            assert (kind, response.status_code, len(json.loads(response.content)["errors"])) == (kind, 422, 1)


@pytest.mark.parametrize(
    "query", ["q=%", "q=%ff%fe", "%00=%00", "%ED%A0%80=1", "=&=&=", "q[]=a", "q=a;b;c", "page=%2B1"]
)
def test_broken_queries_are_answered(query, client, db):
    assert client.get(f"{ROOT}services?{query}").status_code in {200, 422}
