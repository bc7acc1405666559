from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "opora.foundation.documents"
    label = "documents"
    verbose_name = "Dokumenty"

    def ready(self) -> None:
        from opora.foundation.audit import log
        from opora.foundation.documents import permissions  # noqa: F401

        log.describe(documents__stored="Uložen soubor ({purpose}, {size} bajtů).")
        _add_papers()
        _add_holdings()


def _add_papers() -> None:
    """Kinds of files that papers are printed to."""
    from opora.foundation.core.registries import papers
    from opora.foundation.documents.exports.pdf import pdf

    papers.add("pdf", pdf)


def _add_holdings() -> None:
    """What is kept of people here, for how long, and what becomes of it."""
    from opora.foundation.documents.operations import HOLDINGS
    from opora.foundation.privacy.selectors.holdings import add_holdings

    add_holdings(HOLDINGS)
