"""Loading: idempotent, one audit event, nothing used disappears."""

import gzip
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from opora.directory.organizations.models import Organization
from opora.directory.territory.models import Area, AreaFigure, Indicator, PostalCode, TerritoryLoad
from opora.directory.territory.operations import LoadReport, load_territory
from opora.directory.territory.selectors.files import FOLDER, read_files
from opora.foundation.audit import log
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from tests.fixtures_territory import small_files

JOB = Actor.job("zkouška")


def without(files, *obce):
    """Files as if the obce ceased to exist."""
    return replace(
        files,
        areas=[row for row in files.areas if row["code"] not in obce],
        postal_codes=[row for row in files.postal_codes if row[1] not in obce],
        outlines=[row for row in files.outlines if row[1] not in obce],
        figures=[row for row in files.figures if row[2] not in obce],
    )


def changed(files, code, **values):
    """Files in which one area has other values."""
    return replace(files, areas=[row | (values if row["code"] == code else {}) for row in files.areas])


def test_first_load_adds_everything_and_records_one_event(small):
    event = AuditEvent.objects.get(action="territory.loaded")

    assert (small.changed, small.removed, small.kept) == (0, 0, 0)
    assert event.data == {"added": small.added, "changed": 0, "removed": 0}
    assert log.readable(event).startswith(f"Načteno území: přidáno {small.added}, ")


def test_same_files_change_nothing_and_record_nothing(small):
    report = load_territory(actor=JOB, files=small_files())

    assert report == LoadReport()
    assert report.nothing_changed
    assert AuditEvent.objects.filter(action="territory.loaded").count() == 1
    assert TerritoryLoad.objects.count() == 1


def test_changed_area_is_rewritten_with_a_new_version(small):
    report = load_territory(actor=JOB, files=changed(small_files(), "562335", name="Tetschen", population="1"))

    decin = Area.objects.get(level="obec", code="562335")
    assert report == LoadReport(changed=1)
    assert (decin.name, decin.folded_name, decin.population, decin.version) == ("Tetschen", "tetschen", 1, 2)


def test_area_that_left_the_files_goes_with_what_belongs_to_it(small):
    area = Area.objects.get(level="obec", name="Malšovice")

    report = load_territory(actor=JOB, files=without(small_files(), area.code))

    assert not Area.objects.filter(pk=area.pk).exists()
    assert not PostalCode.objects.filter(area_id=area.pk).exists()
    assert (report.added, report.changed, report.kept) == (0, 0, 0)
    assert report.removed > 10


def test_area_somebody_refers_to_stays(small):
    area = Area.objects.get(level="obec", name="Malšovice")
    Organization.objects.create(kind="municipality", name="Obec Malšovice", area=area)

    report = load_territory(actor=JOB, files=without(small_files(), area.code))

    assert report.kept == 1
    assert Area.objects.filter(pk=area.pk).exists()


def test_figure_keeps_its_indicator_source_and_time(small):
    figure = AreaFigure.objects.get(area__code="562335", indicator__code="exekuce_podil")

    indicator = figure.indicator
    assert (figure.value, indicator.unit, indicator.as_of) == (13.37, "%", "2023")
    assert indicator.source == "MMR – Agentura pro sociální začleňování, index sociálního vyloučení 2023"


def test_census_figure_of_orp(small):
    figure = AreaFigure.objects.get(area__level="orp", area__code="4202", indicator__code="obyvatel")

    assert (figure.value, figure.indicator.as_of) == (73720.0, "2021-03-26")


def test_indicator_that_left_the_files_goes(small):
    files = small_files()
    kept = [row for row in files.indicators if row["code"] != "domy"]
    figures = [row for row in files.figures if row[0] != "domy"]

    load_territory(actor=JOB, files=replace(files, indicators=kept, figures=figures))

    assert not Indicator.objects.filter(code="domy").exists()


def test_people_may_not_load(small):
    with pytest.raises(PermissionDenied):
        load_territory(actor=Actor.public(), files=small_files())


def test_damaged_files_are_refused_by_a_sentence(tmp_path):
    (tmp_path / "areas.csv.gz").write_bytes(b"not a gzip")

    with pytest.raises(OperationError, match="nejdou přečíst"):
        read_files(tmp_path)


def test_area_with_an_unknown_parent_is_refused(tmp_path):
    text = gzip.decompress((FOLDER / "areas.csv.gz").read_bytes()).decode("utf-8")
    (tmp_path / "areas.csv.gz").write_bytes(gzip.compress(text.replace("kraj,60,", "kraj,61,").encode("utf-8")))

    with pytest.raises(OperationError, match="nejdou přečíst"):
        read_files(tmp_path)


def test_names_sort_as_in_czech(small):
    names = ["Čížkovice", "Děčín", "Chomutov", "Hrobčice", "Hřensko", "Cítoliby", "Ústí nad Labem", "Údlice", "Cheb"]

    ordered = Area.objects.filter(level="obec", name__in=names).order_by("czech_sort").values_list("name", flat=True)

    assert list(ordered) == [
        "Cítoliby", "Čížkovice", "Děčín", "Hrobčice", "Hřensko", "Chomutov", "Údlice", "Ústí nad Labem",
    ]  # fmt: skip
