"""The human door of a place: the social department that advises people there, and what Opora knows of it."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Q

from opora.directory.catalog.models import SocialDepartment
from opora.directory.territory.models import Area
from opora.foundation.core.text import fold

PAGE_SIZE = 50
CITIES = (Area.Status.STATUTORY_CITY, Area.Status.CAPITAL)
PRAHA = "úřad městské části, kde bydlíte"  # each of its městské části has a social department of its own


@dataclass(frozen=True)
class Door:
    """Social department of one ORP. Contacts are empty when nobody has entered them: none is ever guessed."""

    orp: Area
    name: str
    phone: str = ""
    email: str = ""
    web: str = ""
    address: str = ""
    note: str = ""
    source: str = ""
    checked_on: date | None = None

    @property
    def is_known(self) -> bool:
        """True when there is some contact."""
        return bool(self.phone or self.email or self.web or self.address)

    @property
    def title(self) -> str:
        """The name at the beginning of a line."""
        return self.name[:1].upper() + self.name[1:]


@dataclass(frozen=True)
class DepartmentRow:
    """One ORP in the list of staff; `department` is None when nothing is known of it."""

    orp: Area
    department: SocialDepartment | None


def human_door(area: Area | None) -> Door | None:
    """Whom to ask at the place; None without a place, or when it is wider than an ORP. At most two queries."""
    orp = _orp(area)
    return door_of(orp, department_of(orp)) if orp else None


def door_of(orp: Area, department: SocialDepartment | None) -> Door:
    """The door of an ORP from what staff entered; one query unless the department has a name of its own."""
    name = (department.name if department else "") or f"sociální odbor, {office_name(orp)}"
    if department is None:
        return Door(orp, name)
    return Door(
        orp, name, department.phone, department.email, department.web, department.address, department.note,
        department.source, department.checked_on,
    )  # fmt: skip


def office_name(orp: Area) -> str:
    """„Městský úřad Roudnice nad Labem“, „Magistrát města Děčín“; one query for the status of the seat."""
    seats = Area.objects.filter(level=Area.Level.OBEC, orp_id=orp.pk, name=orp.name).values_list("status", flat=True)
    status = next(iter(seats[:1]), "")
    if status == Area.Status.CAPITAL:
        return PRAHA
    return f"Magistrát města {orp.name}" if status in CITIES else f"Městský úřad {orp.name}"


def department_of(orp: Area) -> SocialDepartment | None:
    """What staff entered of the ORP."""
    return SocialDepartment.objects.filter(orp_id=orp.pk).first()


def departments(text: str, page: str | None, *, region: str) -> Page[DepartmentRow]:
    """ORP of the kraj `region`, or those of the whole country whose name holds the text, with their departments."""
    orps = Area.objects.filter(level=Area.Level.ORP).select_related("kraj").order_by("czech_sort", "pk")
    wanted = Q(folded_name__contains=fold(text)) if fold(text) else Q(kraj__code=region)
    found = Paginator(orps.filter(wanted), PAGE_SIZE).get_page(page)
    known = {row.orp_id: row for row in SocialDepartment.objects.filter(orp__in=list(found.object_list))}
    found.object_list = [DepartmentRow(orp, known.get(orp.pk)) for orp in found.object_list]  # type: ignore[misc]
    return found  # type: ignore[return-value]


def _orp(area: Area | None) -> Area | None:
    if area is None:
        return None
    return area if area.level == Area.Level.ORP else area.orp
