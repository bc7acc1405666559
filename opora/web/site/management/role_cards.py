"""Cards of roles for docs/roles.md, from the one table of roles."""

from collections.abc import Iterable

from opora.directory.organizations.enums import Role
from opora.directory.organizations.roles import ROLES, RoleCard
from opora.foundation.core.permissions import descriptions


def role_cards() -> str:
    """Every role: what it is for, where it stands, how far it reaches, what it may and which roles it gives."""
    return "\n\n".join(_card(role, card) for role, card in ROLES.items())


def _card(role: Role, card: RoleCard) -> str:
    facts = {
        "Kde": _words(sorted(kind.label for kind in card.kinds)),
        "Rozsah": _words(scope.label for scope in card.scopes),
        "Druhý faktor": _second_factor(card),
        "Dává role ve své organizaci": _words(one.label for one in ROLES if one in card.grants),
        "Dává role jinde": _words(one.label for one in ROLES if one in card.grants_elsewhere),
        "Jen v instalaci s částí": f"`{card.wing}`" if card.wing else "",
    }
    lines = [f"- {name}: {value}" for name, value in facts.items() if value]
    rights = [f"  - {descriptions[name]} (`{name}`)" for name in sorted(card.rights)]
    lines += (
        ["- Smí:", *rights]
        if rights
        else ["- Smí: jen to, co každý – starat se o svůj účet a číst údaje své organizace"]
    )
    return "\n".join([f"### {role.label} (`{role.value}`)", "", card.purpose, "", *lines])


def _words(values: Iterable[object]) -> str:
    return ", ".join(str(value) for value in values)


def _second_factor(card: RoleCard) -> str:
    """„povinný (vidí klienty)“, „doporučený“."""
    reasons = {
        "vidí klienty": card.sees_clients,
        "spravuje lidi": card.heads,
        "mění, nač se ostatní spoléhají, nebo čte záznam událostí": card.guarded,
    }
    found = _words(reason for reason, holds in reasons.items() if holds)
    return f"povinný ({found})" if found else "doporučený"
