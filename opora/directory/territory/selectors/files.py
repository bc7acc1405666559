"""Reading of the territory files that the application carries (`data/`, described in its SOURCES.md)."""

import csv
import gzip
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.translation import gettext as _

from opora.directory.territory.models import Area
from opora.foundation.core.errors import OperationError

FOLDER = Path(__file__).parent.parent / "data"
PARENTS = ("kraj", "okres", "orp", "pou")
Level = Area.Level


@dataclass(frozen=True)
class TerritoryFiles:
    """Content of the files: areas with labels, PSČ, outlines, indicators and figures."""

    areas: list[dict[str, str]]
    postal_codes: list[tuple[str, str, int]]  # PSČ, obec, number of postal places
    outlines: list[tuple[str, str, str]]  # level, code, GeoJSON geometry
    indicators: list[dict[str, str]]
    figures: list[tuple[str, str, str, float]]  # indicator, level, code, value

    def around(self, obce: Collection[str]) -> "TerritoryFiles":
        """The part of the content that concerns the given obce (codes) and the areas they lie in."""
        kept = {(Level.COUNTRY.value, "CZ")}
        for row in self.areas:
            if row["level"] == Level.OBEC and row["code"] in obce:
                kept |= {(row["level"], row["code"])} | {(level, row[level]) for level in PARENTS}
        parents = {(level, row[level]) for row in self.areas if _key(row) in kept for level in PARENTS if row[level]}
        kept |= parents  # an ORP or a POÚ may lie in another okres than its obec
        return replace(
            self,
            areas=[row for row in self.areas if _key(row) in kept],
            postal_codes=[row for row in self.postal_codes if (Level.OBEC.value, row[1]) in kept],
            outlines=[row for row in self.outlines if row[:2] in kept],
            figures=[row for row in self.figures if row[1:3] in kept],
        )


def read_files(folder: Path = FOLDER) -> TerritoryFiles:
    """Content of the five files in the folder; raises OperationError when one is missing or damaged."""
    try:
        areas = list(csv.DictReader(_lines(folder / "areas.csv.gz")))
        _check_parents(areas)
        add_labels(areas)
        return TerritoryFiles(
            areas=areas,
            postal_codes=[
                (row["code"], row["obec"], int(row["places"]))
                for row in csv.DictReader(_lines(folder / "postal_codes.csv.gz"))
            ],
            outlines=[_outline(line) for line in _lines(folder / "outlines.tsv.gz")],
            indicators=list(csv.DictReader((folder / "indicators.csv").read_text(encoding="utf-8").splitlines())),
            figures=[
                (indicator, level, code, float(value))
                for indicator, level, code, value in list(csv.reader(_lines(folder / "figures.csv.gz")))[1:]
            ],
        )
    except (OSError, EOFError, KeyError, ValueError) as error:
        raise OperationError(_("Soubory území ve složce {folder} nejdou přečíst.").format(folder=folder)) from error


def add_labels(areas: list[dict[str, str]]) -> None:
    """Give every row a label that tells it from all others: by okres, and where that is not enough by ORP."""
    names = {_key(row): row["name"] for row in areas}
    same = Counter((row["level"], row["name"]) for row in areas)
    same_in_okres = Counter((row["level"], row["name"], row["okres"]) for row in areas)
    for row in areas:
        parts = [_("vojenský újezd")] if row["status"] == Area.Status.MILITARY else []
        if same[row["level"], row["name"]] > 1 and not parts:
            parts = [_("okres {name}").format(name=names[Level.OKRES.value, row["okres"]])]
        if same_in_okres[row["level"], row["name"], row["okres"]] > 1:
            parts.append(_("ORP {name}").format(name=names[Level.ORP.value, row["orp"]]))
        note = f" ({', '.join(parts)})" if parts else ""
        row["label"] = f"{_prefix(row['level'])}{row['name']}{note}"


def _check_parents(areas: list[dict[str, str]]) -> None:
    """Raise ValueError when an area refers to a parent that the file lacks, or stands twice."""
    keys = {_key(row) for row in areas}
    unknown = [row["code"] for row in areas for level in PARENTS if row[level] and (level, row[level]) not in keys]
    if unknown or len(keys) != len(areas):
        raise ValueError(f"Unknown parents of {unknown[:5]} or repeated areas")


def _prefix(level: str) -> str:
    """„okres Děčín“, „ORP Děčín“, „POÚ Děčín“; obce, kraje and the state go by their name."""
    prefixes = {Level.OKRES.value: _("okres"), Level.ORP.value: _("ORP"), Level.POU.value: _("POÚ")}
    return f"{prefixes[level]} " if level in prefixes else ""


def _key(row: dict[str, str]) -> tuple[str, str]:
    return row["level"], row["code"]


def _outline(line: str) -> tuple[str, str, str]:
    level, code, geometry = line.split("\t")
    return level, code, geometry


def _lines(path: Path) -> list[str]:
    """Lines of a gzipped text."""
    return gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
