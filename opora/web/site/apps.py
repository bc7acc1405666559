from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "opora.web.site"
    label = "site"
    verbose_name = "Web"

    def ready(self) -> None:
        """Put help at the end of the main navigation."""
        from opora.foundation.core.registries import MenuItem, menu

        menu.add("help", MenuItem("Nápověda", "site:handbook"), weight=900)
