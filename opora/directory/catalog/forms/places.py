"""Places written by staff: found as the search finds them, but never guessed."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from opora.directory.territory.enums import MatchReason
from opora.directory.territory.models import Area
from opora.directory.territory.selectors import resolve_place

# a typing error, a start of a name or a part of a town would be a guess
CERTAIN = {
    MatchReason.NAME, MatchReason.CODE, MatchReason.POSTAL_CODE, MatchReason.ABBREVIATION, MatchReason.INFLECTION,
}  # fmt: skip
MOST_OFFERED = 6
MOST_AREAS = 100
LONGEST_NAME = 100


def area_named(text: str) -> Area:
    """The one area that the text surely means; raises ValidationError with a sentence that offers others."""
    found = resolve_place(text[:LONGEST_NAME], settings.REGION_CODE)
    if found.area is not None and found.reason in CERTAIN:
        return found.area
    offered = "; ".join(written(area) for area in found.candidates[:MOST_OFFERED])
    shown = text[:LONGEST_NAME]
    if len(found.candidates) > 1:
        raise ValidationError(_("„%s“ může být víc míst. Napište jedno z nich: %s.") % (shown, offered))
    if offered:
        raise ValidationError(_("Místo „%s“ neznáme. Nemysleli jste: %s?") % (shown, offered))
    raise ValidationError(_("Místo „%s“ neznáme. Zkontrolujte, jak je napsané.") % shown)


def written(area: Area) -> str:
    """The area in words that lead back to it: „Děčín“, „Roudnice, okres Hradec Králové“; else its key."""
    names = [area.label, f"{area.name}, okres {area.okres.name}" if area.okres else area.label]
    return next((name for name in names if resolve_place(name, settings.REGION_CODE).area == area), area.key)


class PlaceField(forms.CharField):
    """An obec or an okres by its name or PSČ."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_NAME, required=False, **options)

    def clean(self, value: Any) -> Area | None:  # type: ignore[override]
        text = super().clean(value)
        if not text:
            return None
        area = area_named(text)
        if area.level not in (Area.Level.OBEC, Area.Level.OKRES):
            raise ValidationError(_("Napište obec, ve které pomoc najdu. Celá území patří do pole „Kde působí“."))
        return area


class AreasField(forms.CharField):
    """Areas, each on a line: obec, ORP, okres, kraj or the whole state."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def clean(self, value: Any) -> tuple[Area, ...]:  # type: ignore[override]
        areas: dict[int, Area] = {}
        errors = []
        lines = super().clean(value).splitlines()
        if len(lines) > MOST_AREAS:
            raise ValidationError(_("Území je příliš mnoho. Napište místo nich okres nebo kraj."))
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                area = area_named(line.strip())
                areas[area.pk] = area
            except ValidationError as error:
                errors.append(_("Řádek %d: %s") % (number, " ".join(error.messages)))
        if errors:
            raise ValidationError(errors)
        return tuple(areas.values())
