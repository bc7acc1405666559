"""People who handle requests, a request, and an extract in the state that a test needs."""

from datetime import date

from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.privacy.enums import Channel, RequestKind
from opora.foundation.privacy.models import DataRequest, Extract
from opora.foundation.privacy.operations.extracts import approve_extract, prepare_extract, submit_extract
from opora.foundation.privacy.operations.requests import NewRequest, record_request

EMAIL = "zadatelka@priklad.cz"
NAME = "Žofie Ukázková"


def acting(user) -> Actor:
    """The person acting in their membership."""
    return Actor.for_user(user, user.memberships.get())


def asked(
    actor: Actor, kind: RequestKind = RequestKind.ACCESS, *, email: str = EMAIL, on: date | None = None
) -> DataRequest:
    """A request of the person of the address."""
    new = NewRequest(kind, NAME, email, on or today(), Channel.EMAIL, "občanský průkaz", "Chci vědět vše.")
    return record_request(new, actor=actor)


def draft(actor: Actor, email: str = EMAIL) -> Extract:
    """An extract that the actor prepares."""
    return prepare_extract(asked(actor, email=email), actor=actor)


def submitted(actor: Actor, email: str = EMAIL) -> Extract:
    """An extract that waits for another person."""
    extract = draft(actor, email)
    return submit_extract(extract, version=extract.version, actor=actor)


def approved(by: Actor, another: Actor, email: str = EMAIL) -> Extract:
    """An extract that one prepared and another approved."""
    extract = submitted(by, email)
    return approve_extract(extract, version=extract.version, actor=another)
