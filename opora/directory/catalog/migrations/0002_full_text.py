"""Full text over search rows. In SQLite a later migration that alters the table must end with the same operation."""

from django.db import migrations

from opora.foundation.core.search import FullText

INDEX = FullText("catalog_searchrow", "service_id", ("name_words", "kind_words", "group_words", "note_words"))


def create(_apps, schema_editor):
    INDEX.create(schema_editor)


def drop(_apps, schema_editor):
    INDEX.drop(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
