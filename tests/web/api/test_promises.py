"""The API keeps what its OpenAPI document promises, whatever it is asked: no fault, no answer that is not described."""

from itertools import product

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import positive_data_acceptance

pytestmark = pytest.mark.sqlite_only
load_all_checks()
PLAIN = {"Accept-Encoding": "identity"}
ASKED = [
    "/api/v1/services",
    "/api/v1/services/{identifier}",
    "/api/v1/organizations",
    "/api/v1/organizations/{ico}",
    "/api/v1/kinds",
    "/api/v1/kinds/{code}",
    "/api/v1/target-groups",
    "/api/v1/areas",
]
DOCUMENT = "/api/v1/openapi.json"  # it has nothing to be asked


@pytest.fixture
def described(catalog, settings):
    """The document as the server gives it, with the demo register behind it."""
    settings.API_RATE = 0
    for signal in (request_started, request_finished):  # the connection belongs to the test
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi(DOCUMENT, get_wsgi_application(), headers=PLAIN)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_document_is_valid_openapi_3_1(described):
    described.validate()

    assert described.raw_schema["openapi"] == "3.1.0"
    paths = described.raw_schema["paths"]
    assert sorted(paths) == sorted([*ASKED, DOCUMENT])
    assert {path["get"]["operationId"] for path in paths.values()} == {
        "services", "service", "organizations", "organization", "kinds", "kind", "target_groups", "areas", "openapi",
    }  # fmt: skip


def test_document_says_the_limits_of_parameters(described):
    parameters = described.raw_schema["paths"]["/api/v1/services"]["get"]["parameters"]
    limits = {row["name"]: (row["schema"].get("minimum"), row["schema"].get("maximum")) for row in parameters}

    assert [limits[name] for name in ("per_page", "age", "radius")] == [(1, 100), (0, 120), (1, 200)]


@pytest.mark.parametrize(("path", "mode"), [*product(ASKED, GenerationMode), (DOCUMENT, GenerationMode.POSITIVE)])
def test_every_answer_is_as_described(path, mode, described):
    """A well-formed name of a place or code may still be unknown, so 422 is right for some well-formed values."""
    cases = described[path]["GET"].as_strategy(generation_mode=mode)

    @examples(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=cases)
    def ask(case):
        case.call_and_validate(headers=PLAIN, excluded_checks=[positive_data_acceptance])

    ask()
