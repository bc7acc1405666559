import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from opora.directory.catalog.enums import ChangeKind
from opora.directory.catalog.imports.unregistered_csv import CsvUnreadable, Plan, plan
from opora.directory.catalog.operations.unregistered import save_unregistered
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError


class Command(BaseCommand):
    help = (
        "Načte neregistrované služby ze souboru CSV (vzor je na stránce správy). "
        "Dokud je v souboru chyba, nezapíše nic a skončí kódem 1."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="SOUBOR", help="soubor .csv")
        parser.add_argument("--dry-run", action="store_true", help="jen říct, co by se stalo, nic nezapsat")
        parser.add_argument("--skip-errors", action="store_true", help="načíst bez chybných řádků")

    def handle(self, *args, **options) -> None:
        path, actor = Path(options["file"]), Actor.job("příkaz import_unregistered")
        try:
            read = plan(path.read_bytes(), actor=actor)
        except OSError:
            raise CommandError("Soubor se nepodařilo otevřít. Ověřte jeho cestu.") from None
        except CsvUnreadable as error:
            raise CommandError(str(error)) from None
        if options["verbosity"] or read.rejected:
            self.stdout.write("\n".join(_lines(read)))
        if read.rejected and not options["skip_errors"]:
            self.stdout.write("Kvůli chybám se nic nezapsalo.")
            sys.exit(1)
        if options["dry_run"]:
            self.stdout.write("Nanečisto, nic se nezapsalo.")
            return
        try:
            counts = save_unregistered(read.items(), source=path.name, actor=actor)
        except OperationError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(f"Zapsáno: nových {counts[ChangeKind.ADDED]}, změněných {counts[ChangeKind.CHANGED]}.")


def _lines(read: Plan) -> list[str]:
    """What each row would do, then numbers."""
    lines = [f"Řádek {row.line}, {column}: {text}" for row in read.rejected for column, text in row.errors]
    for row in read.writable:
        what = f"změněná {row.identifier}" if row.identifier else "nová"
        lines.append(f"Řádek {row.line}: {what}, {row.name} ({', '.join(item['label'] for item in row.details)})")
    return [*lines, ", ".join(f"{label} {count}" for label, count in read.counts)]
