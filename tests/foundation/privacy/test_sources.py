"""What is found of a person: every app, nothing secret, nobody else."""

import json
import re
from datetime import timedelta

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.utils import timezone

from opora.directory.organizations.enums import Role
from opora.directory.organizations.models import Invitation
from opora.foundation.accounts.models import EmailChange
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
from opora.foundation.core.personal_data import own_models
from opora.foundation.messaging.models import DeliveryAttempt, Message, Preference
from opora.foundation.privacy.models import DataRequest
from opora.foundation.privacy.operations.restrictions import restrict
from opora.foundation.privacy.selectors.extracts import gathered
from opora.foundation.privacy.selectors.requests import subject_asking
from opora.foundation.privacy.selectors.sources import extract_sources, subject_of, unreadable_fields
from opora.foundation.privacy.selectors.subjects import email_index
from tests.foundation.privacy.asking import acting, asked, draft

SECRET = "JBSWY3DPEHPK3PXP"
MEANINGLESS = re.compile(r"password|_index|(^|_)key|nonce|token|secret|sha256")  # names of what opens or says nothing


def personal(model) -> set[str]:
    declaration = model.__dict__["PersonalData"]
    return set() if getattr(declaration, "none", "") else declaration.personal | declaration.special


def test_every_model_with_personal_fields_is_extracted_or_says_why_not():
    found = {source.model for source in extract_sources}
    silent = [
        model._meta.label
        for model in own_models()
        if personal(model) and model not in found and not getattr(model.PersonalData, "not_extracted", "")
    ]

    assert silent == [], "Zaregistrujte ExtractSource, nebo napište PersonalData.not_extracted"


def test_no_model_is_extracted_although_it_says_why_not():
    contradicting = [
        source.model_label
        for source in extract_sources
        if getattr(getattr(source.model, "PersonalData", None), "not_extracted", "")
    ]

    assert contradicting == []


def test_hashes_keys_and_indexes_are_declared_unreadable():
    forgotten = {
        f"{source.model_label}.{name}"
        for source in extract_sources
        if source.model in own_models()
        for name in personal(source.model) - unreadable_fields(source.model)
        if MEANINGLESS.search(name)
    }

    assert forgotten == set()


def test_every_source_says_on_what_basis_it_holds_data():
    assert [source.code for source in extract_sources if not source.declared_basis.startswith("čl. 6/1")] == []


def everything_about(user, steward: Actor) -> None:
    """A row of every sort about the person."""
    actor = acting(user)
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    UserSession.objects.create(user=user, ip="192.0.2.7", user_agent="Prohlížeč", session_key="tajny-klic-sezeni")
    SocialAccount.objects.create(user=user, provider="oidc", uid="jana-123", extra_data={"token": "tajny-token"})
    EmailChange.objects.create(user=user, email="nova@priklad.cz", previous_email=user.email)
    Invitation.objects.create(
        organization=actor.membership.organization, email=user.email, full_name="Jana Krajská", role=Role.PLANNER,
        expires_at=timezone.now() + timedelta(days=1), invited_by="Kdosi",
    )  # fmt: skip
    message = Message.objects.create(
        notification="organizations.invitation", recipient=user.email, recipient_index=email_index(user.email),
        subject="Pozvánka", text="Odkaz:\n\nhttps://opora.example/pozvanka/tajny-odkaz/\n\nKonec.", message_id="<1@x>",
    )  # fmt: skip
    DeliveryAttempt.objects.create(message=message, outcome="sent", answer="250 OK")
    Preference.objects.create(user=user, category="catalog.freshness", frequency="daily")
    restrict(user.email, reason="námitka", actor=steward)
    draft(steward, user.email)
    log.record("accounts.second_factor_enabled", actor=steward, target=user)
    log.record("accounts.signed_in", actor=actor, how="heslem")
    log.record_read(actor.membership, actor=steward)
    log.record_read(actor.membership, actor=actor)


@pytest.fixture
def content(regional_administrator, data_steward):
    """All that is gathered of a person of whom there is a row of every sort."""
    everything_about(regional_administrator, acting(data_steward))
    return gathered(subject_of(regional_administrator.email, "Jana Krajská"))


@pytest.mark.django_db
def test_every_app_is_asked(content):
    assert [section["code"] for section in content["sections"]] == [
        "accounts.user", "accounts.emailchange", "mfa.authenticator", "usersessions.usersession",
        "socialaccount.socialaccount", "organizations.membership", "organizations.invitation", "messaging.message",
        "messaging.deliveryattempt", "messaging.preference", "privacy.datarequest", "privacy.extract",
        "privacy.restriction", "audit.auditevent.acts", "audit.auditevent", "audit.readevent.looks", "audit.readevent",
    ]  # fmt: skip


@pytest.mark.django_db
def test_secrets_are_never_in_it(content, regional_administrator):
    text = json.dumps(content, ensure_ascii=False)
    index = email_index(regional_administrator.email)
    secrets = [regional_administrator.password, SECRET, "tajny-klic-sezeni", "tajny-token", "tajny-odkaz", index]

    assert [secret for secret in secrets if secret in text] == []


@pytest.mark.django_db
def test_values_are_those_people_read(content):
    said = {section["code"]: section["rows"][0]["fields"] for section in content["sections"]}
    values = {code: {field["title"]: field["value"] for field in fields} for code, fields in said.items()}

    assert values["accounts.user"]["e-mail"] == "krajsky.spravce@priklad.cz"
    assert values["organizations.membership"]["role"] == "krajský správce"
    assert values["usersessions.usersession"]["adresa počítače"] == "192.0.2.7"
    assert values["messaging.message"]["text zprávy"] == "Odkaz:\n\n[odkaz vynechán]\n\nKonec."
    assert values["audit.auditevent.acts"]["úkon"] == "Přihlášení (…)."
    assert values["audit.auditevent"]["co se stalo"] == "Účtu byl zapnut druhý faktor."
    assert values["audit.readevent"]["do čeho"] == "členství"


@pytest.mark.django_db
def test_names_of_staff_who_handled_it_are_not_in_it(content):
    assert "Petr Datový" not in json.dumps(content, ensure_ascii=False)


@pytest.mark.django_db
def test_data_of_others_are_not_in_it(content, data_steward):
    assert gathered(subject_of("nikdo@priklad.cz"))["sections"] == []
    codes = [section["code"] for section in gathered(subject_of(data_steward.email))["sections"]]
    assert {"messaging.message", "privacy.datarequest", "mfa.authenticator"} & set(codes) == set()


@pytest.mark.django_db
def test_person_without_an_account_is_found_by_the_address(data_steward):
    asked(acting(data_steward), email="Bez.Uctu@priklad.cz")

    found = gathered(subject_of(" bez.uctu@PRIKLAD.cz"))

    assert [section["code"] for section in found["sections"]] == ["privacy.datarequest"]


@pytest.mark.django_db
def test_erased_address_is_not_that_of_everybody_without_one(data_steward):
    forgotten, _other = (asked(acting(data_steward), email=f"{number}@priklad.cz") for number in range(2))
    DataRequest.objects.update(subject_email="", subject_index="")

    assert gathered(subject_asking(DataRequest.objects.get(pk=forgotten.pk)))["sections"] == []
