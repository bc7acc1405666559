"""Wording of messages edited by an organization, or for the whole instance."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import StaleError
from opora.foundation.core.models import STALE
from opora.foundation.core.permissions import require
from opora.foundation.core.registries import Notification
from opora.foundation.messaging.models import MessageTemplate, wording_owner
from opora.foundation.messaging.selectors.wording import LONGEST_TEXT, check_wording

TOO_LONG = f"Text je příliš dlouhý. Může mít nejvýš {LONGEST_TEXT} znaků."


@transaction.atomic
def save_wording(notification: Notification, *, subject: str, text: str, number: int, actor: Actor) -> MessageTemplate:
    """Add a version after the one of `number` (0 before the first); messages written from now on have it.

    The words in force saved again are no new version. Raises ValidationError by fields for a wording that could not be
    sent, StaleError when somebody has written a version meanwhile.
    """
    require(actor, "messaging.edit_template", notification)
    subject, text = subject.strip(), text.replace("\r\n", "\n").strip()
    _check(notification, subject, text)
    newest = _of_owner(notification, actor).order_by("-number").first()
    if newest and newest.withdrawn_at is None and (newest.subject, newest.text) == (subject, text):
        return newest
    if (newest.number if newest else 0) != number:
        raise StaleError(STALE)
    version = MessageTemplate(
        notification=notification.code,
        organization_id=wording_owner(actor),
        number=number + 1,
        subject=subject,
        text=text,
        written_by=actor.label[:200],
    )
    version.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            version.save()
    except IntegrityError as error:  # at the same moment
        raise StaleError(STALE) from error
    log.record("messaging.wording_saved", actor=actor, target=version, message=notification.code, number=version.number)
    return version


@transaction.atomic
def withdraw_wording(notification: Notification, *, actor: Actor) -> int:
    """Return to the default wording; versions stay to be read. Returns how many were in force, 0 for a second click."""
    require(actor, "messaging.edit_template", notification)
    now = timezone.now()
    in_force = _of_owner(notification, actor).in_force()
    count = in_force.update(withdrawn_at=now, updated_at=now, version=F("version") + 1)
    if count:
        log.record("messaging.wording_withdrawn", actor=actor, message=notification.code)
    return count


def _of_owner(notification: Notification, actor: Actor):
    owner = wording_owner(actor)
    return MessageTemplate.objects.filter(notification=notification.code, organization_id=owner)


def _check(notification: Notification, subject: str, text: str) -> None:
    check_wording(notification, subject, text)
    if len(text) > LONGEST_TEXT:
        raise ValidationError({"text": TOO_LONG})
