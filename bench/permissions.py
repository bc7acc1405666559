"""What permissions cost: the list of people of an organization with and without them, in one process in turn.

Runs inside an instance: `from bench import permissions; permissions.run()`. With them, the page asks what the actor
sees and, of each row, every act that the page of a membership offers; without them, everything is allowed unasked.
"""

import json
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from unittest.mock import patch

from bench.server import Instance

ROWS, ROUNDS, REQUESTS = 20, 15, 6  # short rounds in turn: a neighbour on the machine slows both sides of the ratio


@dataclass(frozen=True)
class Measured:
    """The ratio of medians, and how many more queries twenty rows need than one."""

    ratio: float
    queries: int
    page_ms: float


def measure(made: Instance) -> Measured:
    """Ask the instance."""
    return Measured(**json.loads(made.inside("from bench import permissions; permissions.run()").splitlines()[-1]))


def run() -> None:
    """Make a provider with people, measure its list of people, print the figures."""
    client, path, fill = _world()
    queries = []
    for rows in (1, ROWS):
        fill(rows)
        queries.append(_queries(client, path))
    asked, unasked = [], []
    for _round in range(ROUNDS):
        with _every_act_asked():
            asked.append(_seconds(client, path))
        with _everything_allowed():
            unasked.append(_seconds(client, path))
    ratio = statistics.median(one / other for one, other in zip(asked, unasked, strict=True))
    print(json.dumps({"ratio": ratio, "queries": queries[1] - queries[0], "page_ms": 1000 * statistics.median(asked)}))


def _queries(client, path: str) -> int:
    """How many queries the page needs, once everything is warm."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path)
    with _every_act_asked(), CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def _seconds(client, path: str) -> float:
    began = time.perf_counter()
    for _request in range(REQUESTS):
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")
    return (time.perf_counter() - began) / REQUESTS


def _world():
    """A client signed in as the head of a new provider, the address of its people, and a way to have more of them."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from opora.directory.organizations.enums import OrganizationKind, Role, Scope
    from opora.directory.organizations.models import Membership, Organization
    from opora.foundation.accounts.selectors.sessions import SECOND_FACTOR

    provider = Organization.objects.create(kind=OrganizationKind.PROVIDER, name="Ukázka k měření oprávnění")

    def join(name: str, role: Role, scope: Scope):
        user = get_user_model().objects.create_user(f"{name}@opora.example", f"{name.title()} Ukázková")
        Membership.objects.create(user=user, organization=provider, role=role, scope=scope)
        return user

    def fill(count: int) -> None:
        for number in range(Membership.objects.filter(organization=provider).count(), count):
            join(f"opravneni{number}", Role.SOCIAL_WORKER, Scope.SERVICES)

    client = Client(SERVER_NAME="localhost")
    client.force_login(join("opravneni", Role.PROVIDER_ADMINISTRATOR, Scope.ORGANIZATION))
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client, f"/organizace/{provider.pk}/lide/", fill


@contextmanager
def _every_act_asked() -> Iterator[None]:
    """Each row of the list asks for all acts with the membership, as its own page does."""
    from opora.directory.organizations.selectors.memberships import possible_acts, state_of
    from opora.directory.organizations.views import memberships as views

    actors = []
    people_of = views.people_of

    def remember(organization, actor):
        actors.append(actor)
        return people_of(organization, actor)

    def ask(membership):
        possible_acts(membership, actors[-1])
        return state_of(membership)

    with patch.object(views, "people_of", remember), patch.object(views, "state_of", ask):
        yield


@contextmanager
def _everything_allowed() -> Iterator[None]:
    """No question is asked: every row is visible, every right is there."""
    import rules

    from opora.directory.organizations.models import InvitationQuerySet, MembershipQuerySet, OrganizationQuerySet
    from opora.foundation.core.actor import Actor

    with ExitStack() as patches:
        for rows in (InvitationQuerySet, MembershipQuerySet, OrganizationQuerySet):
            patches.enter_context(patch.object(rows, "visible_to", lambda self, _actor: self))
        patches.enter_context(patch.object(Actor, "has_right", lambda *_question: True))
        patches.enter_context(patch.object(rules, "test_rule", lambda *_question: True))
        yield
