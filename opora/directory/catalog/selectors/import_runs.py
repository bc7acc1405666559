"""What the pages of imports show: one run with its differences in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast
from django.urls import reverse

from opora.directory.catalog.enums import ChangeKind, RunStatus
from opora.directory.catalog.models import ImportRun, Service, ServiceChange
from opora.directory.catalog.selectors.differences import FIELD_LABELS
from opora.directory.catalog.selectors.history import FieldChange, shown_fields, unsaid_fields

PER_PAGE = 50
GROUPS = {  # in the order of the page: what there is to read first, the long list of new services last
    "zmenene": ("Změněné", Q(kind=ChangeKind.CHANGED) & ~Q(identifier="")),
    "ukoncene": ("Ukončené", Q(kind=ChangeKind.ENDED)),
    "vracene": ("Vrácené", Q(kind=ChangeKind.RETURNED)),
    "odmitnute": ("Odmítnuté řádky", Q(kind=ChangeKind.REJECTED)),
    "poskytovatele": ("Poskytovatelé", Q(kind=ChangeKind.CHANGED, identifier="")),
    "nove": ("Nové", Q(kind=ChangeKind.ADDED)),
}
CSV_COLUMNS = ("co se stalo", "identifikátor", "název", "údaj", "bylo", "je", "poznámka")


@dataclass(frozen=True)
class Difference:
    """One change: whose, in which fields; `url` and `history_url` are empty for what has no card."""

    group: str
    identifier: str
    name: str
    url: str
    history_url: str
    fields: tuple[FieldChange, ...]
    rest: str
    pointer: str
    message: str


@dataclass(frozen=True)
class Choice:
    """A link that narrows the list, with the number of changes behind it."""

    key: str
    label: str
    count: int
    current: bool


@dataclass(frozen=True)
class RunReport:
    """One run as its page shows it."""

    run: ImportRun
    differences: Page
    groups: list[Choice]
    fields: list[Choice]
    counts: list[tuple[str, int]]
    narrowed: bool

    @property
    def running(self) -> bool:
        return self.run.status == RunStatus.RUNNING

    @property
    def applied(self) -> bool:
        """True when the numbers say what was written, not what would be."""
        return self.run.status == RunStatus.DONE and not self.run.dry_run

    @property
    def total(self) -> int:
        """Changes of every sort, before narrowing."""
        return sum(choice.count for choice in self.groups)


def run_report(run: ImportRun, *, page: str | None = None, group: str = "", field: str = "") -> RunReport:
    """The run with a page of its differences, narrowed to a group and a field; a constant number of queries."""
    group, field = group if group in GROUPS else "", field if field in FIELD_LABELS else ""
    changes = _changes(run)
    here = GROUPS[group][1] if group else Q()
    sizes = changes.aggregate(
        **{key: Count("pk", filter=condition) for key, (_label, condition) in GROUPS.items()},
        **{f"field_{name}": Count("pk", filter=here & _touches(name)) for name in FIELD_LABELS},
    )
    narrowed = changes.filter(here, _touches(field) if field else Q())
    found: Page = Paginator(narrowed.order_by("place", "pk"), PER_PAGE).get_page(page)  # type: ignore[misc]  # an annotation
    found.object_list = _differences(list(found.object_list))
    return RunReport(
        run=run,
        differences=found,
        groups=[Choice(key, label, sizes[key], key == group) for key, (label, _condition) in GROUPS.items()],
        fields=[
            Choice(name, label, sizes[f"field_{name}"], name == field)
            for name, label in FIELD_LABELS.items()
            if sizes[f"field_{name}"] or name == field
        ],
        counts=_counts(run),
        narrowed=bool(group or field),
    )


def _counts(run: ImportRun) -> list[tuple[str, int]]:
    return [
        ("nové služby", run.added), ("změněné", run.changed), ("ukončené", run.ended), ("vrácené", run.returned),
        ("beze změny", run.unchanged), ("odmítnuté řádky", run.rejected),
    ]  # fmt: skip


def _changes(run: ImportRun) -> QuerySet[ServiceChange]:
    """Changes with the place of their group and the names of their fields as a text."""
    places = [When(condition, then=Value(place)) for place, (_label, condition) in enumerate(GROUPS.values())]
    place = Case(*places, default=Value(len(places)), output_field=IntegerField())
    return run.changes.annotate(place=place, field_names=Cast("fields", TextField()))


def _touches(field: str) -> Q:
    return Q(field_names__contains=f'"{field}"')


def _differences(changes: list) -> list[Difference]:
    names = _names(changes)
    labels = [label for label, _condition in GROUPS.values()]
    return [_difference(change, labels[change.place], names.get(change.identifier, "")) for change in changes]


def _difference(change, group: str, name: str) -> Difference:
    address = [change.identifier]
    return Difference(
        group=group,
        identifier=change.identifier,
        name=name or (change.message if not change.identifier and not _is_rejected(change) else ""),
        url=reverse("catalog:service", args=address) if name else "",
        history_url=reverse("catalog:service_history", args=address) if name else "",
        fields=shown_fields(change),
        rest=unsaid_fields(change),
        pointer=change.pointer if _is_rejected(change) else "",
        message=change.message if _is_rejected(change) else "",
    )


def _is_rejected(change: ServiceChange) -> bool:
    return change.kind == ChangeKind.REJECTED


def _names(changes: list) -> dict[str, str]:
    identifiers = {change.identifier for change in changes} - {""}
    return dict(Service.objects.filter(identifier__in=identifiers).values_list("identifier", "name"))


def difference_rows(run: ImportRun) -> Iterator[tuple[str, ...]]:
    """Rows of the CSV file under `CSV_COLUMNS`: one a changed field, in the order of the page, read piece by piece."""
    changes = _changes(run).order_by("place", "pk")  # type: ignore[misc]  # an annotation
    for start in range(0, changes.count(), 500):
        for item in _differences(list(changes[start : start + 500])):
            first = (item.group, item.identifier, item.name)
            for field in item.fields:
                yield (*first, field.label, "\n".join(field.before), "\n".join(field.after), "")
            if item.rest or not item.fields:
                note = " ".join(part for part in (item.pointer, item.message) if part)
                yield (*first, item.rest, "", "", note)
