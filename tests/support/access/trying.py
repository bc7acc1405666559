"""Asking addresses as anybody: each question is taken back at once, so that one world serves them all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.support.access.table import Line
from tests.support.access.world import Person, World

CHANGES = ("INSERT", "UPDATE", "DELETE")
OWN_BOOKS = ("core_ratecount", "django_session", "usersessions_")  # kept by the house about every request


@contextmanager
def undone() -> Iterator[None]:
    """Take back everything written inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def changes() -> Iterator[list[str]]:
    """SQL of everything written inside, without sessions."""
    found: list[str] = []

    def watch(execute: Callable, sql: str, *rest):
        if sql.lstrip().upper().startswith(CHANGES) and not any(name in sql for name in OWN_BOOKS):
            found.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield found


def path_of(name: str, line: Line, world: World, person: Person | None, whose: str) -> str:
    """The address with the object that the line speaks of; anonymous visitors ask about what a member would."""
    if line.arguments:
        return reverse(name, args=line.arguments)
    if not line.of:
        return reverse(name)
    target = world.sample(line.of, person or world.people[-1], whose)
    label = ["organizations.organization"] if name == "audit:history" else []
    return reverse(name, args=[*label, target.pk])


def ask(path: str, person: Person | None, *, post: bool = False) -> HttpResponse:
    """Answer to the person, or to anybody not signed in; nothing of it stays."""
    client = Client()
    if person:
        client.cookies[settings.SESSION_COOKIE_NAME] = person.session
    with undone():
        response = client.post(path) if post else client.get(path)
    cache.clear()
    return response
