"""Two organizations of each kind with people in every role, and an object of each sort that addresses speak of."""

import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.utils import timezone

from opora.directory.catalog.models import ErrorReport, RecordProposal, Service, ServiceAttachment
from opora.directory.organizations.enums import OrganizationKind, Role, Scope
from opora.directory.organizations.models import Branch, Invitation, Membership, Organization
from opora.directory.organizations.roles import ROLES, roles_for
from opora.foundation.accounts.models import User
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.documents.models import StoredFile
from opora.foundation.messaging.models import Message
from opora.foundation.privacy.enums import RequestKind
from opora.foundation.privacy.models import (
    Consent,
    ConsentWording,
    DataRequest,
    Extract,
    LegalHold,
    Restriction,
    RetentionItem,
    RetentionRun,
)
from opora.foundation.privacy.operations.retention import load_rules
from tests.support.keys import paper_key
from tests.support.page_client import PageClient

KIND = OrganizationKind
REGIONAL_AUDITOR = "auditor of the region"
ASKED = 9000  # number of a request of a person, of its extract and of a restriction
ATTACHMENT = 9000  # number of a leaflet of the service of the first provider
PROPOSAL = 9000  # number of what the first provider proposes
REPORT = 9000  # of an error on the card of its service
PROVIDERS_IN_REGISTER = {"A": "00000019", "B": "70898219"}
COLLEAGUE = {  # the ordinary member of an organization of the kind
    KIND.REGION: Role.PLANNER,
    KIND.MUNICIPALITY: Role.MUNICIPAL_SOCIAL_WORKER,
    KIND.OSPOD: Role.OSPOD_WORKER,
    KIND.PROVIDER: Role.SOCIAL_WORKER,
    KIND.NGO: Role.LOCAL_NETWORKER,
}


@dataclass(frozen=True)
class Person:
    """One who asks: a role in an organization of a kind, or an account without any role."""

    label: str
    user: User
    membership: Membership | None
    session: str  # key of a session that passed the second factor

    @property
    def role(self) -> str:
        """Its name in the table; the auditor of the region reads more than others, so that there are two."""
        if self.membership is None:
            return ""
        overseer = self.membership.role == Role.AUDITOR and self.kind == KIND.REGION
        return REGIONAL_AUDITOR if overseer else self.membership.role

    @property
    def kind(self) -> str:
        return self.membership.organization.kind if self.membership else KIND.PROVIDER


@dataclass
class House:
    """One organization and an object of each sort in it."""

    organization: Organization
    objects: dict[str, Any] = field(default_factory=dict)


class World:
    """Made once for a module, in its transaction. Who asks belongs to the first of the two organizations."""

    def __init__(self) -> None:
        self.houses = {kind: (self.house(kind, "A"), self.house(kind, "B")) for kind in COLLEAGUE}
        self.people = [self.person(kind, role) for kind in COLLEAGUE for role in roles_for(kind)]
        nobody = account("nikdo", "Nora Ukázková")
        self.people.append(Person("účet bez role", nobody, None, sign_in(nobody)))
        service = Service.objects.get(identifier="9900001")
        file = StoredFile.objects.create(name="letak.pdf", purpose="příloha služby", size=9, sha256="0" * 64)
        ServiceAttachment.objects.create(pk=ATTACHMENT, service=service, file=file, kind="leaflet", title="Leták")
        ErrorReport.objects.create(pk=REPORT, service=service, reason="hours", text="V pátek je zavřeno.")
        RecordProposal.objects.create(pk=PROPOSAL, service=service, before={"price": ""}, values={"price": "Zdarma."})
        rights_of_people()
        terms_and_consents()
        self.belongings = {person.user.pk: belongings(person.user) for person in self.people}
        self.belongings[0] = belongings(self.houses[KIND.PROVIDER][1].objects["member"].user)

    def sample(self, sort: str, person: Person, whose: str) -> Any:
        """The object of the sort that is the person's own, of the person's organization, or of another one."""
        own = whose == "own"
        if sort in self.belongings[0]:
            return self.belongings[person.user.pk if own else 0][sort]
        if sort == "own membership":
            return person.membership if own and person.membership else self.house_of(person, whose).objects["member"]
        return self.house_of(person, whose).objects[sort]

    def house_of(self, person: Person, whose: str) -> House:
        """The person's organization, or another one of its kind; of the region, a provider is the other one."""
        own = whose == "own" and person.membership is not None
        kind = KIND(person.kind) if own or person.kind != KIND.REGION else KIND.PROVIDER
        return self.houses[kind][0 if own else 1]

    def person(self, kind: OrganizationKind, role: Role) -> Person:
        house = self.houses[kind][0]
        user = account(f"{role}.{kind}", f"{role.label} Ukázková")
        membership = self.membership(house, user, role)
        return Person(f"{role} ({kind})", user, membership, sign_in(user))

    def membership(self, house: House, user: User, role: Role, **values: Any) -> Membership:
        """A membership of the first scope that the role may have and that needs no branch and no area."""
        scope = next(one for one in ROLES[role].scopes if one not in {Scope.BRANCH, Scope.AREA})
        return Membership.objects.create(user=user, organization=house.organization, role=role, scope=scope, **values)

    def house(self, kind: OrganizationKind, letter: str) -> House:
        """An organization with a branch, a member and a head, invitations of both, and a record of an act."""
        ico = PROVIDERS_IN_REGISTER[letter] if kind == KIND.PROVIDER else ""
        organization = Organization.objects.create(kind=kind, name=f"Ukázka {kind.label} {letter}", ico=ico)
        house = House(organization, {"organization": organization})
        house.objects["branch"] = Branch.objects.create(organization=organization, name="Ukázkové pracoviště")
        heads = [role for role in roles_for(kind) if ROLES[role].heads]
        for name, role in {"head": heads[0] if heads else COLLEAGUE[kind], "member": COLLEAGUE[kind]}.items():
            user = account(f"{name}.{kind}.{letter}", f"{name} {kind} {letter}")
            membership = self.membership(house, user, role)
            house.objects[name] = membership
            house.objects[f"{name} invited"] = self.invitation(house, role, name)
        house.objects["substitution"] = self.membership(
            house, house.objects["head"].user, membership.role, substitute_for=membership, valid_to=today()
        )
        house.objects["account"] = user
        actor = Actor.for_user(user, membership)
        house.objects["event"] = log.record("organizations.created", actor=actor, target=organization)
        house.objects["read"] = log.record_read(membership, actor=actor)
        house.objects["message"] = Message.objects.create(recipient="a@opora.example", message_id=f"<{kind}{letter}>")
        return house

    def invitation(self, house: House, role: Role, name: str) -> Invitation:
        return Invitation.objects.create(
            organization=house.organization, role=role, email=f"zvana.{name}@opora.example", full_name="Zvaná Ukázková",
            expires_at=timezone.now() + timedelta(days=3), invited_by="zkouška",
        )  # fmt: skip


def rights_of_people() -> None:
    """A request to erase, an extract and a restriction of one person; they belong to no organization."""
    whose = {"subject_email": "zadatel@opora.example", "subject_index": "otisk"}
    day = {"received_on": today(), "due_on": today()}
    asked = DataRequest.objects.create(pk=ASKED, kind=RequestKind.ERASURE, subject_name="Žadatel", **whose, **day)
    Extract.objects.create(pk=ASKED, request=asked, prepared_by="zkouška", prepared_by_id="0")
    Restriction.objects.create(pk=ASKED, request=asked, reason="zkouška", **whose)


def terms_and_consents() -> None:
    """Terms, a proposal of erasing with one record, a hold and a consent, all of the number 9000."""
    load_rules(actor=Actor.job("zkouška"))
    run = RetentionRun.objects.create(pk=9000, as_of=today(), prepared_by="zkouška")
    kind = {"rule_code": "organizations.invitation", "object_type": "organizations.invitation", "object_id": "1"}
    RetentionItem.objects.create(pk=9000, run=run, action="erase", due_on=today(), **kind)
    LegalHold.objects.create(pk=9000, **kind | {"object_id": "2"}, reason="spor", review_on=today(), set_by="zkouška")
    wording = ConsentWording.objects.create(
        purpose="zkouska.souhlas", number=1, text="Souhlasím.", written_by="zkouška"
    )
    Consent.objects.create(pk=9000, wording=wording, given_how="form", recorded_by="zkouška")


def account(name: str, full_name: str) -> User:
    return get_user_model().objects.create_user(f"{name}@opora.example", full_name, "dlouhé heslo pro testy")


def sign_in(user: User, *, second_factor: bool = True) -> str:
    """Key of a new session of the person, who has proved who they are a moment ago."""
    client = PageClient().sign_in(user, second_factor=second_factor)
    session = client.session
    proof = {"method": "password", "at": time.time() + 3600, "email": user.email, "reauthenticated": True}
    session["account_authentication_methods"] = [proof]  # fresh for as long as the module may run
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return session.session_key


def belongings(user: User) -> dict[str, Any]:
    """What belongs to an account: an app with codes, a key, an open sign-in, an identity elsewhere."""
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    session = UserSession.objects.create(user=user, ip="127.0.0.1", user_agent="zkouška", session_key=f"jinde{user.pk}")
    return {
        "session": session,
        "key": paper_key(user),
        "identity": SocialAccount.objects.create(user=user, provider="oidc", uid=f"cizí{user.pk}"),
    }
