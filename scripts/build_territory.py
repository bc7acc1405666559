"""Make the project's compact files of the Czech territory.

Usage: build_territory.py SOURCE_DIR OUT

SOURCE_DIR holds `territory/` and `stats/` (described in SOURCES.md beside the result); OUT gets
`areas.csv.gz`, `postal_codes.csv.gz`, `outlines.tsv.gz`, `figures.csv.gz` and `indicators.csv`. The same
input gives the same bytes. Needs shapely. Raises SystemExit with a sentence when a fact does not hold.
"""

import csv
import gzip
import io
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from shapely import STRtree
from shapely.geometry import Point, shape
from territory_figures import INDICATORS, read_figures

COUNTS = {"stat": 1, "kraj": 14, "okres": 77, "orp": 206, "pou": 393, "obec": 6258}
STATUSES = {"H": 1, "S": 26, "M": 581, "T": 229, "O": 5417, "U": 4}
PARENTS = ["kraj", "okres", "orp", "pou"]
CODES = ["ruian_code", "csu_code", "nuts_code"]
COLUMNS = ["level", "code", *CODES, "name", "status", *PARENTS, "latitude", "longitude", "population"]
# The census file says 3110, a code of a former city district; GeoNames has the one of RÚIAN.
PRAHA_OKRES = "3100"
KM_PER_DEGREE = 85  # between a degree of latitude and of longitude at 50° N; good enough for tolerances
NAMED_WITHIN_KM = 6  # GeoNames puts all parts of a town into one averaged point
OUTSIDE_WITHIN_KM = 2  # a point beyond the border belongs to the nearest obec when it is this near
NUMBER = re.compile(r" (?:[IVXL]+|\d+)$")  # „Děčín XXIII“, „České Budějovice 2“
BREAK = re.compile(r"\s*[-(]\s*")  # „Rumburk 3-Dolní Křečany“, „Litoměřice (Předměstí)“


def rows(path):
    """Return the rows of a CSV file as dictionaries."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def features(path):
    """Return the features of a GeoJSON file as pairs (properties, geometry)."""
    collection = json.loads(path.read_text(encoding="utf-8"))
    return [(feature["properties"], feature["geometry"]) for feature in collection["features"]]


def check(holds, sentence):
    """Stop with the sentence unless the fact holds."""
    if not holds:
        sys.exit(f"The sources do not agree: {sentence}")


def okres_codes(source):
    """Return {NUTS code: RÚIAN code} of the 77 okresy, joined over the ORP and verified against GeoNames."""
    nuts_of_orp = {row["kod_orp_ruian"]: row["kod_okres_nuts"] for row in rows(source / "territory/orp_cz.csv")}
    found = defaultdict(set)
    for row in rows(source / "stats/sldb2021_orp.csv"):
        found[nuts_of_orp[row["kod"]]].add(row["okres"])
    check(len(found) == COUNTS["okres"], "okresy are not 77")
    check(all(len(codes) == 1 for codes in found.values()), "an okres has two codes")
    codes = {nuts: next(iter(values)) for nuts, values in found.items()} | {"CZ0100": PRAHA_OKRES}
    names = {row["kod_okres_nuts"]: row["nazev_okres"] for row in rows(source / "territory/obce_cz.csv")}
    names["CZ0100"] = "Hlavní město Praha"
    second = {row["province"]: row["province_code"] for row in rows(source / "territory/zipcodes.cz.csv")}
    differing = [nuts for nuts, code in codes.items() if second[names[nuts]] != code]
    check(not differing, f"GeoNames has other codes of okresy {differing}")
    return codes


def outlines(source, okres_of):
    """Return {(level, code): GeoJSON geometry} of kraje, okresy, ORP and obce."""
    folder = source / "territory"
    found = {("kraj", str(p["kod"])): g for p, g in features(folder / "outlines-kraje.geojson")}
    found |= {("okres", okres_of[p["nutslau"]]): g for p, g in features(folder / "outlines-okresy.geojson")}
    found |= {("orp", str(p["kod_csu"])): g for p, g in features(folder / "outlines-orp.geojson")}
    found |= {("obec", str(p["kod"])): g for p, g in features(folder / "outlines-obce.geojson")}
    return found


def area(level, code, name, **values):
    """Return one row of areas.csv with every column."""
    return dict.fromkeys(COLUMNS, "") | {"level": level, "code": code, "name": name} | values


def inner_point(geometry):
    """Return latitude and longitude of a point that surely lies inside the outline."""
    point = shape(geometry).representative_point()
    return {"latitude": f"{point.y:.5f}", "longitude": f"{point.x:.5f}"}


def municipalities(towns, okres_of, kraj_of):
    """Return the rows of all obce."""
    return [
        area(
            "obec", town["kod_obce"], town["nazev"],
            **dict.fromkeys(CODES, town["kod_obce"]),
            status=town["status"],
            kraj=kraj_of[town["kod_kraj_nuts"]], okres=okres_of[town["kod_okres_nuts"]],
            orp=town["kod_orp_csu"], pou=town["kod_pou"],
            latitude=town["lat"], longitude=town["lon"], population=town["populace_uzis_2021"],
        )
        for town in towns
    ]  # fmt: skip


def offices(towns, source, okres_of, kraj_of):
    """Return the rows of ORP and POÚ; a POÚ lies where the obec of its name does."""
    found = [
        area(
            "orp", row["kod_orp_csu"], row["nazev_orp_csu"], ruian_code=row["kod_orp_ruian"],
            csu_code=row["kod_orp_csu"],
            kraj=kraj_of[row["kod_kraj_nuts"]], okres=okres_of[row["kod_okres_nuts"]],
            latitude=row["lat"], longitude=row["lon"],
        )
        for row in rows(source / "territory/orp_cz.csv")
    ]  # fmt: skip
    seats = defaultdict(list)
    for town in towns:
        if town["nazev_pou"] == town["nazev"] or (town["status"] == "U" and town["nazev_pou"].startswith("VÚ ")):
            seats[town["kod_pou"]].append(town)
    check(all(len(seat) == 1 for seat in seats.values()), "a POÚ has two seats")
    for code, (seat,) in seats.items():
        found.append(area(
            "pou", code, seat["nazev_pou"], csu_code=code, kraj=kraj_of[seat["kod_kraj_nuts"]],
            okres=okres_of[seat["kod_okres_nuts"]], orp=seat["kod_orp_csu"],
            latitude=seat["lat"], longitude=seat["lon"],
        ))  # fmt: skip
    return found


def regions(towns, shapes, okres_of, kraj_of):
    """Return the rows of the state, kraje and okresy."""
    kraje = {town["kod_kraj_nuts"]: town["nazev_kraj"] for town in towns}
    okresy = {town["kod_okres_nuts"]: (town["nazev_okres"], town["kod_kraj_nuts"]) for town in towns}
    found = [area("stat", "CZ", "Česko", nuts_code="CZ")]
    for nuts, name in kraje.items():
        code = kraj_of[nuts]
        point = inner_point(shapes["kraj", code])
        found.append(area("kraj", code, name, ruian_code=code, nuts_code=nuts, **point))
    for nuts, (name, kraj) in okresy.items():
        code = okres_of[nuts]
        point = inner_point(shapes["okres", code])
        found.append(area("okres", code, name, ruian_code=code, nuts_code=nuts, kraj=kraj_of[kraj], **point))
    return found


def add_sums(areas):
    """Give every higher area the sum of its obce: one figure from one source on all levels."""
    sums = Counter()
    for row in areas:
        if row["level"] == "obec" and row["population"]:
            people = int(row["population"])
            sums["stat", "CZ"] += people
            for level in PARENTS:
                sums[level, row[level]] += people
    for row in areas:
        if row["level"] != "obec":
            row["population"] = str(sums[row["level"], row["code"]] or "")


def check_areas(areas, shapes):
    """Counts, statuses, parents, populations and inner points have to hold."""
    check(Counter(row["level"] for row in areas) == COUNTS, "numbers of areas differ")
    check(Counter(row["status"] for row in areas if row["status"]) == STATUSES, "numbers of statuses differ")
    known = {(row["level"], row["code"]) for row in areas}
    for row in areas:
        parents = {level: row[level] for level in PARENTS}
        check(all((level, code) in known for level, code in parents.items() if code), f"parents of {row}")
        if row["level"] == "obec":
            check(all(parents.values()), f"a parent of {row['name']} is missing")
            check(bool(row["population"]) == (row["status"] != "U"), f"population of {row['name']}")
            point = Point(float(row["longitude"]), float(row["latitude"]))
            away = shape(shapes["obec", row["code"]]).distance(point) * KM_PER_DEGREE
            check(away < 1, f"the inner point of {row['name']} lies {away:.1f} km outside")


def town_names(place):
    """Return the place's own name and names of the town it may be a part of."""
    first, *rest = BREAK.split(place)
    names = {place, NUMBER.sub("", place), NUMBER.sub("", first)}
    if rest and NUMBER.search(rest[-1]):  # „Popovice-Děčín XXIII“
        names.add(NUMBER.sub("", rest[-1]))
    return names


class Locator:
    """Finds obce by a point or by the name of a postal place near it."""

    def __init__(self, areas, shapes):
        obce = [row for row in areas if row["level"] == "obec"]
        self.codes = [row["code"] for row in obce]
        self.shapes = [shape(shapes["obec", code]) for code in self.codes]
        self.tree = STRtree(self.shapes)
        self.by_name = defaultdict(list)
        for index, row in enumerate(obce):
            if row["status"] != "U":
                self.by_name[row["name"], row["okres"]].append(index)

    def containing(self, point):
        """Codes of obce whose outline holds the point, else of the nearest one within the tolerance."""
        inside = self.tree.query(point, predicate="intersects")
        if not len(inside):
            nearest = self.tree.nearest(point)
            near = self.shapes[nearest].distance(point) * KM_PER_DEGREE <= OUTSIDE_WITHIN_KM
            inside = [nearest] if near else []
        return {self.codes[index] for index in inside}

    def named(self, place, okres, point):
        """Codes of obce of the same okres called as the place or its town, and lying near."""
        found = set()
        for name in town_names(place):
            for index in self.by_name[name, okres]:
                if self.shapes[index].distance(point) * KM_PER_DEGREE <= NAMED_WITHIN_KM:
                    found.add(self.codes[index])
        return found


def postal_codes(source, locator):
    """Return {(PSČ, obec code): number of postal places there} and the number of places left out.

    A place is counted where its name says, else where its point lies; the obec of the point is always kept.
    """
    found, left_out = Counter(), 0
    for row in rows(source / "territory/zipcodes.cz.csv"):
        postal_code = row["zipcode"].replace(" ", "")
        point = Point(float(row["longitude"]), float(row["latitude"]))
        around = locator.containing(point)
        named = locator.named(row["place"], row["province_code"], point)
        left_out += not (around or named)
        for code in around | named:
            found[postal_code, code] += code in (named or around)
    return found, left_out


def geojson(geometry):
    """Return the geometry as text without spaces, ready to be stored and served."""
    return json.dumps(geometry, separators=(",", ":"))


def csv_text(columns, lines):
    """Return CSV text with a heading."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(lines)
    return out.getvalue()


def write_gzip(path, text):
    """Write text as gzip whose bytes depend on the text alone."""
    path.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0))


def build(source, out):
    """Write all files into the folder `out` and return sentences about what was found."""
    okres_of = okres_codes(source)
    shapes = outlines(source, okres_of)
    kraj_of = {p["nutslau"]: str(p["kod"]) for p, _ in features(source / "territory/outlines-kraje.geojson")}
    towns = rows(source / "territory/obce_cz.csv")
    areas = regions(towns, shapes, okres_of, kraj_of)
    areas += offices(towns, source, okres_of, kraj_of) + municipalities(towns, okres_of, kraj_of)
    add_sums(areas)
    check_areas(areas, shapes)
    codes, left_out = postal_codes(source, Locator(areas, shapes))
    check(len({code for code, _obec in codes}) == 2694, "some PSČ has no obec")
    figures = read_figures(source / "stats")
    write_gzip(out / "areas.csv.gz", csv_text(COLUMNS, ([row[name] for name in COLUMNS] for row in areas)))
    lines = ((code, obec, places) for (code, obec), places in sorted(codes.items()))
    write_gzip(out / "postal_codes.csv.gz", csv_text(("code", "obec", "places"), lines))
    lines = (f"{level}\t{code}\t{geojson(shapes[level, code])}\n" for level, code in sorted(shapes))
    write_gzip(out / "outlines.tsv.gz", "".join(lines))
    write_gzip(out / "figures.csv.gz", csv_text(("indicator", "level", "code", "value"), figures))
    text = csv_text(("code", "level", "name", "unit", "source", "as_of"), (indicator[:6] for indicator in INDICATORS))
    (out / "indicators.csv").write_text(text, encoding="utf-8")
    pairs = f"{len(codes)} pairs PSČ–obec ({left_out} places left out)"
    return f"{len(areas)} areas, {pairs}, {len(figures)} figures"


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    print(build(Path(sys.argv[1]), Path(sys.argv[2])))
