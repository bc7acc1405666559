from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "opora.foundation.audit"
    label = "audit"
    verbose_name = "Záznam událostí"
    staff_group = "Chod Opory"

    def ready(self) -> None:
        from opora.foundation.audit import log, permissions, receivers  # noqa: F401
        from opora.foundation.audit.selectors.state import broken_or_unverified
        from opora.foundation.core.registries import OverviewSource, Section, administration, overview

        log.describe(
            audit__verified="Záznam ověřen bez závady: bloků {blocks}, záznamů {records}.",
            audit__broken="Ověření záznamu našlo závady ({faults}). První: {first}",
            audit__exported="Vyvezeno ze záznamu: {kind}, řádků {count}. Výběr: {chosen}.",
        )
        for weight, page in enumerate(_staff_pages(), start=80):
            administration.add(page.url_name, page, weight=weight)
        overview.add("audit.seals", OverviewSource(Section.LATE, broken_or_unverified, "audit.watch_seals"))
        post_migrate.connect(receivers.withhold_changes, sender=self, dispatch_uid="audit.withhold_changes")


def _staff_pages() -> list:
    """Pages on the hub of administration."""
    from opora.foundation.audit.selectors import state
    from opora.foundation.core.registries import StaffPage

    return [
        StaffPage(
            "Záznam událostí",
            "audit:records",
            "audit.read",
            "Kdo co udělal, do čeho nahlédl a kdy se přihlásil.",
            state.sealed_until,
        ),
        StaffPage(
            "Pečeti záznamu",
            "audit:seals",
            "audit.watch_seals",
            "Zda záznam nikdo nezměnil a jaký otisk uschovat jinde.",
            state.verified_until,
        ),
    ]
