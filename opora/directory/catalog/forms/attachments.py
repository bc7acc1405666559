"""Forms of attachments: a file with its words, other words, and a decision of the region."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opora.directory.catalog.enums import AttachmentKind
from opora.foundation.core.forms import DayField, Form, readable
from opora.foundation.documents.enums import FileKind
from opora.foundation.documents.imports import checked_upload

AGAIN = _("Po chybě si prohlížeč soubor nepamatuje, vyberte ho znovu.")


class WordsForm(Form):
    """What is said of an attachment."""

    title = forms.CharField(
        label=_("Název"),
        max_length=120,
        validators=[readable],
        help_text=_("Jak se ukáže na kartě, například „Ceník“ nebo „Vstup do budovy“."),
        error_messages={"required": _("Napište název.")},
    )
    alt_text = forms.CharField(
        label=_("Co je na fotografii"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Jen u fotografie a povinně: jednou větou to, co by jinak člověk viděl, například „Vchod z ulice, "
            "vlevo zvonek, k dveřím vede rampa“. Nezačínejte „na fotografii je“."
        ),
    )
    issued_on = DayField(label=_("Platí od"), required=False, help_text=_("U ceníku a pravidel."))


class ChangedWordsForm(WordsForm):
    """The same of one that is here already."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class AttachmentForm(WordsForm):
    """A new attachment; its file is known by the content."""

    kind = forms.ChoiceField(
        label=_("Co přidáváte"),
        choices=AttachmentKind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vyberte, co přidáváte.")},
    )
    file = forms.FileField(
        label=_("Soubor"),
        help_text=_("Dokument PDF, DOCX, XLSX, ODT nebo ODS do 20 MB. Fotografie JPEG, PNG nebo WebP do 10 MB."),
        error_messages={
            "required": _("Vyberte soubor."),
            "empty": _("Vybraný soubor je prázdný. Vyberte jiný."),
        },
    )
    field_order = ("kind", "title", "issued_on", "file", "alt_text")

    def clean(self) -> dict[str, Any]:
        """The file as it was checked; with another error it has to be chosen again."""
        values = super().clean() or self.cleaned_data
        kind, file = values.get("kind"), values.get("file")
        if kind == AttachmentKind.PHOTO and not values.get("alt_text", "").strip():
            self.add_error("alt_text", _("Napište, co na fotografii je. Bez toho ji nevidomí lidé nepřečtou."))
        if file and kind:
            wanted = FileKind.PHOTO if kind == AttachmentKind.PHOTO else FileKind.DOCUMENT
            try:
                values["file"] = checked_upload(file, kinds={wanted})
            except forms.ValidationError as error:
                self.add_error("file", error)
        if self.errors and file and "file" not in self.errors:
            self.add_error("file", AGAIN)
        return values


class DecideAttachmentForm(Form):
    """Which version the region decides on, and why it is given back."""

    mark_optional = False
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    reason = forms.CharField(
        label=_("Co má poskytovatel opravit"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Vyplňte, jen když přílohu vracíte."),
    )
