"""Bulk writing of register rows: prepared plain values, many rows a statement, inside the caller's transaction."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, models
from django.utils import timezone

from opora.directory.catalog.models import (
    Capacity,
    Contact,
    Facility,
    FormOfService,
    Provider,
    Reach,
    SearchRow,
    Service,
    ServiceTargetGroup,
)

Row = dict[str, Any]
BATCH = 500


def write_rows(
    model: type[models.Model], rows: list[Row], *, conflict: tuple[str, ...] = (), bump: bool = False
) -> None:
    """Insert rows (all with the same keys: attribute names of fields); a row that is there is updated instead.

    `conflict` names the unique fields, `bump` raises the version of an updated row. Values are plain: dates may be
    ISO text, JSON fields anything.
    """
    if not rows:
        return
    fields = [model._meta.get_field(name) for name in rows[0]]
    json_places = {place for place, field in enumerate(fields) if isinstance(field, models.JSONField)}
    quote = connection.ops.quote_name
    table, columns = quote(model._meta.db_table), [quote(field.column) for field in fields]
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"
    if conflict:
        unique = [quote(model._meta.get_field(name).column) for name in conflict]
        kept = {*unique, quote("id"), quote("created_at"), quote("version")}
        updates = [f"{name} = excluded.{name}" for name in columns if name not in kept]
        updates += [f"{quote('version')} = {table}.{quote('version')} + 1"] if bump else []
        sql += f" ON CONFLICT ({', '.join(unique)}) DO UPDATE SET {', '.join(updates)}"
    with connection.cursor() as cursor:
        cursor.executemany(sql, [_values(row, json_places) for row in rows])


def _values(row: Row, json_places: set[int]) -> tuple[Any, ...]:
    return tuple(
        json.dumps(value, ensure_ascii=False) if place in json_places else value
        for place, value in enumerate(row.values())
    )


def reset_sequences() -> None:
    """Let the database number new rows after those written with their own number (PostgreSQL)."""
    from django.core.management.color import no_style

    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [FormOfService]):
            cursor.execute(sql)


class ServiceWriter:
    """Writes chunks of staged services; knows the numbers of okresy and providers, and gives numbers to forms."""

    def __init__(self, okresy: dict[str, int], providers: dict[str, int], common: Row) -> None:
        self.okresy, self.providers, self.common = okresy, providers, common
        self.now = timezone.now()
        self.next_form = (FormOfService.objects.aggregate(last=models.Max("pk"))["last"] or 0) + 1

    def write(self, staged: Iterable[tuple[str, Row]]) -> None:
        """Write services (identifier, payload) with all that belongs to them; old parts of them are replaced."""
        chunk = list(staged)
        identifiers = [identifier for identifier, _payload in chunk]
        write_rows(Service, [self._service(*item) for item in chunk], conflict=("identifier",), bump=True)
        keys = dict(Service.objects.filter(identifier__in=identifiers).values_list("identifier", "pk"))
        pairs = [(keys[identifier], payload) for identifier, payload in chunk]
        self._forget(list(keys.values()), [item["key"] for _pk, payload in pairs for item in payload["facilities"]])
        self._write_forms(pairs)
        self._write_parts(pairs)
        search = [{"service_id": pk, **payload["search"]} for pk, payload in pairs]
        write_rows(SearchRow, search, conflict=("service_id",))

    def _service(self, identifier: str, payload: Row) -> Row:
        return {
            "identifier": identifier,
            "provider_id": self.providers[payload["provider"]],
            **payload["service"],
            **self.common,
            "gone_on": None,
            **_stamps(self.now),
        }

    def _forget(self, pks: list[int], keys: list[str]) -> None:
        """Take away what belongs to the services; facilities that stay keep their number."""
        Capacity.objects.filter(form__service__in=pks)._raw_delete(using="default")
        for model in (FormOfService, Contact, ServiceTargetGroup, Reach):
            model._base_manager.filter(service__in=pks)._raw_delete(using="default")
        Facility.objects.filter(service__in=pks).exclude(key__in=keys)._raw_delete(using="default")

    def _write_forms(self, pairs: list[tuple[int, Row]]) -> None:
        forms, capacities = [], []
        for pk, payload in pairs:
            for form, continuous, schedules, counts in payload["forms"]:
                number, self.next_form = self.next_form, self.next_form + 1
                forms.append({"id": number, "service_id": pk, "form": form, "continuous": continuous,
                              "schedules": schedules})  # fmt: skip
                capacities += [
                    {"form_id": number, "unit_code": unit, "count": count, "note": note} for unit, count, note in counts
                ]
        write_rows(FormOfService, forms)
        write_rows(Capacity, capacities)

    def _write_parts(self, pairs: list[tuple[int, Row]]) -> None:
        facilities = [
            {"service_id": pk, **place_okres(row, self.okresy)}
            for pk, payload in pairs
            for row in payload["facilities"]
        ]
        write_rows(Facility, facilities, conflict=("service", "key"))
        write_rows(Contact, [
            {"service_id": pk, "kind": kind, "value": value, "note": note}
            for pk, payload in pairs for kind, value, note in payload["contacts"]
        ])  # fmt: skip
        write_rows(ServiceTargetGroup, [
            {"service_id": pk, "group_code": code, "note": note}
            for pk, payload in pairs for code, note in payload["groups"]
        ])  # fmt: skip
        write_rows(Reach, [
            {"service_id": pk, "level": level, "code": code}
            for pk, payload in pairs for level, code in payload["reaches"]
        ])  # fmt: skip


def write_providers(rows: dict[str, Row], okresy: dict[str, int]) -> None:
    """Insert or update providers with their contacts."""
    now = timezone.now()
    for chunk in chunks(list(rows.values())):
        values = [
            {name: value for name, value in place_okres(row, okresy).items() if name != "contacts"} | _stamps(now)
            for row in chunk
        ]
        write_rows(Provider, values, conflict=("ico",), bump=True)
        keys = dict(Provider.objects.filter(ico__in=[row["ico"] for row in chunk]).values_list("ico", "pk"))
        Contact.objects.filter(provider__in=keys.values())._raw_delete(using="default")
        write_rows(Contact, [
            {"provider_id": keys[row["ico"]], "kind": kind, "value": value, "note": note}
            for row in chunk for kind, value, note in row["contacts"]
        ])  # fmt: skip


def place_okres(row: Row, okresy: dict[str, int]) -> Row:
    """The row with the number of its okres instead of the code."""
    return {**{name: value for name, value in row.items() if name != "okres"}, "okres_id": okresy.get(row["okres"])}


def chunks[Item](items: list[Item], size: int = BATCH) -> Iterator[list[Item]]:
    """The list in pieces of at most `size`."""
    return (items[start : start + size] for start in range(0, len(items), size))


def _stamps(now) -> Row:
    """Times of a written row; ON CONFLICT keeps the first one."""
    value = connection.ops.adapt_datetimefield_value(now)
    return {"created_at": value, "updated_at": value, "version": 1}
