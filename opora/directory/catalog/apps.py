from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "opora.directory.catalog"
    label = "catalog"
    verbose_name = "Katalog"

    def ready(self) -> None:
        from opora.directory.catalog import permissions, receivers  # noqa: F401
        from opora.foundation.audit import log
        from opora.foundation.core.registries import MenuItem, administration, menu, task_titles

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
            catalog__unregistered_added="Zapsána neregistrovaná služba {identifier}.",
            catalog__unregistered_changed="Změněna neregistrovaná služba {identifier}: {fields}.",
            catalog__unregistered_ended="Neregistrovaná služba {identifier} končí {on}.",
            catalog__unregistered_returned="Neregistrovaná služba {identifier} pokračuje.",
            catalog__unregistered_imported="Načten soubor {source}: nových {added}, změněných {changed}.",
            catalog__availability_recorded="Zapsána volná místa služby {identifier}: {accepts} ({on}).",
            catalog__availability_withdrawn="Smazán údaj o volných místech služby {identifier}.",
            catalog__reach_suggested="Návrhy působnosti: přibylo {added}, změněno {changed}, ubylo {removed}.",
            catalog__reach_confirmed="Potvrzena působnost služby {identifier}: {areas}.",
            catalog__reach_refused="Odmítnuta působnost služby {identifier}: {areas}.",
            catalog__reach_reopened="Působnost služby {identifier} vrácena k rozhodnutí: {areas}.",
            catalog__search_rebuilt="Rejstřík hledání vytvořen znovu: služeb {services}, slov {words}.",
            catalog__service_assigned="Přidělena služba {identifier}.",
            catalog__service_taken="Odebrána služba {identifier}.",
        )
        task_titles["opora.directory.catalog.tasks.import_register_file"] = "Načtení nahraného registru"
        _add_panels()
        menu.add("search", MenuItem("Hledání služeb", "catalog:search"), weight=10)
        for weight, page in enumerate(_staff_pages()):
            administration.add(page.url_name, page, weight=weight)
        _fill_overview()


def _add_panels() -> None:
    """Pages of the catalogue about organizations and memberships, linked from theirs."""
    from opora.directory.catalog.selectors.assignments import has_services, works_in_services
    from opora.foundation.core.registries import Panel, panels

    panels.add(
        "catalog.organization_services",
        Panel("organizations.organization", "Služby", "catalog:organization_services", fits=has_services),
    )
    panels.add(
        "catalog.member_services",
        Panel(
            "organizations.membership",
            "Přidělené služby",
            "catalog:member_services",
            "catalog.assign_service",
            works_in_services,
        ),
    )


def _fill_overview() -> None:
    """What the page after sign-in shows of the catalogue."""
    from opora.directory.catalog.selectors import matters
    from opora.foundation.core.registries import OverviewSource, Section, overview

    for name, section, source, permission in (
        ("reach", Section.WAITING, matters.reach_to_decide, "catalog.confirm_reach"),
        ("import_failed", Section.LATE, matters.import_that_failed, "catalog.import_register"),
        ("unregistered", Section.LATE, matters.unregistered_to_check, "catalog.edit_unregistered"),
        ("free_places", Section.LATE, matters.free_places_unsaid, "catalog.assign_service"),
        ("register", Section.CHANGED, matters.register_read, "catalog.import_register"),
    ):
        overview.add(f"catalog.{name}", OverviewSource(section, source, permission))


def _staff_pages() -> list:
    """Pages on the hub of administration, in their order."""
    from opora.directory.catalog.selectors import administration as waiting
    from opora.foundation.core.registries import StaffPage

    return [
        StaffPage(
            "Registr poskytovatelů",
            "catalog:imports",
            "catalog.import_register",
            "Načíst státní registr a přečíst, co se změnilo.",
            waiting.last_import,
        ),
        StaffPage(
            "Působnost z textů",
            "catalog:reach_suggestions",
            "catalog.confirm_reach",
            "Potvrdit, kde služby působí podle textů registru.",
            waiting.reach_to_decide,
        ),
        StaffPage(
            "Neregistrované služby",
            "catalog:unregistered",
            "catalog.edit_unregistered",
            "Kluby, půjčovny pomůcek, dobrovolníci a další pomoc mimo registr.",
            waiting.unregistered_to_check,
        ),
        StaffPage(
            "Sociální odbory",
            "catalog:social_departments",
            "catalog.edit_social_department",
            "Kontakty úřadů pro toho, kdo v katalogu nic nenašel.",
            waiting.departments_without_contact,
        ),
    ]
