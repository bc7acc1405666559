"""Declarations of personal data: each model says what it holds, on what basis and for how long.

class PersonalData:
    none = "veřejný číselník"                 # the model holds none, and why

class PersonalData:
    personal = {"email", "full_name"}         # fields that identify or describe a person
    special = set()                           # special category, GDPR čl. 9
    impersonal = {"is_active"}                # everything else, so that nothing stays unclassified
    basis = "čl. 6/1 e) GDPR – …"
    retention = "accounts.user"               # name of the retention rule
    unreadable = {"password"}                 # of the personal ones: hashes and keys, never in a person's extract
    not_extracted = "…"                       # why no extract asks this model; else it has an ExtractSource (privacy)
"""

from django.apps import apps
from django.db import models

TECHNICAL = {"id", "created_at", "updated_at", "version"}


def own_models() -> list[type[models.Model]]:
    """Concrete models of Opora, without those of libraries."""
    return [model for model in apps.get_models() if model.__module__.startswith("opora.")]


def unclassified_fields(model: type[models.Model]) -> set[str]:
    """Names of fields that the declaration of the model forgot; everything when there is no declaration."""
    names = {field.name for field in model._meta.get_fields() if field.concrete} - TECHNICAL
    declaration = model.__dict__.get("PersonalData")
    if declaration is None:
        return names
    if getattr(declaration, "none", ""):
        return set()
    declared = declaration.personal | declaration.special | declaration.impersonal
    return names - declared if declaration.basis and declaration.retention else names
