"""Who may make accounts and help their owners."""

from opora.foundation.accounts.models import MagicLink, User
from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import permission, permission_by_right

permission_by_right("accounts.create_account", "zakládat účty")
permission_by_right("accounts.correct_name", "opravit jméno účtu na žádost jeho majitele")


@permission("accounts.block_account", "zablokovat účet a zase ho odblokovat")
def block_account(actor: Actor, user: User | None) -> bool:
    """By the table of roles; never the own account."""
    return actor.is_job or (actor.has_right("accounts.block_account") and not use_own(actor, user))


@permission("accounts.reset_second_factor", "zrušit ztracený druhý faktor kolegy, aby si založil nový")
def reset_second_factor(actor: Actor, user: User | None) -> bool:
    """By the table of roles; never one's own. Whose account it may be, `registries.account_guards` know."""
    return actor.is_job or (actor.has_right("accounts.reset_second_factor") and not use_own(actor, user))


@permission("accounts.handle_link", "vydávat, používat a rušit odkazy jednoho účelu")
def handle_link(actor: Actor, link: MagicLink | None) -> bool:
    """People and jobs; what a link opens is guarded by the act that issues it. A holder only links to that object."""
    if actor.link is not None:
        own = (actor.link.purpose, actor.link.object_id)
        return link is not None and own == (link.purpose, link.object_id)
    return actor.is_person or actor.is_job


@permission("accounts.use_own", "používat a chránit vlastní účet")
def use_own(actor: Actor, user: User | None) -> bool:
    """Everybody their own account, while it is alive; nobody somebody else's."""
    return actor.user is not None and user is not None and actor.user.pk == user.pk and user.is_active


@permission("accounts.end_sessions", "ukončit otevřená přihlášení účtu")
def end_sessions(actor: Actor, user: User | None) -> bool:
    """Everybody their own, and those who take rights away or help after a loss; it never opens anything."""
    if actor.is_job or (actor.user is not None and user is not None and actor.user.pk == user.pk):
        return True
    rights = ("accounts.block_account", "accounts.reset_second_factor")
    return any(actor.has_right(right) for right in rights)


@permission("accounts.try_to_sign_in", "zkusit se přihlásit")
def try_to_sign_in(actor: Actor, target: object) -> bool:
    """Everybody; what the attempt opens is decided by what they prove."""
    return True
