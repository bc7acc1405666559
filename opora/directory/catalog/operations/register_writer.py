"""Bulk writing of register rows: prepared plain values, many rows a statement, inside the caller's transaction."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models
from django.utils import timezone

from opora.directory.catalog.enums import RegisterScope
from opora.directory.catalog.models import (
    Capacity,
    Contact,
    Facility,
    FormOfService,
    Provider,
    Reach,
    ReachSuggestion,
    SearchRow,
    Service,
    ServiceTargetGroup,
)
from opora.directory.catalog.operations.reach_rows import reach_columns, write_suggestions
from opora.directory.catalog.operations.register_types import FACILITY, SERVICE
from opora.directory.catalog.selectors.scope import split_codes

Row = dict[str, Any]
Values = Sequence[Any]
BATCH = 500
HIDDEN_KEEPS = ("key", "starts_on", "ends_on", "hidden", "okres_id")


def write_rows(
    model: type[models.Model],
    names: Sequence[str],
    rows: Sequence[Values],
    *,
    conflict: tuple[str, ...] = (),
    bump: bool = False,
) -> None:
    """Insert rows of values in the order of `names` (attribute names of fields); one that is there is updated.

    `conflict` names the unique fields, `bump` raises the version of an updated row. Values are plain: dates and JSON
    as text.
    """
    if not rows:
        return
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = [quote(_column(model, name)) for name in names]
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"  # nosec: names of columns
    if conflict:
        unique = [quote(_column(model, name)) for name in conflict]
        kept = {*unique, quote("created_at"), quote("version")}
        updates = [f"{name} = excluded.{name}" for name in columns if name not in kept]
        updates += [f"{quote('version')} = {table}.{quote('version')} + 1"] if bump else []
        sql += f" ON CONFLICT ({', '.join(unique)}) DO UPDATE SET {', '.join(updates)}"  # nosec: names of columns
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def _column(model: type[models.Model], name: str) -> str:
    """Column of a field, by its name or attribute name."""
    return getattr(model._meta.get_field(name), "column", None) or name


def reset_sequences() -> None:
    """Let the database number new rows after those written with their own number (PostgreSQL)."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [FormOfService]):
            cursor.execute(sql)


class ServiceWriter:
    """Writes chunks of staged services; knows the numbers of providers and gives numbers to forms.

    `common` are columns that all services of the run share.
    """

    def __init__(self, providers: dict[str, int], common: Row) -> None:
        self.providers = providers
        self.common = {**common, "gone_on": None, **_stamps()}
        self.next_form = (FormOfService.objects.aggregate(last=models.Max("pk"))["last"] or 0) + 1

    def write(self, staged: Iterable[tuple[str, Row]]) -> None:
        """Write services (identifier, payload) with all that belongs to them; old parts of them are replaced."""
        chunk = list(staged)
        names = ("identifier", "provider_id", *SERVICE, *self.common)
        shared = tuple(self.common.values())
        rows = [(name, self.providers[item["provider"]], *item["service"], *shared) for name, item in chunk]
        known = _service_keys([name for name, _item in chunk])
        write_rows(Service, names, rows, conflict=("identifier",), bump=True)
        keys = _service_keys([name for name, _item in chunk])
        pairs = [(keys[name], item) for name, item in chunk]
        if known:  # a new service has nothing to forget
            kept = [row[0] for name, item in chunk if name in known for row in item["facilities"]]
            self._forget(list(known.values()), kept)
        self._write_forms(pairs)
        for model, part, columns, unique in (
            (Facility, "facilities", FACILITY, ("service", "key")),
            (Contact, "contacts", ("kind", "value", "note"), ()),
            (ServiceTargetGroup, "groups", ("group_code", "note"), ()),
            (Reach, "reaches", ("level", "code"), ()),
        ):
            parts = [(pk, *row) for pk, item in pairs for row in item[part]]
            write_rows(model, ("service_id", *columns), parts, conflict=unique)
        place = SERVICE.index("hidden_address")
        hidden = [pk for pk, item in pairs if item["service"][place]]
        write_suggestions({pk: item.get("suggestions", ()) for pk, item in pairs}, hidden)

    def _forget(self, pks: list[int], keys: list[str]) -> None:
        """Take away what belongs to the services; facilities that stay keep their number.

        Search rows of services that are hidden go at once, others serve until the new ones come.
        """
        Capacity.objects.filter(form__service__in=pks)._raw_delete(using="default")
        for model in (FormOfService, Contact, ServiceTargetGroup, Reach):
            model._base_manager.filter(service__in=pks)._raw_delete(using="default")
        Facility.objects.filter(service__in=pks).exclude(key__in=keys)._raw_delete(using="default")
        hidden = Service.objects.filter(pk__in=pks, hidden_address=True)
        SearchRow.objects.filter(service__in=hidden)._raw_delete(using="default")

    def _write_forms(self, pairs: list[tuple[int, Row]]) -> None:
        forms, capacities = [], []
        for pk, item in pairs:
            for form, continuous, schedules, counts in item["forms"]:
                forms.append((self.next_form, pk, form, continuous, schedules))
                capacities += [(self.next_form, *count) for count in counts]
                self.next_form += 1
        write_rows(FormOfService, ("id", "service_id", "form", "continuous", "schedules"), forms)
        write_rows(Capacity, ("form_id", "unit_code", "count", "note"), capacities)


def hide_services(identifiers: list[str]) -> None:
    """Take away everything that may tell the address of services whose readable version is no longer true.

    They keep their names of providers, kinds, telephones and okresy, and leave the search until a row can be read.
    """
    services = Service.objects.filter(identifier__in=identifiers)
    empty: Row = dict.fromkeys([name for name in FACILITY if name not in HIDDEN_KEEPS], "")
    empty |= {"latitude": None, "longitude": None}
    Facility.objects.filter(service__in=services).update(hidden=True, **empty)
    SearchRow.objects.filter(service__in=services).delete()
    Contact.objects.filter(service__in=services).exclude(kind="phone").delete()
    Contact.objects.filter(service__in=services).update(note="")
    ServiceTargetGroup.objects.filter(service__in=services).update(note="")
    Capacity.objects.filter(form__service__in=services).update(note="")
    ReachSuggestion.objects.filter(service__in=services).delete()
    FormOfService.objects.filter(service__in=services).update(schedules=[])
    name = Provider.objects.filter(pk=models.OuterRef("provider"))
    services.update(
        hidden_address=True,
        age_note="",
        content_hash="",
        name=models.Subquery(name.values("name")[:1]),
        czech_sort=models.Subquery(name.values("czech_sort")[:1]),
    )
    _hide_seats(identifiers)


def _hide_seats(identifiers: list[str]) -> None:
    """The seat and the notes of providers with none but hidden services: it may be the very address."""
    # a club that staff entered proves nothing of the seat
    registered = Service.objects.exclude(scope=RegisterScope.UNREGISTERED)
    visible = registered.filter(hidden_address=False, gone_on=None).values("provider")
    alone = Provider.objects.filter(services__identifier__in=identifiers).exclude(pk__in=visible)
    pks = list(alone.values_list("pk", flat=True))
    Contact.objects.filter(provider__in=pks).exclude(kind="phone").delete()
    Contact.objects.filter(provider__in=pks).update(note="")
    seat = FACILITY[FACILITY.index("street") :]
    Provider.objects.filter(pk__in=pks).update(**dict.fromkeys(seat, ""))


def write_search_rows(staged: Iterable[tuple[str, Row]]) -> None:
    """Write search rows of services (identifier, values of the row); what people decided on reach stays in them."""
    chunk = list(staged)
    keys = _service_keys([name for name, _row in chunk])
    said = reach_columns({keys[name]: split_codes(row["reaches"]) for name, row in chunk if name in keys})
    rows = [(keys[name], row | said[keys[name]]) for name, row in chunk if name in keys]
    names = list(rows[0][1]) if rows else []
    write_rows(SearchRow, ("service_id", *names), [(pk, *row.values()) for pk, row in rows], conflict=("service_id",))


def write_providers(rows: dict[str, Row], okresy: dict[str, int]) -> None:
    """Insert or update providers with their contacts; `okresy` are numbers of okresy by their codes."""
    stamps = _stamps()
    for chunk in chunks(list(rows.values())):
        names = [name for name in chunk[0] if name not in {"okres", "contacts"}]
        values = [(okresy.get(row["okres"]), *stamps.values(), *(row[name] for name in names)) for row in chunk]
        write_rows(Provider, ("okres_id", *stamps, *names), values, conflict=("ico",), bump=True)
        keys = dict(Provider.objects.filter(ico__in=[row["ico"] for row in chunk]).values_list("ico", "pk"))
        Contact.objects.filter(provider__in=keys.values())._raw_delete(using="default")
        contacts = [(keys[row["ico"]], *contact) for row in chunk for contact in row["contacts"]]
        write_rows(Contact, ("provider_id", "kind", "value", "note"), contacts)


def chunks[Item](items: list[Item], size: int = BATCH) -> Iterator[list[Item]]:
    """The list in pieces of at most `size`."""
    return (items[start : start + size] for start in range(0, len(items), size))


def as_json(value: Any) -> str:
    """Text of a JSON column."""
    return json.dumps(value, ensure_ascii=False)


def _service_keys(identifiers: list[str]) -> dict[str, int]:
    return dict(Service.objects.filter(identifier__in=identifiers).values_list("identifier", "pk"))


def _stamps() -> Row:
    """Times of a written row; an update keeps the first of them."""
    value = connection.ops.adapt_datetimefield_value(timezone.now())
    return {"created_at": value, "updated_at": value, "version": 1}
