"""Free places of one service as staff see them, with the registered capacity beside them."""

from dataclasses import dataclass

from opora.directory.catalog.codebook import codebook
from opora.directory.catalog.models import Availability, FormOfService, Service
from opora.directory.catalog.selectors.card_parts import FormFact, form_facts


@dataclass(frozen=True)
class ShownStatement:
    """The last statement (None when nobody said anything) and what the register says of capacity, form by form."""

    statement: Availability | None
    capacity: tuple[FormFact, ...]


def statement_of(service: Service) -> ShownStatement:
    """The statement and the registered capacity of the service."""
    forms = FormOfService.objects.filter(service=service).prefetch_related("capacities").order_by("pk")
    facts = (fact for fact in form_facts(forms, codebook()) if fact.capacities)
    return ShownStatement(Availability.objects.filter(service=service).first(), tuple(facts))
