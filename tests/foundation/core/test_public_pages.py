"""What every page open to the public keeps: no cookie, an ETag, a strict policy of content."""

import pytest

pytestmark = pytest.mark.django_db
PLACE = "roudnice-nad-labem-565555/"
PAGES = [
    "/", "/sluzby/", "/druhy/", "/druhy/pecovatelska-sluzba/", f"/druhy/pecovatelska-sluzba/{PLACE}", f"/obce/{PLACE}",
    "/pristupnost/", "/napoveda/",
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_public_page_sets_no_cookie_and_carries_an_etag(client, catalog, page):
    response = client.get(page)

    assert response.status_code == 200
    assert dict(response.cookies) == {}
    again = client.get(page, HTTP_IF_NONE_MATCH=response["ETag"])
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("page", PAGES)
def test_policy_of_content_allows_nothing_inline_and_nothing_of_others(client, catalog, page):
    policy = client.get(page)["Content-Security-Policy"]

    assert "unsafe-inline" not in policy
    assert "http" not in policy
    assert "default-src 'self'" in policy
