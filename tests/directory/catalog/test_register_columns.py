"""Unknown codes of any length fit their columns: PostgreSQL would refuse the whole register because of one row."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import CharField

from tests.directory.catalog.register_files import item, load, small_territory


def too_long() -> list[str]:
    """Columns of the catalogue that hold more letters than they may (SQLite does not mind)."""
    found = []
    for model in apps.get_app_config("catalog").get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, CharField) and field.max_length:
                values = model._base_manager.values_list(field.name, flat=True)
                found += [f"{model.__name__}.{field.name}" for value in values if len(value or "") > field.max_length]
    return found


@pytest.mark.django_db
def test_unknown_codes_of_any_length_fit_their_columns(tmp_path):
    small_territory()
    form = item()["formy"][0]
    strange = item(
        1,
        formy=[form, {**form, "forma": {"id": "f" * 80}}, {**form, "forma": {"id": "g" * 20}}],
        rozsirenePusobnostiVKraji=[{"kraj": {"id": "Kraj/60"}}, {"kraj": {"id": "k" * 80}}],
        ciloveSkupiny=[{"cilovaSkupina": {"id": f"{number}{'s' * 80}"}} for number in range(20)],
        druhSocialniSluzby={"id": "d" * 80},
    )

    load(tmp_path, strange)

    assert too_long() == []


def test_every_connection_to_sqlite_overwrites_what_it_deletes():
    assert "PRAGMA secure_delete=ON" in settings.SQLITE_OPTIONS["init_command"]
