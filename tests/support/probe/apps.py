from django.apps import AppConfig


class ProbeConfig(AppConfig):
    name = "tests.support.probe"
    label = "probe"

    def ready(self) -> None:
        """Fill registries as every app of a wing does."""
        from opora.foundation.core.registries import Matter, MenuItem, OverviewSource, Section, menu, overview

        menu.add("probe", MenuItem("Zkušební křídlo", "probe:page"))
        overview.add("probe", OverviewSource(Section.WAITING, lambda _actor: [Matter("Zkouška čeká", "/zkouska/")]))
