"""Choices of documents."""

from enum import StrEnum


class FileKind(StrEnum):
    """What a page takes: photos, or documents to read and fill in."""

    PHOTO = "photo"
    DOCUMENT = "document"
