"""How people want to be addressed in mail; empty is „Dobrý den“."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_encrypted_factors")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="salutation",
            field=models.CharField(
                blank=True,
                max_length=60,
                validators=[
                    django.core.validators.RegexValidator(
                        r"^[\w .,’'–-]+\Z", "Oslovení smí mít jen písmena, číslice, mezery a čárky."
                    )
                ],
                verbose_name="oslovení v e-mailech",
            ),
        )
    ]
