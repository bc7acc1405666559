"""The approved extract as it is handed over: data for machines and a tagged PDF for people, in one archive."""

import io
import zipfile
from collections.abc import Iterator

from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst

from opora.foundation.core.registries import Bullets, Heading, Paper, PaperTable, Paragraph, papers
from opora.foundation.core.templatetags.opora import counted, czech_datetime
from opora.foundation.privacy.models import Extract
from opora.foundation.privacy.selectors.extracts import Field, Part, content_of, data_json, parts_of

HIDDEN = "skryto: {reason}"
RIGHTS = [
    "Můžete chtít opravu nebo doplnění, omezení zpracování, výmaz nebo přenesení údajů, a můžete vznést námitku.",
    "Stížnost můžete podat Úřadu pro ochranu osobních údajů.",
]


def archive(extract: Extract) -> bytes:
    """The ZIP: data.json (its SHA-256 stands at the extract) and vypis.pdf."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("data.json", data_json(extract))
        files.writestr("vypis.pdf", papers["pdf"](paper(extract)))
    return packed.getvalue()


def paper(extract: Extract) -> Paper:
    """The extract for reading, without what is hidden."""
    return Paper(f"Výpis osobních údajů č. {extract.pk}", list(_blocks(extract)))


def _blocks(extract: Extract) -> Iterator[Heading | Paragraph | Bullets | PaperTable]:
    content = content_of(extract)
    moment = czech_datetime(parse_datetime(content["gathered_at"]))
    yield Paragraph(f"{content['name']}, {content['email']}\nStav údajů: {moment}")
    yield Paragraph("Výpis podle čl. 15 a 20 GDPR. Stejné údaje pro další zpracování jsou v souboru data.json.")
    parts = parts_of(extract)
    if not parts:
        yield Paragraph("O této osobě tu žádné údaje nejsou.")
    for part in parts:
        yield from _part(part)
    yield Heading("Vaše další práva")
    yield Bullets(RIGHTS)


def _part(part: Part) -> Iterator[Heading | Paragraph | PaperTable]:
    yield Heading(part.title)
    kept = f"\nJak dlouho: {part.kept}" if part.kept else ""
    yield Paragraph(f"Proč a na jakém základě: {part.basis}{kept}")
    if titles := part.titles:
        caption = f"{part.title}: {counted(len(part.records), 'záznam,záznamy,záznamů')}"
        yield PaperTable(
            caption,
            [capfirst(title) for title in titles],
            [[_said(field) for field in record.fields] for record in part.records],
        )
        return
    for number, record in enumerate(part.records, start=1):
        caption = part.title if len(part.records) == 1 else f"{part.title}, {number}. záznam"
        yield PaperTable(
            caption, ["Údaj", "Hodnota"], [[capfirst(field.title), _said(field)] for field in record.fields]
        )


def _said(field: Field) -> str:
    return HIDDEN.format(reason=field.reason) if field.reason else field.value
