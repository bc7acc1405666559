"""Make the instance ready: database, static files, territory and code lists; in demo mode also the demo data."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Založí nebo povýší databázi, připraví soubory, načte území a číselníky; v ukázce i její data."

    def handle(self, *args, **options) -> None:
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("load_territory")
        call_command("load_codelists")
        if settings.DEMO:
            call_command("prepare_demo")
