from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "opora.web.site"
    label = "site"
    verbose_name = "Web"
    staff_group = "Chod Opory"

    def ready(self) -> None:
        """Put help at the end of the main navigation and the shell's pages into the footer."""
        from opora.foundation.audit import log
        from opora.foundation.core.registries import MenuItem, PersonsItem, footer_menu, menu
        from opora.web.site import permissions  # noqa: F401

        log.describe(
            site__task_retried="Úloha na pozadí spuštěna znovu ({task}).",
            site__backed_up="Vytvořena záloha {name}: řádků {rows}.",
            site__restored="Obnoveno ze zálohy z {on}: řádků {rows}.",
        )
        _add_background()

        menu.add("overview", PersonsItem("Přehled", "site:overview"), weight=1)
        menu.add("help", MenuItem("Nápověda", "site:handbook"), weight=900)
        footer_menu.add("about", MenuItem("O Opoře", "site:about"), weight=5)
        footer_menu.add("kinds", MenuItem("Druhy služeb", "catalog:kinds"), weight=7)
        footer_menu.add("help", MenuItem("Nápověda", "site:handbook"), weight=10)
        footer_menu.add("crisis_lines", MenuItem("Krizové linky", "site:crisis_lines"), weight=20)
        footer_menu.add("accessibility", MenuItem("Prohlášení o přístupnosti", "site:accessibility"), weight=30)


def _add_background() -> None:
    """The page of background work, and what goes wrong there."""
    from opora.foundation.core.registries import OverviewSource, Section, StaffPage, administration, overview
    from opora.web.site.selectors import background

    administration.add(
        "site.background",
        StaffPage(
            "Práce na pozadí",
            "site:background",
            "site.read_tasks",
            "Fronty, pravidelné úlohy a co se nezdařilo.",
            background.waiting_words,
        ),
        weight=85,
    )
    overview.add("site.background", OverviewSource(Section.LATE, background.trouble, "site.read_tasks"))
