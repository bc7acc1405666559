"""A service that is not registered: the page and the CSV file fill the same form."""

from base64 import b64decode
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opora.directory.catalog.codebook import codebook
from opora.directory.catalog.forms.fields import FlagField, PastDayField
from opora.directory.catalog.forms.places import AreasField, PlaceField
from opora.directory.catalog.imports.screening import ADDRESS_LIKE
from opora.directory.catalog.operations.unregistered import NO_PROVIDER
from opora.directory.catalog.selectors.scope import NARROW_LEVELS
from opora.directory.catalog.selectors.unregistered import STATES, Entry, provider_name
from opora.directory.territory.forms import written
from opora.directory.territory.models import Area
from opora.foundation.core.forms import PHONE_HINT, DayField, Form, IcoField, PhoneField, readable

CONTACTS = ("phone", "email", "web")
FLAG_TEXTS = {True: "ano", False: "ne", None: ""}
UNKNOWN = _("„%(value)s“ v nabídce není. Vyberte z toho, co nabízí formulář.")
SECRET = _("U pomoci lidem, kterým někdo ubližuje, %s. Chráníme tak místo, které má zůstat utajené.")


def kinds() -> list[tuple[str, str]]:
    """Kinds of help that is not registered, by their plain names."""
    return [("", _("vyberte druh")), *((code, row.singular) for code, row in codebook().other_kinds.items())]


def groups() -> list[tuple[str, str]]:
    """Target groups by their plain names."""
    book = codebook()
    return [(code, book.group_plain_name(code)) for code in book.groups]


def age_groups() -> list[tuple[str, str]]:
    """Age categories."""
    return [(code, row.name) for code, row in codebook().age_groups.items()]


def forms_of_provision() -> list[tuple[str, str]]:
    """Forms of provision with their plain names."""
    return [(code, f"{row.plain_name} ({row.name})") for code, row in codebook().forms.items()]


class UnregisteredForm(Form):
    """What staff know of a service; `entry()` gives it to the operation."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    kind_code = forms.ChoiceField(
        label=_("Druh pomoci"),
        choices=kinds,
        error_messages={"required": _("Vyberte druh pomoci."), "invalid_choice": UNKNOWN},
    )
    name = forms.CharField(
        label=_("Název"),
        max_length=200,
        validators=[readable],
        help_text=_("Jak se ukáže lidem. Má-li poskytovatel víc podobných míst, přidejte obec."),
        error_messages={"required": _("Napište název.")},
    )
    ico = IcoField(
        label=_("IČO poskytovatele"),
        help_text=_("Osm číslic. Člověka bez IČO do veřejného katalogu nezapisujeme, chráníme jeho soukromí."),
        error_messages={"required": _("Doplňte IČO. Člověka bez IČO do veřejného katalogu nezapisujeme.")},
    )
    provider_name = forms.CharField(
        label=_("Název poskytovatele"),
        max_length=300,
        validators=[readable],
        required=False,
        help_text=_("Jen u poskytovatele, kterého katalog ještě nezná. U známého platí název z registru."),
    )
    description = forms.CharField(
        label=_("Co nabízí"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Několik vět běžnou řečí. Jména lidí sem nepište."),
    )
    groups = forms.MultipleChoiceField(
        label=_("Pro koho"),
        choices=groups,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": UNKNOWN},
    )
    age_groups = forms.MultipleChoiceField(
        label=_("Věk"),
        choices=age_groups,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": UNKNOWN},
    )
    ways = forms.MultipleChoiceField(
        label=_("Jak to probíhá"),
        choices=forms_of_provision,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": UNKNOWN},
    )
    place = PlaceField(label=_("Obec"), help_text=_("Název nebo PSČ. Bez vyplnění, když nemá jedno místo."))
    street = forms.CharField(
        label=_("Ulice a číslo"),
        max_length=120,
        required=False,
        help_text=_("Adresu, která má zůstat utajená, sem nepište."),
    )
    reach = AreasField(
        label=_("Kde působí"),
        help_text=_("Každé území na svůj řádek, například „Děčín“, „ORP Rumburk“, „okres Teplice“, „Ústecký kraj“."),
    )
    free_of_charge = FlagField(label=_("Je to zdarma?"))
    anonymous = FlagField(label=_("Jde to i bez udání jména?"))
    phone = PhoneField(label=_("Telefon"), required=False, help_text=PHONE_HINT)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=200,
        error_messages={"invalid": _("Zadejte celou adresu, například klub@spolek.example.")},
    )
    web = forms.URLField(
        label=_("Webová stránka"),
        required=False,
        max_length=300,
        error_messages={"invalid": _("Zadejte celou adresu stránky, například https://www.spolek.example/klub.")},
    )
    starts_on = DayField(
        label=_("Funguje od"),
        help_text=_("Nevíte-li přesně, zadejte den, od kterého o službě víte."),
        error_messages={"required": _("Zadejte den, třeba ten, od kterého o službě víte.")},
    )
    source = forms.CharField(
        label=_("Odkud údaje jsou"),
        max_length=200,
        help_text=_("Například „telefonicky od poskytovatele“ nebo „web spolku“. Ukáže se lidem."),
        error_messages={"required": _("Napište, odkud údaje jsou.")},
    )
    as_of = PastDayField(label=_("Ověřeno dne"), error_messages={"required": _("Zadejte den, kdy jste údaje ověřili.")})

    @classmethod
    def of(cls, entry: Entry | None, version: int = 0, data: Any = None) -> "UnregisteredForm":
        """The form over what is known; `data` of a sent one."""
        return cls(data, initial=cls.known(entry, version) if entry else None)

    @staticmethod
    def known(entry: Entry, version: int) -> dict[str, Any]:
        """Values of the fields of an entry, with the version of its service."""
        return initial_of(entry) | {"version": version}

    def entry(self) -> Entry:
        """What the valid form says."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        values["name"] = " ".join(values["name"].split())
        values["description"] = "\n".join(values["description"].splitlines())
        for name in ("groups", "age_groups"):
            values[name] = tuple(values[name])
        return Entry(forms=tuple(values.pop("ways")), **values)

    def clean(self) -> dict[str, Any]:
        """What no field knows alone: a known provider, a place, a contact, nothing secret."""
        values = super().clean() or self.cleaned_data
        if values.get("ico") and not values.get("provider_name") and not provider_name(values["ico"]):
            self._refuse("provider_name", NO_PROVIDER)
        if not values.get("place") and not values.get("reach"):
            self._refuse("place", _("Napište obec, nebo aspoň území v poli „Kde působí“, ať se služba dá najít."))
        if not any(values.get(name) for name in CONTACTS) and not any(name in self.errors for name in CONTACTS):
            self._refuse("phone", _("Vyplňte aspoň jeden kontakt: telefon, e-mail, nebo web."))
        book = codebook()
        if any(book.groups[code].hides_address for code in values.get("groups", []) if code in book.groups):
            self._refuse_secrets(values)
        elif values.get("place") and values["place"].level != Area.Level.OBEC:
            self._refuse("place", _("Napište obec. Okres patří do pole „Kde působí“."))
        return values

    def _refuse_secrets(self, values: dict[str, Any]) -> None:
        """A place of help for those whom somebody hurts is told by its okres alone."""
        if values.get("street"):
            self._refuse("street", SECRET % _("ulici neuvádíme"))
        if values.get("place") and values["place"].level != Area.Level.OKRES:
            self._refuse("place", SECRET % _("uvádíme jen okres, například „okres Děčín“"))
        if any(area.level in NARROW_LEVELS for area in values.get("reach") or ()):
            self._refuse("reach", SECRET % _("uvádíme nejméně celý okres"))
        if values.get("web"):
            self._refuse("web", SECRET % _("web neuvádíme, jen telefon nebo e-mail"))
        for name in ("name", "description"):
            if ADDRESS_LIKE.search(values.get(name) or ""):
                self._refuse(name, SECRET % _("adresu neuvádíme ani v textu"))

    def _refuse(self, name: str, sentence: Any) -> None:
        if name not in self.errors:
            self.add_error(name, sentence)


def initial_of(entry: Entry) -> dict[str, Any]:
    """Values of the fields of an entry."""
    return vars(entry) | {
        "ways": entry.forms,
        "place": written(entry.place) if entry.place else "",
        "reach": "\n".join(written(area) for area in entry.reach),
        "free_of_charge": FLAG_TEXTS[entry.free_of_charge],
        "anonymous": FLAG_TEXTS[entry.anonymous],
    }


class EndForm(Form):
    """The last day of a service."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    ends_on = DayField(
        label=_("Poslední den"),
        help_text=_("Služba pak zmizí z hledání, její stránka řekne, že skončila."),
        error_messages={"required": _("Zadejte poslední den služby.")},
    )


class UnregisteredFilterForm(Form):
    """What to look for in the list."""

    mark_optional = False
    q = forms.CharField(label=_("Název, poskytovatel nebo kód"), required=False)
    druh = forms.ChoiceField(label=_("Druh pomoci"), choices=lambda: [("", _("všechny")), *kinds()[1:]], required=False)
    stav = forms.ChoiceField(label=_("Které"), choices=list(STATES.items()), required=False)


class UnregisteredCsvForm(Form):
    """A file of services."""

    file = forms.FileField(
        label=_("Soubor CSV"),
        help_text=_("Vyplněný vzor, uložený z Excelu jako „CSV (oddělený středníky)“. Nejvýš 1 MB a 500 služeb."),
        error_messages={
            "required": _("Vyberte soubor."),
            "empty": _("Vybraný soubor je prázdný. Vyberte jiný."),
        },
    )


class UnregisteredCsvConfirmForm(Form):
    """The file that was read, carried by the page itself so that nothing of it is kept on the server."""

    mark_optional = False
    content = forms.CharField(widget=forms.HiddenInput, strip=False)
    file_name = forms.CharField(widget=forms.HiddenInput, required=False)
    fingerprint = forms.CharField(widget=forms.HiddenInput, required=False)
    skip_errors = forms.BooleanField(label=_("Načíst bez chybných řádků"), required=False)

    def clean_content(self) -> bytes:
        """Bytes of the file."""
        try:
            return b64decode(self.cleaned_data["content"], validate=True)
        except ValueError:
            raise forms.ValidationError(_("Soubor se cestou poškodil. Nahrajte ho znovu.")) from None
