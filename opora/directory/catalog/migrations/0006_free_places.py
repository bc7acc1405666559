"""Free places by parts of a service: statements that stand become those of whole services. Thumbnails of photos."""

import django.db.models.deletion
from django.db import migrations, models

from opora.foundation.core.search import FullText

INDEX = FullText("catalog_searchrow", "service_id", ("name_words", "kind_words", "group_words", "note_words"))


def index(_apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":  # the table was made anew
        INDEX.create(schema_editor)


def nothing(_apps, _schema_editor):
    pass


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0005_records'),
        ('documents', '0002_media_type'),
    ]

    operations = [
        migrations.RunPython(nothing, index),  # on the way back it comes last, after the table
        migrations.AlterModelOptions(
            name='availability',
            options={'ordering': ['pk'], 'verbose_name': 'volná místa', 'verbose_name_plural': 'volná místa'},
        ),
        migrations.RemoveField(
            model_name='searchrow',
            name='accepts',
        ),
        migrations.AddField(
            model_name='availability',
            name='facility_key',
            field=models.CharField(blank=True, max_length=64, verbose_name='zařízení'),
        ),
        migrations.AddField(
            model_name='availability',
            name='form',
            field=models.CharField(blank=True, max_length=40, verbose_name='forma'),
        ),
        migrations.AddField(
            model_name='availability',
            name='waiting_weeks',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='čekání v týdnech'),
        ),
        migrations.AddField(
            model_name='serviceattachment',
            name='height',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='výška náhledu'),
        ),
        migrations.AddField(
            model_name='serviceattachment',
            name='thumbnail',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile', verbose_name='náhled fotografie'),
        ),
        migrations.AddField(
            model_name='serviceattachment',
            name='width',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='šířka náhledu'),
        ),
        migrations.AlterField(
            model_name='availability',
            name='origin',
            field=models.CharField(choices=[('phone', 'telefonicky'), ('email', 'e-mailem'), ('web', 'na svém webu'), ('person', 'osobně'), ('own', 'sám v Opoře')], max_length=10, verbose_name='jak to poskytovatel sdělil'),
        ),
        migrations.AlterField(
            model_name='availability',
            name='service',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='availability', to='catalog.service', verbose_name='služba'),
        ),
        migrations.AddConstraint(
            model_name='availability',
            constraint=models.UniqueConstraint(fields=('service', 'form', 'facility_key'), name='catalog_availability_once'),
        ),
        migrations.RunPython(index, nothing),
    ]
