from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "opora.web.site"
    label = "site"
    verbose_name = "Web"
