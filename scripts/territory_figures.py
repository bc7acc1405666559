"""Figures that build_territory.py takes from the statistics: which column becomes which indicator."""

import csv
from decimal import ROUND_HALF_UP, Decimal

INDEX = "MMR – Agentura pro sociální začleňování, index sociálního vyloučení 2023"
CENSUS = "ČSÚ – Sčítání lidu, domů a bytů 2021"
CENSUS_DAY = "2021-03-26"
OSOBY, PROCENTA, DOMY, ROKY, BODY = "osoby", "%", "domy", "roky", "body"


def by_obec(code, name, unit, column):
    """Return an indicator of obce: code, level, name, unit, source, date, column."""
    return (code, "obec", name, unit, INDEX, "2023", column)


def by_orp(code, name, unit, column):
    """Return an indicator of ORP: code, level, name, unit, source, date, column."""
    return (code, "orp", name, unit, CENSUS, CENSUS_DAY, column)


# In the source shares relate to inhabitants aged 15 and more, that of unemployment to those aged 15–64.
INDICATORS = [
    by_obec("index_vylouceni", "index sociálního vyloučení (0–30)", BODY, "index_0_30"),
    by_obec("obyvatel_15plus", "obyvatelé ve věku 15 a více let", OSOBY, "obyv_15plus"),
    by_obec("obyvatel_15_64", "obyvatelé ve věku 15–64 let", OSOBY, "obyv_15_64"),
    by_obec("exekuce_osob", "osoby v exekuci", OSOBY, "exekuce_osob"),
    by_obec("exekuce_podil", "osoby v exekuci, podíl z obyvatel 15+", PROCENTA, "exekuce_pct"),
    by_obec("prispevek_bydleni", "příjemci příspěvku na bydlení, měsíční průměr", OSOBY, "pnb_pocet"),
    by_obec("prispevek_bydleni_podil", "příjemci příspěvku na bydlení, podíl z obyvatel 15+", PROCENTA,
            "pnb_pct"),
    by_obec("prispevek_zivobyti", "příjemci příspěvku na živobytí, měsíční průměr", OSOBY, "pnz_pocet"),
    by_obec("prispevek_zivobyti_podil", "příjemci příspěvku na živobytí, podíl z obyvatel 15+", PROCENTA,
            "pnz_pct"),
    by_obec("nezamestnani_6m", "nezaměstnaní déle než 6 měsíců", OSOBY, "nezam6m_pocet"),
    by_obec("nezamestnani_6m_podil", "nezaměstnaní déle než 6 měsíců, podíl z obyvatel 15–64 let", PROCENTA,
            "nezam6m_pct"),
    by_obec("predcasne_odchody", "předčasné odchody ze vzdělávání", OSOBY, "predcasne_odchody"),
    by_obec("predcasne_odchody_podil", "předčasné odchody ze vzdělávání, podíl žáků, kteří ukončili docházku",
            PROCENTA, "predcasne_pct"),
    by_orp("obyvatel", "obyvatelé", OSOBY, "poc_obyv_SLDB_2021"),
    by_orp("muzi", "muži", OSOBY, "poc_muzu"),
    by_orp("zeny", "ženy", OSOBY, "poc_zen"),
    by_orp("obyvatel_0_14", "obyvatelé ve věku 0–14 let", OSOBY, "poc_obyv_0_14"),
    by_orp("obyvatel_15_64_scitani", "obyvatelé ve věku 15–64 let", OSOBY, "poc_obyv_15_64"),
    by_orp("obyvatel_65plus", "obyvatelé ve věku 65 a více let", OSOBY, "poc_obyv_nad_65"),
    by_orp("prumerny_vek", "průměrný věk", ROKY, "prum_vek"),
    by_orp("svobodni", "svobodní", OSOBY, "svobodni"),
    by_orp("zenati_vdane", "ženatí a vdané", OSOBY, "zenati_vdane"),
    by_orp("rozvedeni", "rozvedení", OSOBY, "rozvedeni"),
    by_orp("ovdoveli", "ovdovělí", OSOBY, "ovdoveli"),
    by_orp("bez_vzdelani", "bez vzdělání", OSOBY, "bez_vzdelani"),
    by_orp("zakladni_vzdelani", "základní vzdělání", OSOBY, "zakladni_vzdelani"),
    by_orp("stredni_bez_maturity", "střední vzdělání bez maturity", OSOBY, "stredni_vzdelani"),
    by_orp("stredni_s_maturitou", "střední vzdělání s maturitou", OSOBY, "stredni_vzd_s_maturitou"),
    by_orp("vyssi_odborne", "vyšší odborné vzdělání", OSOBY, "vyssi_odborne_vzd"),
    by_orp("vysokoskolske", "vysokoškolské vzdělání", OSOBY, "vysokoskolske_vzd"),
    by_orp("narodnost_ukrajinska", "ukrajinská národnost", OSOBY, "ukrajinska_narodnost"),
    by_orp("narodnost_vietnamska", "vietnamská národnost", OSOBY, "vietnamska_narodnost"),
    by_orp("domy", "domy celkem", DOMY, "celkem_domu"),
]  # fmt: skip


def rounded(text):
    """Return a number with at most two decimals as text; "" when the source holds no number."""
    if not text:
        return ""
    value = Decimal(text).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{value:f}".rstrip("0").rstrip(".")


def read_figures(folder):
    """Return (indicator, level, code, value) of all areas; what the source left empty is left out.

    Military districts have nobody aged 15 or more, so their zeros say nothing and are left out too.
    """
    tables = {
        "obec": ("index_vylouceni_2023_obce.csv", lambda row: row["kod_obce"]),
        "orp": ("sldb2021_orp.csv", None),
    }
    with (folder.parent / "territory/orp_cz.csv").open(encoding="utf-8") as lines:
        csu = {row["kod_orp_ruian"]: row["kod_orp_csu"] for row in csv.DictReader(lines)}
    tables["orp"] = (tables["orp"][0], lambda row: csu[row["kod"]])
    found = []
    for level, (name, code_of) in tables.items():
        with (folder / name).open(encoding="utf-8") as lines:
            rows = [row for row in csv.DictReader(lines) if row.get("obyv_15plus") != "0"]
        for indicator in (one for one in INDICATORS if one[1] == level):
            values = ((code_of(row), rounded(row[indicator[6]])) for row in rows)
            found += [(indicator[0], level, code, value) for code, value in values if value]
    return found
