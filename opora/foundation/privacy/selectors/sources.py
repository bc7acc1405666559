"""Where data of one person are found, for the extract, for corrections and for erasing.

Each app registers its models in `ready()`: `add_source(ExtractSource("catalog.ErrorReport", "Nahlášené chyby", find))`.
A model with personal fields that has no source says why: `PersonalData.not_extracted = "…"`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet

from opora.foundation.core.registries import Registry
from opora.foundation.core.text import plain_email
from opora.foundation.privacy.selectors.subjects import email_index


@dataclass(frozen=True)
class Subject:
    """Whose data: the plain address, its blind index, the name as the request says it, numbers of the accounts."""

    email: str
    index: str
    name: str = ""
    accounts: tuple[int, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class ExtractSource:
    """What one model holds of people.

    `find` gives rows of the subject: objects, or dictionaries whose first value tells them apart. Of objects the
    fields declared as personal are shown, unless `values` says the row by Czech names. `edit_url(row)` is where the row
    is corrected. `erase(subject, how=, actor=)` erases what stands on consent and returns how many rows. `erased` says
    in a sentence what a request to erase does here; without it rows stay as long as their rule says. `basis` is for
    models that declare none, `part` tells apart two sources of one model.
    """

    model_label: str
    title: str
    find: Callable[[Subject], QuerySet]
    edit_url: Callable[[Any], str] | None = None
    values: Callable[[Any], Mapping[str, Any]] | None = None
    erase: Callable[..., int] | None = None
    erased: str = ""
    basis: str = ""
    part: str = ""

    def rows(self, subject: Subject) -> QuerySet:
        """Rows of the subject; none for an address that was erased, which would fit all others without one."""
        found = self.find(subject)
        return found if subject.index else found.none()

    @property
    def code(self) -> str:
        """„app.model“, or „app.model.part“."""
        label = self.model_label.lower()
        return f"{label}.{self.part}" if self.part else label

    @property
    def model(self) -> type[Model]:
        """The model itself."""
        return apps.get_model(self.model_label)

    @property
    def declared_basis(self) -> str:
        """Legal basis and purpose, as the model declares them."""
        return self.basis or self.model.PersonalData.basis  # type: ignore[attr-defined]

    @property
    def retention(self) -> str:
        """Code of the rule that says how long rows are kept; empty when the model declares none."""
        return getattr(getattr(self.model, "PersonalData", None), "retention", "")


extract_sources: Registry[ExtractSource] = Registry()


def add_source(source: ExtractSource, *, weight: int = 100) -> None:
    """Register the source under its code."""
    extract_sources.add(source.code, source, weight=weight)


def subject_of(email: str, name: str = "") -> Subject:
    """The subject of an address, in one query; nobody has to have an account."""
    plain = plain_email(email)
    numbers = get_user_model()._default_manager.filter(email=plain).values_list("pk", flat=True)
    return Subject(plain, email_index(plain), name, tuple(numbers))


def unreadable_fields(model: type[Model]) -> set[str]:
    """Personal fields that say nothing to a person and may open something: hashes, keys, blind indexes."""
    return set(getattr(getattr(model, "PersonalData", None), "unreadable", ()))
