"""Places written by staff: found as the search finds them, but never guessed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from opora.directory.territory.forms import LONGEST_NAME, area_named
from opora.directory.territory.models import Area

MOST_AREAS = 100


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
