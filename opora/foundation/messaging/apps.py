from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "opora.foundation.messaging"
    label = "messaging"
    verbose_name = "Zprávy"

    def ready(self) -> None:
        """Each part of the app registers what it brings."""
