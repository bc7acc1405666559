"""Stored files: uploads and what Opora makes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from opora.foundation.core.models import BaseModel


class StoredFile(BaseModel):
    """One file on the storage, with the hash of its content and the name it came under."""

    file = models.FileField(_("soubor"), upload_to="uploads/%Y/%m/", max_length=200)
    name = models.CharField(_("název souboru"), max_length=200)
    purpose = models.CharField(_("k čemu je"), max_length=60)
    media_type = models.CharField(_("druh obsahu"), max_length=100, blank=True)  # as checked; empty: nobody checked it
    size = models.PositiveBigIntegerField(_("velikost v bajtech"))
    sha256 = models.CharField(_("otisk SHA-256"), max_length=64)
    uploaded_by_label = models.CharField(_("nahrál"), max_length=200)

    class PersonalData:
        personal = {"uploaded_by_label", "name", "file"}
        special: set[str] = set()
        impersonal = {"purpose", "media_type", "size", "sha256"}
        basis = "čl. 6/1 e) GDPR – vedení evidence; obsah souboru popisuje jeho účel"
        retention = "documents.file"
        not_extracted = "jméno toho, kdo soubor nahrál; jeho úkony jsou ve výpisu ze záznamu událostí"

    class Meta:
        verbose_name = _("uložený soubor")
        verbose_name_plural = _("uložené soubory")

    def __str__(self) -> str:
        return self.name
