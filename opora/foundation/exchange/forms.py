"""Forms of the exchange."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opora.foundation.core.dates import today
from opora.foundation.core.forms import DayField, Form
from opora.foundation.exchange.models import Peer
from opora.foundation.exchange.selectors.countables import countables
from opora.foundation.exchange.selectors.envelope import LARGEST, UNREADABLE
from opora.foundation.exchange.selectors.signing import key_id


class PackageForm(Form):
    """What to count and for which days."""

    countable = forms.ChoiceField(
        label=_("Co spočítat"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Vyberte, co se má spočítat.")},
    )
    first = DayField(label=_("Období od"), error_messages={"required": _("Zadejte první den období.")})
    last = DayField(label=_("Období do"), error_messages={"required": _("Zadejte poslední den období.")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["countable"].choices = [(one.code, f"{one.title} (metodika {one.version})") for one in countables]

    def clean_last(self) -> date:
        """A day that has come."""
        day = self.cleaned_data["last"]
        if day > today():
            raise forms.ValidationError(_("Období ještě neskončilo. Zvolte nejpozději dnešek."))
        return day

    def clean(self) -> dict[str, Any]:
        """The first day is not after the last one."""
        values = super().clean() or self.cleaned_data
        if values.get("first") and values.get("last") and values["first"] > values["last"]:
            self.add_error("last", _("Konec období je dřív než začátek. Opravte jeden z nich."))
        return values


class SendForm(Form):
    """Which of the other sides the package goes to."""

    peer = forms.ModelChoiceField(
        label=_("Komu"), queryset=Peer.objects.none(), error_messages={"required": _("Vyberte protistranu.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["peer"].queryset = Peer.objects.filter(sends_to=True, ended_at__isnull=True).exclude(address="")


class ReceiveForm(Form):
    """A package that came as a file."""

    file = forms.FileField(label=_("Soubor balíku"), error_messages={"required": _("Vyberte soubor balíku.")})

    def clean_file(self) -> str:
        """Text of the file; too large ones and those that are no text are refused."""
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise forms.ValidationError(_("Soubor je větší než 2,5 MB, balík počtů to není."))
        try:
            return upload.read().decode("utf-8")
        except UnicodeDecodeError:
            raise forms.ValidationError(UNREADABLE) from None


class PeerForm(Form):
    """The other side, its key and the address that takes packages."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)
    name = forms.CharField(
        label=_("Název"),
        max_length=200,
        error_messages={"required": _("Napište, kdo to je, například „Poskytovatel X“.")},
    )
    public_key = forms.CharField(
        label=_("Veřejný klíč"),
        max_length=64,
        help_text=_("Druhá strana ho najde na své stránce Výměna počtů. Označení klíče si ověřte po telefonu."),
        error_messages={"required": _("Vložte veřejný klíč protistrany.")},
    )
    receives_from = forms.BooleanField(label=_("Přijímáme od ní balíky"), required=False, initial=True)
    sends_to = forms.BooleanField(label=_("Posíláme jí balíky"), required=False)
    address = forms.URLField(
        label=_("Adresa pro příjem"),
        required=False,
        assume_scheme="https",
        help_text=_("Prázdná: balíky si předáváte souborem."),
        error_messages={"invalid": _("Napište celou adresu, například https://opora.kraj.cz/vymena/baliky/.")},
    )

    def clean_public_key(self) -> str:
        """A key of the right shape, without the spaces that copying adds."""
        key = "".join(self.cleaned_data["public_key"].split())
        try:
            key_id(key)
        except ValueError:
            raise forms.ValidationError(_("Tohle není veřejný klíč. Vložte ho celý, má 44 znaků.")) from None
        return key


class EndForm(Form):
    """Which state of the other side was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
