"""manage.py load_territory: load areas, outlines, PSČ and figures; a second run changes nothing."""

import time

from django.core.management.base import BaseCommand, CommandError

from opora.directory.territory.operations import load_territory
from opora.directory.territory.selectors.files import read_files
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError


class Command(BaseCommand):
    help = "Načte území, PSČ, obrysy a ukazatele ze souborů aplikace. Druhé spuštění nic nezmění."

    def handle(self, *args, **options) -> None:
        started = time.monotonic()
        try:
            files = read_files()  # before the transaction, so that other writers wait less
            report = load_territory(actor=Actor.job("načtení území"), files=files)
        except OperationError as error:
            raise CommandError(str(error)) from error
        seconds = f"{time.monotonic() - started:.1f}".replace(".", ",")
        if report.nothing_changed:
            self.stdout.write(f"Území je v pořádku, nic se nezměnilo ({seconds} s).")
        else:
            self.stdout.write(
                f"Území načteno: přidáno {report.added}, změněno {report.changed}, "
                f"odebráno {report.removed}, ponecháno {report.kept} ({seconds} s)."
            )
