from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "opora.foundation.audit"
    label = "audit"
    verbose_name = "Záznam událostí"

    def ready(self) -> None:
        from opora.foundation.audit import permissions  # noqa: F401
