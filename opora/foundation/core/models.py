"""Base of all models: times and a stale-edit token."""

from collections.abc import Iterable

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opora.foundation.core.errors import StaleError

STALE = _(
    "Záznam mezitím změnil někdo jiný. Vaše údaje zůstaly ve formuláři: porovnejte je s tím, co je uloženo teď, "
    "a uložte znovu."
)


def field_titles(model: type[models.Model], names: Iterable[str]) -> str:
    """Czech names of the fields with commas between them, as the record of acts and the docs say them."""
    return ", ".join(str(getattr(model._meta.get_field(name), "verbose_name", name)) for name in names)


class BaseModel(models.Model):
    """Times of birth and of the last change, and the number that tells a stale edit from a fresh one."""

    created_at = models.DateTimeField(_("vytvořeno"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("změněno"), default=timezone.now, editable=False)
    version = models.PositiveIntegerField(_("verze"), default=1, editable=False)

    class Meta:
        abstract = True

    def save_fresh(self, *fields: str, version: int) -> None:
        """Write the named fields if nobody has changed the row since `version`; raises StaleError."""
        values = {name: getattr(self, name) for name in fields}
        changed = (
            type(self)
            ._base_manager.filter(pk=self.pk, version=version)
            .update(**values, version=F("version") + 1, updated_at=timezone.now())
        )
        if not changed:
            raise StaleError(STALE)
        self.version = version + 1

    def insert_or_save_fresh(self, *fields: str, version: int) -> None:
        """Insert the row when `version` is 0 (nobody had it), else `save_fresh`; checks fields, raises StaleError."""
        self.full_clean(validate_unique=False, validate_constraints=False)
        if version:
            self.save_fresh(*fields, version=version)
            return
        try:
            with transaction.atomic():
                self.save(force_insert=True)
        except IntegrityError as error:  # somebody else was the first
            raise StaleError(STALE) from error


class ScheduledRun(models.Model):
    """A periodic task started for one moment of its schedule; only the first of several schedulers writes the row."""

    name = models.CharField(_("úloha"), max_length=200)
    slot = models.DateTimeField(_("okamžik podle rozvrhu"))
    started_at = models.DateTimeField(_("spuštěno"), default=timezone.now)

    class PersonalData:
        none = "názvy úloh a časy"

    class Meta:
        verbose_name = _("naplánovaný běh")
        verbose_name_plural = _("naplánované běhy")
        constraints = [models.UniqueConstraint(fields=["name", "slot"], name="core_scheduledrun_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.slot:%Y-%m-%d %H:%M}"


class RateCount(models.Model):
    """How many times somebody did one thing within a window of time; who it was is only a keyed hash."""

    key = models.CharField(_("otisk"), max_length=64, unique=True)
    window_ends_at = models.DateTimeField(_("konec okna"), db_index=True)
    count = models.PositiveIntegerField(_("počet"), default=0)

    class PersonalData:
        personal = {"key"}
        special: set[str] = set()
        impersonal = {"window_ends_at", "count"}
        basis = "čl. 6/1 f) GDPR – ochrana systému před zahlcením"
        retention = "core.rate_count"
        not_extracted = "počítadlo pod klíčovaným otiskem, ze kterého se člověk nepozná; zaniká s oknem"

    class Meta:
        verbose_name = _("počítadlo četnosti")
        verbose_name_plural = _("počítadla četnosti")

    def __str__(self) -> str:
        return f"{self.count}×"
