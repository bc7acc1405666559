"""Put a backup into an empty place and compare what came out."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.backup import BackupError, restore
from opora.foundation.core.templatetags.opora import counted


class Command(BaseCommand):
    requires_system_checks: list[str] = []  # the database is empty
    requires_migrations_checks = False
    help = "Obnoví zálohu do prázdné databáze a složky a ověří, že se od ní neliší."

    def add_arguments(self, parser) -> None:
        parser.add_argument("data", type=Path, help="archiv s databází a soubory")
        parser.add_argument("keys", type=Path, help="archiv s klíči")

    def handle(self, data: Path, keys: Path, **options) -> None:
        try:
            facts = restore(data, keys)
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        rows = sum(facts["rows"].values())
        log.record("site.restored", actor=Actor.job("obnovení ze zálohy"), on=facts["on"], rows=rows)
        self.stdout.write(
            f"Obnoveno ze zálohy z {facts['on']}: {counted(rows, 'řádek,řádky,řádků')}, nic se neliší. "
            "Spusťte výmaz údajů po lhůtě znovu: co bylo po záloze smazáno, je zase zpátky."
        )
