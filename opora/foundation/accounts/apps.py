from allauth.usersessions.apps import UserSessionsConfig
from django.apps import AppConfig


class KnownSessionsConfig(UserSessionsConfig):
    """allauth's table of sessions without its receivers: at sign-in they read every session of the account anew."""

    def ready(self) -> None:
        pass


class AccountsConfig(AppConfig):
    default = True
    name = "opora.foundation.accounts"
    label = "accounts"
    verbose_name = "Účty"

    def ready(self) -> None:
        from opora.foundation.accounts import permissions, receivers  # noqa: F401
        from opora.foundation.accounts.selectors.links import links_in_words
        from opora.foundation.accounts.selectors.names import account_names, accounts_called
        from opora.foundation.accounts.selectors.protection import codes_running_out
        from opora.foundation.audit import log
        from opora.foundation.core.registries import OverviewSource, Section, overview, task_titles

        _offer_links()
        _add_messages()
        log.describers["accounts.user"] = log.Describer(account_names, accounts_called)
        log.describers["accounts.magiclink"] = log.Describer(links_in_words, title="odkaz z e-mailu")
        log.sign_ins |= {
            "accounts.signed_in", "accounts.signed_out", "accounts.sign_in_failed", "accounts.sign_in_delayed",
            "accounts.recovery_code_used", "accounts.sessions_ended",
        }  # fmt: skip
        overview.add("accounts.recovery_codes", OverviewSource(Section.WAITING, codes_running_out))
        _describe_acts()
        _add_holdings()
        _add_sources()
        tasks = "opora.foundation.accounts.tasks"
        task_titles[f"{tasks}.send_password_link"] = "Odkaz na nové heslo"
        task_titles[f"{tasks}.send_email_link"] = "Odkaz na nový e-mail"


def _describe_acts() -> None:
    """Sentences of the record of acts."""
    from opora.foundation.audit import log

    log.describe(
        accounts__created="Založen účet.",
        accounts__second_factor_enabled="Účtu byl zapnut druhý faktor.",
        accounts__second_factor_reset="Účtu byl zrušen druhý faktor.",
        accounts__blocked="Účet byl zablokován.",
        accounts__unblocked="Účet byl odblokován.",
        accounts__factor_added="K účtu přidán druhý faktor: {kind}.",
        accounts__factor_removed="Z účtu odebrán druhý faktor: {kind}.",
        accounts__recovery_code_used="Místo druhého faktoru použit záložní kód.",
        accounts__identity_linked="K účtu připojena identita u „{provider}“.",
        accounts__identity_unlinked="Od účtu odpojena identita u „{provider}“.",
        accounts__link_issued="Vydán odkaz: {purpose} č. {object_id}.",
        accounts__link_used="Použit odkaz: {purpose} č. {object_id}.",
        accounts__links_revoked="Zrušeny odkazy ({count}): {purpose} č. {object_id}.",
        accounts__email_change_asked="Vyžádána změna e-mailu účtu.",
        accounts__email_changed="Změněn e-mail účtu.",
        accounts__name_corrected="Opraveno jméno účtu.",
        accounts__salutation_chosen="Zvoleno oslovení v e-mailech.",
        accounts__signed_in="Přihlášení ({how}).",
        accounts__signed_out="Odhlášení.",
        accounts__sign_in_failed="Nezdařený pokus o přihlášení.",
        accounts__sign_in_delayed="Nezdařený pokus o přihlášení, další smí přijít za {seconds} s.",
        accounts__password_changed="Změněno heslo účtu.",
        accounts__password_reset_asked="Vyžádán odkaz k novému heslu.",
        accounts__password_reset="Zapomenuté heslo účtu nahrazeno novým.",
        accounts__sessions_ended="Ukončena otevřená přihlášení účtu: {count}.",
    )


def _add_messages() -> None:
    """Messages to owners of accounts."""
    from opora.foundation.accounts.notifications import ALL
    from opora.foundation.core.registries import notifications

    for notification in ALL:
        notifications.add(notification.code, notification)


def _offer_links() -> None:
    """Links of one purpose and the one that confirms a new address; higher apps add purposes of their own."""
    from opora.foundation.accounts.selectors.links import EMAIL_LINK, link_pages, link_titles
    from opora.foundation.audit import log

    link_pages[EMAIL_LINK], link_titles[EMAIL_LINK] = "email_confirm", "změna e-mailu"
    log.describe_values("accounts", purpose=link_titles)


def _add_holdings() -> None:
    """What is kept of people here, for how long, and what becomes of it."""
    from opora.foundation.accounts.operations.holdings import HOLDINGS, UNHELD
    from opora.foundation.privacy.selectors.holdings import add_holdings

    add_holdings(HOLDINGS, UNHELD)


def _add_sources() -> None:
    """Where data of people are found here, for the extract."""
    from opora.foundation.accounts.selectors.extracts import SOURCES
    from opora.foundation.privacy.selectors.sources import add_source

    for weight, source in enumerate(SOURCES, start=100):
        add_source(source, weight=weight)
