"""What the database itself has to protect."""

from django.apps import apps

from opora.foundation.audit.models import AppendOnly

CHANGES = ("UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")  # rights nobody but the owner has there


def append_only_tables() -> list[str]:
    """Names of the tables that are only added to and read."""
    return [model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly)]
