from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "opora.foundation.core"
    label = "core"
    verbose_name = "Jádro"

    def ready(self) -> None:
        from opora.foundation.core.registries import AdministrationItem, menu

        menu.add("administration", AdministrationItem("Správa", "core:administration"), weight=80)
