"""Who may manage organizations and memberships."""

from opora.directory.organizations.enums import Role
from opora.foundation.core.permissions import permission


@permission("organizations.manage", "spravovat organizace a členství")
def manage(actor, _target):
    """Regional administrators, and commands run on the server."""
    return actor.is_job or actor.has_role(Role.REGIONAL_ADMINISTRATOR)
