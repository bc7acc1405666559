"""Headers that protect people stand on every answer, also of an error and of what never reached a view.

HTTPS, HSTS and secure cookies of production are asked by `check --deploy`, see test_environment.py.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from opora.directory.catalog.models import RecordField
from opora.directory.catalog.operations.attachments import add_attachment
from opora.foundation.documents.imports import checked_upload
from tests.directory.catalog.record_world import said_service
from tests.foundation.documents.files import pdf

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
OWN = {"default-src 'self'", "object-src 'none'", "base-uri 'self'", "form-action 'self'", "frame-ancestors 'none'"}


def policy(answer) -> set[str]:
    """Parts of the policy of content."""
    return {part.strip() for part in answer["Content-Security-Policy"].split(";")}


def check(answer, status: int) -> None:
    """What every answer carries, whatever it is."""
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert "unsafe" not in answer["Content-Security-Policy"]
    switched_off = set(answer["Permissions-Policy"].split(", "))
    assert {"camera=()", "microphone=()", "geolocation=()", "payment=()"} <= switched_off


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status", "more"),
    [
        ("/krizove-linky/", 200, {}), ("/prihlaseni/", 200, {}), ("/neni/", 404, {}), ("/api/v1/neni", 404, {}),
        ("/sluzby/", 413, {"CONTENT_LENGTH": "99000000"}), ("/healthz", 200, {}),
    ],
)  # fmt: skip
def test_every_answer_carries_them(client, path, status, more):
    answer = client.get(path, **more)

    check(answer, status)
    assert policy(answer) >= OWN


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "status"), [("/ucet/", 200), ("/sprava/registr/", 200), ("/sprava/neni/", 404)])
def test_pages_of_staff_stay_in_no_memory(client, data_steward, path, status):
    answer = client.sign_in(data_steward).get(path)

    check(answer, status)
    assert policy(answer) >= OWN
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_a_stored_file_may_do_nothing(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    RecordField.objects.create(name="attachments", waits=False)
    service, head = said_service()
    file = checked_upload(SimpleUploadedFile("cenik.pdf", pdf()), kinds={"document"})
    words = {"kind": "price_list", "title": "Ceník", "alt_text": "", "issued_on": None}
    row = add_attachment(service, file, words, actor=head)

    answer = client.get(f"/prilohy/{row.pk}/")
    answer.close()

    check(answer, 200)
    assert policy(answer) == {"default-src 'none'", "sandbox"}
