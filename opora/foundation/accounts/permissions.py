"""Who may make accounts."""

from opora.foundation.core.permissions import permission


@permission("accounts.create_account", "zakládat účty")
def create_account(actor, _target):
    """Regional administrators, and commands run on the server."""
    return actor.is_job or actor.has_role("regional_administrator")
