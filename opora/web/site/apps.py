from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "opora.web.site"
    label = "site"
    verbose_name = "Web"

    def ready(self) -> None:
        """Put help at the end of the main navigation and the shell's pages into the footer."""
        from opora.foundation.core.registries import MenuItem, PersonsItem, footer_menu, menu

        menu.add("overview", PersonsItem("Přehled", "site:overview"), weight=1)
        menu.add("help", MenuItem("Nápověda", "site:handbook"), weight=900)
        footer_menu.add("about", MenuItem("O Opoře", "site:about"), weight=5)
        footer_menu.add("kinds", MenuItem("Druhy služeb", "catalog:kinds"), weight=7)
        footer_menu.add("help", MenuItem("Nápověda", "site:handbook"), weight=10)
        footer_menu.add("crisis_lines", MenuItem("Krizové linky", "site:crisis_lines"), weight=20)
        footer_menu.add("accessibility", MenuItem("Prohlášení o přístupnosti", "site:accessibility"), weight=30)
