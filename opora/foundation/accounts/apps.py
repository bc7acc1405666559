from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "opora.foundation.accounts"
    label = "accounts"
    verbose_name = "Účty"

    def ready(self) -> None:
        from opora.foundation.accounts import permissions, receivers  # noqa: F401
        from opora.foundation.audit import log

        log.describe(
            accounts__created="Založen účet.",
            accounts__second_factor_enabled="Účtu byl zapnut druhý faktor.",
            accounts__second_factor_reset="Účtu byl zrušen druhý faktor.",
            accounts__blocked="Účet byl zablokován.",
            accounts__unblocked="Účet byl odblokován.",
            accounts__link_issued="Vydán odkaz ({purpose} {object_id}).",
            accounts__link_used="Použit odkaz ({purpose} {object_id}).",
            accounts__links_revoked="Zrušeny odkazy ({purpose} {object_id}): {count}.",
            accounts__sessions_ended="Ukončena otevřená přihlášení účtu: {count}.",
        )
