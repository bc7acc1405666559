"""Assigning services of a provider to its people and taking them away."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from opora.directory.catalog.models import ServiceAssignment
from opora.directory.catalog.selectors.assignments import assignable_services, assignments_of, works_in_services
from opora.directory.organizations.models import Membership
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from opora.foundation.core.permissions import require


@transaction.atomic
def change_services(
    membership: Membership, *, add: Collection[int] = (), take: Collection[int] = (), actor: Actor
) -> tuple[int, int]:
    """Assign services to the membership and end assignments, by keys of services; returns how many of each.

    What is assigned already stays, what is not cannot end: two clicks do what one does. Raises OperationError for
    a membership that is not in force in a provider, a substitution, and services that the actor does not reach.
    """
    require(actor, "catalog.assign_service", membership)
    fresh = Membership.objects.select_for_update(of=("self",)).select_related("organization").get(pk=membership.pk)
    if fresh.substitute_for_id is not None:
        raise OperationError("Zástup má služby toho, koho zastupuje. Změňte je jemu.")
    if not works_in_services(fresh):
        raise OperationError("Služby se přidělují jen lidem s platnou rolí u poskytovatele.")
    known = {service.pk: service for service in assignable_services(fresh, actor)}
    if {*add, *take} - set(known):
        raise OperationError("Některou službu přidělit nejde: není této organizace, skončila, nebo ji sami nemáte.")
    held = {one.service_id: one for one in assignments_of(fresh)}
    added = [known[key] for key in sorted(set(add) - set(held))]
    ended = [held[key] for key in sorted(set(take) & set(held))]
    for service in added:
        assignment = ServiceAssignment(membership=fresh, service=service)
        assignment.full_clean()
        assignment.save(force_insert=True)
        log.record("catalog.service_assigned", actor=actor, target=fresh, identifier=service.identifier)
    for assignment in ended:
        assignment.ended_at = timezone.now()
        assignment.save_fresh("ended_at", version=assignment.version)
        identifier = known[assignment.service_id].identifier
        log.record("catalog.service_taken", actor=actor, target=fresh, identifier=identifier)
    return len(added), len(ended)
