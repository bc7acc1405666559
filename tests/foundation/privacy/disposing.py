"""Proposals of erasing for tests: the shortest rules, a few invitations past their term, people who decide."""

from datetime import timedelta

from django.test import override_settings
from django.utils import timezone

from opora.directory.organizations.enums import InvitationStatus, OrganizationKind, Role
from opora.directory.organizations.models import Invitation, Organization
from opora.foundation.core.actor import Actor
from opora.foundation.privacy.models import RetentionRun
from opora.foundation.privacy.operations.disposal import approve_run, prepare_run
from opora.foundation.privacy.operations.retention import load_rules
from opora.foundation.privacy.tasks import ERASING

QUEUE = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}  # keeps what the worker would take
JOB = Actor.job(ERASING)


def acting(user) -> Actor:
    """The person acting in their membership."""
    return Actor.for_user(user, user.memberships.get())


def invitations(count: int, *, days: int = 400) -> list[Invitation]:
    """Invitations answered so many days ago."""
    organization, _made = Organization.objects.get_or_create(
        name="Ukázkový kraj", defaults={"kind": OrganizationKind.REGION}
    )
    at = timezone.now() - timedelta(days=days)
    return [
        Invitation.objects.create(
            organization=organization,
            email=f"pozvany{number}@priklad.cz",
            full_name="Pozvaná Ukázková",
            role=Role.PLANNER,
            status=InvitationStatus.DECLINED,
            expires_at=at,
            updated_at=at,
            invited_by="Jana Krajská",
        )
        for number in range(count)
    ]


def proposal(count: int = 1, *, by: Actor = JOB) -> RetentionRun:
    """A proposal to erase so many invitations."""
    load_rules(actor=JOB)
    invitations(count)
    return prepare_run(actor=by)


def approved(user, count: int = 1) -> RetentionRun:
    """A proposal that the person approved; it waits in the queue."""
    with override_settings(TASKS=QUEUE):
        return approve_run(proposal(count), count=count, actor=acting(user))
