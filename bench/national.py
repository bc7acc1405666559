"""The whole country: import of a synthetic register of the official size, search and cards over it and ten times it."""

import json
import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench import load
from bench.server import ROOT, Instance
from bench.writers import longest_wait

SERVICES, FACILITIES = 6733, 18907
THREE_FILTERS = [
    "?kde=Brno&druh=4&forma=ter&pro=seniori",
    "?q=pe%C4%8Dovatelsk%C3%A1+slu%C5%BEba&kde=Ostrava&forma=ter&pro=seniori&vek=75",
    "?q=domov+pro+seniory&druh=13&forma=pob&pro=seniori",
    "?q=dluhy&kde=Plze%C5%88&druh=1&forma=amb&zdarma=1",
    "?q=rodina+s+d%C4%9Btmi&kde=Olomouc&druh=28&forma=ter&pro=rodiny",
    "?kde=Praha&druh=1&forma=amb&pro=v-nouzi",
]
ROUNDS, REQUESTS = 15, 12


@dataclass(frozen=True)
class Imported:
    """Seconds, and megabytes of the process that read."""

    first: float
    again: float
    parse: float
    bulk: float
    peak: float
    wait: float


def register(folder: Path, made: Instance) -> Path:
    """The synthetic register in a file."""
    path = folder / "register.json"
    made.manage("make_register", str(path), "--services", str(SERVICES), "--facilities", str(FACILITIES))
    return path


def measure_import(made: Instance, path: Path) -> Imported:
    """Read the register twice, the first time while others write, then the reference on the same rows."""
    with longest_wait(made) as waits:
        first, peak = _import(made, path)
    again, _peak = _import(made, path)
    reference = json.loads(made.inside(f"from bench import reference; reference.run({str(path)!r})"))
    return Imported(first, again, reference["parse"], reference["bulk"], peak, max(waits))


def _import(made: Instance, path: Path) -> tuple[float, float]:
    """Seconds of one reading, and the most memory its process took, in MB."""
    command = [sys.executable, "manage.py", "import_register", str(path), "--json", "--verbosity", "0"]
    reading = subprocess.Popen(command, cwd=ROOT, env=made.environment, text=True, stdout=subprocess.PIPE)
    outcome = json.loads(reading.stdout.read())
    _pid, status, usage = os.wait4(reading.pid, 0)
    if status or outcome["rejected"] or outcome["added"] + outcome["unchanged"] != SERVICES:
        raise RuntimeError(f"The import was not whole: {outcome}")
    return outcome["seconds"], usage.ru_maxrss / 1024


def cards() -> list[str]:
    """Addresses of services of the synthetic register, behind /sluzby/."""
    return [f"{1_000_000 + number}/" for number in range(7, SERVICES, SERVICES // 24)]


def measure_pages(port: int, larger: int, alive: list[str]) -> dict[str, float]:
    """Medians over short rounds in turn: ratios of search and card to ready pages, of ten times the services to one."""
    asked = {
        "search": (port, ["/sluzby/" + query for query in THREE_FILTERS]),
        "ready": (port, ["/_bench/sluzby/" + query for query in THREE_FILTERS]),
        "larger": (larger, ["/sluzby/" + query for query in THREE_FILTERS]),
        "card": (port, ["/sluzby/" + card for card in alive]),
        "ready card": (port, ["/_bench/sluzby/" + card for card in alive]),
    }
    for where, paths in asked.values():
        load.run(where, paths, 4 * len(paths))
    rounds: dict[str, list[float]] = {name: [] for name in asked}
    for _round in range(ROUNDS):
        for name, (where, paths) in asked.items():
            rounds[name].append(statistics.fmean(load.run(where, paths, REQUESTS)))

    def ratio(upper: str, lower: str) -> float:
        return statistics.median(up / low for up, low in zip(rounds[upper], rounds[lower], strict=True))

    return {
        "search": ratio("search", "ready"), "larger": ratio("larger", "search"), "card": ratio("card", "ready card"),
        **{f"{name} ms": 1e3 * statistics.median(times) for name, times in rounds.items()},
    }  # fmt: skip


def alive(port: int) -> list[str]:
    """Cards of services that have not ended."""
    return [card for card in cards() if load.status(port, "/sluzby/" + card) == 200][:12]
