"""Who may store files."""

from opora.foundation.core.permissions import permission_by_right

permission_by_right("documents.store_file", "ukládat soubory")
