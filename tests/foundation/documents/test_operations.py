import hashlib

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from opora.foundation.core.actor import Actor
from opora.foundation.documents.models import StoredFile
from opora.foundation.documents.operations import store_file

pytestmark = pytest.mark.django_db


def test_stored_file_keeps_its_bytes_name_and_hash(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    upload = SimpleUploadedFile("registr (jaro).json", b'{"polozky": []}')

    stored = store_file(upload, purpose="registr", actor=Actor.job("zkouška"))

    assert stored.file.read() == b'{"polozky": []}'
    assert (stored.name, stored.size, stored.sha256) == (
        "registr (jaro).json",
        15,
        hashlib.sha256(b'{"polozky": []}').hexdigest(),
    )
    stored.file.close()


def test_name_of_the_upload_never_reaches_the_file_system(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    stored = store_file(SimpleUploadedFile("../../etc/passwd", b"x"), purpose="registr", actor=Actor.job("zkouška"))

    assert "passwd" not in stored.file.name


def test_public_may_not_store_files():
    with pytest.raises(PermissionDenied):
        store_file(SimpleUploadedFile("a", b"x"), purpose="registr", actor=Actor.public())

    assert StoredFile.objects.count() == 0
