"""Free places: dated statements of providers, beside the registered capacity and never in its place."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.forms.models import model_to_dict

from opora.directory.catalog.enums import Accepts, ChangeKind, StatementOrigin
from opora.directory.catalog.models import Availability, Service, ServiceChange
from opora.directory.catalog.operations.search_state import search_changed
from opora.directory.catalog.selectors.availability import WHOLE, PartKey, all_parts, state_version
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import czech_date, today
from opora.foundation.core.errors import OperationError, StaleError
from opora.foundation.core.models import STALE
from opora.foundation.core.permissions import require
from opora.foundation.core.templatetags.opora import counted

VALUES = ("accepts", "free_places", "waiting_weeks", "note")
FIELDS = (*VALUES, "as_of", "origin")
NOTHING_SAID = "O volných místech zatím nikdo nic neřekl. Vyplňte, jak to je."
type Rows = Mapping[PartKey, Mapping[str, Any]]  # of each part said: `VALUES`, those left out are unknown


@transaction.atomic
def record_availability(
    service: Service, rows: Rows, *, as_of: date, origin: str, version: int, actor: Actor
) -> list[Availability]:
    """Keep what the provider said of all parts of the service on the day; the same said again changes nothing.

    A part that is not in `rows` becomes unknown. `version` is that of the state shown (`state_version`). Raises
    OperationError for an ended service, an unknown part, a day to come or one before the provider's own newer words,
    StaleError when somebody wrote meanwhile.
    """
    require(actor, "catalog.record_availability", service)
    _check(service, rows, as_of)
    wanted = {key: dict(_blank(), **row, as_of=as_of, origin=origin) for key, row in rows.items()}
    if _values(service.availability.all()) == wanted:
        return list(service.availability.all())
    search_changed()  # before any writing, as everybody who changes search: its row is what they wait for
    old = list(Availability.objects.filter(service=service))
    if state_version(old) != version:
        raise StaleError(STALE)
    _check_newer(old, rows, as_of, origin)
    names = {part.key: part.name for part in all_parts(service)}
    Availability.objects.filter(pk__in=[row.pk for row in old]).delete()
    said = [_insert(service, key, values, actor) for key, values in wanted.items()]
    _tell(service, _lines(old, names), _lines(said, names), actor)
    _log(service, said, actor)
    return said


@transaction.atomic
def confirm_availability(service: Service, *, version: int, actor: Actor) -> list[Availability]:
    """Say that everything said before holds today too; raises OperationError when nothing was said."""
    require(actor, "catalog.record_availability", service)
    rows = {(row.form, row.facility_key): model_to_dict(row, VALUES) for row in service.availability.all()}
    known = {part.key for part in all_parts(service)}
    rows = {key: row for key, row in rows.items() if key in known}
    if not rows:
        raise OperationError(NOTHING_SAID)
    origin = StatementOrigin.OWN
    return record_availability(service, rows, as_of=today(), origin=origin, version=version, actor=actor)


def _check(service: Service, rows: Rows, as_of: date) -> None:
    if service.has_ended:
        raise OperationError("Služba skončila, volná místa se u ní už nezapisují.")
    if as_of > today():
        raise OperationError("Zapište den, kdy to poskytovatel řekl. Ten, který teprve přijde, to být nemůže.")
    if not rows.keys() <= {part.key for part in all_parts(service)}:
        raise OperationError("Registr se mezitím změnil a služba má jiné formy nebo místa. Otevřete stránku znovu.")


def _check_newer(old: Iterable[Availability], rows: Rows, as_of: date, origin: str) -> None:
    """What was heard earlier does not replace what the provider itself said later; taking it away is allowed."""
    own = max((row.as_of for row in old if row.origin == StatementOrigin.OWN), default=as_of)
    if rows and origin != StatementOrigin.OWN and as_of < own:
        sentence = f"Poskytovatel sám sdělil volná místa {czech_date(own)}. Starší údaj je přepsat nemůže."
        raise OperationError(sentence)


def _blank() -> dict[str, Any]:
    return {"free_places": None, "waiting_weeks": None, "note": ""}


def _values(statements: Iterable[Availability]) -> dict[PartKey, dict[str, Any]]:
    return {(row.form, row.facility_key): model_to_dict(row, FIELDS) for row in statements}


def _insert(service: Service, key: PartKey, values: dict[str, Any], actor: Actor) -> Availability:
    row = Availability(
        service=service, form=key[0], facility_key=key[1], recorded_by=actor.label[:200], **values
    )  # fmt: skip
    row.full_clean()
    row.save()
    return row


def _tell(service: Service, before: list[str], after: list[str], actor: Actor) -> None:
    """Let the history know."""
    ServiceChange.objects.create(
        made_by=actor.label[:200],
        kind=ChangeKind.CHANGED,
        identifier=service.identifier,
        fields=["availability"],
        details=[{"field": "availability", "label": "volná místa", "before": before, "after": after}],
    )


def _log(service: Service, said: list[Availability], actor: Actor) -> None:
    if not said:
        log.record("catalog.availability_withdrawn", actor=actor, target=service, identifier=service.identifier)
        return
    accepts = ", ".join(dict.fromkeys(str(Accepts(row.accepts).label) for row in said))
    log.record(
        "catalog.availability_recorded", actor=actor, target=service, identifier=service.identifier,
        accepts=accepts, on=czech_date(said[0].as_of),
    )  # fmt: skip


def _lines(statements: list[Availability], names: Mapping[PartKey, str]) -> list[str]:
    """Statements in lines of text."""
    lines = []
    for row in statements:
        key = (row.form, row.facility_key)
        name = names.get(key) or ("" if key == WHOLE else row.form)
        state = f"{Accepts(row.accepts).label} ({czech_date(row.as_of)}, {row.get_origin_display()})"
        lines.append(f"{name}: {state}" if name else state)
        lines += [f"volných míst: {row.free_places}"] if row.free_places is not None else []
        lines += [f"čekání: {counted(row.waiting_weeks, 'týden,týdny,týdnů')}"] if row.waiting_weeks else []
        lines += [row.note] if row.note else []
    return lines
