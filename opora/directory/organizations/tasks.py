"""Background work of organizations: mail with invitations."""

from crontask import cron
from django.tasks import task

from opora.directory.organizations.models import Invitation
from opora.directory.organizations.operations.invitations import note_sent, remind_of_invitations
from opora.directory.organizations.permissions import INVITATION_LINK
from opora.directory.organizations.selectors.invitations import sent_for_link
from opora.foundation.accounts.models import MagicLink
from opora.foundation.accounts.selectors.links import link_address, live_link
from opora.foundation.core.actor import Actor
from opora.foundation.core.mail import send_mail
from opora.foundation.core.web import absolute

SENDER = "odeslání pozvánky"


@task
def send_invitation(invitation_id: int) -> str:
    """Mail the newest link of the invitation, once; nothing when somebody answered it or took it back meanwhile."""
    invitation, link = _to_send(invitation_id)
    if link is None or sent_for_link(invitation, link):
        return "obsolete"
    _mail("organizations/email/invitation.txt", invitation, link)
    note_sent(invitation, actor=Actor.job(SENDER))
    return "sent"


@task
def send_reminder(invitation_id: int) -> str:
    """Mail the same link again; nothing when the invitation no longer waits."""
    invitation, link = _to_send(invitation_id)
    if link is None:
        return "obsolete"
    _mail("organizations/email/invitation_reminder.txt", invitation, link)
    return "sent"


@cron("0 8 * * *")
@task
def remind_daily() -> int:
    """Remind of invitations that have waited for a week; returns how many."""
    return remind_of_invitations(actor=Actor.job("připomínání pozvánek"))


def _to_send(invitation_id: int) -> tuple[Invitation, MagicLink | None]:
    """The invitation and the link to send; no link when there is nothing to accept any more."""
    invitation = Invitation.objects.select_related("organization", "branch", "area").get(pk=invitation_id)
    waits = invitation.is_waiting and not invitation.is_late
    return invitation, live_link(INVITATION_LINK, invitation.pk) if waits else None


def _mail(template: str, invitation: Invitation, link: MagicLink) -> None:
    context = {"invitation": invitation, "url": absolute(link_address(link))}
    send_mail(template, invitation.email, context)
