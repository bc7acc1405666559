from django.core.management.base import BaseCommand

from opora.directory.catalog.operations.search_words import rebuild_search_rows
from opora.foundation.core.actor import Actor


class Command(BaseCommand):
    help = "Vytvoří znovu rejstřík hledání z tabulek; je potřeba po změně číselníků."

    def handle(self, **_options) -> None:
        services = rebuild_search_rows(actor=Actor.job("příkaz reindex"))
        self.stdout.write(f"Rejstřík hledání je vytvořený znovu, služeb: {services}.")
