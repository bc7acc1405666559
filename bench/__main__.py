"""`make bench`: prints one table, fails when a gate is exceeded. Ratios are against a reference of the same run."""

import statistics
import sys
from dataclasses import dataclass

from bench import load, mail, national, permissions, sign_in, weight
from bench.server import POSTGRES, instance, serving

QUERIES = [
    "?q=dluhov%C3%A1+poradna&kde=D%C4%9B%C4%8D%C3%ADn",
    "?q=pe%C4%8Dovatelka+pro+babi%C4%8Dku",
    "?q=alzhaimr&kde=Most",
    "?kde=%C3%9Ast%C3%AD+nad+Labem&pro=seniori",
    "?q=rodinam+s+detmi&kde=Chomutov&forma=ter",
    "",
]
ROUNDS, REQUESTS = 15, 12  # short rounds in turn: a neighbour on the machine slows both sides of a ratio


@dataclass(frozen=True)
class Figure:
    """One measured figure with the most it may be."""

    name: str
    value: float
    gate: float

    @property
    def passes(self) -> bool:
        return self.value <= self.gate

    def __str__(self) -> str:
        places = 0 if self.gate >= 100 or self.gate == 0 else 2
        return f"{'ano' if self.passes else 'NE ':3}  {self.name:78} {self.value:>9.{places}f}  mez {self.gate:g}"


def _search(port: int) -> float:
    """Search against the same page from ready rows: the median of ratios of short rounds."""
    paths = {"search": "/sluzby/", "ready": "/_bench/sluzby/"}
    for path in paths.values():
        load.run(port, [path + query for query in QUERIES], 4 * len(QUERIES))  # every process warms up
    rounds: dict[str, list[float]] = {name: [] for name in paths}
    for _round in range(ROUNDS):
        for name, path in paths.items():
            rounds[name].append(statistics.fmean(load.run(port, [path + query for query in QUERIES], REQUESTS)))
    return statistics.median(a / b for a, b in zip(rounds["search"], rounds["ready"], strict=True))


def one_kraj() -> list[Figure]:
    """Search of the demo, what a visitor downloads, sign-in, and a list with permissions."""
    with instance("opora_bench_demo", demo=True) as made:
        with serving(made) as port:
            ratio = _search(port)
            first, later = weight.first_and_later(port, "/", ["/sluzby/" + query for query in QUERIES])
            others = weight.third_parties(port, ["/", *("/sluzby/" + query for query in QUERIES)])
            signed_in = sign_in.measure(made, port)
        asked = permissions.measure(made)
    print(f"seznam 20 lidí i s oprávněními: {asked.page_ms:.1f} ms")
    print(f"přihlášení heslem: p95 {signed_in.sign_in:.0f} ms, z toho samotný hash {signed_in.floor:.0f} ms")
    return [
        Figure("kraj: hledání / táž stránka z hotových řádků", ratio, 2.5),
        Figure("první návštěva, bajtů po síti", first, 80_000),
        Figure("další stránka, bajtů po síti", later, 10_000),
        Figure("požadavky k třetím stranám", len(others), 0),
        Figure("seznam 20 lidí s oprávněními na každém řádku / týž seznam bez nich", asked.ratio, 1.3),
        Figure("dotazů do databáze navíc, když je řádků 20 místo 1", asked.queries, 0),
        Figure("přihlášení heslem při dvou klientech současně, p95 v ms", signed_in.sign_in, 400),
    ]


def whole_country() -> list[Figure]:
    """Import of the synthetic register; search with three filters and cards over it; search over ten times as many."""
    with instance("opora_bench_land", demo=False) as made:
        path = national.register(made.folder.parent, made)
        read = national.measure_import(made, path)
        path.unlink()
        larger = made.copy("opora_bench_larger")
        larger.inside("from bench import multiply; multiply.run()")
        with serving(made) as port, serving(larger) as larger_port:
            pages = national.measure_pages(port, larger_port, national.alive(port))
    print(f"import {read.first:.1f} s, podruhé {read.again:.1f} s, čtení {read.parse:.1f} s, zápis {read.bulk:.1f} s")
    print(", ".join(f"{name} {value:.1f}" for name, value in pages.items() if name.endswith("ms")))
    return [
        Figure("země: import / (čtení + bulk_create týchž řádků)", read.first / (read.parse + read.bulk), 2.5),
        Figure("země: import téhož souboru / čtení", read.again / read.parse, 3),
        Figure("země: nejvíc paměti importu v MB", read.peak, 300),
        Figure("země: nejdelší čekání jiných na zápis v s", read.wait, 2),
        Figure("země: hledání se třemi filtry / táž stránka z hotových řádků", pages["search"], 2.5),
        Figure("země: karta služby / táž stránka z hotových řádků", pages["card"], 2),
        Figure("desetkrát víc služeb: hledání / hledání", pages["larger"], 4),
    ]


def messages() -> list[Figure]:
    """What writing a message costs its transaction; a thousand of them by two workers, one of them killed."""
    with instance("opora_bench_mail", demo=False) as made:
        written, sent = mail.measure_writing(made), mail.measure_delivery(made)
    print(f"zápis zprávy {written.microseconds:.0f} µs, proti holému INSERT kurzorem {written.bare:.1f}×")
    print(
        f"tisíc zpráv {sent.seconds:.1f} s, holá smyčka smtplib {sent.bare_seconds:.1f} s, nejistých {sent.uncertain}"
    )
    return [
        Figure("zpráva v transakci / INSERT téhož hotového řádku", written.orm, 1.5),
        Figure("tisíc zpráv, dva pracovníci, kill -9: ztraceno", sent.lost, 0),
        Figure("tisíc zpráv, dva pracovníci, kill -9: zdvojeno", sent.doubled, 0),
        Figure("tisíc zpráv, dva pracovníci / holá smyčka smtplib", sent.seconds / sent.bare_seconds, 40),
    ]


def main() -> int:
    """Measure, print, return 1 when a gate is exceeded."""
    print(f"databáze {'PostgreSQL' if POSTGRES else 'SQLite'}; zátěž: 4 procesy s http.client, {ROUNDS} kol")
    figures = [*messages(), *whole_country(), *one_kraj()]
    print(*figures, sep="\n")
    return 0 if all(figure.passes for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
