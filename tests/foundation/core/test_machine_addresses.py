import pytest


def test_health_answers_without_a_database(client):
    assert client.get("/healthz").content == b"ok"


@pytest.mark.django_db
def test_ready_once_the_database_is_migrated(client):
    response = client.get("/readyz")

    assert (response.status_code, response.content) == (200, b"ok")


def test_version_is_told(client):
    assert set(client.get("/version").json()) == {"version"}
