"""Rules over models: declarations, names people use, relations across the wall, deletion."""

from collections.abc import Callable, Iterable

from django.db import models

from opora.foundation.core.personal_data import TECHNICAL, unclassified_fields
from opora.foundation.privacy.fields import EncryptedTextField

type Model = type[models.Model]


def undeclared(all_models: Iterable[Model]) -> list[str]:
    """Fields that the model's declaration of personal data forgot."""
    return [f"{model._meta.label}.{name}" for model in all_models for name in sorted(unclassified_fields(model))]


def plain_special(all_models: Iterable[Model]) -> list[str]:
    """Fields of special categories (GDPR čl. 9) that the database would keep readable."""
    return [
        f"{model._meta.label}.{name}"
        for model in all_models
        for name in sorted(getattr(model.__dict__.get("PersonalData"), "special", ()))
        if not isinstance(model._meta.get_field(name), EncryptedTextField)
    ]


def outside_glossary(all_models: Iterable[Model], glossary: str) -> list[str]:
    """Models whose Czech name does not stand in the glossary's first column."""
    terms = {
        line.split("|")[1].strip() for line in glossary.splitlines() if line.startswith("|") and line.count("|") > 3
    }
    return [
        f"{model._meta.label}: „{model._meta.verbose_name}“"
        for model in all_models
        if str(model._meta.verbose_name) not in terms
    ]


def unnamed_fields(all_models: Iterable[Model], same: Iterable[str] = ()) -> list[str]:
    """Fields without a Czech name: what Django derives from the identifier is none."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in all_models
        for field in model._meta.local_concrete_fields
        if field.name not in TECHNICAL | set(same) and str(field.verbose_name) == field.name.replace("_", " ")
    ]


def ways_through_the_wall(all_models: Iterable[Model], wing: Callable[[Model], str]) -> list[str]:
    """Relations of care to other wings that can be followed back from there."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in all_models
        if wing(model) == "care"
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if field.is_relation and wing(field.related_model) != "care" and not field.remote_field.hidden
    ]


def careless_deletion(all_models: Iterable[Model], parents: set[tuple[str, str]]) -> list[str]:
    """Relations that delete with their target although it is not their parent, or that neither protect nor delete."""
    offences = []
    for model in all_models:
        for field in model._meta.local_fields:
            if not field.is_relation or field.remote_field.parent_link:
                continue
            pair = (model._meta.label, field.related_model._meta.label)
            wanted = models.CASCADE if pair in parents else models.PROTECT
            if field.remote_field.on_delete is not wanted:
                offences.append(f"{pair[0]}.{field.name} → {pair[1]}: {field.remote_field.on_delete.__name__}")
    return offences
