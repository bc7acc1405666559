from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "opora.directory.territory"
    label = "territory"
    verbose_name = "Území"
