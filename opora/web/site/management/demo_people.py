"""Fictitious people of the demo: one for every role of the table, so that each can be tried."""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from opora.directory.catalog.models import Service
from opora.directory.catalog.operations.assignments import change_services
from opora.directory.organizations.enums import OrganizationKind, Role, Scope
from opora.directory.organizations.models import Organization
from opora.directory.organizations.operations.memberships import Reach, grant_membership
from opora.directory.organizations.operations.organizations import create_organization
from opora.directory.organizations.roles import ROLES
from opora.directory.territory.models import Area
from opora.foundation.accounts.models import User
from opora.foundation.accounts.operations.accounts import create_account, enable_second_factor
from opora.foundation.core.actor import Actor

REGION, TOWN, CHILDREN, PROVIDER = (
    "Krajský úřad (ukázka)", "Městský úřad (ukázka)", "OSPOD (ukázka)", "Poskytovatel (ukázka)",
)  # fmt: skip
THEIR_SERVICES = ("9900001", "9900006")  # of those who work in assigned services only
SAMPLE_ICO = "00000019"  # of the sample provider: it belongs to nobody


@dataclass(frozen=True)
class Person:
    """One fictitious person; `also` are other organizations where they have the same role."""

    email: str
    name: str
    organization: str
    role: Role
    also: tuple[str, ...] = ()


STAFF = (
    Person("spravce@opora.example", "Sylva Ukázková", REGION, Role.REGIONAL_ADMINISTRATOR),
    Person("data@opora.example", "Dan Ukázkový", REGION, Role.DATA_STEWARD),
    Person("planovani@opora.example", "Pavla Ukázková", REGION, Role.PLANNER),
    Person("sitovani@opora.example", "Lenka Ukázková", REGION, Role.LOCAL_NETWORKER),
    Person("hodnoceni@opora.example", "Hynek Ukázkový", REGION, Role.EVALUATOR),
    Person("audit@opora.example", "Aleš Ukázkový", REGION, Role.AUDITOR),
    Person("obec@opora.example", "Olga Ukázková", TOWN, Role.MUNICIPAL_COORDINATOR, also=(CHILDREN,)),
    Person("socialni.obec@opora.example", "Milan Ukázkový", TOWN, Role.MUNICIPAL_SOCIAL_WORKER),
    Person("ospod@opora.example", "Otylie Ukázková", CHILDREN, Role.OSPOD_WORKER),
    Person("poskytovatel@opora.example", "Petra Ukázková", PROVIDER, Role.PROVIDER_ADMINISTRATOR),
    Person("vedouci@opora.example", "Viktor Ukázkový", PROVIDER, Role.SERVICE_MANAGER),
    Person("socialni@opora.example", "Soňa Ukázková", PROVIDER, Role.SOCIAL_WORKER),
    Person("pece@opora.example", "Karel Ukázkový", PROVIDER, Role.CARE_WORKER),
    Person("aktivity@opora.example", "Alena Ukázková", PROVIDER, Role.ACTIVITY_COORDINATOR),
    Person("akce@opora.example", "Ota Ukázkový", PROVIDER, Role.ORGANIZER),
    Person("verejnost@opora.example", "Radka Ukázková", PROVIDER, Role.PUBLIC_RELATIONS),
)


def make_missing(actor: Actor) -> dict[str, dict[str, str]]:
    """Make accounts that are missing; returns their passwords and keys of second factors by e-mail."""
    known = set(User.objects.filter(email__in=[one.email for one in STAFF]).values_list("email", flat=True))
    missing = [one for one in STAFF if one.email not in known]
    if not missing:
        return {}
    town = Area.objects.filter(level=Area.Level.ORP, kraj__code=settings.REGION_CODE).order_by("name").first()
    houses = _organizations(town, actor)
    return {one.email: _make(one, houses, town, actor) for one in missing}


def _organizations(town: Area | None, actor: Actor) -> dict[str, Organization]:
    """The four bodies whose people the demo has; made when they are missing."""
    kraj = Area.objects.filter(level=Area.Level.KRAJ, code=settings.REGION_CODE).first()
    kinds = OrganizationKind
    houses = {REGION: _organization(actor, kinds.REGION, REGION, area=kraj)}
    seat = Area.objects.filter(level=Area.Level.OBEC, orp=town, name=town.name).first() if town else None
    houses[TOWN] = _organization(actor, kinds.MUNICIPALITY, TOWN, area=seat)
    houses[CHILDREN] = _organization(actor, kinds.OSPOD, CHILDREN, area=town, parent=houses[TOWN])
    houses[PROVIDER] = _organization(actor, kinds.PROVIDER, PROVIDER, ico=SAMPLE_ICO)
    return houses


def _organization(actor: Actor, kind: OrganizationKind, name: str, **facts) -> Organization:
    known = Organization.objects.filter(kind=kind, name=name).first()
    return known or create_organization(kind=kind, name=name, actor=actor, **facts)


def _make(one: Person, houses: dict[str, Organization], town: Area | None, actor: Actor) -> dict[str, str]:
    """An account with a random password; a second factor only where the role asks for it."""
    login = {"password": _password(one)}
    user = create_account(email=one.email, full_name=one.name, password=login["password"], actor=actor)
    reach = Reach(scope=Scope.AREA, area=town) if one.role == Role.LOCAL_NETWORKER and town else None
    for name in (one.organization, *one.also):
        membership = grant_membership(user, houses[name], role=one.role, reach=reach, actor=actor)
        if membership.scope == Scope.SERVICES:
            theirs = Service.objects.filter(identifier__in=THEIR_SERVICES).values_list("pk", flat=True)
            change_services(membership, add=list(theirs), actor=actor)
    if ROLES[one.role].second_factor:
        login["totp"] = enable_second_factor(user, actor=actor)
    return login


def _password(one: Person) -> str:
    """Three random words; drawn again when they happen to resemble the address or the name."""
    while True:
        password = "-".join(_word() for _ in range(3))
        try:
            validate_password(password, User(email=one.email, full_name=one.name))
        except ValidationError:
            continue
        return password


def _word() -> str:
    """Three random syllables: a screen reader says them and nobody mistakes 0 for O."""
    return "".join(secrets.choice("bdfghjklmnprstvz") + secrets.choice("aeiou") for _ in range(3))
