from django.core.management.base import BaseCommand

from opora.directory.catalog.operations.codelists import load_codelists
from opora.foundation.core.actor import Actor


class Command(BaseCommand):
    help = "Načte číselníky (druhy služeb, cílové skupiny, formy, jednotky, věkové skupiny). Podruhé nic nemění."

    def handle(self, *args, **options) -> None:
        report = load_codelists(actor=Actor.job("příkaz load_codelists"))
        if options["verbosity"]:
            self.stdout.write(
                f"Číselníky: přidáno {report.added}, změněno {report.changed}, odebráno {report.removed} záznamů."
            )
