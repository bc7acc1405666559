"""Register files for tests: a complete item, changes of it, and one way to run the command."""

import copy
import json
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

from opora.directory.catalog.operations.codelists import load_codelists
from opora.directory.territory.models import Area
from opora.foundation.core.actor import Actor
from opora.foundation.core.text import czech_key, fold

AS_OF = "2026-04-01"
ADDRESS = {
    "cisloDomovni": 1, "cisloOrientacni": "2a", "dodatekAdresy": None, "kodAdresnihoMista": 111, "psc": "40502",
    "typCislaDomovniho": {"id": "TypStavebnihoObjektu/1"}, "kraj": {"id": "Kraj/60"}, "okres": {"id": "Okres/3502"},
    "obec": {"id": "Obec/562335"}, "castObce": {"nazev": "Podmokly"}, "ulice": {"nazev": "Zkušební"},
}  # fmt: skip
FACILITY = {
    "nazev": "Pečovatelky Děčín", "poskytujeOd": "2012-01-01", "poskytujeDo": None, "utajenaAdresa": False,
    "adresa": ADDRESS,
}  # fmt: skip
ITEM: dict[str, Any] = {
    "portalId": 7, "identifikator": "1000001", "datumPoskytovaniOd": "2012-01-01", "datumPoskytovaniDo": None,
    "druhSocialniSluzby": {"id": "DruhSocialniSluzby/4"}, "kontaktniAdresy": [],
    "emaily": [], "faxy": [], "weby": [], "telefony": [{"telefon": "000000001", "poznamka": "vedoucí"}],
    "ciloveSkupiny": [{"cilovaSkupina": {"id": "CilovaSkupinaOsoby/24"}, "doplnujiciInformace": "Lidé nad 60 let."}],
    "vekoveSkupiny": [], "doplnujiciInformaceVekoveSkupiny": None,
    "formy": [{"forma": {"id": "FormaSocialniSluzby/ter"}, "nepretrzitePoskytovani": False, "casoveRozsahy": None,
               "kapacity": [{"pocet": 32, "popis": "", "typ": {"id": "TypKapacitySocialniSluzby/klient"}}]}],
    "rozsirenePusobnostiVKraji": [{"kraj": {"id": "Kraj/60"}}],
    "zarizeni": [FACILITY],
    "poskytovatel": {"nazev": "Podpora Děčín", "ico": "00000019", "adresa": ADDRESS, "emaily": [], "telefony": [],
                     "weby": []},
}  # fmt: skip


def item(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A complete item with identifier 1000000 + number and some keys changed."""
    made = copy.deepcopy(ITEM)
    made["identifikator"] = str(1_000_000 + number)
    made.update(copy.deepcopy(changes))
    return made


def facility(address: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """A facility with some keys changed, in its address too."""
    return {**copy.deepcopy(FACILITY), "adresa": {**ADDRESS, **(address or {})}, **changes}


def write(folder: Path, items: list[Any], name: str = "registr.json") -> Path:
    """A register file with the items."""
    path = folder / name
    path.write_text(json.dumps({"polozky": items}, ensure_ascii=False), encoding="utf-8")
    return path


def run(path: Path | str, **options: Any) -> tuple[int, dict[str, Any]]:
    """Exit code and the JSON of one run of the command; fails unless there is exactly one line."""
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command("import_register", str(path), json=True, stdout=out, stderr=err, **{"as_of": AS_OF, **options})
    except SystemExit as exit_:
        code = exit_.code
    lines = out.getvalue().splitlines()
    assert len(lines) == 1
    return code, json.loads(lines[0])


def load(folder: Path, *items: dict[str, Any], **options: Any) -> dict[str, Any]:
    """Import items that must pass; returns the JSON answer."""
    code, answer = run(write(folder, list(items)), **options)
    assert (code, answer["status"]) == (0, "done"), answer
    return answer


def small_territory() -> None:
    """Ústecký kraj with okresy Děčín and Most, an obec in each; and the code lists."""
    kraj = _area("kraj", "60", "Ústecký kraj")
    for okres_code, name, obec, point in (
        ("3502", "Děčín", "562335", (50.77, 14.2)), ("3508", "Most", "567027", (50.5, 13.63)),
    ):  # fmt: skip
        okres = _area("okres", okres_code, name, kraj=kraj)
        orp = _area("orp", f"42{obec[-2:]}", name, kraj=kraj, okres=okres)
        pou = _area("pou", f"42{obec[-2:]}1", name, kraj=kraj, okres=okres, orp=orp)
        units = {"kraj": kraj, "okres": okres, "orp": orp, "pou": pou}
        _area("obec", obec, name, latitude=point[0], longitude=point[1], **units)
    load_codelists(actor=Actor.job("zkouška"))


def _area(level: str, code: str, name: str, **values: Any) -> Area:
    key = {"label": name, "folded_name": fold(name), "czech_sort": czech_key(name)}
    return Area.objects.create(level=level, code=code, name=name, **key, **values)
