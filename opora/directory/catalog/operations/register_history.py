"""Rows of the history that an import writes, and what it erases from them once an address is secret."""

from django.db.models import F
from django.utils import timezone

from opora.directory.catalog.enums import ChangeKind
from opora.directory.catalog.models import Availability, ImportRun, SearchWord, Service, ServiceChange
from opora.directory.catalog.operations.register_types import ChangeRow, Tally
from opora.directory.catalog.operations.register_writer import as_json, chunks, write_rows
from opora.directory.catalog.selectors.differences import provider_pointer

GONE = [{"field": "gone", "label": "přítomnost v registru", "before": ["v souboru byla"], "after": ["v souboru není"]}]


def write_changes(run: ImportRun, rows: list[ChangeRow]) -> None:
    """Keep changes that the run brought or would bring."""
    names = ("run_id", "kind", "identifier", "fields", "details", "pointer", "message")
    values = [
        (run.pk, str(row.kind), row.identifier, as_json(row.fields), as_json(row.details), row.pointer[:200],
         row.message)
        for row in rows
    ]  # fmt: skip
    write_rows(ServiceChange, names, values)


def gone_change(identifier: str) -> ChangeRow:
    """The file no longer speaks of the service."""
    return ChangeRow(ChangeKind.ENDED, identifier, ["gone"], GONE)


def forget_details(run: ImportRun, tally: Tally) -> None:
    """Erase values before and after that older runs, people and dry runs left of what is secret from now on.

    Of services everything, with the note on free places that staff wrote while the address was known; of providers
    who have a hidden service all but their name.
    """
    concealed = _concealed(tally)
    others = ServiceChange.objects.exclude(run=run).exclude(details=[])
    for chunk in chunks(concealed):
        tally.forgotten += others.filter(identifier__in=chunk).update(details=[])
        notes = Availability.objects.filter(service__identifier__in=chunk).exclude(note="")
        tally.forgotten += notes.update(note="", version=F("version") + 1, updated_at=timezone.now())
    owners = Service.objects.filter(identifier__in=concealed).values_list("provider__ico", flat=True)
    pointers = sorted(provider_pointer(ico) for ico in {*owners, *tally.careful})
    for chunk in chunks(pointers):
        for change in others.filter(identifier="", pointer__in=chunk):
            kept = [item for item in change.details if item["field"] == "name"]
            if kept != change.details:
                change.details = kept
                change.save(update_fields=["details"])
                tally.forgotten += 1


def forget_words(tally: Tally) -> None:
    """Erase the vocabulary for correcting typing errors when it may hold words of what is secret from now on.

    It is made anew after the search index; that nobody has done it yet is how a run killed in between is known. To be
    called before services are written.
    """
    shown = Service.objects.filter(hidden_address=False)
    if any(shown.filter(identifier__in=chunk).exists() for chunk in chunks(_concealed(tally))):
        SearchWord.objects.all()._raw_delete(using="default")


def _concealed(tally: Tally) -> list[str]:
    return sorted(tally.concealed | (tally.hide & tally.kept))
