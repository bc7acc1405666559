"""The record of processing (čl. 30 GDPR), made of what models declare: there is no second list to keep."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models

from opora.foundation.core.models import field_titles
from opora.foundation.core.personal_data import own_models
from opora.foundation.privacy.models import RetentionRule
from opora.foundation.privacy.selectors.rules import rules_in_force


@dataclass(frozen=True)
class Declared:
    """What one kind of records declares: fields as Czech names with commas, legal basis, code of its rule.

    `nothing` says why the kind holds no personal data; the rest is empty then.
    """

    name: str
    label: str
    personal: str = ""
    special: str = ""
    basis: str = ""
    retention: str = ""
    nothing: str = ""

    @property
    def legal_basis(self) -> str:
        """„čl. 6/1 e) GDPR“."""
        return self.basis.partition(" – ")[0]

    @property
    def purpose(self) -> str:
        """What for: the words after the article."""
        return self.basis.partition(" – ")[2]


def declared(model: type[models.Model]) -> Declared | None:
    """What the model declares; None when it declares nothing."""
    name, label = str(model._meta.verbose_name), model._meta.label
    declaration = getattr(model, "PersonalData", None)
    if declaration is None:
        return None
    if nothing := getattr(declaration, "none", ""):
        return Declared(name, label, nothing=nothing)
    personal, special = (field_titles(model, sorted(names)) for names in (declaration.personal, declaration.special))
    return Declared(name, label, personal, special, declaration.basis, declaration.retention)


@dataclass(frozen=True)
class Held:
    """One kind of records with the rule that says for how long; None until the rule is loaded."""

    declared: Declared
    rule: RetentionRule | None


@dataclass(frozen=True)
class Activity:
    """One purpose of processing on one legal basis, and kinds of records it needs."""

    legal_basis: str
    purpose: str
    held: list[Held]

    @property
    def has_special(self) -> bool:
        """True when some record holds a special category of data (čl. 9)."""
        return any(one.declared.special for one in self.held)


def activities() -> list[Activity]:
    """Activities by purpose, records of each by their name; one query."""
    rules = rules_in_force()
    found: dict[tuple[str, str], list[Held]] = {}
    for one in sorted(_with_people(), key=lambda one: (one.purpose, one.legal_basis, one.name)):
        found.setdefault((one.legal_basis, one.purpose), []).append(Held(one, rules.get(one.retention)))
    return [Activity(*key, held) for key, held in found.items()]


def _with_people() -> Iterator[Declared]:
    for model in own_models():
        one = declared(model)
        if one is not None and not one.nothing:
            yield one
