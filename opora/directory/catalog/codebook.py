"""Code lists in force, loaded once a process and thrown away as soon as the tables say something newer."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Model, QuerySet

from opora.directory.catalog.models import (
    AgeGroup,
    BasicActivity,
    CapacityUnit,
    CodeList,
    KindPage,
    OtherKind,
    ServiceForm,
    ServiceKind,
    TargetGroup,
)
from opora.foundation.core.dates import today
from opora.foundation.core.queries import FixedQuery

COUNSELLING = "1"  # odborné sociální poradenství: one kind for debts, families, victims and all other troubles
CODE_LISTS: tuple[type[CodeList], ...] = (
    ServiceKind, TargetGroup, ServiceForm, CapacityUnit, AgeGroup, BasicActivity, OtherKind,
)  # fmt: skip
type Stamp = tuple[object, int]


@dataclass(frozen=True, eq=False)  # told apart by identity, so that what is derived from it can be cached
class Codebook:
    """Rows of every code list in force on one day, by their code. A code nobody knows is shown as it came."""

    on: date
    kinds: dict[str, ServiceKind]
    groups: dict[str, TargetGroup]
    forms: dict[str, ServiceForm]
    units: dict[str, CapacityUnit]
    age_groups: dict[str, AgeGroup]
    activities: dict[str, BasicActivity]
    other_kinds: dict[str, OtherKind]
    kind_pages: dict[str, KindPage]

    def kind(self, code: str) -> ServiceKind | OtherKind | None:
        """Kind of social service, or of help that is not registered; None for a code nobody knows."""
        return self.kinds.get(code) or self.other_kinds.get(code)

    def kind_name(self, code: str) -> str:
        """Official name of the kind („pečovatelská služba“)."""
        row = self.kind(code)
        return row.name if row else code

    def kind_plain_name(self, code: str) -> str:
        """What people call the kind; empty where nobody wrote it."""
        row = self.kind(code)
        return row.plain_name if row else ""

    def group_name(self, code: str) -> str:
        """Official name of the target group."""
        return self.groups[code].name if code in self.groups else code

    def group_plain_name(self, code: str) -> str:
        """What people call the target group, else its official name."""
        return (self.groups[code].plain_name or self.groups[code].name) if code in self.groups else code

    def form_name(self, code: str) -> str:
        """Official name of the form („terénní“)."""
        return self.forms[code].name if code in self.forms else code

    def unit_name(self, code: str) -> str:
        """Official name of the unit of capacity."""
        return self.units[code].name if code in self.units else code

    def age_group_name(self, code: str) -> str:
        """Official name of the age category."""
        return self.age_groups[code].name if code in self.age_groups else code

    def usual_forms(self, kind_code: str) -> tuple[str, ...]:
        """Forms the law names first for the kind; what is shown where the register gives no form."""
        return tuple(self.kinds[kind_code].forms) if kind_code in self.kinds else ()


def codebook(on: date | None = None) -> Codebook:
    """Code lists in force on the day (today); one query when nothing has changed since the last call."""
    return _load(on or today(), _stamp())


def _stamp() -> Stamp:
    """Time of the last change of any code list or page of a kind, and the number of rows."""
    times = [time for (time,) in TIMES.rows()]
    return (max(times, default=None), len(times))


def _times() -> QuerySet:
    tables: tuple[type[Model], ...] = (*CODE_LISTS, KindPage)
    first, *rest = [table._default_manager.order_by().values_list("updated_at") for table in tables]
    return first.union(*rest, all=True).order_by()


TIMES = FixedQuery(_times)


@lru_cache(maxsize=4)
def _load(on: date, _stamp: Stamp) -> Codebook:
    pages = {page.kind_code: page for page in KindPage.objects.all()}
    return Codebook(on, *(_in_force(model, on) for model in CODE_LISTS), pages)  # type: ignore[arg-type, call-arg]


def _in_force(model: type[CodeList], on: date) -> dict[str, CodeList]:
    return {row.code: row for row in model.objects.in_force(on).order_by("valid_from")}
