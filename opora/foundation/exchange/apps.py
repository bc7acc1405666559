from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "opora.foundation.exchange"
    label = "exchange"
    verbose_name = "Výměna počtů"
    staff_group = "Zprávy a počty"

    def ready(self) -> None:
        """Sentences of acts, words for tasks, the page of staff and the line of the overview."""
        from opora.foundation.audit import log
        from opora.foundation.core.registries import (
            OverviewSource,
            Section,
            StaffPage,
            administration,
            overview,
            task_titles,
        )
        from opora.foundation.exchange import permissions  # noqa: F401
        from opora.foundation.exchange.selectors import matters

        log.describe(
            exchange__made="Vytvořen balík počtů {countable}: řádků {rows}.",
            exchange__sent="Balík počtů předán {how}.",
            exchange__queued="Balík počtů odchází protistraně č. {peer}.",
            exchange__answered="Protistrana odpověděla na balík počtů, přijat: {accepted}.",
            exchange__received="Přišel balík počtů od protistrany č. {peer}, přijat: {accepted}.",
            exchange__peer_saved="Zapsána protistrana výměny s klíčem {key}.",
            exchange__peer_ended="Výměna s protistranou skončila.",
        )
        log.describe_values("exchange", accepted={"True": "ano", "False": "ne"})
        task_titles["opora.foundation.exchange.tasks.deliver_package"] = "Odeslání balíku počtů"
        page = StaffPage(
            "Výměna počtů",
            "exchange:packages",
            "exchange.read_packages",
            "Podepsané počty mezi krajem, poskytovateli a obcemi. Nikdy řádky o lidech.",
            matters.waiting_words,
        )
        administration.add(page.url_name, page, weight=70)
        overview.add("exchange.rejected", OverviewSource(Section.LATE, matters.unsettled, "exchange.read_packages"))
