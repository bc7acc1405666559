from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "opora.directory.catalog"
    label = "catalog"
    verbose_name = "Katalog"
