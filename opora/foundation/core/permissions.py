"""Permission engine: named predicates (actor, object) → bool. What nobody allowed is forbidden."""

from collections.abc import Callable
from typing import Any

import rules
from django.core.exceptions import PermissionDenied

from opora.foundation.core.actor import Actor

Predicate = Callable[[Actor, Any], bool]
descriptions: dict[str, str] = {}


def permission(name: str, description: str) -> Callable[[Predicate], Predicate]:
    """Register a predicate as the permission „app.verb_object“ with a Czech description of what it allows."""

    def register(predicate: Predicate) -> Predicate:
        rules.add_rule(name, rules.predicate(predicate))
        descriptions[name] = description
        return predicate

    return register


def permission_by_right(name: str, description: str, *, jobs: bool = True) -> Predicate:
    """Register a permission that the table of roles alone decides; commands and jobs have it unless `jobs` is False."""

    @permission(name, description)
    def by_right(actor: Actor, _target: Any) -> bool:
        return (jobs and actor.is_job) or actor.has_right(name)

    return by_right


def allowed(actor: Actor, name: str, target: Any = None) -> bool:
    """True when the actor may do it to the object; an unknown permission is an error, never a yes."""
    if not rules.rule_exists(name):
        raise LookupError(f"Unknown permission {name}")
    return bool(rules.test_rule(name, actor, target))


def require(actor: Actor, name: str, target: Any = None) -> None:
    """Raise PermissionDenied unless the actor may do it to the object."""
    if not allowed(actor, name, target):
        raise PermissionDenied(name)
