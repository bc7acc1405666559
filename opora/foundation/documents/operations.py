"""Storing of files."""

import hashlib

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import require
from opora.foundation.documents.models import StoredFile


@transaction.atomic
def store_file(upload: UploadedFile, *, purpose: str, actor: Actor) -> StoredFile:
    """Keep an uploaded file under a name of our own; its content is read once, for the hash."""
    require(actor, "documents.store_file")
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    stored = StoredFile(
        name=(upload.name or "soubor")[:200],
        purpose=purpose,
        size=upload.size or 0,
        sha256=digest.hexdigest(),
        uploaded_by_label=actor.label,
    )
    stored.file.save(f"{digest.hexdigest()[:32]}.bin", upload, save=False)
    stored.full_clean()
    stored.save()
    log.record("documents.stored", actor=actor, target=stored, purpose=purpose, size=stored.size)
    return stored
