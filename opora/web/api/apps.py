from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "opora.web.api"
    label = "api"
    verbose_name = "Rozhraní pro programy"
