from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "opora.foundation.privacy"
    label = "privacy"
    verbose_name = "Ochrana údajů"
    staff_group = "Ochrana údajů"

    def ready(self) -> None:
        """Each part of the app registers what it brings."""
        from opora.foundation.privacy import permissions  # noqa: F401

        _add_consents()
        _add_rights()
        _add_retention()
        _add_retention_pages()
        _add_keys()


def _add_consents() -> None:
    """Sentences of the record about consents."""
    from opora.foundation.audit import log

    log.describe(
        privacy__consent_given="Zapsán souhlas: {purpose}, znění {number}.",
        privacy__consent_withdrawn="Odvolán souhlas: {purpose}.",
        privacy__wording_written="Zapsáno znění {number} souhlasu: {purpose}.",
    )


def _add_retention() -> None:
    """Sentences of the record about terms, holds and erasing, names of background work, and what is held here."""
    from opora.foundation.audit import log
    from opora.foundation.audit.tables import type_name
    from opora.foundation.core.registries import task_titles
    from opora.foundation.privacy.enums import Channel, ItemOutcome
    from opora.foundation.privacy.operations.holdings import HOLDINGS, UNHELD
    from opora.foundation.privacy.selectors.consents import purpose_title
    from opora.foundation.privacy.selectors.holdings import add_holdings
    from opora.foundation.privacy.selectors.rules import rules_of_file
    from opora.foundation.privacy.selectors.words import Words

    log.describe(
        privacy__rules_loaded="Načteny lhůty uchování: přidáno {count}.",
        privacy__rule_changed="Změněna lhůta uchování „{rule}“: {fields}.",
        privacy__hold_set="Pozastaven výmaz.",
        privacy__hold_lifted="Zrušeno pozastavení výmazu.",
        privacy__disposal_prepared="Připraven návrh výmazu, záznamů {count}.",
        privacy__disposal_item_moved="Záznam v návrhu výmazu: {outcome} ({object_type} č. {object_id}).",
        privacy__disposal_approved="Schválen návrh výmazu, záznamů {count}.",
        privacy__disposal_cancelled="Zrušen návrh výmazu.",
        privacy__disposal_done="Návrh výmazu proveden: záznamů {count}, zůstalo {left}.",
        privacy__erased="Vymazáno po lhůtě „{rule}“.",
        privacy__anonymised="Anonymizováno po lhůtě „{rule}“.",
        privacy__short_lived_erased="Smazány technické záznamy po lhůtě: {count}.",
    )
    how, outcomes = ({code: str(label) for code, label in one.choices} for one in (Channel, ItemOutcome))
    fields = {"months": "měsíců", "action": "co se stane", "legal_reference": "předpis", "verified": "ověřeno"}
    rules = {rule["code"]: rule["title"] for rule in rules_of_file()}
    log.describe_values("privacy", how=how, outcome=outcomes, fields=fields, rule=rules, rule_code=rules, codes=rules)
    log.describe_values("privacy", purpose=Words(purpose_title), object_type=Words(type_name))
    task_titles["opora.foundation.privacy.tasks.carry_out_disposal"] = "Výmaz podle schváleného návrhu"
    add_holdings(HOLDINGS, UNHELD)


def _add_retention_pages() -> None:
    """Pages on the hub of administration, and what waits or is late there."""
    from opora.foundation.core.registries import OverviewSource, Section, StaffPage, administration, overview
    from opora.foundation.privacy.selectors import disposal

    for weight, page in enumerate(
        (
            StaffPage(
                "Činnosti zpracování",
                "privacy:processing",
                "privacy.read_processing",
                "Jaké osobní údaje Opora drží, proč a jak dlouho (čl. 30 GDPR).",
            ),
            StaffPage(
                "Lhůty uchování",
                "privacy:rules",
                "privacy.read_processing",
                "Jak dlouho se co uchovává a co se s tím stane potom.",
            ),
            StaffPage(
                "Výmaz po lhůtě",
                "privacy:disposals",
                "privacy.prepare_disposal",
                "Co má lhůtu za sebou: návrh výmazu, jeho schválení a co je pozastavené.",
                disposal.waiting_words,
            ),
            StaffPage(
                "Souhlasy",
                "privacy:consents",
                "privacy.manage_consents",
                "K čemu lidé dali souhlas, v jakých slovech a zda platí.",
            ),
        ),
        start=72,
    ):
        administration.add(page.url_name, page, weight=weight)
    decides, late = "privacy.approve_disposal", "privacy.hold"
    overview.add("privacy.disposal", OverviewSource(Section.WAITING, disposal.matters_to_decide, decides))
    overview.add("privacy.holds", OverviewSource(Section.LATE, disposal.holds_to_review, late))


def _add_keys() -> None:
    """Sentences of the record about keys of encrypted fields and copies of the database."""
    from opora.foundation.audit import log

    log.describe(
        privacy__key_added="Přidán klíč šifrovaných údajů, v kruhu je jich {keys}.",
        privacy__keys_rotated="Šifrované údaje převedeny pod nejnovější klíč, řádků {rows}; nejde převést: {left}.",
        privacy__keys_forgotten="Zapomenuty staré klíče šifrovaných údajů: {count}.",
        privacy__copy_made="Pořízena anonymizovaná kopie databáze, řádků {rows}.",
    )


def _add_rights() -> None:
    """Rights of people: sentences of the record, pages of staff, lines of the overview, sources of the extract."""
    from opora.foundation.audit import log
    from opora.foundation.core.registries import OverviewSource, Section, overview
    from opora.foundation.privacy.enums import RequestKind, RequestStatus
    from opora.foundation.privacy.selectors.requests import late_matters, waiting_matters

    log.describe(
        privacy__request_recorded="Zapsána žádost o údaje: {right}.",
        privacy__request_settled="Žádost o údaje ({right}): {ended_as}.",
        privacy__rectified="Opraveny údaje na žádost: {corrected}.",
        privacy__erased_on_request="Vymazáno na žádost, co stálo na souhlasu: záznamů {count}.",
        privacy__extract_prepared="Připraven výpis údajů.",
        privacy__extract_refreshed="Ve výpisu načteny údaje znovu.",
        privacy__extract_fields_hidden="Ve výpisu upraveno, co je skryto: {count}.",
        privacy__extract_submitted="Výpis údajů předložen ke schválení.",
        privacy__extract_returned="Výpis údajů vrácen k úpravě.",
        privacy__extract_approved="Schválen výpis údajů.",
        privacy__extract_cancelled="Zrušen výpis údajů, obsah smazán.",
        privacy__extract_downloaded="Stažen schválený výpis údajů.",
        privacy__extract_handed_over="Výpis údajů předán.",
        privacy__restricted="Omezeno zpracování údajů.",
        privacy__restriction_lifted="Zrušeno omezení zpracování údajů.",
    )
    log.describe_values("privacy", right=_words(RequestKind), ended_as=_words(RequestStatus))
    overview.add("privacy.late", OverviewSource(Section.LATE, late_matters, "privacy.handle_request"))
    overview.add("privacy.approval", OverviewSource(Section.WAITING, waiting_matters, "privacy.approve_extract"))
    _add_rights_pages()
    _add_own_sources()


def _words(choices) -> dict[str, str]:
    return {code: str(label) for code, label in choices.choices}


def _add_rights_pages() -> None:
    """Pages on the hub of administration."""
    from opora.foundation.core.registries import StaffPage, administration
    from opora.foundation.privacy.selectors import requests

    administration.add(
        "privacy:requests",
        StaffPage(
            "Žádosti o údaje",
            "privacy:requests",
            "privacy.handle_request",
            "Přístup, oprava, výmaz a další práva lidí; výpisy jejich údajů.",
            requests.requests_in_words,
        ),
        weight=70,
    )
    administration.add(
        "privacy:restrictions",
        StaffPage(
            "Omezení zpracování",
            "privacy:restrictions",
            "privacy.restrict",
            "Adresy, na které nechodí zprávy a jejichž údaje se nemažou.",
            requests.restrictions_in_words,
        ),
        weight=71,
    )


def _add_own_sources() -> None:
    """Where this app and audit hold data of people."""
    from opora.foundation.privacy.operations.requests import withdraw_consents
    from opora.foundation.privacy.selectors import own_data as own
    from opora.foundation.privacy.selectors.sources import ExtractSource, add_source

    sources = [
        ExtractSource(
            "privacy.Consent",
            "Souhlasy",
            own.consents_of,
            values=own.consent_values,
            erase=withdraw_consents,
            erased="Souhlasy se odvolají, doklad o nich zůstane.",
        ),
        ExtractSource("privacy.DataRequest", "Žádosti o údaje", own.requests_of, values=own.request_values),
        ExtractSource("privacy.Extract", "Výpisy údajů", own.extracts_of, values=own.extract_values),
        ExtractSource("privacy.Restriction", "Omezení", own.restrictions_of, values=own.restriction_values),
        ExtractSource("audit.AuditEvent", "Úkony z účtu", own.acts_of, values=own.act_values, part="acts"),
        ExtractSource("audit.AuditEvent", "Co se stalo s účtem", own.events_about, values=own.event_values),
        ExtractSource("audit.ReadEvent", "Nahlédnutí z účtu", own.looks_of, values=own.look_values, part="looks"),
        ExtractSource("audit.ReadEvent", "Nahlédnutí do záznamů", own.looks_at, values=own.look_at_values),
    ]
    for weight, source in enumerate(sources, start=500):
        add_source(source, weight=weight)
