"""One row of every model of ours, with a distinctive value in every field that is declared personal."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models

from opora.foundation.core.personal_data import own_models
from opora.foundation.privacy.fields import EncryptedTextField

FIRST = 900
PLAIN = {  # a moment before a day: its field is a day's field too
    models.BooleanField: False, models.FloatField: 1.5, models.DecimalField: 1, models.JSONField: {},
    models.DateTimeField: datetime(2026, 1, 2, tzinfo=UTC), models.DateField: date(2026, 1, 2), models.IntegerField: 1,
    models.UUIDField: UUID(int=1),
}  # fmt: skip


class Filling:
    """`canaries` are texts that must not leave the database, in the form in which its file holds them."""

    def __init__(self) -> None:
        self.canaries: list[str] = []
        self._models = own_models()

    def make(self) -> None:
        """Insert the rows; conditions of tables are not asked, because what matters is the value of each field."""
        rows = [self._row(model) for model in self._models]
        with connection.constraint_checks_disabled(), connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints=ON")
            for row in rows:
                type(row)._base_manager.bulk_create([row])
            cursor.execute("PRAGMA ignore_check_constraints=OFF")

    def _row(self, model: type[models.Model]) -> models.Model:
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        return model(**{field.attname: self._value(model, field) for field in fields})

    def _value(self, model: type[models.Model], field: Any) -> Any:
        declared: Any = model.__dict__["PersonalData"]
        personal = getattr(declared, "personal", set()) | getattr(declared, "special", set())
        if field.primary_key or field.is_relation:
            return self._number(field.related_model if field.is_relation else model, field)
        if field.choices:
            return field.flatchoices[0][0]
        if field.name in personal or isinstance(field, EncryptedTextField):
            return self._canary(field)
        if field.has_default() or field.null or field.blank:
            return field.get_default()
        number = FIRST + self._models.index(model)
        return next((value for kind, value in PLAIN.items() if isinstance(field, kind)), f"veřejné{number}")

    def _number(self, model: type[models.Model], field: Any) -> Any:
        """Primary key of the row of the model; the related one when it is shared."""
        key = model._meta.pk
        if key.is_relation:
            return self._number(key.related_model, key)
        number = FIRST + self._models.index(model)
        return number if isinstance(key, models.IntegerField) else f"k{number}"[: key.max_length]

    def _canary(self, field: Any) -> Any:
        number = len(self.canaries)
        if isinstance(field, models.DateTimeField | models.DateField):
            day = datetime(1901 + 2 * number, 7, 9, tzinfo=UTC)  # a shift by less than a year meets no other canary
            self.canaries.append(f"{day:%Y-%m-%d}")
            return day if isinstance(field, models.DateTimeField) else day.date()
        if isinstance(field, models.JSONField):
            self.canaries.append(f"Kanarek{number}x")
            return {"x": self.canaries[-1]}
        assert isinstance(field, models.CharField | models.TextField | models.FileField), f"{field}: learn to fill it"
        text = f"kanarek{number}x@tajne.example" if isinstance(field, models.EmailField) else f"Kanárek{number}x"
        self.canaries.append(text)
        return text
