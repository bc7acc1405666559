"""Names of files as people see them: no path, nothing invisible, the extension that the content has."""

import re
import unicodedata

LONGEST = 100  # characters without the extension
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # controls, marks that turn the writing, halves of characters
FORBIDDEN = re.compile(r'[<>:"|?*;%]+')


def safe_name(name: str, extension: str) -> str:
    """The last part of the path without what cannot be seen or would change a header, with the true extension."""
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(char for char in base if unicodedata.category(char) not in INVISIBLE)
    stem = seen.rpartition(".")[0] or seen
    stem = " ".join(FORBIDDEN.sub(" ", stem).split()).strip(". ")[:LONGEST].rstrip(". ")
    return f"{stem or 'soubor'}.{extension}"
