"""Every address of the house × every role × objects of the own and of another organization."""

from dataclasses import replace

import pytest
from django.db import transaction
from django.urls import reverse

from opora.directory.organizations.roles import ROLES
from tests.support import snapshot
from tests.support.access.table import MEMBERS, REGION, TABLE, Line, lines
from tests.support.access.trying import ask, changes, path_of
from tests.support.access.world import Person, World, sign_in
from tests.support.rules.addresses import addresses

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]
PUBLIC = {address.name for address in addresses() if address.public}
STAFF = sorted(name for name in TABLE if ":" in name and name not in PUBLIC)


@pytest.fixture(scope="module")
def world(loaded_register, django_db_blocker):
    """The world over what the demo shows, taken back at the end of the module."""
    snapshot.use("catalog")
    with django_db_blocker.unblock():
        with transaction.atomic():
            yield World()
            transaction.set_rollback(True)
        snapshot.use()


def cases(name: str, world: World, line: Line):
    """(person or None, whose object) of every question that the line answers; public pages are the same for all, so
    that a few people stand for the others.
    """
    for whose in ("own", "other") if line.of else ("own",):
        for person in (None, *(world.people[::5] if name in PUBLIC else world.people)):
            yield person, whose


def expected(world: World, line: Line, person: Person | None, whose: str) -> int:
    """What the line says of the person's question."""
    kind = world.house_of(person or world.people[-1], whose).organization.kind
    return line.answer(person.role if person else None, whose, kind)


def label(person: Person | None) -> str:
    return person.label if person else "nepřihlášený"


def wrong(name: str, world: World, line: Line) -> list[str]:
    """Where the answers differ from the line: „own object: 200, má být 404: auditor (region)“."""
    found: dict[str, list[str]] = {}
    for person, whose in cases(name, world, line):
        status = ask(path_of(name, line, world, person, whose), person, post=line.post).status_code
        right = expected(world, line, person, whose)
        if status != right:
            found.setdefault(f"{whose} {line.of or 'adresa'}: {status}, má být {right}", []).append(label(person))
    return [f"{said}: {', '.join(labels)}" for said, labels in found.items()]


def test_every_address_has_its_line():
    named = {address.name for address in addresses()}
    advice = "Doplňte řádek do tests/support/access/table.py (kdo smí, s čím vlastním a cizím): "
    assert named - set(TABLE) == set(), advice + ", ".join(sorted(named - set(TABLE)))
    assert set(TABLE) - named == set(), "Řádky bez adresy: " + ", ".join(sorted(set(TABLE) - named))


@pytest.mark.parametrize("name", sorted(TABLE))
def test_address_answers_as_its_line_says(world, name):
    found = [text for line in lines(name) for text in wrong(name, world, line)]

    assert found == [], "\n" + "\n".join(found)


def test_line_that_does_not_hold_is_said_in_words(world):
    everybody = Line(own=MEMBERS, other=REGION, of="organization")

    assert wrong("organizations:people", world, everybody) == [
        "own organization: 404, má být 200: evaluator (region), auditor (region), auditor (municipality), "
        "auditor (ospod), auditor (provider), evaluator (ngo)"
    ]


@pytest.mark.parametrize("name", sorted(set(TABLE) - PUBLIC))
def test_what_a_stranger_sends_changes_nothing(world, name):
    found = []
    one_of_each = {person.role: person for person in world.people}
    for line in lines(name):
        for person, whose in cases(name, world, line):
            right = expected(world, line, person, whose)
            if person and (right == line.inside or person is not one_of_each[person.role]):
                continue
            with changes() as written:
                status = ask(path_of(name, line, world, person, whose), person, post=True).status_code
            if status not in {right, 405} or written:
                found.append(f"{whose} {line.of or 'adresa'}: {label(person)} {status}, {written}")

    assert found == [], "\n" + "\n".join(found)


@pytest.mark.parametrize("role", [role for role, card in ROLES.items() if card.second_factor])
def test_role_that_asks_for_a_second_factor_gets_nothing_without_it(world, role):
    person = next(person for person in world.people if person.membership and person.membership.role == role)
    unproved = replace(person, session=sign_in(person.user, second_factor=False))
    required = reverse("second_factor_required")

    let_in = []
    for name in STAFF:
        line = lines(name)[0]
        response = ask(path_of(name, line, world, unproved, "own"), unproved, post=line.post)
        if response.status_code != 302 or not response.url.startswith(required):
            let_in.append(f"{name}: {response.status_code}")

    assert let_in == []
