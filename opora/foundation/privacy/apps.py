from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "opora.foundation.privacy"
    label = "privacy"
    verbose_name = "Ochrana údajů"

    def ready(self) -> None:
        """Each part of the app registers what it brings."""
        from opora.foundation.privacy import permissions  # noqa: F401

        _add_consents()


def _add_consents() -> None:
    """Sentences of the record about consents."""
    from opora.foundation.audit import log

    log.describe(
        privacy__consent_given="Zapsán souhlas: {purpose}, znění {number}.",
        privacy__consent_withdrawn="Odvolán souhlas: {purpose}.",
        privacy__wording_written="Zapsáno znění {number} souhlasu: {purpose}.",
    )
