"""Asking the API in tests."""

import json
from urllib.parse import urlencode

from opora.web.api.exports import schemas

ROOT = "/api/v1/"


def ask(client, path: str, status: int = 200, **parameters):
    """The answer as data; it must be JSON with the status."""
    query = urlencode(parameters, doseq=True)
    response = client.get(f"{ROOT}{path}" + (f"?{query}" if query else ""))
    assert response["Content-Type"] == "application/json; charset=utf-8"
    data = json.loads(response.content)
    assert (response.status_code, data if response.status_code != status else {}) == (status, {})
    return data


def found(client, **parameters) -> list[str]:
    """Names of the services found."""
    page = ask(client, "services", **parameters)
    schemas.ServicePage.model_validate(page, extra="forbid")  # nothing that the document does not describe
    return [item["name"] for item in page["items"]]


def refused(client, path: str = "services", **parameters) -> dict[str, str]:
    """Parameter → sentence of a refusal."""
    data = ask(client, path, 422, **parameters)
    schemas.Problem.model_validate(data, extra="forbid")
    return {error["parameter"]: error["message"] for error in data["errors"]}
