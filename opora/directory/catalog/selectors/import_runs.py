"""What the pages of imports show: one run with its differences in words."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.urls import reverse

from opora.directory.catalog.enums import ChangeKind, RunStatus
from opora.directory.catalog.models import ImportRun, Service

PER_PAGE = 50
FIELD_LABELS = {
    "provider": "poskytovatel",
    "kind": "druh služby",
    "name": "název",
    "validity": "platnost od–do",
    "ages": "věkové skupiny",
    "hidden": "skrytí adresy",
    "origin": "původ údajů",
    "opening": "provoz zařízení",
    "forms": "formy a kapacity",
    "facilities": "zařízení",
    "contacts": "kontakty",
    "groups": "cílové skupiny",
    "reaches": "působnost",
    "gone": "v souboru už není",
}


@dataclass(frozen=True)
class Difference:
    """One changed service: what happened, to which, in which fields; `url` is empty when it has no card."""

    kind: str
    identifier: str
    name: str
    url: str
    fields: str


@dataclass(frozen=True)
class RunReport:
    """One run as its page shows it."""

    run: ImportRun
    rejected: list
    differences: Page
    counts: list[tuple[str, int]]

    @property
    def running(self) -> bool:
        return self.run.status == RunStatus.RUNNING

    @property
    def applied(self) -> bool:
        """True when the numbers say what was written, not what would be."""
        return self.run.status == RunStatus.DONE and not self.run.dry_run


def run_report(run: ImportRun, page: str | None) -> RunReport:
    """The run with a page of its differences; a constant number of queries."""
    changes = run.changes.exclude(kind=ChangeKind.REJECTED).order_by("pk")
    found: Page = Paginator(changes, PER_PAGE).get_page(page)
    found.object_list = _differences(list(found.object_list))
    counts = [
        ("Nové služby", run.added), ("Změněné", run.changed), ("Ukončené", run.ended), ("Vrácené", run.returned),
        ("Beze změny", run.unchanged), ("Odmítnuté řádky", run.rejected),
    ]  # fmt: skip
    rejected = list(run.changes.filter(kind=ChangeKind.REJECTED).order_by("pk")[:200])
    return RunReport(run, rejected, found, counts)


def _differences(changes: list) -> list[Difference]:
    names = dict(
        Service.objects.filter(identifier__in=[change.identifier for change in changes]).values_list(
            "identifier", "name"
        )
    )
    return [
        Difference(
            kind=change.get_kind_display(),
            identifier=change.identifier,
            name=names.get(change.identifier, ""),
            url=reverse("catalog:service", args=[change.identifier]) if change.identifier in names else "",
            fields=", ".join(FIELD_LABELS.get(name, name) for name in change.fields),
        )
        for change in changes
    ]
