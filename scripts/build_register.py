"""Make the project's compact copy of the register of the Ústecký kraj.

Usage: build_register.py SOURCE_DIR OUT

SOURCE_DIR holds `register/rpss-ustecky.json`, `register/rpss-ustecky-souradnice.csv` (see SOURCES.md),
`territory/obce_cz.csv` and `territory/zipcodes.cz.csv`; OUT gets `register-ustecky.json.gz` (official shape) and
`register-ustecky-coordinates.csv.gz`. The same input gives the same bytes. Raises KeyError when the
input has another shape.
"""

import csv
import gzip
import json
import sys
from pathlib import Path

HIDDEN_KINDS = {"20", "23", "34"}
HIDDEN_GROUPS = {"3", "4", "5"}
PRAHA = "554782"  # has no okres


def code(reference):
    """Return the code behind the slash of a reference such as {"id": "Obec/562335"}."""
    return reference["id"].split("/")[1]


def is_hidden(item):
    """Tell whether the address has to be treated as secret: the source dump lost the flag."""
    groups = {code(row["cilovaSkupina"]) for row in item["ciloveSkupiny"]}
    flagged = any(facility["utajenaAdresa"] for facility in item["zarizeni"])
    return flagged or code(item["druhSocialniSluzby"]) in HIDDEN_KINDS or bool(groups & HIDDEN_GROUPS)


def district_codes(territory):
    """Return {obec code: register reference of its okres}."""
    with (territory / "zipcodes.cz.csv").open(encoding="utf-8") as lines:
        by_name = {row["province"]: row["province_code"] for row in csv.DictReader(lines)}
    with (territory / "obce_cz.csv").open(encoding="utf-8") as lines:
        towns = [row for row in csv.DictReader(lines) if row["kod_obce"] != PRAHA]
    return {row["kod_obce"]: {"id": f"Okres/{by_name[row['nazev_okres']]}"} for row in towns}


def completed(address, districts):
    """Add the okres the dump lacks; it follows from the obec."""
    if not address or not address["obec"]:
        return address
    return address | {"okres": districts.get(code(address["obec"]))}


def blurred(address):
    """Keep only kraj and okres of an address."""
    return address and dict.fromkeys(address) | {"kraj": address["kraj"], "okres": address["okres"]}


def compact(item, districts, secret_providers):
    """Return the item without persons and tax numbers, with secret addresses cut to the okres."""
    facilities = [facility | {"adresa": completed(facility["adresa"], districts)} for facility in item["zarizeni"]]
    if is_hidden(item):
        facilities = [facility | {"adresa": blurred(facility["adresa"])} for facility in facilities]
    left_out = {"dic", "statutarniOrgany"}
    provider = {key: value for key, value in item["poskytovatel"].items() if key not in left_out}
    provider["adresa"] = completed(provider["adresa"], districts)
    if provider["ico"] in secret_providers:
        provider["adresa"] = blurred(provider["adresa"])
    return item | {"zarizeni": facilities, "poskytovatel": provider}


def write_gzip(path, text):
    """Write text as gzip whose bytes depend on the text alone."""
    path.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0))


def build(source, out):
    """Write both files into the folder `out` and return the number of services."""
    items = json.loads((source / "register/rpss-ustecky.json").read_text(encoding="utf-8"))["polozky"]
    hidden = {item["identifikator"] for item in items if is_hidden(item)}
    open_providers = {item["poskytovatel"]["ico"] for item in items if item["identifikator"] not in hidden}
    # The dump gives the provider's seat as the facility: with nothing but secret services the seat is the secret.
    secret_providers = {item["poskytovatel"]["ico"] for item in items} - open_providers
    districts = district_codes(source / "territory")
    items = sorted(items, key=lambda item: item["identifikator"])
    register = {"polozky": [compact(item, districts, secret_providers) for item in items]}
    text = json.dumps(register, ensure_ascii=False, separators=(",", ":"))
    write_gzip(out / "register-ustecky.json.gz", text + "\n")
    points = (source / "register/rpss-ustecky-souradnice.csv").read_text(encoding="utf-8").splitlines()
    shown = sorted(line for line in points[1:] if line.split(",")[0] not in hidden)
    write_gzip(out / "register-ustecky-coordinates.csv.gz", "\n".join([points[0], *shown]) + "\n")
    return len(items)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    print(build(Path(sys.argv[1]), Path(sys.argv[2])), "services")
