from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "opora.directory.territory"
    label = "territory"
    verbose_name = "Území"

    def ready(self) -> None:
        from opora.directory.territory import permissions  # noqa: F401
        from opora.foundation.audit import log

        log.describe(
            territory__loaded="Načteno území: přidáno {added}, změněno {changed}, odebráno {removed} záznamů.",
        )
