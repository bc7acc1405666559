from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "opora.foundation.core"
    label = "core"
    verbose_name = "Jádro"
