"""A synthetic register in the shape and of the size of the official one, for measuring; every name in it is made up.

Shares of kinds, forms, ended services, missing address codes and other faults follow what is known of the register of
31 August 2026: 6,733 services, 18,907 facilities, 99 MB, 3.58 % facilities without an address code.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from stdnum.cz import dic

Item = dict[str, Any]
Place = dict[str, str]  # row of an obec in the territory files

# kind → (weight among services, forms, units of capacity, target groups)
KINDS: dict[str, tuple[int, tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "1": (66, ("amb", "ter"), ("interv", "kontakt"), ("19", "23", "6", "5", "24", "17", "3")),
    "3": (18, ("ter",), ("klient",), ("17", "15", "24", "11", "13")),
    "4": (62, ("ter", "amb"), ("klient",), ("24", "17", "11", "15")),
    "5": (4, ("ter",), ("klient",), ("24", "17")),
    "6": (2, ("ter", "amb"), ("klient",), ("18", "24")),
    "7": (8, ("ter",), ("klient",), ("14", "10", "13")),
    "8": (28, ("ter", "amb", "pob"), ("klient", "luzka"), ("24", "17", "13", "11")),
    "9": (8, ("amb",), ("klient",), ("24", "17")),
    "10": (24, ("amb",), ("klient",), ("13", "14", "24", "17")),
    "11": (5, ("pob",), ("luzka",), ("13", "14")),
    "12": (20, ("pob",), ("luzka",), ("14", "13", "15")),
    "13": (48, ("pob",), ("luzka",), ("24",)),
    "14": (40, ("pob",), ("luzka",), ("24", "10", "30", "9")),
    "15": (22, ("pob",), ("luzka",), ("14", "10", "13")),
    "17": (5, ("ter", "amb"), ("klient",), ("23", "17", "18")),
    "18": (4, ("ter",), ("hovor",), ("19", "1")),
    "19": (3, ("ter", "amb"), ("klient",), ("16",)),
    "20": (24, ("pob",), ("luzka",), ("6", "23", "3", "19")),
    "21": (3, ("pob",), ("luzka",), ("7", "1")),
    "22": (6, ("amb", "ter"), ("kontakt",), ("9",)),
    "23": (5, ("amb", "ter", "pob"), ("klient", "luzka"), ("19",)),
    "24": (7, ("amb",), ("klient",), ("6",)),
    "25": (28, ("amb", "ter"), ("klient", "kontakt"), ("1", "20", "2")),
    "26": (8, ("amb",), ("luzka",), ("6",)),
    "27": (4, ("amb", "pob"), ("klient", "luzka"), ("10", "9")),
    "28": (30, ("ter", "amb"), ("klient", "interv"), ("23", "20", "1")),
    "29": (16, ("amb", "ter"), ("klient",), ("24", "17", "10", "16", "18")),
    "30": (18, ("amb",), ("klient",), ("14", "10", "13")),
    "31": (2, ("pob",), ("luzka",), ("9",)),
    "32": (26, ("ter",), ("kontakt", "klient"), ("20", "9", "6", "21")),
    "33": (28, ("amb", "ter", "pob"), ("klient", "luzka"), ("10", "17", "14", "22")),
    "34": (2, ("amb", "ter"), ("klient",), ("3",)),
    "35": (4, ("amb", "ter"), ("klient",), ("10",)),
}
HIDING = {"20", "23", "34"}  # where a secret address is usual
AGES = ("dorost", "mladi-dospeli", "dospeli", "mladsi-seniori", "starsi-seniori", "bez-omezeni-veku")
STREETS = ("Zkušební", "Pokusná", "Měřicí", "Cvičná", "Vzorová")
NOTES = (
    "Zkušební text: terénní forma služby je poskytována na území města {0} a v obcích {1} a {2}.",
    "Zkušební text: služba je poskytována na území obcí ve správním obvodu ORP {3}.",
    "Zkušební text: služba se poskytuje v dojezdové vzdálenosti do {4} km od obce {0}.",
    "Zkušební text: služba je poskytována v celém okrese {5}.\r\n\r\nKapacita se člení podle potřeb uživatelů.",
    "Zkušební text: osoby s onemocněním, které potřebují pomoc jiné osoby, bez ohledu na místo bydliště.",
    "Zkušební text: služba není určena osobám, jejichž stav vyžaduje péči ve zdravotnickém  zařízení.",
)
WITHOUT_CODE, ENDED, TWICE, NOTED, SAID_REACH, BARE = 0.0358, 0.15, 0.015, 0.35, 0.24, 0.2  # shares
DOCUMENTS = (
    ("realizacePoskytovani", "Popis realizace poskytování služby"),
    ("planyFinancnihoZajisteni", "Plán finančního zajištění provozu služby"),
    ("personalniZajisteni", "Popis personálního zajištění služby"),
)


@dataclass(frozen=True)
class SyntheticRegister:
    """What is to be made: numbers of services and facilities (at least one each), the seed, obce to stand in.

    `obce` are rows of the territory files, `kind_names` names of kinds by their codes. The same
    arguments make the same bytes.
    """

    services: int
    facilities: int
    seed: int
    obce: list[Place]
    kind_names: dict[str, str]
    today: date

    def text(self) -> Iterator[str]:
        """The file in pieces, one service at a time."""
        yield '{"polozky":['
        for number, item in enumerate(self.items()):
            yield ("," if number else "") + "\n" + json.dumps(item, ensure_ascii=False, separators=(",", ":"))
        yield "\n]}\n"

    def items(self) -> Iterator[Item]:
        """Services one after another."""
        rng = Random(self.seed)
        counts = _facility_counts(self.services, self.facilities, rng)
        places = _Places(self.obce)
        providers = [_provider(number, rng, places) for number in range(max(1, self.services // 3))]
        codes, weights = list(KINDS), list(accumulate(kind[0] for kind in KINDS.values()))
        make = _Maker(rng, places, self.kind_names, self.today)
        for number in range(self.services):
            kind = rng.choices(codes, cum_weights=weights)[0]
            provider = providers[int(len(providers) * rng.random() ** 2)]  # some hold dozens of services
            yield _service(number, kind, provider, counts[number], make)


def _facility_counts(services: int, facilities: int, rng: Random) -> list[int]:
    """Number of facilities of each service: one at least, the rest unevenly."""
    weights = list(accumulate(rng.paretovariate(1.6) for _ in range(services)))
    more = Counter(rng.choices(range(services), cum_weights=weights, k=max(0, facilities - services)))
    return [1 + more[number] for number in range(services)]


class _Places:
    """Obce to draw from, the larger the more often, and their neighbours of the same ORP."""

    def __init__(self, obce: list[Place]) -> None:
        self.obce = [row for row in obce if row["status"] != "U"]
        self.weights = list(accumulate(int(row["population"] or 1) ** 0.8 for row in self.obce))
        self.of_orp: dict[str, list[Place]] = {}
        for row in self.obce:
            self.of_orp.setdefault(row["orp"], []).append(row)

    def draw(self, rng: Random) -> Place:
        return rng.choices(self.obce, cum_weights=self.weights)[0]

    def near(self, place: Place, rng: Random) -> Place:
        return rng.choice(self.of_orp[place["orp"]])


@dataclass(frozen=True)
class _Maker:
    """What every part of a service is made with."""

    rng: Random
    places: _Places
    kind_names: dict[str, str]
    today: date

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def day(self, since: int = 2007) -> date:
        return date(since, 1, 1) + timedelta(days=self.rng.randrange((self.today - date(since, 1, 1)).days))


def _provider(number: int, rng: Random, places: _Places) -> Item:
    """A provider with a number of organization that nobody has (they do not begin with 5)."""
    ico = next(str(candidate) for candidate in range(50_000_000 + 20 * number, 60_000_000)
               if dic.is_valid(str(candidate)))  # fmt: skip
    place = places.draw(rng)
    return {
        "nazev": f"Zkušební poskytovatel {number + 1}, z. ú.",
        "ico": ico,
        "dic": f"CZ{ico}",
        "adresa": _address(place, rng),
        "emaily": [{"email": f"zkouska{number + 1}@poskytovatel.example", "poznamka": None}],
        "telefony": [{"telefon": f"000{number % 1_000_000:06}", "poznamka": None}],
        "weby": [{"web": f"https://poskytovatel-{number + 1}.example", "poznamka": None}],
        "statutarniOrgany": [{"jmeno": "Zkušební", "prijmeni": f"Osoba {number + 1}", "tituly": None}],
        "place": place,
    }


def _service(number: int, kind: str, provider: Item, facilities: int, make: _Maker) -> Item:
    """One registered service with everything that hangs on it."""
    rng, home = make.rng, provider["place"]
    _weight, forms, units, groups = KINDS[kind]
    started = make.day()
    ended = started + timedelta(days=rng.randrange(200, 4000)) if make.chance(ENDED) else None
    own_contacts = not make.chance(BARE)
    return {
        "portalId": 10_000 + number,
        "id": f"RegistrPoskytovatelu/{10_000 + number}",
        "identifikator": f"{1_000_000 + number}",
        "datumPoskytovaniOd": started.isoformat(),
        "datumPoskytovaniDo": ended.isoformat() if ended else None,
        "druhSocialniSluzby": {"id": f"DruhSocialniSluzby/{kind}"},
        "kontaktniAdresy": [_address(home, rng)] if make.chance(0.3) else [],
        "emaily": [{"email": f"sluzba{number}@sluzby.example", "poznamka": None}] if own_contacts else [],
        "telefony": [{"telefon": f"000{number % 1_000_000:06}", "poznamka": "vedoucí služby"}] if own_contacts else [],
        "faxy": [],
        "weby": [{"web": f"https://sluzby.example/{number}", "poznamka": None}] if own_contacts else [],
        "ciloveSkupiny": _groups(groups, home, make),
        "vekoveSkupiny": [{"vekovaSkupina": {"id": f"VekovaSkupinaOsoby/{age}"}} for age in _some(AGES, rng)],
        "doplnujiciInformaceVekoveSkupiny": "Zkušební text: od 18 let." if make.chance(0.2) else None,
        "formy": _forms(forms, units, make),
        "rozsirenePusobnostiVKraji": (
            [{"kraj": {"id": f"Kraj/{home['kraj']}"}}] if "ter" in forms and make.chance(SAID_REACH) else []
        ),
        "zarizeni": list(_facilities(number, kind, facilities, started, home, make)),
        "poskytovatel": {key: value for key, value in provider.items() if key != "place"},
        "doplnkoveUdaje": _documents(number, started, rng),
    }


def _some(choices: tuple[str, ...], rng: Random) -> list[str]:
    """One to three of the choices, in their order."""
    chosen = set(rng.sample(choices, min(len(choices), rng.choice((1, 1, 2, 3)))))
    return [choice for choice in choices if choice in chosen]


def _groups(groups: tuple[str, ...], home: Place, make: _Maker) -> list[Item]:
    texts = NOTES if make.chance(NOTED) else (None,)
    note = make.rng.choice(texts)
    near = [make.places.near(home, make.rng)["name"] for _ in range(2)]
    if note:
        kilometres = make.rng.choice((10, 15, 20, 30))
        note = note.format(home["name"], *near, home["orp_name"], kilometres, home["okres_name"])
    return [
        {"cilovaSkupina": {"id": f"CilovaSkupinaOsoby/{group}"}, "doplnujiciInformace": note}
        for group in _some(groups, make.rng)
    ]


def _forms(forms: tuple[str, ...], units: tuple[str, ...], make: _Maker) -> list[Item]:
    """Forms with capacity; ambulatory and field ones with opening hours of working days."""
    found = []
    for form in _some(forms, make.rng):
        unit = "luzka" if form == "pob" else next((unit for unit in units if unit != "luzka"), units[0])
        opens, closes = make.rng.choice((("07:00", "15:30"), ("08:00", "16:00"), ("07:00", "19:00")))
        found.append({
            "forma": {"id": f"FormaSocialniSluzby/{form}"},
            "nepretrzitePoskytovani": form == "pob",
            "casoveRozsahy": None if form == "pob" else [
                {"den": {"id": f"DenVTydnu/{day}"}, "od": opens, "do": closes, "poznamka": None} for day in range(1, 6)
            ],
            "kapacity": [{
                "pocet": make.rng.randrange(4, 160),
                "popis": "Maximální okamžitá kapacita." if make.chance(0.4) else None,
                "typ": {"id": f"TypKapacitySocialniSluzby/{unit}"},
            }],
        })  # fmt: skip
    return found


def _facilities(
    number: int, kind: str, count: int, started: date, home: Place, make: _Maker
) -> Iterator[Item]:  # what an official file holds: ended services with open facilities, the same one twice
    secret = kind in HIDING and make.chance(0.25)
    last: Item | None = None
    for order in range(count):
        if last and make.chance(TWICE):
            yield last
            continue
        place = home if make.chance(0.6) else make.places.near(home, make.rng)
        until = make.day(2020) if make.chance(0.25) else None
        last = {
            "nazev": f"Zkušební {make.kind_names.get(kind, 'zařízení')} {number + 1}/{order + 1}, {place['name']}",
            "poskytujeOd": started.isoformat(),
            "poskytujeDo": until.isoformat() if until and until > started else None,
            "utajenaAdresa": secret,
            "adresa": _address(make.places.near(home, make.rng) if make.chance(0.01) else place, make.rng),
        }
        yield last


def _address(place: Place, rng: Random) -> Item:
    """An address in the obec; Praha without okres, some addresses without the code of the address point."""
    praha = place["kraj"] == "19"
    return {
        "cisloDomovni": rng.randrange(1, 3000),
        "cisloOrientacni": str(rng.randrange(1, 90)) if rng.random() < 0.4 else None,
        "dodatekAdresy": None,
        "kodAdresnihoMista": None if rng.random() < WITHOUT_CODE else rng.randrange(100_000_000, 999_999_999),
        "psc": place["psc"],
        "typCislaDomovniho": {"id": "TypStavebnihoObjektu/1"},
        "kraj": {"id": f"Kraj/{place['kraj']}"},
        "okres": None if praha else {"id": f"Okres/{place['okres']}"},
        "obec": {"id": f"Obec/{place['code']}"},
        "castObce": {"id": f"CastObce/{rng.randrange(400_000, 499_999)}"},
        "mestskyObvodMestskaCast": None,
        "mestskyObvodVPraze": None,
        "ulice": {"nazev": rng.choice(STREETS)},
    }


def _documents(number: int, started: date, rng: Random) -> Item:
    """Attachments of the registration, the bulk of the official file; the import never reads them."""
    found: Item = {}
    for key, title in DOCUMENTS:
        found[key] = [
            {
                "platnostOd": started.isoformat(),
                "priloha": {
                    "nazev": f"{title} {number + 1}-{order}.pdf",
                    "popis": "Zkušební příloha, na uvedené adrese nic není.",
                    "typ": "application/pdf",
                    "url": f"https://dokumenty.example/rest/documents/{rng.getrandbits(128):032x}/{number}-{order}.pdf",
                },
            }
            for order in range(rng.randrange(6, 20))
        ]
    return found
