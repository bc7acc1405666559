from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='storedfile',
            name='media_type',
            field=models.CharField(blank=True, max_length=100, verbose_name='druh obsahu'),
        ),
    ]
