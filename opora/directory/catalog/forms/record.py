"""What a provider writes of its service beside the register, and what the region answers."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from opora.directory.catalog.enums import Accessibility, Language, Rhythm
from opora.directory.catalog.forms.places import AreasField
from opora.directory.catalog.imports.screening import ADDRESS_LIKE
from opora.directory.catalog.models import Service
from opora.directory.catalog.selectors.record import Shown
from opora.directory.catalog.selectors.record_checks import SECRET
from opora.directory.catalog.selectors.record_fields import (
    CHOOSABLE,
    FIELDS,
    REACH,
    UNSEEN,
    Values,
    areas_of,
    titles,
)
from opora.directory.territory.forms import written
from opora.foundation.core.forms import PHONE_HINT, DayField, Form, PhoneField

MOST_LINES, LONGEST_LINE = 20, 200
SHORTEST_NUMBER = 3  # digits of „112“
SECTIONS = (
    ("Co nabízíte", ("description",)),
    ("Jak začít", ("start_person", "start_professional", "documents")),
    ("Cena", ("price",)),
    ("Kdy a kudy vás najdou", ("phone", "email", "web", "hours", REACH)),
    ("Jazyky a přístupnost", ("languages", "other_languages", "accessibility", "accessibility_note")),
    ("Přerušení a konec", ("pause_from", "pause_to", "pause_note", "planned_end")),
    ("Připomínání", ("rhythm",)),
)
PARTS_OF = {"other_languages": "languages"}  # fields of the form that are a part of another value


@dataclass(frozen=True)
class Section:
    """A part of the form: its fields with what the register says, and who decides on changes."""

    title: str
    decides: str
    fields: tuple[tuple[BoundField, tuple[str, ...]], ...]


class ShownField(forms.RegexField):
    """Versions of the record and of its proposal that the page showed: „3-2“."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(r"\A[0-9]{1,9}-[0-9]{1,9}\Z")

    def clean(self, value: Any) -> Shown:
        """Both numbers."""
        return Shown(*map(int, super().clean(value).split("-")))


class LinesField(forms.CharField):
    """Short texts, each on its line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> str:
        """The lines that say something, without spaces around."""
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
            raise forms.ValidationError(_("Napište nejvýš 20 řádků po 200 znacích."))
        return "\n".join(lines)


def _text(label: Any, longest: int, hint: Any = "", rows: int = 5) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, required=False, widget=widget, help_text=hint)


class RecordForm(Form):
    """The provider's layer of one service; `values()` gives it to the operation."""

    mark_optional = False  # nothing has to be said
    version = ShownField()
    description = _text(
        _("Co služba nabízí"),
        3000,
        _("Několik vět běžnou řečí: s čím pomůžete a jak to probíhá. Jména lidí sem nepište."),
    )
    start_person = _text(
        _("Jak začít, když pomoc potřebujete"),
        1500,
        _("Komu zavolat, kam přijít, co se stane potom. Jména lidí sem nepište."),
    )
    start_professional = _text(
        _("Jak začít, když doporučujete klienta"),
        1500,
        _("Pro lékaře, úřady, školy a jiné služby: jak se s vámi domluví."),
    )
    documents = LinesField(
        label=_("Co vzít s sebou"),
        required=False,
        help_text=_("Každou věc na svůj řádek, třeba „občanský průkaz“."),
    )
    price = _text(_("Kolik to stojí"), 1500, _("Částky nebo „zdarma“, a od kdy platí. Celý ceník patří do příloh."))
    phone = PhoneField(
        label=_("Telefon"), required=False, shortest=SHORTEST_NUMBER,
        help_text=_("Jedno číslo, na které se lidé dovolají jako první. %s") % PHONE_HINT,
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-mail"), required=False, max_length=200,
        error_messages={"invalid": _("Zadejte celou adresu, například sluzba@poskytovatel.example.")},
    )  # fmt: skip
    web = forms.URLField(
        label=_("Webová stránka"), required=False, max_length=200, assume_scheme="https",
        error_messages={"invalid": _("Zadejte celou adresu stránky, například https://www.poskytovatel.example/sluzba.")},
    )  # fmt: skip
    hours = _text(_("Kdy se dovoláte a kdy je otevřeno"), 500, _("Například „po–pá 8–16, telefon i v sobotu“."), rows=3)
    reach = AreasField(
        label=_("Kde služba působí"),
        help_text=_("Každé území na svůj řádek, například „Děčín“, „ORP Rumburk“, „okres Teplice“, „Ústecký kraj“."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Domluvíte se i jinak než česky?"), choices=Language, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    other_languages = forms.CharField(
        label=_("Další jazyky"), required=False, max_length=200, help_text=_("Oddělte je čárkou.")
    )
    accessibility = forms.MultipleChoiceField(
        label=_("Co u vás lidem usnadní vstup a pohyb"), choices=Accessibility, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    accessibility_note = _text(
        _("Přístupnost slovy"), 1000, _("Například „dva schody u vchodu, zazvoňte, pomůžeme“."), rows=3
    )
    pause_from = DayField(label=_("Služba je přerušená od"), required=False)
    pause_to = DayField(label=_("Přerušená do (včetně)"), required=False, help_text=_("Nevíte-li, nechte prázdné."))
    pause_note = forms.CharField(
        label=_("Kam se zatím obrátit"), required=False, max_length=300,
        help_text=_("Lidé to uvidí u oznámení o přerušení."),
    )  # fmt: skip
    planned_end = DayField(
        label=_("Plánovaný konec služby"), required=False,
        help_text=_("Poslední den. Není to zrušení registrace, to podáváte registrujícímu orgánu."),
    )  # fmt: skip
    rhythm = forms.TypedChoiceField(
        label=_("Jak často vám připomeneme ověřit údaje"), choices=Rhythm, coerce=int, required=False,
        empty_value=Rhythm.QUARTER,
    )  # fmt: skip

    def __init__(self, service: Service, data: Any = None, *, known: Values | None = None) -> None:
        super().__init__(data, initial=known)
        self.service = service

    @staticmethod
    def known(values: Values, shown: Shown) -> Values:
        """Values of the fields of the form, with versions of what they are of."""
        codes = [code for code in values["languages"] if code in Language.values]
        return values | {
            "languages": codes,
            "other_languages": ", ".join(code for code in values["languages"] if code not in codes),
            REACH: "\n".join(written(area) for area in areas_of(values[REACH])),
            "version": shown.token,
        }

    def clean(self) -> dict[str, Any]:
        """Nothing that gives a secret address away."""
        values = super().clean() or self.cleaned_data
        if self.service.hidden_address:
            for name, value in list(values.items()):
                if isinstance(value, str) and name != "phone" and ADDRESS_LIKE.search(value):
                    self.add_error(name, SECRET)
        return values

    def values(self) -> Values:
        """What the valid form says, by fields of the layer."""
        said = {name: self.cleaned_data[name] for name in FIELDS}
        for name, value in said.items():
            if isinstance(value, str):
                said[name] = "\n".join(line.rstrip() for line in value.splitlines())
        others = [" ".join(word.split()) for word in self.cleaned_data["other_languages"].split(",")]
        said["languages"] = list(dict.fromkeys([*said["languages"], *filter(None, others)]))
        return said | {REACH: sorted(area.key for area in said[REACH])}

    def sections(self, register: dict[str, tuple[str, ...]], waits: frozenset[str]) -> list[Section]:
        """The form in parts."""
        return [
            Section(title, _decides(names, waits), tuple((self[name], register.get(name, ())) for name in names))
            for title, names in SECTIONS
        ]


def _decides(names: tuple[str, ...], waits: frozenset[str]) -> str:
    """Who decides on changes of a part of the form."""
    if UNSEEN.issuperset(names):
        return "Na kartě to není, platí to hned."
    fields = [name for name in names if name not in PARTS_OF]
    approved = [name for name in fields if name in waits]
    if not approved:
        return "Změny uvidí lidé hned."
    if len(approved) == len(fields):
        return "Změny uvidí lidé, až je schválí kraj."
    return f"Kraj schvaluje: {titles(approved)}. Ostatní uvidí lidé hned."


class DecisionForm(Form):
    """Which state of the proposal and of the record somebody decides on, and why it is returned."""

    mark_optional = False
    version = ShownField()
    reason = forms.CharField(
        label=_("Co má poskytovatel opravit"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Vyplňte, jen když návrh vracíte. Poskytovatel to dostane e-mailem."),
    )  # fmt: skip


class WithdrawProposalForm(Form):
    """Which state of the proposal is taken back."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class RecordFieldsForm(Form):
    """Which fields of providers wait for the region."""

    mark_optional = False
    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # names that waited when the page was opened
    names = forms.MultipleChoiceField(
        label=_("Na schválení kraje čekají"), choices=list(CHOOSABLE.items()), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
