from django.core.management.base import BaseCommand

from opora.directory.catalog.operations.reach import suggest_reach
from opora.foundation.core.actor import Actor


class Command(BaseCommand):
    help = "Přečte v textech registru, kde služby působí, a připraví návrhy k potvrzení. Podruhé nic nemění."

    def handle(self, **options) -> None:
        counts = suggest_reach(actor=Actor.job("příkaz suggest_reach"))
        if options["verbosity"]:
            self.stdout.write(
                f"Návrhy působnosti: nových {counts.added}, změněných {counts.changed}, odebraných {counts.removed}."
            )
