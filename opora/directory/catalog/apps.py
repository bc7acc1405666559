from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "opora.directory.catalog"
    label = "catalog"
    verbose_name = "Katalog"

    def ready(self) -> None:
        from opora.directory.catalog import permissions  # noqa: F401
        from opora.foundation.audit import log
        from opora.foundation.core.registries import MenuItem, menu

        log.describe(
            catalog__codelists_loaded="Načteny číselníky: přidáno {added}, změněno {changed}, odebráno {removed}.",
            catalog__import_started="Začalo načítání registru ({source}).",
            catalog__register_imported=(
                "Načten registr ({source}): nových {added}, změněných {changed}, ukončených {ended}, "
                "vrácených {returned}, odmítnutých řádků {rejected}."
            ),
            catalog__import_refused="Načtení registru odmítnuto ({source}).",
            catalog__import_failed="Načtení registru nedoběhlo ({source}).",
            catalog__social_department_recorded="Zapsán kontakt sociálního odboru ({name}): {fields}.",
            catalog__social_department_cleared="Smazán kontakt sociálního odboru ({name}).",
            catalog__search_rebuilt="Rejstřík hledání vytvořen znovu: služeb {services}, slov {words}.",
        )
        menu.add("search", MenuItem("Hledání služeb", "catalog:search"), weight=10)
        menu.add("register", MenuItem("Registr", "catalog:imports", "catalog.import_register"), weight=80)
