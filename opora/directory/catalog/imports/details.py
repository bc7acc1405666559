"""Values before and after for the history: of services batch by batch, of providers at the end of the reading."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from opora.directory.catalog.codebook import Codebook
from opora.directory.catalog.enums import ChangeKind
from opora.directory.catalog.imports.rows import PreparedService
from opora.directory.catalog.models import Service
from opora.directory.catalog.operations.register_types import ChangeRow, StagedItem
from opora.directory.catalog.selectors.differences import (
    Change,
    Names,
    Parts,
    address_line_of,
    contact_lines,
    field_changes,
    lines_change,
    provider_pointer,
)
from opora.directory.catalog.selectors.live_parts import live_parts
from opora.directory.catalog.selectors.register import LiveService
from opora.directory.territory.models import Area
from opora.foundation.core.templatetags.opora import czech_date

ProviderRow = dict[str, Any]


class DetailMaker:
    """Puts the differences of one run into words. What is secret on either side says only codes and counts."""

    def __init__(self, book: Codebook, as_of: str) -> None:
        self.book, self.as_of = book, as_of
        self.new: dict[str, tuple[LiveService, PreparedService]] = {}

    @cached_property
    def names(self) -> Names:
        """Words for codes; names of kraje are asked for once a run and only when something changed."""
        kraje = Area.objects.filter(level=Area.Level.KRAJ).values_list("level", "code", "label")
        return Names(self.book, {(level, code): label for level, code, label in kraje})

    def note(self, old: LiveService | None, prepared: PreparedService) -> None:
        """Remember the new side of a changed service until its batch is staged; a new service has no old side."""
        if old is not None:
            self.new[prepared.identifier] = (old, prepared)

    def of_batch(self, batch: Iterable[StagedItem]) -> dict[str, list[Change]]:
        """Details by identifier, read from the live tables: nothing of the run has been applied yet."""
        changed = [item for item in batch if item.identifier in self.new]
        new, self.new = self.new, {}
        if not changed:
            return {}
        before = live_parts(new, {name for item in changed for name in item.fields})
        return {
            item.identifier: self._details(item, before[item.identifier], *new[item.identifier])
            for item in changed
            if item.identifier in before
        }

    def _details(self, item: StagedItem, before: Parts, old: LiveService, prepared: PreparedService) -> list[Change]:
        after = {**prepared.payload, "as_of": self.as_of, "provider_name": prepared.search_source.provider_name}
        secret = old.hidden or prepared.hidden
        changes = field_changes(item.fields, before, after, self.names, secret=secret)
        if old.gone_on:
            was = [f"v souboru nebyla od {czech_date(old.gone_on)}"]
            changes += filter(None, [lines_change("gone", was, ["v souboru je"])])
        return changes


def careful_providers(
    icos: Iterable[str], identifiers: Iterable[str], known: dict[str, ProviderRow], changed: dict[str, ProviderRow]
) -> set[str]:
    """Providers whose seat or contacts may be a secret address, as those whose seat the file no longer shows.

    `icos` have a hidden service in the file, `identifiers` are services whose row could not be read and says secret.
    """
    lost = {ico for ico, row in changed.items() if not address_line_of(row) and address_line_of(known.get(ico, row))}
    hidden = Service.objects.filter(hidden_address=True).values_list("provider__ico", flat=True).distinct()
    unread = Service.objects.filter(identifier__in=list(identifiers)).values_list("provider__ico", flat=True)
    return {*icos, *hidden, *unread, *lost}


def provider_changes(
    known: dict[str, ProviderRow], changed: dict[str, ProviderRow], careful: set[str]
) -> list[ChangeRow]:
    """What happened to providers that were already here; of careful ones only their name is said."""
    rows = []
    for ico, new in changed.items():
        old = known.get(ico)
        if old is None:
            continue
        sides = [("name", [old["name"]], [new["name"]])]
        if ico not in careful:
            sides.append(("seat", [address_line_of(old)], [address_line_of(new)]))
            sides.append(("contacts", contact_lines(old["contacts"]), contact_lines(new["contacts"])))
        details = [change for change in (lines_change(*side) for side in sides) if change]
        fields = [name for name, (same, other) in _sections(old, new).items() if same != other]
        message = f"Poskytovatel {new['name']} (IČO {ico})"
        rows.append(ChangeRow(ChangeKind.CHANGED, "", fields, details, provider_pointer(ico), message))
    return rows


def _sections(old: ProviderRow, new: ProviderRow) -> dict[str, tuple[Any, Any]]:
    """Parts of a provider's row, old and new."""
    named, contacts = ("name", "czech_sort"), ("contacts",)
    rest = [name for name in new if name not in {*named, *contacts, "is_sample"}]
    groups = {"name": named, "seat": tuple(rest), "contacts": contacts, "origin": ("is_sample",)}
    return {field: ([old[name] for name in names], [new[name] for name in names]) for field, names in groups.items()}
