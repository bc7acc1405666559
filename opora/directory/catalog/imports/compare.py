"""What is new against the database."""

from datetime import date
from typing import Any

from opora.directory.catalog.enums import ChangeKind
from opora.directory.catalog.imports.rows import PreparedService
from opora.directory.catalog.models import Contact, Provider
from opora.directory.catalog.selectors.register import LiveService


def compare(old: LiveService | None, new: PreparedService, on: date) -> tuple[ChangeKind, list[str]] | None:
    """What happened to a service and in which fields; None when nothing did.

    A service that the file gives an end before the day has ended, one that lives again has returned.
    """
    if old is None:
        return ChangeKind.ADDED, []
    if old.content_hash == new.content_hash and old.gone_on is None:
        return None
    hashes = old.section_hashes
    fields = [name for name, value in new.sections.items() if hashes.get(name) != value]
    ends_over = new.ends_on is not None and new.ends_on < on
    if old.is_over(on) and not ends_over:
        return ChangeKind.RETURNED, fields
    if not old.is_over(on) and ends_over:
        return ChangeKind.ENDED, fields
    return ChangeKind.CHANGED, fields


def known_providers() -> dict[str, dict[str, Any]]:
    """Providers of the database by IČO, in the shape of `ProviderBook.rows`."""
    names = (
        "ico", "name", "czech_sort", "is_sample", "street", "house_number", "house_number_kind",
        "orientation_number", "addition", "part_name", "postal_code", "obec_name", "obec_code", "address_point",
    )  # fmt: skip
    known = {
        pk: dict(zip(names, values, strict=True)) | {"okres": okres or "", "contacts": []}
        for pk, okres, *values in Provider.objects.values_list("pk", "okres__code", *names)
    }
    contacts = Contact.objects.filter(provider__isnull=False).order_by("pk")
    for pk, *contact in contacts.values_list("provider", "kind", "value", "note"):
        known[pk]["contacts"].append(contact)
    return {row["ico"]: row for row in known.values()}
