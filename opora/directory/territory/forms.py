"""Areas written by staff: found as the search finds them, but never guessed."""

from collections.abc import Iterable
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


class AreaField(forms.CharField):
    """One area by its name or PSČ, of the given levels; `wrong_level` is the sentence for another one."""

    def __init__(self, *, levels: Iterable[str], wrong_level: Any, **options: Any) -> None:
        self.levels, self.wrong_level = frozenset(levels), wrong_level
        super().__init__(max_length=LONGEST_NAME, **options)

    def clean(self, value: Any) -> Area | None:  # type: ignore[override]
        text = super().clean(value)
        if not text:
            return None
        area = area_named(text)
        if area.level not in self.levels:
            raise ValidationError(self.wrong_level)
        return area
