"""Messages to people who are invited."""

from opora.directory.organizations.models import Invitation
from opora.foundation.accounts.models import MagicLink
from opora.foundation.accounts.selectors.links import link_address
from opora.foundation.core.mail import notify
from opora.foundation.core.registries import Notification, Placeholder
from opora.foundation.core.templatetags.opora import czech_datetime
from opora.foundation.core.web import absolute


def _not_awaited(invitation_id: str) -> bool:
    """Somebody answered the invitation, took it back, or its time is over."""
    invitation = Invitation.objects.filter(pk=invitation_id).first()
    return invitation is None or not invitation.is_waiting or invitation.is_late


PLACEHOLDERS = (
    Placeholder("odkaz", "stránka, kde člověk pozvánku přijme, nebo odmítne", "https://opora.example/pozvanka/", True),
    Placeholder("organizace", "název organizace, do které zvete", "Ukázkový poskytovatel", True),
    Placeholder("role", "nabízená role", "sociální pracovník"),
    Placeholder("zve", "kdo pozvánku poslal", "Hana Ukázková"),
    Placeholder("plati_do", "kdy pozvánka propadne", "22. 11. 2026 v 9:00"),
)
INVITATION = Notification(
    "organizations.invitation",
    "Pozvánka do organizace",
    "organizations/email/invitation.txt",
    placeholders=PLACEHOLDERS,
    is_obsolete=_not_awaited,
    keeps_text=False,
)
REMINDER = Notification(
    "organizations.invitation_reminder",
    "Připomenutí pozvánky",
    "organizations/email/invitation_reminder.txt",
    placeholders=PLACEHOLDERS,
    is_obsolete=_not_awaited,
    keeps_text=False,
)
ALL = (INVITATION, REMINDER)


def send_invitation(invitation: Invitation, link: MagicLink, message: Notification = INVITATION) -> None:
    """The link by which the invited person accepts or declines, or a reminder with the same link."""
    values = {
        "odkaz": absolute(link_address(link)),
        "organizace": str(invitation.organization),
        "role": invitation.get_role_display(),
        "zve": invitation.invited_by,
        "plati_do": czech_datetime(invitation.expires_at),
    }
    notify(message.code, invitation.email, values, target=invitation, organization_id=invitation.organization_id)
