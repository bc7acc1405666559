"""One line for each address: who gets in. tests/test_access.py asks every address as every role and compares.

A new address needs a line: `of` names the object in its address (`world.py` has one of each sort in the person's own
organization and in another one), `own` and `other` the roles that get in with either. All others are answered 404
and learn nothing; `aware` are those who see the object and are told 403.
"""

from dataclasses import dataclass
from uuid import UUID

from opora.directory.organizations.enums import OrganizationKind, Role
from tests.support.access.world import ASKED, ATTACHMENT, PROPOSAL, REGIONAL_AUDITOR, REPORT

R = Role
Who = frozenset[str]
NONE: Who = frozenset()
NOBODY = ""  # an account without any role
AUDITORS: Who = frozenset({R.AUDITOR, REGIONAL_AUDITOR})
OVERSEER: Who = frozenset({REGIONAL_AUDITOR})
MEMBERS: Who = frozenset(R) | OVERSEER
SIGNED_IN: Who = MEMBERS | {NOBODY}
COLLEAGUES: Who = MEMBERS - AUDITORS - {R.EVALUATOR}  # an evaluator sees counts only, an auditor the record only
HEADS: Who = frozenset({R.REGIONAL_ADMINISTRATOR, R.MUNICIPAL_COORDINATOR, R.PROVIDER_ADMINISTRATOR})
REGION: Who = frozenset({R.REGIONAL_ADMINISTRATOR})
CATALOG: Who = frozenset({R.REGIONAL_ADMINISTRATOR, R.DATA_STEWARD})
PROVIDER_HEAD: Who = frozenset({R.PROVIDER_ADMINISTRATOR})
OWN_SERVICES: Who = PROVIDER_HEAD | {R.SERVICE_MANAGER, R.SOCIAL_WORKER}
HISTORY: Who = CATALOG | {R.PLANNER}
SEES_ALL: Who = HISTORY | {R.LOCAL_NETWORKER}


@dataclass(frozen=True)
class Line:
    """Who gets in at one address with one sort of object, and what all others are answered."""

    own: Who = NONE
    other: Who = NONE
    of: str = ""
    arguments: tuple = ()
    inside: int = 200
    aware: Who = NONE  # see the own object, may not do this with it: 403
    aware_other: Who = NONE  # the same with another organization's one
    led: Who = NONE  # led elsewhere: 302
    anonymous: int = 302  # to the sign-in
    post: bool = False  # the address answers POST only
    kinds: frozenset[str] = frozenset(OrganizationKind)  # of organizations that have such a page

    def answer(self, role: str | None, whose: str, kind: str) -> int:
        """Status for the role that asks about an object of an organization of the kind; None is not signed in."""
        if role is None:
            return self.anonymous
        if kind not in self.kinds:
            return 404
        gets_in, aware = (self.own, self.aware) if whose == "own" else (self.other, self.aware_other)
        if role in gets_in:
            return self.inside
        if role in self.led:
            return 302
        return 403 if role in aware else 404


def public(inside: int = 200, *arguments: object, post: bool = False) -> Line:
    """Open to everybody, the same for all."""
    return Line(own=SIGNED_IN, arguments=arguments, inside=inside, anonymous=inside, post=post)


def account(inside: int = 200, of: str = "", *, post: bool = False) -> Line:
    """A page of the own account; with an object of another account nobody gets in."""
    return Line(own=SIGNED_IN, of=of, inside=inside, post=post)


def staff(who: Who, *arguments: object, inside: int = 200) -> Line:
    """A page of the instance, which has no organization in its address."""
    return Line(own=who, arguments=arguments, inside=inside)


PROVIDERS = frozenset({OrganizationKind.PROVIDER})
ELSEWHERE = "1001488"  # a service of a provider that nobody of the world works for
ORGANIZATION, BRANCH = "organization", "branch"
FAILED_TASK = UUID(int=1)  # there is none: nothing to read, the same for all
SITE = {
    "site:home": public(),
    "site:overview": account(),
    "site:about": public(),
    "site:robots": public(),
    "site:sitemap_index": public(),
    "site:sitemap": public(200, "sluzby"),
    "site:handbook": public(),
    "site:handbook_page": public(200, "hledam-pomoc"),
    "site:accessibility": public(),
    "site:crisis_lines": public(),
    "site:background": staff(CATALOG),
    "site:failed_task": staff(CATALOG, FAILED_TASK, inside=404),
    "site:components": public(),
    "site:demo_mail": public(),
    "site:demo_letter": public(404, "zadny-dopis"),
    "core:administration": Line(own=MEMBERS),
    "core:healthz": public(),
    "core:readyz": public(),
    "core:version": public(),
}
EXCHANGE = {
    "exchange:packages": staff(CATALOG),
    "exchange:package_new": staff(CATALOG),
    "exchange:receive": staff(CATALOG),
    "exchange:package": staff(CATALOG, 9999, inside=404),
    "exchange:package_file": Line(own=CATALOG, arguments=(9999,), inside=404, post=True),
    "exchange:package_send": Line(own=CATALOG, arguments=(9999,), inside=404, post=True),
    "exchange:peer_new": staff(CATALOG),
    "exchange:peer": staff(CATALOG, 9999, inside=404),
    "exchange:peer_end": staff(CATALOG, 9999, inside=404),
    "exchange:post": public(422, post=True),
    "exchange:schema": public(),
}
API = {
    "api:openapi": public(),
    "api:services": public(),
    "api:service": public(200, "9900001"),
    "api:organizations": public(),
    "api:organization": public(200, "00000019"),
    "api:kinds": public(),
    "api:kind": public(200, "4"),
    "api:target_groups": public(),
    "api:areas": public(),
    "api:nothing": public(404),
}
CATALOGUE = {
    "catalog:search": public(),
    "catalog:service": public(200, "9900001"),
    "catalog:kinds": public(),
    "catalog:kind": public(200, "pecovatelska-sluzba"),
    "catalog:kind_place": public(200, "pecovatelska-sluzba", "roudnice-nad-labem-565555"),
    "catalog:place": public(200, "roudnice-nad-labem-565555"),
    "catalog:provider": public(200, "00000019"),
    "catalog:imports": staff(CATALOG),
    "catalog:import_new": staff(CATALOG),
    "catalog:import_run": staff(CATALOG, 1),
    "catalog:import_run_csv": staff(CATALOG, 1),
    "catalog:founding": staff(REGION),
    "catalog:history_search": staff(HISTORY),
    "catalog:service_history": staff(HISTORY, "9900001"),
    "catalog:reach_suggestions": staff(CATALOG),
    "catalog:unregistered": staff(CATALOG),
    "catalog:unregistered_new": staff(CATALOG),
    "catalog:unregistered_edit": staff(CATALOG, "M000001"),
    "catalog:unregistered_end": staff(CATALOG, "M000001"),
    "catalog:unregistered_csv": staff(CATALOG),
    "catalog:unregistered_csv_template": staff(CATALOG),
    "catalog:availability": (
        staff(CATALOG | PROVIDER_HEAD, "9900001"),  # nothing is assigned to others here
        staff(CATALOG, ELSEWHERE),
    ),
    "catalog:attachment": public(404, 1),
    "catalog:attachment_thumbnail": public(404, 1),
    "catalog:attachments": (staff(PROVIDER_HEAD, "9900001"), staff(NONE, ELSEWHERE)),
    "catalog:attachment_edit": (staff(PROVIDER_HEAD, "9900001", ATTACHMENT), staff(NONE, ELSEWHERE, ATTACHMENT)),
    "catalog:attachment_remove": (staff(PROVIDER_HEAD, "9900001", ATTACHMENT), staff(NONE, ELSEWHERE, ATTACHMENT)),
    "catalog:attachment_proposals": staff(CATALOG),
    "catalog:attachment_proposal": staff(CATALOG, ATTACHMENT),
    "catalog:my_services": staff(OWN_SERVICES),
    "catalog:record": (staff(PROVIDER_HEAD, "9900001"), staff(NONE, ELSEWHERE)),
    "catalog:record_withdraw": (staff(PROVIDER_HEAD, "9900001"), staff(NONE, ELSEWHERE)),
    "catalog:record_differences": (staff(PROVIDER_HEAD, "9900001"), staff(NONE, ELSEWHERE)),
    "catalog:report_error": public(200, "9900001"),
    "catalog:report_state": public(404, "nesmysl"),
    "catalog:error_reports": staff(CATALOG | PROVIDER_HEAD | {R.SERVICE_MANAGER}),
    "catalog:error_report": staff(CATALOG | PROVIDER_HEAD, REPORT),
    "catalog:confirm_record": public(404, "nesmysl"),
    "catalog:freshness": staff(CATALOG | PROVIDER_HEAD | {R.SERVICE_MANAGER}),
    "catalog:service_confirm": (staff(CATALOG | PROVIDER_HEAD, "9900001"), staff(NONE, ELSEWHERE)),
    "catalog:proposals": staff(CATALOG),
    "catalog:proposal": staff(CATALOG | PROVIDER_HEAD, PROPOSAL),
    "catalog:record_fields": staff(CATALOG),
    "catalog:social_departments": staff(CATALOG),
    "catalog:social_department": staff(CATALOG, "4211"),
    "catalog:organization_services": Line(own=MEMBERS, other=SEES_ALL, of=ORGANIZATION, kinds=PROVIDERS),
    "catalog:member_services": Line(own=frozenset({R.PROVIDER_ADMINISTRATOR, R.SERVICE_MANAGER}), of="member"),
}
MEMBER, HEAD = "member", "head"
ORGANIZATIONS = {
    "organizations:list": Line(own=SEES_ALL, led=MEMBERS),
    "organizations:organization_new": staff(REGION),
    "organizations:organization": Line(own=MEMBERS, other=SEES_ALL, of=ORGANIZATION),
    "organizations:organization_edit": Line(own=HEADS, other=REGION, of=ORGANIZATION),
    "organizations:organization_close": Line(own=REGION, other=REGION, of=ORGANIZATION),
    "organizations:branch_new": Line(own=HEADS, other=REGION, of=ORGANIZATION),
    "organizations:branch_edit": Line(own=HEADS, other=REGION, of=BRANCH),
    "organizations:branch_close": Line(own=HEADS, other=REGION, of=BRANCH),
    "organizations:people": Line(own=COLLEAGUES, other=REGION, of=ORGANIZATION),
    "organizations:invite": Line(own=HEADS, other=REGION, of=ORGANIZATION),
    "organizations:invitation": (
        Line(own=HEADS, of="member invited"),
        Line(own=HEADS, other=REGION, of="head invited"),
    ),
    "organizations:invitation_renew": (
        Line(own=HEADS, of="member invited"),
        Line(own=HEADS, other=REGION, of="head invited"),
    ),
    "organizations:invitation_cancel": (
        Line(own=HEADS, of="member invited"),
        Line(own=HEADS, other=REGION, of="head invited"),
    ),
    "organizations:accept": public(404, "nesmysl"),
    "organizations:membership": (Line(own=COLLEAGUES, of=MEMBER), Line(own=COLLEAGUES, other=REGION, of=HEAD)),
    "organizations:membership_edit": (
        Line(own=HEADS, of=MEMBER, aware=COLLEAGUES),
        Line(own=HEADS, other=REGION, of=HEAD, aware=COLLEAGUES),
    ),
    "organizations:membership_end": (
        Line(own=HEADS, of=MEMBER, aware=COLLEAGUES),
        Line(own=HEADS, other=REGION, of=HEAD, aware=COLLEAGUES),
    ),
    "organizations:membership_add": (
        Line(own=HEADS, of=MEMBER, aware=COLLEAGUES),
        Line(own=HEADS, other=REGION, of=HEAD, aware=COLLEAGUES),
    ),
    "organizations:second_factor_reset": (
        Line(own=HEADS, of=MEMBER, aware=COLLEAGUES),
        Line(own=HEADS, other=REGION, of=HEAD, aware=COLLEAGUES),
    ),
    "organizations:account_block": (
        Line(own=REGION, of=MEMBER, aware=COLLEAGUES),
        Line(own=REGION, other=REGION, of=HEAD, aware=COLLEAGUES),
    ),
    "organizations:choose_role": account(),
    "organizations:substitute": (
        Line(own=COLLEAGUES, of="own membership", aware=MEMBERS),
        Line(own=HEADS, of=MEMBER, aware=COLLEAGUES),
    ),
    "organizations:substitution_end": Line(own=HEADS, of="substitution", aware=COLLEAGUES),
}
MESSAGES = {
    "messaging:outbox": staff(CATALOG),
    "messaging:message": Line(own=CATALOG, other=CATALOG, of="message"),
    "messaging:message_content": Line(own=CATALOG, other=CATALOG, of="message", post=True),
    "messaging:message_retry": Line(own=CATALOG, other=CATALOG, of="message"),
    "messaging:message_sent": Line(own=CATALOG, other=CATALOG, of="message"),
    "messaging:message_notice": Line(own=CATALOG, other=CATALOG, of="message", inside=302, post=True),
    "messaging:wordings": staff(HEADS),
    "messaging:wording": staff(HEADS, "organizations.invitation"),
    "messaging:wording_default": staff(HEADS, "organizations.invitation"),
    "messaging:wording_version": staff(NONE, "organizations.invitation", 1),  # there is none yet, the same for all
    "messaging:preferences": account(),
    "messaging:unsubscribe": public(404, "nesmysl"),
    "messaging:consent": public(404, "nesmysl"),
}
AUDIT = {
    "audit:records": staff(AUDITORS),
    "audit:records_csv": Line(own=AUDITORS, post=True),
    "audit:seals": staff(AUDITORS | REGION),
    "audit:record": Line(own=AUDITORS, other=OVERSEER, of="event"),
    "audit:read_record": Line(own=AUDITORS, other=OVERSEER, of="read"),
    "audit:history": Line(own=HEADS | HISTORY | AUDITORS | {R.SERVICE_MANAGER}, other=HISTORY, of=ORGANIZATION),
}
RIGHTS = {  # rights of people; numbers are those of `world.py`
    "privacy:requests": staff(CATALOG),
    "privacy:request_new": staff(CATALOG),
    "privacy:request": staff(CATALOG, ASKED),
    "privacy:request_data": staff(CATALOG, ASKED),
    "privacy:request_settle": staff(CATALOG, ASKED),
    "privacy:request_erase": staff(CATALOG, ASKED),
    "privacy:extract_new": Line(own=CATALOG, arguments=(ASKED,), inside=302, post=True),
    "privacy:extract": staff(CATALOG, ASKED),
    "privacy:extract_hide": staff(NONE, ASKED, "accounts.user:0"),  # no such record, the same for all
    "privacy:extract_act": Line(own=CATALOG, arguments=(ASKED, "obnovit"), inside=422, post=True),
    "privacy:extract_return": staff(CATALOG, ASKED),
    "privacy:extract_hand_over": staff(CATALOG, ASKED),
    "privacy:extract_cancel": staff(CATALOG, ASKED),
    "privacy:extract_file": Line(own=CATALOG, arguments=(ASKED,), inside=302, post=True),
    "privacy:restrictions": staff(CATALOG),
    "privacy:restriction_new": staff(CATALOG),
    "privacy:restriction": staff(CATALOG, ASKED),
}
TERMS = {
    "privacy:processing": staff(CATALOG),
    "privacy:processing_csv": staff(CATALOG),
    "privacy:rules": staff(CATALOG),
    "privacy:rule": staff(CATALOG, "organizations.invitation"),
    "privacy:disposals": staff(CATALOG),
    "privacy:disposal_new": Line(own=CATALOG, inside=302, post=True),
    "privacy:disposal": staff(CATALOG, 9000),
    "privacy:disposal_item": staff(CATALOG, 9000),
    "privacy:disposal_approve": staff(CATALOG, 9000),
    "privacy:disposal_cancel": staff(CATALOG, 9000),
    "privacy:holds": staff(CATALOG),
    "privacy:hold_new": staff(CATALOG),
    "privacy:hold_lift": staff(CATALOG, 9000),
    "privacy:consents": staff(CATALOG),
    "privacy:consent": staff(CATALOG, 9000),
    "privacy:consent_withdraw": staff(CATALOG, 9000),
    "privacy:wordings": staff(CATALOG),
    "privacy:wording": staff(CATALOG, "zkouska.souhlas"),
}
ACCOUNT = {
    "account_login": Line(own=NONE, led=SIGNED_IN, anonymous=200),
    "account_logout": Line(own=SIGNED_IN, anonymous=302),
    "account_reset_password": public(),
    "account_reset_password_done": public(),
    "account_reset_password_from_key": public(410, "1", "nesmysl"),
    "mfa_authenticate": Line(led=SIGNED_IN),
    "mfa_login_webauthn": public(302),
    "openid_connect_login": public(404),
    "openid_connect_callback": public(404),
    "socialaccount_login_cancelled": public(302),
    "socialaccount_connections": Line(),  # nobody: no organization's accounts are set up in tests
    "identity_disconnect": account(200, "identity"),
    "stay_signed_in": account(204, post=True),
    "kept_text": account(),
    "account_sessions": account(),
    "account_sessions_end": account(302, post=True),
    "account_session_end": account(302, "session", post=True),
    "account_change_email": account(),
    "email_confirm": public(404, "nesmysl"),
    "account_change_password": account(),
    "account_salutation": account(),
    "account_name": Line(own=CATALOG, other=CATALOG, of="account"),
    "account_reauthenticate": account(),
    "mfa_reauthenticate": account(),
    "mfa_reauthenticate_webauthn": account(),
    "mfa_index": account(),
    "second_factor_required": account(302),
    "mfa_activate_totp": account(),
    "mfa_deactivate_totp": account(),
    "mfa_list_webauthn": account(),
    "mfa_add_webauthn": account(),
    "mfa_edit_webauthn": account(200, "key"),
    "mfa_remove_webauthn": account(200, "key"),
    "mfa_view_recovery_codes": account(),
    "mfa_generate_recovery_codes": account(),
    "mfa_download_recovery_codes": account(),
}
TABLE: dict[str, Line | tuple[Line, ...]] = (
    SITE | EXCHANGE | API | CATALOGUE | ORGANIZATIONS | MESSAGES | TERMS | AUDIT | RIGHTS | ACCOUNT
)


def lines(name: str) -> tuple[Line, ...]:
    """Lines of the address, one for each sort of object."""
    found = TABLE[name]
    return found if isinstance(found, tuple) else (found,)
