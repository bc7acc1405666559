"""Storing of files."""

import hashlib

from django.core.files.base import File
from django.db import transaction

from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import require
from opora.foundation.documents.models import StoredFile


@transaction.atomic
def store_file(upload: File, *, purpose: str, actor: Actor, media_type: str = "") -> StoredFile:
    """Keep a file under a name of our own; its content is read once, for the hash. `media_type` as it was checked."""
    require(actor, "documents.store_file")
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    stored = StoredFile(
        name=(upload.name or "soubor")[:200],
        purpose=purpose,
        media_type=media_type,
        size=upload.size or 0,
        sha256=digest.hexdigest(),
        uploaded_by_label=actor.label,
    )
    stored.file.save(f"{digest.hexdigest()[:32]}.bin", upload, save=False)
    stored.full_clean()
    stored.save()
    log.record("documents.stored", actor=actor, target=stored, purpose=purpose, size=stored.size)
    return stored
