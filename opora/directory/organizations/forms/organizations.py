"""Forms of organizations and branches."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from opora.directory.organizations.enums import OrganizationKind
from opora.directory.organizations.models import Branch, Organization
from opora.directory.organizations.operations import branches, organizations
from opora.directory.organizations.selectors.organizations import STATES
from opora.directory.territory.forms import AreaField, area_named, written
from opora.directory.territory.models import Area
from opora.foundation.core.forms import PHONE_HINT, Form, IcoField, PhoneField, readable

Level = Area.Level
EMAIL_WRONG = _("Zadejte celou adresu, například info@spolek.example.")


class ContactForm(Form):
    """How to reach an organization or a branch."""

    address = forms.CharField(
        label=_("Adresa"), max_length=200, required=False, help_text=_("Ulice a číslo, PSČ a obec.")
    )
    email = forms.EmailField(label=_("E-mail"), required=False, error_messages={"invalid": EMAIL_WRONG})
    phone = PhoneField(label=_("Telefon"), required=False, help_text=PHONE_HINT)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


class OwnOrganizationForm(ContactForm):
    """What heads change of their own organization."""

    @classmethod
    def of(cls, organization: Organization, data: Any = None) -> "OwnOrganizationForm":
        """The form over what is stored; `data` of a sent one."""
        return cls(data, initial=known(organization))

    def facts(self) -> dict[str, Any]:
        """What the valid form says, for the operation."""
        return {name: value for name, value in self.cleaned_data.items() if name in organizations.OWN_FACTS}


class OrganizationForm(ContactForm):
    """All facts of an organization; the kind is chosen once, when it is founded."""

    name = forms.CharField(
        label=_("Název"),
        max_length=200,
        validators=[readable],
        error_messages={"required": _("Napište název.")},
    )
    ico = IcoField(
        label=_("IČO"), required=False, help_text=_("Osm číslic. U poskytovatele podle něj najdeme jeho služby.")
    )
    area = AreaField(
        label=_("Území"),
        levels=[Level.KRAJ, Level.OKRES, Level.ORP, Level.POU, Level.OBEC],
        wrong_level=_("Celý stát sem nepatří. Napište kraj, okres, ORP nebo obec."),
        required=False,
        help_text=_("Kraj, obec nebo správní obvod, například „Ústecký kraj“, „Děčín“, „ORP Rumburk“."),
    )
    parent = forms.ModelChoiceField(
        label=_("Patří k organizaci"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=_("k žádné, je samostatná"),
        help_text=_("Například OSPOD patří ke svému městu."),
        error_messages={"invalid_choice": _("Tato organizace v nabídce není. Vyberte jinou.")},
    )
    field_order = ["kind", "name", "ico", "area", "parent"]

    @classmethod
    def of(cls, organization: Organization, parents: list[Organization], data: Any = None) -> "OrganizationForm":
        """The form over what is stored, with organizations that it may belong to; `data` of a sent one."""
        form = cls(data, initial=known(organization))
        form.offer_parents(parents)
        return form

    def offer_parents(self, parents: list[Organization]) -> None:
        """Offer these organizations, in their order."""
        field = self.fields["parent"]
        field.queryset = Organization.objects.filter(pk__in=[parent.pk for parent in parents])
        field.choices = [("", field.empty_label), *((parent.pk, str(parent)) for parent in parents)]

    def facts(self) -> dict[str, Any]:
        """What the valid form says, for the operation."""
        values = {name: value for name, value in self.cleaned_data.items() if name in organizations.FACTS}
        return values | {"name": " ".join(values["name"].split())}


class NewOrganizationForm(OrganizationForm):
    """Founding: the facts and the kind."""

    kind = forms.ChoiceField(
        label=_("Druh organizace"),
        choices=[("", _("vyberte druh")), *OrganizationKind.choices],
        error_messages={"required": _("Vyberte druh organizace."), "invalid_choice": _("Vyberte druh z nabídky.")},
    )

    @classmethod
    def empty(cls, parents: list[Organization], *, known: dict[str, str], data: Any = None) -> "NewOrganizationForm":
        """The form with values that came by a link, to be checked by the person; `data` of a sent one."""
        form = cls(data, initial=known | {"area": _recognized(known.get("area", ""))})
        form.offer_parents(parents)
        return form


class CloseForm(Form):
    """Consent with what closing does."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    end_people = forms.BooleanField(
        label=_("Rozumím: lidem tu skončí všechny role, budou hned odhlášeni a čekající pozvánky přestanou platit."),
        required=False,
    )


class OrganizationFilterForm(Form):
    """What to look for in the list."""

    mark_optional = False
    q = forms.CharField(label=_("Název nebo IČO"), required=False, max_length=200)
    druh = forms.ChoiceField(label=_("Druh"), choices=[("", _("všechny")), *OrganizationKind.choices], required=False)
    stav = forms.ChoiceField(label=_("Které"), choices=list(STATES.items()), required=False)


class BranchForm(ContactForm):
    """A workplace of an organization."""

    name = forms.CharField(
        label=_("Název pracoviště"),
        max_length=200,
        validators=[readable],
        help_text=_("Jak mu říkáte, například „Terénní tým Děčín“."),
        error_messages={"required": _("Napište název pracoviště.")},
    )
    area = AreaField(
        label=_("Obec"),
        levels=[Level.OBEC],
        wrong_level=_("Napište obec, ve které pracoviště je."),
        required=False,
        help_text=_("Název nebo PSČ."),
    )
    field_order = ["name", "area"]

    @classmethod
    def of(cls, branch: Branch | None, data: Any = None) -> "BranchForm":
        """The form over what is stored; `data` of a sent one."""
        return cls(data, initial=known_branch(branch) if branch else None)

    def facts(self) -> dict[str, Any]:
        """What the valid form says, for the operation."""
        values = {name: value for name, value in self.cleaned_data.items() if name in branches.FACTS}
        return values | {"name": " ".join(values["name"].split())}


class VersionForm(Form):
    """A button that acts on what was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


def known(organization: Organization) -> dict[str, Any]:
    """Values of the fields of an organization, with its version."""
    values = {name: getattr(organization, name) for name in organizations.FACTS} | {"version": organization.version}
    return values | {"area": _words(organization.area), "parent": organization.parent_id}


def known_branch(branch: Branch) -> dict[str, Any]:
    """Values of the fields of a branch, with its version."""
    values = {name: getattr(branch, name) for name in branches.FACTS} | {"version": branch.version}
    return values | {"area": _words(branch.area)}


def _recognized(text: str) -> str:
    """Words instead of a key („obec-564567“) that came by a link; what is not known stays to be corrected."""
    try:
        return written(area_named(text)) if text else ""
    except ValidationError:
        return text


def _words(area: Area | None) -> str:
    return written(area) if area else ""
