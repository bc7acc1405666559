"""Facts about the whole territory as the application carries it."""

import time
from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Count, F, Sum

from opora.directory.territory.models import Area, AreaFigure, Indicator, Outline, PostalCode
from opora.directory.territory.operations import LoadReport, load_territory
from opora.directory.territory.selectors import find_places, resolve_place
from opora.foundation.core.actor import Actor

pytestmark = [pytest.mark.usefixtures("whole"), pytest.mark.sqlite_only]  # loading itself: test_load
JOB = Actor.job("zkouška")


def test_numbers_of_areas_by_level():
    numbers = Counter(Area.objects.values_list("level", flat=True))

    assert numbers == {"stat": 1, "kraj": 14, "okres": 77, "orp": 206, "pou": 393, "obec": 6258}


def test_numbers_of_obce_by_status():
    numbers = Counter(Area.objects.filter(level="obec").values_list("status", flat=True))

    assert numbers == {"H": 1, "S": 26, "M": 581, "T": 229, "O": 5417, "U": 4}


def test_military_districts_have_no_population_and_say_what_they_are():
    districts = Area.objects.filter(population=None).order_by("czech_sort").values_list("label", flat=True)

    assert list(districts) == [
        "Boletice (vojenský újezd)",
        "Březina (vojenský újezd)",
        "Hradiště (vojenský újezd)",
        "Libavá (vojenský újezd)",
        "POÚ VÚ Boletice",
        "POÚ VÚ Březina",
        "POÚ VÚ Hradiště",
        "POÚ VÚ Libavá",
    ]


def test_every_obec_has_all_parents_and_lies_in_their_kraj():
    obce = Area.objects.filter(level="obec")

    assert not obce.filter(kraj=None).exists()
    assert not obce.filter(okres=None).exists()
    assert not obce.filter(orp=None).exists()
    assert not obce.filter(pou=None).exists()
    for parent in ("okres", "orp", "pou"):
        assert not obce.exclude(**{f"{parent}__kraj": F("kraj")}).exists()
    assert not obce.exclude(pou__orp=F("orp")).exists()


def test_only_turnov_crosses_the_border_of_okresy():
    crossing = Area.objects.filter(level="obec").exclude(orp__okres=F("okres"))

    assert set(crossing.values_list("orp__name", flat=True)) == {"Turnov"}


def test_codes_of_decin_on_all_levels():
    decin = Area.objects.get(level="obec", name="Děčín")

    assert (decin.code, decin.ruian_code, decin.csu_code, decin.nuts_code) == ("562335",) * 4
    assert (decin.okres.code, decin.okres.ruian_code, decin.okres.nuts_code) == ("3502", "3502", "CZ0421")
    assert (decin.orp.code, decin.orp.csu_code, decin.orp.ruian_code) == ("4202", "4202", "728")
    assert (decin.kraj.code, decin.kraj.ruian_code, decin.kraj.nuts_code) == ("60", "60", "CZ042")
    assert (decin.pou.code, decin.status) == ("42023", "S")


def test_praha_stands_on_every_level():
    praha = Area.objects.get(level="obec", code="554782")

    codes = (praha.kraj.code, praha.okres.code, praha.orp.code, praha.pou.code)

    assert codes == ("19", "3100", "1000", "11000")


def test_population_is_one_figure_summed_from_obce():
    state = Area.objects.get(level="stat")
    levels = Area.objects.exclude(level="stat").values_list("level").annotate(Sum("population"))

    assert state.population == 10_701_777
    assert set(levels) == {(level, 10_701_777) for level in ("kraj", "okres", "orp", "pou", "obec")}
    assert f"{state.population_on} {state.population_source}" == "2021-01-01 ÚZIS ČR, obyvatelé obcí 2021"


def test_labels_tell_all_areas_apart():
    repeated = Area.objects.values("level", "label").annotate(times=Count("pk")).filter(times__gt=1)

    assert list(repeated) == []


def test_every_label_and_every_code_leads_to_its_area():
    areas = Area.objects.filter(pk__in=list(Area.objects.order_by("folded_name").values_list("pk", flat=True)[::40]))

    for area in areas:
        assert resolve_place(area.key).area == area
        if area.level == "obec":
            assert area in [match.area for match in find_places(area.label, limit=20)]


def test_every_postal_code_has_an_obec_and_equal_candidates_are_kept():
    assert PostalCode.objects.values("code").distinct().count() == 2694
    assert PostalCode.objects.count() == 7776
    assert not PostalCode.objects.exclude(area__level="obec").exists()


def test_outlines_cover_all_kraje_okresy_orp_and_obce():
    numbers = Counter(Outline.objects.values_list("area__level", flat=True))

    assert numbers == {"kraj": 14, "okres": 77, "orp": 206, "obec": 6258}


def test_figures_have_source_time_and_unit():
    assert Indicator.objects.count() == 33
    assert AreaFigure.objects.count() == 75_650
    assert set(Indicator.objects.values_list("level", "as_of", "source")) == {
        ("obec", "2023", "MMR – Agentura pro sociální začleňování, index sociálního vyloučení 2023"),
        ("orp", "2021-03-26", "ČSÚ – Sčítání lidu, domů a bytů 2021"),
    }


def test_text_instead_of_early_leaving_gives_no_figure():
    assert AreaFigure.objects.filter(indicator__code="predcasne_odchody").count() == 1368
    assert AreaFigure.objects.filter(indicator__code="index_vylouceni").count() == 6254


def test_second_load_changes_nothing_and_is_quick():
    started = time.process_time()

    report = load_territory(actor=JOB)

    assert report == LoadReport()
    assert time.process_time() - started < 10


def test_search_is_quick_over_the_whole_country():
    texts = ["Děčín", "v Ústí n. L.", "Litomerce", "405 02", "nová ves", "brno stred", "neexistující místo"]
    find_places("zahřátí")
    started = time.process_time()

    for text in texts:
        find_places(text)

    assert time.process_time() - started < 0.02 * len(texts)


def test_command_says_what_it_did():
    out = StringIO()

    call_command("load_territory", stdout=out)

    assert out.getvalue().startswith("Území je v pořádku, nic se nezměnilo (")
