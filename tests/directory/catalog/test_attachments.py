"""Attachments of services: people of the provider add files, the region approves them, everybody opens public ones."""

from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from opora.directory.catalog.models import RecordField, Service, ServiceAttachment
from opora.directory.catalog.operations.attachments import (
    MOST,
    add_attachment,
    approve_attachment,
    edit_attachment,
    remove_attachment,
    return_attachment,
)
from opora.directory.catalog.selectors.matters import attachments_returned
from opora.foundation.audit import log
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError, StaleError
from opora.foundation.documents.imports import CheckedFile, checked_upload
from opora.foundation.documents.models import StoredFile
from tests.directory.catalog.factories import ServiceFactory
from tests.directory.catalog.record_world import manager, provider, said_service, steward
from tests.foundation.documents.files import archive, docx, pdf, photo, photo_with_place

pytestmark = pytest.mark.django_db
JOB = Actor.job("zkouška")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def world():
    service, head = said_service()
    return SimpleNamespace(
        service=service, head=head, region=steward(), url=f"/sprava/sluzby/{service.identifier}/prilohy/"
    )


def added(
    service: Service, actor: Actor, content: bytes | None = None, name: str = "cenik.pdf", **values
) -> ServiceAttachment:
    """An attachment of the service, of a PDF unless told otherwise."""
    checked = checked_upload(SimpleUploadedFile(name, content or pdf()), kinds={"photo", "document"})
    words = {"kind": "price_list", "title": "Ceník", "alt_text": "", "issued_on": None} | values
    return add_attachment(service, checked, words, actor=actor)


def photographed(service: Service, actor: Actor, **values) -> ServiceAttachment:
    words = {"kind": "photo", "title": "Vchod", "alt_text": "Vchod z ulice, vlevo zvonek."} | values
    return added(service, actor, photo_with_place(), "vchod.jpg", **words)


def sent(content: bytes = b"", name: str = "cenik.pdf", **values) -> dict:
    file = SimpleUploadedFile(name, content or pdf(), content_type="application/pdf")
    return {"kind": "price_list", "title": "Ceník", "issued_on": "2026-09-01", "file": file} | values


def fetched(client, row: ServiceAttachment, small: str = "", **headers):
    """The answer with its file read, so that nothing stays open."""
    answer = client.get(f"/prilohy/{row.pk}/{small}", **headers)
    answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


def kept_of(row: ServiceAttachment) -> bytes:
    """What is on the disk."""
    with row.file.file.open("rb") as file:
        return file.read()


def text(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def test_a_file_waits_for_the_region_and_then_everybody_opens_it(client, world):
    client.sign_in(world.head.user, second_factor=True)
    assert client.post(world.url, sent()).status_code == 302
    row = ServiceAttachment.objects.get()
    file = f"/prilohy/{row.pk}/"
    assert (row.status, row.added_by, fetched(client, row).status_code) == ("waiting", "Hana Hlavní", 200)
    client.logout()
    assert client.get(file).status_code == 404
    assert "Ke stažení" not in text(client.get(world.service.get_absolute_url()))

    client.sign_in(world.region.user, second_factor=True)
    assert "Ceník" in text(client.get("/sprava/navrhy/prilohy/"))
    assert client.post(f"/sprava/navrhy{file}", {"version": row.version, "approve": "1"}).status_code == 302

    client.logout()
    card = text(client.get(world.service.get_absolute_url()))
    assert f'<a href="{file}">Ceník (PDF, 1 kB, platí od 1. 9. 2026)</a>' in card
    assert fetched(client, row).body == kept_of(row)
    acts = AuditEvent.objects.filter(action__startswith="catalog.attachment").order_by("pk")
    assert [log.readable(act) for act in acts] == [
        "Přidána příloha služby 1000001: ceník.", "Schválena příloha služby 1000001: ceník.",
    ]  # fmt: skip


def test_a_file_goes_out_as_what_it_is_and_can_do_nothing(client, world):
    RecordField.objects.create(name="attachments", waits=False)
    document, picture = added(world.service, world.head), photographed(world.service, world.head)

    file, shown = fetched(client, document), fetched(client, picture)
    again = fetched(client, document, HTTP_IF_NONE_MATCH=file["ETag"])

    assert (file["Content-Type"], file["Content-Disposition"]) == (
        "application/pdf",
        'attachment; filename="cenik.pdf"',
    )
    assert shown["Content-Disposition"] == 'inline; filename="vchod.jpg"'
    for answer in (file, shown):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Cache-Control"] == "public, no-cache"
    assert (again.status_code, again.body) == (304, b"")


def test_nothing_is_injected_into_headers_by_the_name_of_a_file(client, world):
    RecordField.objects.create(name="attachments", waits=False)
    row = added(world.service, world.head, name='a"\r\nSet-Cookie: zlo=1; x="ž.pdf')

    answer = fetched(client, row)

    assert "zlo" not in answer.cookies
    assert "\n" not in answer["Content-Disposition"]
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")


def test_a_photo_has_words_a_thumbnail_and_no_place(client, world):
    RecordField.objects.create(name="attachments", waits=False)
    row = photographed(world.service, world.head)

    card = text(client.get(world.service.get_absolute_url()))

    words = 'alt="Vchod z ulice, vlevo zvonek." width="40" height="60" loading="lazy"'
    assert f'<img src="/prilohy/{row.pk}/nahled/" {words}>' in card
    assert fetched(client, row, "nahled/")["Content-Type"] == "image/webp"
    with Image.open(BytesIO(kept_of(row))) as kept:
        assert dict(kept.getexif()) == {}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"kind": ""}, "Vyberte, co přidáváte."),
        ({"title": ""}, "Napište název."),
        ({"file": ""}, "Vyberte soubor."),
        ({"kind": "photo", "alt_text": ""}, "Napište, co na fotografii je."),
        ({"file": SimpleUploadedFile("a.pdf", b"")}, "Vybraný soubor je prázdný."),
        ({"file": SimpleUploadedFile("cenik.pdf", SVG, "application/pdf")}, "Obrázek SVG může obsahovat program"),
        ({"file": SimpleUploadedFile("cenik.pdf", pdf() + archive({"a": b"x"}))}, "Před začátkem nebo za koncem PDF"),
        ({"file": SimpleUploadedFile("cenik.docx", docx(**{"../a": b"x"}))}, "Dokument je poškozený nebo je v něm"),
        ({"file": SimpleUploadedFile("cenik.jpg", photo())}, "PDF, DOCX, XLSX, ODT nebo ODS"),
        ({"issued_on": "nikdy"}, "Po chybě si prohlížeč soubor nepamatuje, vyberte ho znovu."),
    ],
)
def test_what_is_wrong_is_said_and_words_stay(client, world, values, sentence):
    answer = client.sign_in(world.head.user, second_factor=True).post(world.url, sent(title="Ceník služeb") | values)

    assert (answer.status_code, ServiceAttachment.objects.count(), StoredFile.objects.count()) == (422, 0, 0)
    assert sentence in text(answer)
    assert "Ceník služeb" in text(answer) or "title" in values


def test_a_hundred_megabytes_are_refused_unread(client, world):
    client.sign_in(world.head.user, second_factor=True)

    answer = client.generic("POST", world.url, b"", "multipart/form-data; boundary=x", CONTENT_LENGTH="100000000")

    assert answer.status_code == 413
    assert "Najednou přijmeme nejvýš 21 MB. Nic se neuložilo." in text(answer)


def test_the_same_file_sent_twice_stays_once_and_there_are_not_too_many(world):
    content = pdf()
    first = added(world.service, world.head, content)

    assert added(world.service, world.head, content) == first
    assert (ServiceAttachment.objects.count(), StoredFile.objects.count()) == (1, 1)
    rows = [ServiceAttachment(service=world.service, file=first.file, kind="other", title=str(n)) for n in range(MOST)]
    ServiceAttachment.objects.bulk_create(rows)
    with pytest.raises(OperationError, match="už 20 příloh"):
        added(world.service, world.head, title="Další")


def test_the_same_file_with_another_day_is_said_to_be_here_already(client, world):
    client.sign_in(world.head.user, second_factor=True)
    assert [client.post(world.url, sent()).status_code for _click in range(2)] == [302, 302]

    answer = client.post(world.url, sent(issued_on="2026-10-01"))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])
    assert "Tento soubor už služba má" in text(answer)
    assert str(ServiceAttachment.objects.get().issued_on) == "2026-09-01"


def test_other_words_wait_again_and_a_late_change_is_refused(client, world):
    row = added(world.service, world.head)
    approve_attachment(row, version=1, actor=world.region)
    page = f"{world.url}{row.pk}/"

    answer = client.sign_in(world.head.user, second_factor=True).post(page, {"title": "Ceník 2027", "version": 2})

    row.refresh_from_db()
    assert (answer.status_code, row.title, row.status) == (302, "Ceník 2027", "waiting")
    late = client.post(page, {"title": "Jinak", "version": 2})
    assert (late.status_code, late.context["form"].errors["title"]) == (422, ["Teď je uloženo „Ceník 2027“."])
    same = {"title": "Ceník 2027", "alt_text": "", "issued_on": None}
    edit_attachment(row, same, version=1, actor=world.head)  # the same said again is no change
    with pytest.raises(StaleError):
        approve_attachment(row, version=1, actor=world.region)


def test_the_region_gives_back_with_a_reason_and_the_provider_reads_it(client, world):
    row = added(world.service, world.head)
    client.sign_in(world.region.user, second_factor=True)
    page = f"/sprava/navrhy/prilohy/{row.pk}/"

    assert client.post(page, {"version": 1, "return": "1"}).status_code == 422
    assert client.post(page, {"version": 1, "return": "1", "reason": "Chybí datum."}).status_code == 302

    assert "vráceno: Chybí datum." in text(client.sign_in(world.head.user, second_factor=True).get(world.url))
    told = [(matter.text, matter.url) for matter in attachments_returned(world.head)]
    assert told == [(f"Kraj vrátil přílohu: Ceník ({world.service.name})", world.url)]
    row.refresh_from_db()
    with pytest.raises(OperationError, match="už někdo rozhodl"):
        return_attachment(row, "Pozdě.", version=2, actor=world.region)


def test_removing_asks_first_and_the_file_is_left_to_its_rule(client, world):
    row = added(world.service, world.head)
    client.sign_in(world.head.user, second_factor=True)
    page = f"{world.url}{row.pk}/odstranit/"

    assert "vrátit ji nepůjde" in text(client.get(page))
    assert client.post(page).status_code == 302

    assert (ServiceAttachment.objects.count(), StoredFile.objects.count()) == (0, 1)
    assert client.post(page).status_code == 404


def test_a_secret_address_does_not_leak_by_the_name_of_a_file(client, world):
    RecordField.objects.create(name="attachments", waits=False)
    row = added(world.service, world.head, name="azylovy-dum-Dlouha-12.pdf")

    Service.objects.update(hidden_address=True)

    assert fetched(client, row)["Content-Disposition"] == f'attachment; filename="priloha-{row.pk}.pdf"'


def test_a_secret_address_does_not_leak_by_words(client, world):
    Service.objects.update(hidden_address=True)
    world.service.refresh_from_db()
    for words in ({"title": "Dům v ulici Zkušební 12/3"}, {"alt_text": "Dům č. p. 12, ulice Zkušební."}):
        with pytest.raises(ValidationError, match="Adresa této služby je utajená"):
            photographed(world.service, world.head, **words)

    page = text(client.sign_in(world.head.user, second_factor=True).get(world.url))

    assert "nesmí prozradit místo" in page
    assert ServiceAttachment.objects.count() == 0


def test_others_may_not_and_learn_nothing(client, world, stranger):
    other = manager(provider(ServiceFactory(), "Jiná pomoc"), "Jan Cizí")
    row = added(world.service, world.head)

    for actor in (other, Actor.for_user(stranger), Actor.public(), world.region):
        with pytest.raises(PermissionDenied):
            remove_attachment(row, actor=actor)
    with pytest.raises(PermissionDenied):
        approve_attachment(row, version=1, actor=world.head)
    client.sign_in(other.user, second_factor=True)
    for page in (f"/prilohy/{row.pk}/", world.url, f"{world.url}{row.pk}/", "/sprava/navrhy/prilohy/"):
        assert client.get(page).status_code == 404


def test_files_of_an_ended_service_are_not_public(client, world):
    RecordField.objects.create(name="attachments", waits=False)
    row = added(world.service, world.head)
    Service.objects.update(gone_on="2026-01-01")

    assert client.get(f"/prilohy/{row.pk}/").status_code == 404
    with pytest.raises(OperationError, match="Služba skončila"):
        added(world.service, world.head, title="Další")


def test_a_file_that_is_no_longer_on_the_disk_is_not_found(client, world, files):
    row = added(world.service, JOB)
    row.file.file.storage.delete(row.file.file.name)

    assert client.sign_in(world.head.user, second_factor=True).get(f"/prilohy/{row.pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(client, world, count, django_assert_num_queries):
    for number in range(count):
        checked = CheckedFile(f"{number}.pdf", "application/pdf", b"%PDF")
        words = {"kind": "other", "title": f"Příloha {number}", "alt_text": "", "issued_on": None}
        add_attachment(world.service, checked, words, actor=world.head)
    client.sign_in(world.region.user, second_factor=True).get("/sprava/navrhy/prilohy/")
    with django_assert_num_queries(5):
        client.get("/sprava/navrhy/prilohy/")
    client.sign_in(world.head.user, second_factor=True).get(world.url)

    with django_assert_num_queries(7):
        client.get(world.url)
