from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "opora.foundation.privacy"
    label = "privacy"
    verbose_name = "Ochrana údajů"

    def ready(self) -> None:
        """Each part of the app registers what it brings."""
