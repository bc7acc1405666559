"""Who may change the catalogue."""

from typing import Any

from opora.directory.organizations.enums import Role
from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import permission


def _steward(actor: Actor) -> bool:
    return actor.has_role(Role.DATA_STEWARD) or actor.has_role(Role.REGIONAL_ADMINISTRATOR)


@permission("catalog.import_register", "načítat registr poskytovatelů a číst zprávy o načtení")
def import_register(actor: Actor, _target: Any) -> bool:
    """Data stewards and regional administrators, and jobs of the system."""
    return actor.is_job or _steward(actor)


@permission("catalog.load_codelists", "načíst číselníky ze souborů aplikace")
def load_codelists(actor: Actor, _target: Any) -> bool:
    """Commands and jobs, and those who may start an import (it needs the code lists)."""
    return actor.is_job or _steward(actor)


@permission("catalog.rebuild_search", "vytvořit znovu rejstřík hledání")
def rebuild_search(actor: Actor, _target: Any) -> bool:
    """Commands and jobs, and those who may start an import (it changes what is searched)."""
    return actor.is_job or _steward(actor)


@permission("catalog.edit_social_department", "zapisovat kontakty sociálních odborů")
def edit_social_department(actor: Actor, _target: Any) -> bool:
    """Data stewards and regional administrators, and jobs of the system."""
    return actor.is_job or _steward(actor)


@permission("catalog.edit_unregistered", "zapisovat služby, které nejsou registrované")
def edit_unregistered(actor: Actor, _target: Any) -> bool:
    """Data stewards and regional administrators, and jobs of the system."""
    return actor.is_job or _steward(actor)


@permission("catalog.record_availability", "zapisovat volná místa podle toho, co řekl poskytovatel")
def record_availability(actor: Actor, _target: Any) -> bool:
    """Data stewards and regional administrators, and jobs of the system."""
    return actor.is_job or _steward(actor)


@permission("catalog.read_history", "číst historii údajů služeb")
def read_history(actor: Actor, _target: Any) -> bool:
    """Data stewards and regional administrators, and jobs of the system."""
    return actor.is_job or _steward(actor)


@permission("catalog.confirm_reach", "potvrzovat a odmítat působnost služeb vyčtenou z textů registru")
def confirm_reach(actor: Actor, _target: Any) -> bool:
    """Data stewards and regional administrators; jobs make the suggestions."""
    return actor.is_job or _steward(actor)
