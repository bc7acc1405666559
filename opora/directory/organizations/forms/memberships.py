"""Forms of memberships: which role, how far it reaches, until when, who stands in, in which role one acts."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opora.directory.organizations.enums import Role, Scope
from opora.directory.organizations.models import Branch, Membership, Organization
from opora.directory.organizations.operations.memberships import Reach
from opora.directory.organizations.operations.substitutions import LONGEST
from opora.directory.organizations.roles import ROLES
from opora.directory.territory.forms import AreaField, written
from opora.directory.territory.models import Area
from opora.foundation.accounts.models import User
from opora.foundation.core.forms import DayField, Form

LEVELS = (Area.Level.KRAJ, Area.Level.OKRES, Area.Level.ORP, Area.Level.OBEC)
OFFERED = _("Vyberte z nabídky.")


def role_choices(roles: Iterable[Role]) -> list[tuple[str, str]]:
    """Roles with what they are for."""
    return [(role.value, f"{role.label} – {ROLES[role].purpose}") for role in roles]


class ReachForm(Form):
    """How far a role reaches: only scopes that the roles may have, a branch and an area only where one fits."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    scope = forms.ChoiceField(label=_("Rozsah"), error_messages={"invalid_choice": OFFERED})
    branch = forms.ModelChoiceField(
        Branch.objects.none(),
        label=_("Pracoviště"),
        required=False,
        empty_label=_("žádné"),
        help_text=_("Jen k rozsahu „pracoviště“."),
        error_messages={"invalid_choice": OFFERED},
    )
    area = AreaField(
        label=_("Území"),
        required=False,
        levels=LEVELS,
        wrong_level=_("Vyberte obec, správní obvod, okres nebo kraj."),
        help_text=_("Jen k rozsahu „území“. Například „ORP Rumburk“ nebo „okres Teplice“."),
    )
    valid_to = DayField(label=_("Platí do"), required=False, help_text=_("Bez vyplnění platí, dokud ji neukončíte."))

    def __init__(self, organization: Organization, roles: Sequence[Role], data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        scopes = [scope for scope in Scope if any(scope in ROLES[role].scopes for role in roles)]
        self.fields["scope"].choices = [(scope.value, scope.label) for scope in scopes]
        self.fields["branch"].queryset = organization.branches.filter(closed_on__isnull=True).order_by("name")
        if Scope.BRANCH not in scopes:
            del self.fields["branch"]
        if Scope.AREA not in scopes:
            del self.fields["area"]
        self.initial.setdefault("scope", Scope.ORGANIZATION if Scope.ORGANIZATION in scopes else scopes[0])

    @staticmethod
    def known(membership: Membership) -> dict[str, Any]:
        """What is stored, as the form's fields show it."""
        return {
            "scope": membership.scope,
            "branch": membership.branch_id,
            "area": written(membership.area) if membership.area else "",
            "valid_to": membership.valid_to,
            "version": membership.version,
        }

    def reach(self) -> Reach:
        """The reach for the operation."""
        asked = self.cleaned_data
        return Reach(asked["scope"], asked.get("branch"), asked.get("area"), asked["valid_to"])


class GrantForm(ReachForm):
    """A role for somebody who has an account."""

    role = forms.ChoiceField(
        label=_("Role"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Vyberte roli."), "invalid_choice": OFFERED},
    )
    field_order = ["role", "scope", "branch", "area", "valid_to"]

    def __init__(self, organization: Organization, roles: Sequence[Role], data: Any = None, **options: Any) -> None:
        super().__init__(organization, roles, data, **options)
        self.fields["role"].choices = role_choices(roles)
        scope = self.fields["scope"]
        scope.required, scope.choices = False, [("", _("podle role")), *scope.choices]
        scope.help_text = _("„Podle role“ je rozsah, jaký role obvykle potřebuje.")
        self.initial["scope"] = ""
        if len(roles) == 1:
            self.initial.setdefault("role", roles[0].value)

    def reach(self) -> Reach:
        """The reach for the operation; a scope that nobody chose is the usual one of the role."""
        asked = self.cleaned_data
        scope = asked["scope"] or ROLES[Role(asked["role"])].usual_scope
        return Reach(scope, asked.get("branch"), asked.get("area"), asked["valid_to"])


class ColleagueField(forms.ModelChoiceField):
    """One of colleagues, told apart by what they do and by e-mail: there may be namesakes."""

    def label_from_instance(self, obj: Any) -> str:
        roles = ", ".join(dict.fromkeys(str(one.get_role_display()) for one in obj.own_roles))
        return f"{obj} – {roles} ({obj.email})"


class SubstitutionForm(Form):
    """Who stands in and for which days."""

    user = ColleagueField(
        User.objects.none(),
        label=_("Kdo bude zastupovat"),
        empty_label=_("vyberte kolegu"),
        error_messages={"required": _("Vyberte kolegu."), "invalid_choice": OFFERED},
    )
    valid_from = DayField(label=_("Od"), error_messages={"required": _("Vyplňte první den zástupu.")})
    valid_to = DayField(
        label=_("Do"),
        help_text=_("Poslední den zástupu, nejvýš %(days)s dní od prvního.") % {"days": LONGEST},
        error_messages={"required": _("Vyplňte poslední den zástupu.")},
    )

    def __init__(self, colleagues: Any, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["user"].queryset = colleagues


class ChooseRoleForm(Form):
    """One of the person's memberships in force."""

    membership = forms.ChoiceField(
        label=_("V jaké roli chcete jednat"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Vyberte roli."), "invalid_choice": _("Tato role už neplatí. Vyberte jinou.")},
    )
    next = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, memberships: Sequence[Membership], data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.memberships = memberships
        self.fields["membership"].choices = [(one.pk, one.in_words) for one in memberships]

    def chosen(self) -> Membership:
        """The membership that was chosen."""
        return next(one for one in self.memberships if str(one.pk) == self.cleaned_data["membership"])
