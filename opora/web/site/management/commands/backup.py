"""Write a backup: data into one archive, keys into another one."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.backup import BackupError, back_up
from opora.foundation.core.templatetags.opora import counted


class Command(BaseCommand):
    help = "Uloží zálohu: databázi a soubory do jednoho archivu, klíče do druhého."

    def add_arguments(self, parser) -> None:
        parser.add_argument("data", type=Path, help="složka pro archiv s databází a soubory")
        parser.add_argument("keys", type=Path, help="jiná složka pro archiv s klíči")

    def handle(self, data: Path, keys: Path, **options) -> None:
        name = f"opora-{timezone.localtime():%Y-%m-%d-%H%M%S}"
        try:
            facts = back_up(data / f"{name}-data.tar.gz", keys / f"{name}-klice.tar.gz")
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        rows = sum(facts["rows"].values())
        log.record("site.backed_up", actor=Actor.job("zálohování"), name=name, rows=rows)
        self.stdout.write(f"Záloha {name}: {counted(rows, 'řádek,řádky,řádků')} databáze. Klíče držte jinde než data.")
