import json
import sys
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from opora.directory.catalog.enums import RegisterScope
from opora.directory.catalog.imports.coordinates import CoordinatesUnreadable, read_coordinates
from opora.directory.catalog.imports.options import SOURCE, Coordinates
from opora.directory.catalog.imports.run import NOT_A_REGISTER, ImportOptions, Outcome, import_register
from opora.foundation.core.actor import Actor

UNEXPECTED = "Při načítání nastala neočekávaná chyba. Data zůstala, jak byla; podrobnosti jsou v záznamu aplikace."


class Command(BaseCommand):
    help = (
        "Načte registr poskytovatelů sociálních služeb (JSON, i zabalený gzipem). "
        "Končí kódem 0 (hotovo), 1 (není to registr) nebo 2 (odmítla pojistka)."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="SOUBOR", help="soubor .json nebo .json.gz")
        parser.add_argument("--as-of", metavar="RRRR-MM-DD", help="den, ke kterému registr platí (jinak dnešek)")
        parser.add_argument("--dry-run", action="store_true", help="jen spočítat, nic nezapsat")
        parser.add_argument("--confirm", action="store_true", help="zapsat, i když se počet služeb liší o víc než 5 %%")
        parser.add_argument("--source", metavar="VĚTA", help="zdroj, jak se ukáže u služeb", default=SOURCE)
        parser.add_argument("--json", action="store_true", help="na výstup jediný řádek JSON")
        parser.add_argument("--coordinates", metavar="CSV", help="soubor souřadnic (i zabalený gzipem)")
        parser.add_argument(
            "--seat-addresses", action="store_true", help="adresy zařízení jsou sídla poskytovatelů, utajení neznámé"
        )
        parser.add_argument("--sample", action="store_true", help="smyšlený ukázkový poskytovatel, vlastní okruh")

    def run_from_argv(self, argv: list[str]) -> None:
        """With --json wrong options, too, end by one line of JSON and code 1 (2 would say that the guard refused)."""
        if "--json" in argv:
            try:
                self.create_parser(argv[0], argv[1]).parse_args(argv[2:])
            except CommandError:
                wrong = Outcome(NOT_A_REGISTER, "failed", "Příkaz je zadaný špatně. Nápovědu vypíše --help.")
                self.stdout.write(json.dumps(wrong.as_json(), ensure_ascii=False))
                sys.exit(wrong.code)
        super().run_from_argv(argv)

    def handle(self, *args, **options) -> None:
        try:
            outcome = self._import(options)
        except (CommandError, CoordinatesUnreadable, OSError) as error:
            reason = (
                str(error) if not isinstance(error, OSError) else "Soubor se nepodařilo otevřít. Ověřte jeho cestu."
            )
            outcome = Outcome(NOT_A_REGISTER, "not_a_register", reason)
        except Exception:
            if not options["json"]:
                raise
            outcome = Outcome(NOT_A_REGISTER, "failed", UNEXPECTED)
        if options["json"]:
            self.stdout.write(json.dumps(outcome.as_json(), ensure_ascii=False))
        elif options["verbosity"] or outcome.code:
            self.stdout.write("\n".join(_lines(outcome)))
        if outcome.code:
            sys.exit(outcome.code)

    def _import(self, options) -> Outcome:
        path = Path(options["file"])
        if not path.is_file():
            raise CommandError("Soubor neexistuje. Ověřte jeho cestu.")
        with path.open("rb"):
            pass
        coordinates = read_coordinates(Path(options["coordinates"])) if options["coordinates"] else Coordinates()
        return import_register(
            path,
            ImportOptions(
                as_of=_day(options["as_of"]),
                dry_run=options["dry_run"],
                confirm=options["confirm"],
                scope=RegisterScope.SAMPLE if options["sample"] else RegisterScope.RPSS,
                seat_addresses=options["seat_addresses"],
                coordinates=coordinates,
                source=options["source"],
            ),
            actor=Actor.job("příkaz import_register"),
            progress=self._progress if options["verbosity"] else lambda _rows, _percent: None,
        )

    def _progress(self, rows: int, percent: int) -> None:
        self.stderr.write(f"Přečteno {rows} řádků, {percent} %.")


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise CommandError("Den v --as-of má mít tvar 2026-04-01.") from None


def _lines(outcome: Outcome) -> list[str]:
    """A short report for a person."""
    tally = outcome.tally
    lines = [outcome.reason] if outcome.reason else []
    if tally.read:
        counts = (
            ("nových", "added"), ("změněných", "changed"), ("ukončených", "ended"), ("vrácených", "returned"),
        )  # fmt: skip
        numbers = ", ".join(f"{label} {tally.kinds[kind]}" for label, kind in counts)
        lines.append(f"Služby: {numbers}, beze změny {tally.unchanged}, odmítnutých řádků {len(tally.rejected)}.")
    lines += [f"{item.pointer}: {item.message}" for item in tally.rejected[:20]]
    lines += [f"Upozornění: {text}" for text in tally.warning_texts(20)]
    return [*lines, f"Trvalo {outcome.seconds:.1f} s.".replace(".", ",", 1)]
