"""Links and pictures of the documents lead somewhere."""

import re

import pytest
from django.conf import settings

pytestmark = pytest.mark.sqlite_only

LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
ROOT = settings.BASE_DIR
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_relative_links_of_a_document_exist(document):
    targets = [target for target in LINK.findall(document.read_text("utf-8")) if not target.startswith(("http", "/"))]

    assert [target for target in targets if not (document.parent / target).exists()] == []
