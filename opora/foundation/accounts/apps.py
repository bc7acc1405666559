from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "opora.foundation.accounts"
    label = "accounts"
    verbose_name = "Účty"

    def ready(self) -> None:
        from opora.foundation.accounts import permissions  # noqa: F401
        from opora.foundation.audit import log

        log.describe(
            accounts__created="Založen účet.",
            accounts__second_factor_enabled="Účtu byl zapnut druhý faktor.",
        )
