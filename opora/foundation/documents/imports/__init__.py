"""Files that people send: known by their content, never by their name or by what the browser says of them."""

from opora.foundation.documents.imports.checking import CheckedFile, checked_upload, largest_words

__all__ = ["CheckedFile", "checked_upload", "largest_words"]
