from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "opora.foundation.privacy"
    label = "privacy"
    verbose_name = "Ochrana údajů"

    def ready(self) -> None:
        """Each part of the app registers what it brings."""
        from opora.foundation.privacy import permissions  # noqa: F401

        _add_consents()
        _add_retention()
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
    from opora.foundation.core.registries import task_titles
    from opora.foundation.privacy.enums import Channel, ItemOutcome
    from opora.foundation.privacy.operations.holdings import HOLDINGS, UNHELD
    from opora.foundation.privacy.selectors.holdings import add_holdings

    log.describe(
        privacy__rules_loaded="Načteny lhůty uchování: přidáno {count}.",
        privacy__rule_changed="Změněna lhůta uchování {rule}: {fields}.",
        privacy__hold_set="Pozastaven výmaz: {rule_code} {object_type} {object_id}.",
        privacy__hold_lifted="Zrušeno pozastavení výmazu.",
        privacy__disposal_prepared="Připraven návrh výmazu, záznamů {count}.",
        privacy__disposal_item_moved="Záznam v návrhu výmazu: {outcome} ({object_type} č. {object_id}).",
        privacy__disposal_approved="Schválen návrh výmazu, záznamů {count}.",
        privacy__disposal_cancelled="Zrušen návrh výmazu.",
        privacy__disposal_done="Návrh výmazu proveden: záznamů {count}, zůstalo {left}.",
        privacy__erased="Vymazáno po lhůtě ({rule}).",
        privacy__anonymised="Anonymizováno po lhůtě ({rule}).",
        privacy__short_lived_erased="Smazány technické záznamy po lhůtě: {count}.",
    )
    fields = {"months": "měsíců", "action": "co se stane", "legal_reference": "předpis", "verified": "ověřeno"}
    log.describe_values("privacy", how=dict(Channel.choices), outcome=dict(ItemOutcome.choices), fields=fields)
    task_titles["opora.foundation.privacy.tasks.carry_out_disposal"] = "Výmaz podle schváleného návrhu"
    add_holdings(HOLDINGS, UNHELD)


def _add_keys() -> None:
    """Sentences of the record about keys of encrypted fields and copies of the database."""
    from opora.foundation.audit import log

    log.describe(
        privacy__key_added="Přidán klíč šifrovaných údajů, v kruhu je jich {keys}.",
        privacy__keys_rotated="Šifrované údaje převedeny pod nejnovější klíč, řádků {rows}; nejde převést: {left}.",
        privacy__keys_forgotten="Zapomenuty staré klíče šifrovaných údajů: {count}.",
        privacy__copy_made="Pořízena anonymizovaná kopie databáze, řádků {rows}.",
    )
