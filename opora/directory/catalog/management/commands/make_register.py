"""Write a synthetic register of the size of the official one, for measuring. It never becomes part of the demo."""

import gzip
import json
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from django.core.management.base import BaseCommand, CommandError

from opora.directory.catalog.imports.synthetic import Place, SyntheticRegister
from opora.directory.catalog.operations.codelists import DATA
from opora.directory.territory.selectors.files import read_files

TODAY = date(2026, 8, 31)  # of the official file it resembles; the same arguments make the same bytes on any day


class Command(BaseCommand):
    help = "Zapíše smyšlený registr v úředním tvaru a velikosti, na měření. Nikdy ne do ukázky ani do provozu."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="SOUBOR", help="kam zapsat; přípona .gz jej zabalí")
        parser.add_argument("--services", type=int, default=6733, metavar="N", help="počet služeb")
        parser.add_argument("--facilities", type=int, default=18907, metavar="N", help="počet zařízení")
        parser.add_argument("--seed", type=int, default=1, metavar="N", help="stejné číslo dá stejný soubor")

    def handle(self, *args, **options) -> None:
        services, facilities = options["services"], options["facilities"]
        if not 1 <= services <= facilities:
            raise CommandError("Služeb má být aspoň jedna a zařízení aspoň tolik jako služeb.")
        path = Path(options["file"])
        register = SyntheticRegister(services, facilities, options["seed"], _obce(), _kind_names(), TODAY)
        try:
            with _opened(path) as file:
                file.writelines(register.text())
        except OSError as error:
            raise CommandError(f"Soubor {path} nejde zapsat. Ověřte cestu a místo na disku.") from error
        if options["verbosity"]:
            size = path.stat().st_size / 1e6
            self.stdout.write(f"Zapsáno služeb {services}, zařízení {facilities}, {size:.0f} MB: {path}")


def _opened(path: Path) -> TextIO:
    """The file for writing; a packed one without the time of packing, so that its bytes are the same too."""
    if path.suffix != ".gz":
        return path.open("w", encoding="utf-8")
    return TextIOWrapper(gzip.GzipFile(path, "wb", mtime=0), encoding="utf-8")


def _kind_names() -> dict[str, str]:
    """Name of each kind in the singular, by its code."""
    return {row["code"]: row["singular"] for row in json.loads((DATA / "service_kinds.json").read_text("utf-8"))}


def _obce() -> list[Place]:
    """Rows of obce with a PSČ and names of their ORP and okres."""
    files = read_files()
    names = {(row["level"], row["code"]): row["name"] for row in files.areas}
    postal: dict[str, tuple[int, str]] = {}
    for code, obec, places in files.postal_codes:
        postal[obec] = max(postal.get(obec, (0, "")), (places, code))
    return [
        {
            **row,
            "psc": postal.get(row["code"], (0, "10000"))[1],
            "orp_name": names.get(("orp", row["orp"]), row["name"]),
            "okres_name": names.get(("okres", row["okres"]), row["name"]),
        }
        for row in files.areas
        if row["level"] == "obec"
    ]
