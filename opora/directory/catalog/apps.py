from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "opora.directory.catalog"
    label = "catalog"
    verbose_name = "Katalog"
    staff_group = "Služby"

    def ready(self) -> None:
        from opora.directory.catalog import permissions, receivers  # noqa: F401
        from opora.foundation.core.registries import MenuItem, administration, menu, task_titles

        _describe_acts()
        task_titles["opora.directory.catalog.tasks.import_register_file"] = "Načtení nahraného registru"
        _add_records()
        _add_attachments()
        _add_reports()
        _add_freshness()
        _add_panels()
        _add_countables()
        menu.add("search", MenuItem("Hledání služeb", "catalog:search"), weight=10)
        for weight, page in enumerate(_staff_pages()):
            administration.add(page.url_name, page, weight=weight)
        _fill_overview()
        _add_holdings()
        _add_sources()


def _add_records() -> None:
    """The provider's own record and what the region decides of it."""
    from opora.directory.catalog.selectors import proposals
    from opora.directory.catalog.selectors.my_services import OwnServicesItem
    from opora.foundation.audit import log
    from opora.foundation.core.registries import OverviewSource, Section, StaffPage, administration, menu, overview

    log.describe(
        catalog__record_changed="Poskytovatel změnil údaje služby {identifier}: {fields}.",
        catalog__record_proposed="Poskytovatel navrhl změnu údajů služby {identifier}: {fields}.",
        catalog__proposal_withdrawn="Poskytovatel vzal zpět návrh změny údajů služby {identifier}: {fields}.",
        catalog__proposal_approved="Schválena změna údajů služby {identifier}: {fields}.",
        catalog__proposal_returned="Vrácen návrh změny údajů služby {identifier}: {fields}.",
        catalog__record_fields_chosen="Na schválení kraje čekají změny údajů: {fields}.",
    )
    menu.add("my_services", OwnServicesItem("Moje služby", "catalog:my_services"), weight=20)
    decides = "catalog.approve_record"
    administration.add(
        "catalog:proposals",
        StaffPage(
            "Návrhy poskytovatelů",
            "catalog:proposals",
            decides,
            "Schválit nebo vrátit, co poskytovatelé mění na kartách svých služeb.",
            proposals.waiting_words,
        ),
        weight=1,
    )
    overview.add("catalog.proposals", OverviewSource(Section.WAITING, proposals.proposals_to_decide, decides))


def _add_attachments() -> None:
    """Files of services and what the region decides of them."""
    from opora.directory.catalog.selectors import attachments
    from opora.directory.catalog.selectors.my_services import fact_sources
    from opora.foundation.audit import log
    from opora.foundation.core.registries import OverviewSource, Section, StaffPage, administration, overview

    log.describe(
        catalog__attachment_added="Přidána příloha služby {identifier}: {attachment}.",
        catalog__attachment_changed="Změněn popis přílohy služby {identifier}: {attachment}.",
        catalog__attachment_removed="Odstraněna příloha služby {identifier}: {attachment}.",
        catalog__attachment_approved="Schválena příloha služby {identifier}: {attachment}.",
        catalog__attachment_returned="Vrácena příloha služby {identifier}: {attachment}.",
    )
    decides = "catalog.approve_record"
    page = StaffPage(
        "Přílohy ke schválení", "catalog:attachment_proposals", decides,
        "Ceníky, letáky a fotografie, které poskytovatelé přidávají na karty služeb.", attachments.waiting_words,
    )  # fmt: skip
    administration.add(page.url_name, page, weight=1)
    overview.add("catalog.attachments", OverviewSource(Section.WAITING, attachments.attachments_to_decide, decides))
    fact_sources.append(attachments.facts_of)


def _add_reports() -> None:
    """Reported errors: their links, consent, messages and pages."""
    from opora.directory.catalog import notifications
    from opora.directory.catalog.enums import ReportReason, ReportStatus
    from opora.directory.catalog.models import ErrorReport
    from opora.directory.catalog.selectors import error_reports as reports
    from opora.foundation.accounts.selectors.links import link_pages, link_titles
    from opora.foundation.audit import log
    from opora.foundation.core.registries import OverviewSource, Section, StaffPage, administration, overview
    from opora.foundation.privacy.selectors.consents import ConsentPurpose, consent_purposes

    handles, label = "catalog.handle_report", ErrorReport._meta.label_lower
    link_pages[reports.REPORT_LINK], link_titles[reports.REPORT_LINK] = "catalog:report_state", "stav hlášení chyby"
    purpose = ConsentPurpose(reports.ANSWER, "odpověď na hlášení chyby", reports.ANSWER_WORDS)
    consent_purposes.add(purpose.code, purpose)
    log.describe(
        catalog__error_reported="Nahlášena chyba u služby {identifier}: {reason}.",
        catalog__report_moved="Hlášení chyby u služby {identifier}: {report_status}.",
        catalog__reporter_forgotten="Smazán e-mail toho, kdo nahlásil chybu.",
    )
    log.describers[label] = log.Describer(reports.report_names, looked="Otevřeno hlášení chyby.")
    log.describe_values("catalog", reason=_words(ReportReason), report_status=_words(ReportStatus))
    page = StaffPage(
        "Nahlášené chyby", "catalog:error_reports", handles, "Co podle lidí na kartách služeb nesouhlasí.",
        reports.reports_in_words,
    )  # fmt: skip
    administration.add(page.url_name, page, weight=1)
    overview.add("catalog.reports", OverviewSource(Section.WAITING, reports.reports_to_settle, handles))
    overview.add("catalog.late_reports", OverviewSource(Section.LATE, reports.late_reports, handles))
    _add_messages(notifications.CATEGORIES, notifications.ALL)


def _add_freshness() -> None:
    """Confirming of data: links in reminders, the list of what waits and lines about it."""
    from opora.directory.catalog.permissions import CONFIRM_LINK
    from opora.directory.catalog.selectors import freshness, quality
    from opora.directory.catalog.selectors.my_services import fact_sources
    from opora.foundation.accounts.selectors.links import link_pages, link_titles
    from opora.foundation.audit import log
    from opora.foundation.core.registries import OverviewSource, Section, StaffPage, administration, overview

    link_pages[CONFIRM_LINK], link_titles[CONFIRM_LINK] = "catalog:confirm_record", "ověření údajů"
    log.describe(
        catalog__record_confirmed="Potvrzeno, že údaje služby {identifier} stále platí.",
        catalog__keepers_reminded="Připomenuto ověření údajů: služeb {services}, lidí {people}.",
    )
    reads = "catalog.read_quality"
    page = StaffPage(
        "Ověření údajů", "catalog:freshness", reads, "Kdy poskytovatelé potvrdili údaje služeb a co na kartách chybí.",
        freshness.freshness_in_words,
    )  # fmt: skip
    administration.add(page.url_name, page, weight=2)
    overview.add("catalog.freshness", OverviewSource(Section.LATE, freshness.services_to_confirm, reads))
    fact_sources.append(quality.facts_of)


def _add_messages(categories: tuple, messages: tuple) -> None:
    from opora.foundation.core.registries import message_categories, notifications

    for category in categories:
        message_categories.add(category.code, category)
    for notification in messages:
        notifications.add(notification.code, notification)


def _words(choices) -> dict[str, str]:
    return {code: str(label) for code, label in choices.choices}


def _describe_acts() -> None:
    """Sentences of the record of acts."""
    from opora.foundation.audit import log

    log.describe(
        catalog__codelists_loaded="Načteny číselníky: přidáno {added}, změněno {changed}, odebráno {removed}.",
        catalog__import_started="Začalo načítání registru ({source}).",
        catalog__register_imported=(
            "Načten registr ({source}): nových {added}, změněných {changed}, ukončených {ended}, "
            "vrácených {returned}, odmítnutých řádků {rejected}."
        ),
        catalog__import_refused="Načtení registru odmítnuto ({source}).",
        catalog__import_failed="Načtení registru nedoběhlo ({source}).",
        catalog__social_department_recorded="Zapsán kontakt sociálního odboru ({name}): {fields}.",
        catalog__social_department_cleared="Smazán kontakt sociálního odboru ({name}).",
        catalog__unregistered_added="Zapsána neregistrovaná služba {identifier}.",
        catalog__unregistered_changed="Změněna neregistrovaná služba {identifier}: {fields}.",
        catalog__unregistered_ended="Neregistrovaná služba {identifier} končí {on}.",
        catalog__unregistered_returned="Neregistrovaná služba {identifier} pokračuje.",
        catalog__unregistered_imported="Načten soubor {source}: nových {added}, změněných {changed}.",
        catalog__availability_recorded="Zapsána volná místa služby {identifier}: {accepts} ({on}).",
        catalog__availability_withdrawn="Smazán údaj o volných místech služby {identifier}.",
        catalog__reach_suggested="Návrhy působnosti: přibylo {added}, změněno {changed}, ubylo {removed}.",
        catalog__reach_confirmed="Potvrzena působnost služby {identifier}: {areas}.",
        catalog__reach_refused="Odmítnuta působnost služby {identifier}: {areas}.",
        catalog__reach_reopened="Působnost služby {identifier} vrácena k rozhodnutí: {areas}.",
        catalog__search_rebuilt="Rejstřík hledání vytvořen znovu: služeb {services}, slov {words}.",
        catalog__service_assigned="Přidělena služba {identifier}.",
        catalog__service_taken="Odebrána služba {identifier}.",
    )


def _add_panels() -> None:
    """Pages of the catalogue about organizations and memberships, linked from theirs."""
    from opora.directory.catalog.selectors.assignments import has_services, works_in_services
    from opora.foundation.core.registries import Panel, panels

    panels.add(
        "catalog.organization_services",
        Panel("organizations.organization", "Služby", "catalog:organization_services", fits=has_services),
    )
    panels.add(
        "catalog.member_services",
        Panel(
            "organizations.membership",
            "Přidělené služby",
            "catalog:member_services",
            "catalog.assign_service",
            works_in_services,
        ),
    )


def _fill_overview() -> None:
    """What the page after sign-in shows of the catalogue."""
    from opora.directory.catalog.selectors import matters
    from opora.foundation.core.registries import OverviewSource, Section, overview

    for name, section, source, permission in (
        ("reach", Section.WAITING, matters.reach_to_decide, "catalog.confirm_reach"),
        ("proposals_returned", Section.WAITING, matters.proposals_returned, "catalog.edit_record"),
        ("attachments_returned", Section.WAITING, matters.attachments_returned, "catalog.edit_record"),
        ("import_failed", Section.LATE, matters.import_that_failed, "catalog.import_register"),
        ("unregistered", Section.LATE, matters.unregistered_to_check, "catalog.edit_unregistered"),
        ("free_places", Section.LATE, matters.free_places_unsaid, "catalog.record_availability"),
        ("register", Section.CHANGED, matters.register_read, "catalog.import_register"),
    ):
        overview.add(f"catalog.{name}", OverviewSource(section, source, permission))


def _staff_pages() -> list:
    """Pages on the hub of administration, in their order."""
    from opora.directory.catalog.selectors import administration as waiting
    from opora.foundation.core.registries import StaffPage

    return [
        StaffPage(
            "Registr poskytovatelů",
            "catalog:imports",
            "catalog.import_register",
            "Načíst státní registr a přečíst, co se změnilo.",
            waiting.last_import,
        ),
        StaffPage(
            "Působnost z textů",
            "catalog:reach_suggestions",
            "catalog.confirm_reach",
            "Potvrdit, kde služby působí podle textů registru.",
            waiting.reach_to_decide,
        ),
        StaffPage(
            "Neregistrované služby",
            "catalog:unregistered",
            "catalog.edit_unregistered",
            "Kluby, půjčovny pomůcek, dobrovolníci a další pomoc mimo registr.",
            waiting.unregistered_to_check,
        ),
        StaffPage(
            "Sociální odbory",
            "catalog:social_departments",
            "catalog.edit_social_department",
            "Kontakty úřadů pro toho, kdo v katalogu nic nenašel.",
            waiting.departments_without_contact,
        ),
    ]


def _add_holdings() -> None:
    """What is kept of people here, for how long, and what becomes of it."""
    from opora.directory.catalog.operations.holdings import HOLDINGS, UNHELD, erase_assignments
    from opora.foundation.accounts.selectors.retention import account_parts
    from opora.foundation.privacy.selectors.holdings import add_holdings

    add_holdings(HOLDINGS, UNHELD)
    account_parts.add("catalog.assignment", erase_assignments)


def _add_countables() -> None:
    """Tables that other instances may get, and words for their codes."""
    from opora.directory.catalog.codebook import codebook
    from opora.directory.catalog.statistics import COUNTABLES
    from opora.directory.territory.selectors import area_labels
    from opora.foundation.exchange.selectors.countables import area_words, countables, group_words

    for countable in COUNTABLES:
        countables.add(countable.code, countable)
    group_words["kind"] = lambda code: codebook().kind_name(code)
    area_words.append(lambda level, code: area_labels([(level, code)]).get((level, code), ""))


def _add_sources() -> None:
    """Where data of people are found here, for the extract."""
    from opora.directory.catalog.selectors.extracts import SOURCES
    from opora.foundation.privacy.selectors.sources import add_source

    for weight, source in enumerate(SOURCES, start=300):
        add_source(source, weight=weight)
