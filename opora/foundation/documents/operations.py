"""Storing of files."""

import hashlib
from collections.abc import Collection

from django.core.files.base import File
from django.db import transaction

from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import require
from opora.foundation.documents.models import StoredFile
from opora.foundation.documents.selectors.retention import orphans
from opora.foundation.privacy.selectors.holdings import Holding


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


@transaction.atomic
def erase_files(ids: Collection[int], *, actor: Actor) -> int:
    """Delete files with their content: what dies between the two is deleted by the next attempt.

    The rows are asked first: one that is still referred to raises ProtectedError while every content is in its place.
    """
    require(actor, "privacy.erase_due")
    stored = list(StoredFile.objects.select_for_update().filter(pk__in=ids))
    deleted, _by_model = StoredFile.objects.filter(pk__in=ids).delete()
    for one in stored:
        one.file.delete(save=False)
    return deleted


HOLDINGS = [Holding("documents.file", StoredFile, orphans, erase=erase_files)]
