from django.core.management.base import BaseCommand

from opora.directory.catalog.operations.reach import suggest_reach
from opora.directory.catalog.selectors.reach_suggestions import services_of_the_register
from opora.directory.catalog.selectors.reach_texts import ReachReader
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today

PIECE = 500


class Command(BaseCommand):
    help = "Přečte v textech registru, kde služby působí, a připraví návrhy k potvrzení. Podruhé nic nemění."

    def handle(self, **options) -> None:
        actor, reader, services = Actor.job("příkaz suggest_reach"), ReachReader(today()), services_of_the_register()
        pieces = [services[start : start + PIECE] for start in range(0, len(services), PIECE)]
        counts = [suggest_reach(piece, reader, actor=actor) for piece in pieces]
        added, changed, removed = (sum(numbers) for numbers in zip((0, 0, 0), *counts, strict=True))
        if options["verbosity"]:
            self.stdout.write(f"Návrhy působnosti: nových {added}, změněných {changed}, odebraných {removed}.")
