from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "opora.foundation.exchange"
    label = "exchange"
    verbose_name = "Výměna počtů"

    def ready(self) -> None:
        """Each part of the app registers what it brings."""
