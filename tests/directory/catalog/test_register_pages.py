"""Staff pages and tasks of the import."""

import gzip
import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as project_settings
from django.core.files.uploadedfile import SimpleUploadedFile

from opora.directory.catalog import tasks
from opora.directory.catalog.imports import download
from opora.directory.catalog.imports.options import SOURCE
from opora.directory.catalog.models import ImportRun, Service
from opora.directory.catalog.operations import register
from opora.foundation.core.actor import Actor
from opora.foundation.documents.models import StoredFile
from tests.directory.catalog.register_files import facility, item, load, small_territory, write

pytestmark = pytest.mark.django_db
PAGES = ["/sprava/registr/", "/sprava/registr/nacist/"]


def upload(*items, **fields):
    content = gzip.compress(json.dumps({"polozky": list(items)}).encode())
    return {"file": SimpleUploadedFile("rpss.json.gz", content), **fields}


def post(client, callbacks, data):
    with callbacks(execute=True):
        return client.post("/sprava/registr/nacist/", data)


@pytest.mark.parametrize("address", PAGES)
def test_the_public_is_sent_to_sign_in_and_a_stranger_learns_nothing(client, stranger, address):
    assert client.get(address).status_code == 302
    assert client.sign_in(stranger).get(address).status_code == 404


def test_a_stranger_sees_no_run_and_cannot_upload(client, stranger):
    run = register.start_run(actor=Actor.job("zkouška"), source="rpss.json", as_of=date(2026, 4, 1))
    client.sign_in(stranger)

    assert client.get(f"/sprava/registr/{run.pk}/").status_code == 404
    assert client.post("/sprava/registr/nacist/", upload(item(1))).status_code == 404
    assert StoredFile.objects.count() == 0


def test_a_steward_uploads_a_register_reads_differences_and_the_file_is_erased(
    client, data_steward, django_capture_on_commit_callbacks, tmp_path
):
    small_territory()
    load(tmp_path, item(1), item(2))
    client.sign_in(data_steward)
    changed = item(1, emaily=[{"email": "a@b.example"}])
    broken = item(2, zarizeni=[facility({"psc": "x"})])

    answer = post(client, django_capture_on_commit_callbacks, upload(changed, broken))

    page = client.get(answer.url).content.decode()
    assert "Registr je načtený." in page
    assert "/polozky/1/zarizeni/0/adresa/psc" in page
    assert 'href="/sluzby/1000001/"' in page
    assert "kontakty" in page
    run = ImportRun.objects.first()
    assert (run.started_by, run.changed, run.rejected) == ("Petr Datový", 1, 1)
    assert not (Path(project_settings.MEDIA_ROOT) / run.file.file.name).exists()


def test_a_dry_run_from_the_page_writes_nothing(client, regional_administrator, django_capture_on_commit_callbacks):
    small_territory()
    client.sign_in(regional_administrator)

    answer = post(client, django_capture_on_commit_callbacks, upload(item(1), dry_run="on", as_of="2026-04-01"))

    assert Service.objects.count() == 0
    assert "Co by se změnilo" in client.get(answer.url).content.decode()


def test_a_file_that_is_no_register_is_refused_with_its_reason(
    client, data_steward, django_capture_on_commit_callbacks
):
    client.sign_in(data_steward)
    data = {"file": SimpleUploadedFile("rpss.json", b"<html></html>")}

    answer = post(client, django_capture_on_commit_callbacks, data)

    assert "webová stránka (HTML)" in client.get(answer.url).content.decode()


def test_the_form_says_what_is_missing_and_that_another_run_works(client, data_steward):
    client.sign_in(data_steward)

    assert client.post("/sprava/registr/nacist/", {}).status_code == 422
    register.start_run(actor=Actor.job("zkouška"), source="rpss.json", as_of=date(2026, 4, 1))
    second = client.post("/sprava/registr/nacist/", upload(item(1)))

    assert second.status_code == 422
    assert register.BUSY in second.content.decode()


def test_a_running_import_shows_progress_and_asks_for_news(client, data_steward):
    run = register.start_run(actor=Actor.job("zkouška"), source="rpss.json", as_of=date(2026, 4, 1))
    ImportRun.objects.update(percent=40, read=1200)
    client.sign_in(data_steward)

    whole = client.get(f"/sprava/registr/{run.pk}/").content.decode()
    part = client.get(f"/sprava/registr/{run.pk}/", headers={"HX-Request": "true"}).content.decode()

    assert "<progress" in whole
    assert 'hx-trigger="every 2s"' in part
    assert "<html" not in part


@pytest.mark.parametrize("count", [1, 3])
def test_query_counts_of_pages_do_not_grow(client, data_steward, tmp_path, django_assert_max_num_queries, count):
    small_territory()
    for number in range(count):
        load(tmp_path, *[item(index) for index in range(number * 3 + 1)], confirm=True)
    client.sign_in(data_steward)

    with django_assert_max_num_queries(8):
        client.get("/sprava/registr/")
    with django_assert_max_num_queries(12):
        client.get(f"/sprava/registr/{ImportRun.objects.first().pk}/")


def test_the_menu_offers_the_register_to_staff_only(client, data_steward, stranger):
    link = 'href="/sprava/"'

    assert link not in client.get("/").content.decode()
    assert link not in client.sign_in(stranger).get("/").content.decode()
    assert link in client.sign_in(data_steward).get("/").content.decode()


def test_the_daily_import_downloads_the_register_of_the_settings(settings, tmp_path, monkeypatch):
    small_territory()
    content = write(tmp_path, [item(1)]).read_bytes()
    asked = []
    monkeypatch.setattr(
        "urllib.request.urlopen", lambda url, timeout: asked.append((url, timeout)) or io.BytesIO(content)
    )

    assert tasks.import_daily_register.func() == "off"
    settings.REGISTER_URL = "https://registr.example/rpss.json"
    assert tasks.import_daily_register.func() == "done"

    assert asked == [("https://registr.example/rpss.json", 60)]
    assert (Service.objects.count(), ImportRun.objects.get().source) == (1, SOURCE)
    assert list(Path(settings.VAR).glob("registr-*")) == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://registr.example/rpss.json", "rpss.json"])
def test_only_web_addresses_are_downloaded(url):
    with pytest.raises(download.DownloadFailed, match="https://"), download.downloaded(url):
        pass


def test_a_download_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr("urllib.request.urlopen", lambda url, timeout: io.BytesIO(b"x" * 100))
    monkeypatch.setattr(download, "LARGEST", 50)

    with pytest.raises(download.DownloadFailed), download.downloaded("https://registr.example/"):
        pass


def test_a_file_of_seats_is_read_as_one_and_the_next_upload_offers_the_same(
    client, data_steward, django_capture_on_commit_callbacks
):
    small_territory()
    client.sign_in(data_steward)

    post(client, django_capture_on_commit_callbacks, upload(item(1), seat_addresses="on"))

    assert Service.objects.get().seat_addresses
    page = client.get("/sprava/registr/nacist/").content.decode()
    assert "checked" in page.partition('name="seat_addresses"')[2].partition(">")[0]
