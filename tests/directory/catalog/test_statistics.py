"""Counts of the catalogue for packages: what stands in each okres on the last day of the period."""

from datetime import date

import pytest

from opora.directory.catalog.statistics import count_services
from tests.directory.catalog.factories import FacilityFactory, OkresFactory, ServiceFactory

pytestmark = pytest.mark.django_db


def test_a_service_is_counted_where_its_places_are_open_on_the_last_day():
    first, last = date(2026, 7, 1), date(2026, 9, 30)
    here, left, later = (OkresFactory(code=code) for code in ("3502", "3503", "3504"))
    service = ServiceFactory(starts_on=date(2020, 1, 1))
    FacilityFactory(service=service, okres=here, ends_on=last)
    FacilityFactory(service=service, okres=left, ends_on=date(2026, 9, 29))
    FacilityFactory(service=service, okres=later, starts_on=date(2026, 10, 1))

    counted = [count.area for count in count_services(here.kraj.code, first, last)]

    assert counted == [here.code]
