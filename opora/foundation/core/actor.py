"""Who acts: a person, the public, the holder of a link, or a job of the system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

ACTING_AS = "acting_as"  # hidden field of every form: number of the membership in which the form was opened
Kind = Literal["person", "public", "link", "job"]


@dataclass(frozen=True)
class Actor:
    """One who asks or acts; stands at `request.actor` and goes into every operation as `actor=`."""

    kind: Kind
    label: str
    user: Any = None
    membership: Any = None
    link: Any = None

    @classmethod
    def public(cls) -> Actor:
        """Anybody, not signed in."""
        return cls("public", "veřejnost")

    @classmethod
    def job(cls, label: str) -> Actor:
        """A command or a background task, named by a Czech label."""
        return cls("job", label)

    @classmethod
    def for_user(cls, user: Any, membership: Any = None) -> Actor:
        """A signed-in person acting in one membership, or in none."""
        return cls("person", str(user), user, membership)

    @classmethod
    def for_link(cls, link: Any) -> Actor:
        """Somebody without an account who came by a link of one purpose and one object."""
        return cls("link", "držitel odkazu", link=link)

    @property
    def is_person(self) -> bool:
        return self.kind == "person"

    @property
    def is_job(self) -> bool:
        return self.kind == "job"

    def has_right(self, name: str, organization: Any = None) -> bool:
        """True when the role acted in gives the right; with an organization, only in that very one."""
        if self.membership is None or name not in self.membership.rights:
            return False
        return organization is None or self.membership.organization_id == organization.pk
