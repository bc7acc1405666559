"""Pages of people who signed in stay in no memory of a browser; public pages may."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/sprava/registr/", "/ucet/", "/krizove-linky/"])
def test_pages_of_a_signed_in_person_are_not_kept(client, data_steward, address):
    assert client.sign_in(data_steward).get(address)["Cache-Control"] == "private, no-store"


def test_public_pages_may_be_kept_and_asked_after(client):
    answer = client.get("/krizove-linky/")

    assert "Cache-Control" not in answer.headers
    assert answer["ETag"]
