"""Objects of the catalogue for tests: small, real kinds and places, invented people and houses."""

from datetime import date

import factory

from opora.directory.catalog.models import (
    Capacity,
    Contact,
    Facility,
    FormOfService,
    Provider,
    Reach,
    Service,
    ServiceTargetGroup,
)
from opora.directory.territory.models import Area
from opora.foundation.core.text import czech_key, fold


class AreaFactory(factory.django.DjangoModelFactory):
    """Obec Děčín unless told otherwise; parents are not made by themselves."""

    class Meta:
        model = Area
        django_get_or_create = ("level", "code")

    level = Area.Level.OBEC
    code = "562335"
    name = "Děčín"
    label = factory.SelfAttribute("name")
    folded_name = factory.LazyAttribute(lambda area: fold(area.name))
    czech_sort = factory.LazyAttribute(lambda area: czech_key(area.name))


class KrajFactory(AreaFactory):
    level = Area.Level.KRAJ
    code = "60"
    name = "Ústecký kraj"


class OkresFactory(AreaFactory):
    level = Area.Level.OKRES
    code = "3502"
    label = factory.LazyAttribute(lambda area: f"okres {area.name}")
    kraj = factory.SubFactory(KrajFactory)


class ProviderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Provider

    ico = factory.Sequence(lambda number: f"{number:08}")
    name = factory.Sequence(lambda number: f"Pomoc {number}, z. s.")
    czech_sort = factory.LazyAttribute(lambda provider: czech_key(provider.name))
    street = "Vymyšlená"
    house_number = "10"
    postal_code = "40502"
    obec_name = "Děčín"
    obec_code = "562335"
    okres = factory.SubFactory(OkresFactory)


class ServiceFactory(factory.django.DjangoModelFactory):
    """An active pečovatelská služba without forms, facilities, groups and contacts."""

    class Meta:
        model = Service

    identifier = factory.Sequence(lambda number: f"{1_000_000 + number}")
    provider = factory.SubFactory(ProviderFactory)
    kind_code = "4"
    name = factory.Sequence(lambda number: f"Pečovatelky {number}")
    czech_sort = factory.LazyAttribute(lambda service: czech_key(service.name))
    starts_on = date(2010, 1, 1)
    as_of = date(2026, 4, 1)
    source = "Zkušební registr, jaro 2026"
    content_hash = "0" * 64


class FacilityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Facility

    service = factory.SubFactory(ServiceFactory)
    key = factory.Sequence(str)
    name = factory.Sequence(lambda number: f"Středisko {number}")
    street = "Nemocniční"
    house_number = "2272"
    orientation_number = "54"
    postal_code = "40502"
    obec_name = "Děčín"
    obec_code = "562335"
    okres = factory.SubFactory(OkresFactory)


class HiddenFacilityFactory(FacilityFactory):
    """What is left of a secret address: its okres."""

    hidden = True
    name = street = house_number = orientation_number = postal_code = obec_name = obec_code = ""


class FormFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FormOfService

    service = factory.SubFactory(ServiceFactory)
    form = "ter"


class CapacityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Capacity

    form = factory.SubFactory(FormFactory)
    unit_code = "luzka"
    count = 32


class ContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contact

    kind = "phone"
    value = "000000011"


class GroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ServiceTargetGroup

    service = factory.SubFactory(ServiceFactory)
    group_code = "24"


class ReachFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Reach

    service = factory.SubFactory(ServiceFactory)
    level = Area.Level.KRAJ
    code = "60"


def full_service(**values) -> Service:
    """A service with everything a card can show."""
    service = ServiceFactory(**values)
    FacilityFactory(service=service)
    form = FormFactory(service=service, form="ter", continuous=True)
    CapacityFactory(form=form, unit_code="klient", count=24, note="v jednu chvíli")
    GroupFactory(service=service, note="Jen z okresu Děčín.")
    ReachFactory(service=service)
    ContactFactory(service=service, note="objednání péče")
    ContactFactory(provider=service.provider, kind="email", value="info@vzorov.example")
    return service
