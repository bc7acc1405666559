from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "opora.foundation.messaging"
    label = "messaging"
    verbose_name = "Zprávy"
    staff_group = "Zprávy a počty"

    def ready(self) -> None:
        """Each part of the app registers what it brings."""
        _add_outbox()
        _add_letters()
        _add_links()
        _describe_letters()
        _add_holdings()
        _add_sources()


def _add_outbox() -> None:
    """Pages, words and warnings of the outbox."""
    from opora.foundation.audit import log
    from opora.foundation.core.registries import (
        OverviewSource,
        Section,
        StaffPage,
        administration,
        overview,
        task_titles,
    )
    from opora.foundation.messaging import permissions, receivers  # noqa: F401
    from opora.foundation.messaging.selectors import outbox

    log.describe(
        messaging__retried="Zpráva poslána znovu.",
        messaging__considered_sent="Zpráva je vedená jako odeslaná.",
        messaging__noticed="Nedoručená zpráva vzata na vědomí.",
    )
    task_titles["opora.foundation.messaging.tasks.send_digest"] = "Souhrn pro jednu adresu"
    page = StaffPage(
        "Odeslané zprávy",
        "messaging:outbox",
        "messaging.read_outbox",
        "Které e-maily odešly, které čekají a které nedošly.",
        outbox.waiting,
    )
    administration.add(page.url_name, page, weight=60)
    overview.add("messaging.outbox", OverviewSource(Section.LATE, outbox.troubles, "messaging.read_outbox"))


def _add_holdings() -> None:
    """What is kept of people here, for how long, and what becomes of it."""
    from opora.foundation.accounts.selectors.retention import account_parts
    from opora.foundation.messaging.operations.holdings import HOLDINGS, UNHELD, erase_preferences
    from opora.foundation.privacy.selectors.holdings import add_holdings

    add_holdings(HOLDINGS, UNHELD)
    account_parts.add("messaging.preference", erase_preferences)


def _add_letters() -> None:
    """What messages say and who wants them."""
    from opora.foundation.core import registries
    from opora.foundation.core.actor import Actor
    from opora.foundation.messaging.notifications import DIGEST_LETTER
    from opora.foundation.messaging.operations.preferences import prepare
    from opora.foundation.messaging.selectors.wording import own_wording, reworded

    house = Actor.job("posílání zpráv")
    registries.notifications.add(DIGEST_LETTER.code, DIGEST_LETTER)
    registries.wordings.add("messaging", own_wording)
    registries.letter_steps.add(
        "messaging.preferences", lambda letter: letter.category and prepare(letter, actor=house)
    )
    page = registries.StaffPage(
        "Znění zpráv",
        "messaging:wordings",
        "messaging.edit_template",
        "Co stojí v e-mailech, které se týkají vaší organizace.",
        reworded,
    )
    registries.administration.add(page.url_name, page, weight=61)


def _add_links() -> None:
    """Pages of links that messages carry."""
    from opora.foundation.accounts.selectors.links import link_pages, link_titles
    from opora.foundation.messaging.permissions import UNSUBSCRIBE_LINK
    from opora.foundation.privacy.permissions import CONSENT_LINK

    link_pages[UNSUBSCRIBE_LINK], link_titles[UNSUBSCRIBE_LINK] = "messaging:unsubscribe", "odhlášení zpráv"
    link_pages[CONSENT_LINK], link_titles[CONSENT_LINK] = "messaging:consent", "odvolání souhlasu"


def _describe_letters() -> None:
    """Sentences of the record of acts."""
    from opora.foundation.audit import log
    from opora.foundation.core.registries import message_categories, notifications
    from opora.foundation.messaging.selectors.titles import Titles

    log.describe(
        messaging__wording_saved="Upraveno znění zprávy „{message}“ (verze {number}).",
        messaging__wording_withdrawn="Vráceno výchozí znění zprávy „{message}“.",
        messaging__frequencies_chosen="Zvoleno, jak často mají chodit zprávy: {categories}.",
        messaging__unsubscribed="Odhlášeny zprávy: {category}.",
        messaging__subscribed_again="Znovu přihlášeny zprávy: {category}.",
    )
    log.describe_values(
        "messaging",
        message=Titles(notifications),
        category=Titles(message_categories),
        categories=Titles(message_categories),
    )


def _add_sources() -> None:
    """Where data of people are found here, for the extract."""
    from opora.foundation.messaging.selectors.extracts import SOURCES
    from opora.foundation.privacy.selectors.sources import add_source

    for weight, source in enumerate(SOURCES, start=400):
        add_source(source, weight=weight)
