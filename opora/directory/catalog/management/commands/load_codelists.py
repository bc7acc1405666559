from django.core.management.base import BaseCommand

from opora.directory.catalog.models import SearchRow
from opora.directory.catalog.operations.codelists import load_codelists
from opora.directory.catalog.operations.search_words import rebuild_search_rows
from opora.foundation.core.actor import Actor


class Command(BaseCommand):
    help = "Načte číselníky a stránky druhů, po změně vytvoří znovu rejstřík hledání. Podruhé nic nemění."

    def handle(self, *args, **options) -> None:
        actor = Actor.job("příkaz load_codelists")
        report = load_codelists(actor=actor)
        if not report.nothing_changed and SearchRow.objects.exists():  # rows hold words of the lists
            rebuild_search_rows(actor=actor)
        if options["verbosity"]:
            self.stdout.write(
                f"Číselníky: přidáno {report.added}, změněno {report.changed}, odebráno {report.removed} záznamů."
            )
