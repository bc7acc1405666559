"""Restricting of processing (čl. 18 GDPR) and its lifting."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from opora.foundation.core.permissions import require
from opora.foundation.core.text import plain_email
from opora.foundation.privacy.models import DataRequest, Restriction
from opora.foundation.privacy.selectors.restrictions import in_force
from opora.foundation.privacy.selectors.subjects import email_index

RESTRICTED = "Zpracování údajů této adresy už omezené je."
LIFTED = "Omezení už je zrušené."


@transaction.atomic
def restrict(email: str, *, reason: str, request: DataRequest | None = None, actor: Actor) -> Restriction:
    """Keep data of the address as they are: no messages go there, nothing is erased, contacts are not shown.

    The second of two clicks is the first one again; raises OperationError when another restriction is in force.
    """
    require(actor, "privacy.restrict")
    index = email_index(email)
    if known := in_force().select_for_update().filter(subject_index=index).first():
        if known.reason == reason:
            return known
        raise OperationError(RESTRICTED)
    restriction = Restriction(
        request=request,
        subject_email=plain_email(email),
        subject_index=index,
        reason=reason,
        set_by=actor.label[:200],
    )
    restriction.full_clean(exclude=["request"])
    try:
        with transaction.atomic():
            restriction.save()
    except IntegrityError as error:  # somebody else was the first
        raise OperationError(RESTRICTED) from error
    log.record("privacy.restricted", actor=actor, target=restriction)
    return restriction


@transaction.atomic
def lift_restriction(restriction: Restriction, *, reason: str, version: int, actor: Actor) -> Restriction:
    """Process the data as before. The second click does nothing; raises StaleError for an old page."""
    require(actor, "privacy.restrict")
    restriction = Restriction.objects.select_for_update().get(pk=restriction.pk)
    if restriction.lifted_at is not None:
        if restriction.lifted_reason == reason:
            return restriction
        raise OperationError(LIFTED)
    restriction.lifted_at, restriction.lifted_by = timezone.now(), actor.label[:200]
    restriction.lifted_reason = reason
    restriction.full_clean(exclude=["request"], validate_constraints=False)
    restriction.save_fresh("lifted_at", "lifted_by", "lifted_reason", version=version)
    log.record("privacy.restriction_lifted", actor=actor, target=restriction)
    return restriction
