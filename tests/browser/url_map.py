"""A sample of every address of the house. A new address without one fails the tests."""

from dataclasses import dataclass

from django.urls import reverse

from opora.directory.catalog.permissions import CONFIRM_LINK
from opora.directory.catalog.selectors.error_reports import REPORT_LINK
from opora.directory.organizations.permissions import INVITATION_LINK
from opora.foundation.accounts.models import MagicLink
from opora.foundation.accounts.selectors.links import token_of
from tests.browser.server import (
    ATTACHMENT_NUMBER,
    BRANCH_NUMBER,
    CONFIRM_NONCE,
    DISPOSAL_NUMBER,
    FAILED_TASK,
    KEY_NUMBER,
    MESSAGE_NUMBER,
    NONCE,
    PACKAGE_NUMBER,
    PROPOSAL_NUMBER,
    REPORT_NONCE,
    REPORT_NUMBER,
    RIGHTS_NUMBER,
    SUBSTITUTION_NUMBER,
)
from tests.support.rules.addresses import Address, addresses


@dataclass(frozen=True)
class Sample:
    """How to visit an address: arguments, query, who has to be signed in (a fixture of cookies), and the status."""

    arguments: tuple = ()
    query: str = ""
    signed_in: str = ""
    status: int = 200


ADMINISTRATOR, NEWCOMER, AUDITOR, UNPROVED = "administrator", "newcomer", "auditor", "unproved"
PROVIDER_HEAD = "provider_head"
SAMPLES = {
    "site:home": Sample(),
    "site:about": Sample(),
    "site:handbook": Sample(),
    "site:handbook_page": Sample(("hledam-pomoc",)),
    "site:accessibility": Sample(),
    "site:crisis_lines": Sample(),
    "site:components": Sample(),
    "site:overview": Sample(signed_in=ADMINISTRATOR),
    "site:demo_mail": Sample(),
    "site:background": Sample(signed_in=ADMINISTRATOR),
    "site:failed_task": Sample((FAILED_TASK,), signed_in=ADMINISTRATOR),
    "kept_text": Sample(signed_in=ADMINISTRATOR),
    "exchange:packages": Sample(signed_in=ADMINISTRATOR),
    "exchange:package": Sample((PACKAGE_NUMBER,), signed_in=ADMINISTRATOR),
    "exchange:package_new": Sample(signed_in=ADMINISTRATOR),
    "exchange:receive": Sample(signed_in=ADMINISTRATOR),
    "exchange:peer_new": Sample(signed_in=ADMINISTRATOR),
    "exchange:peer": Sample((PACKAGE_NUMBER,), signed_in=ADMINISTRATOR),
    "exchange:peer_end": Sample((PACKAGE_NUMBER,), signed_in=ADMINISTRATOR),
    "catalog:search": Sample(query="?q=dluhová+poradna&kde=Děčín"),
    "catalog:service": Sample(("9900001",)),
    "catalog:provider": Sample(("00000019",)),
    "catalog:kinds": Sample(),
    "catalog:kind": Sample(("pecovatelska-sluzba",)),
    "catalog:kind_place": Sample(("pecovatelska-sluzba", "roudnice-nad-labem-565555")),
    "catalog:place": Sample(("roudnice-nad-labem-565555",)),
    "catalog:imports": Sample(signed_in=ADMINISTRATOR),
    "catalog:import_run": Sample((1,), signed_in=ADMINISTRATOR),
    "catalog:import_new": Sample(signed_in=ADMINISTRATOR),
    "catalog:history_search": Sample(query="?q=poradna", signed_in=ADMINISTRATOR),
    "catalog:service_history": Sample(("9900001",), signed_in=ADMINISTRATOR),
    "catalog:social_departments": Sample(signed_in=ADMINISTRATOR),
    "catalog:social_department": Sample(("4211",), signed_in=ADMINISTRATOR),
    "core:administration": Sample(signed_in=ADMINISTRATOR),
    "catalog:reach_suggestions": Sample(signed_in=ADMINISTRATOR),
    "catalog:unregistered": Sample(signed_in=ADMINISTRATOR),
    "catalog:unregistered_new": Sample(signed_in=ADMINISTRATOR),
    "catalog:unregistered_edit": Sample(("M000001",), signed_in=ADMINISTRATOR),
    "catalog:unregistered_end": Sample(("M000001",), signed_in=ADMINISTRATOR),
    "catalog:unregistered_csv": Sample(signed_in=ADMINISTRATOR),
    "catalog:availability": Sample(("9900001",), signed_in=ADMINISTRATOR),
    "catalog:my_services": Sample(signed_in=PROVIDER_HEAD),
    "catalog:record": Sample(("9900001",), signed_in=PROVIDER_HEAD),
    "catalog:record_withdraw": Sample(("9900001",), signed_in=PROVIDER_HEAD),
    "catalog:record_differences": Sample(("9900001",), signed_in=PROVIDER_HEAD),
    "catalog:report_error": Sample(("9900001",)),
    "catalog:report_state": Sample((token_of(MagicLink(purpose=REPORT_LINK, nonce=REPORT_NONCE)),)),
    "catalog:error_reports": Sample(signed_in=ADMINISTRATOR),
    "catalog:error_report": Sample((REPORT_NUMBER,), signed_in=ADMINISTRATOR),
    "catalog:confirm_record": Sample((token_of(MagicLink(purpose=CONFIRM_LINK, nonce=CONFIRM_NONCE)),)),
    "catalog:freshness": Sample(signed_in=ADMINISTRATOR),
    "catalog:service_confirm": Sample(("9900001",), signed_in=PROVIDER_HEAD),
    "catalog:attachments": Sample(("9900001",), signed_in=PROVIDER_HEAD),
    "catalog:attachment_edit": Sample(("9900001", ATTACHMENT_NUMBER), signed_in=PROVIDER_HEAD),
    "catalog:attachment_remove": Sample(("9900001", ATTACHMENT_NUMBER), signed_in=PROVIDER_HEAD),
    "catalog:attachment_proposals": Sample(signed_in=ADMINISTRATOR),
    "catalog:attachment_proposal": Sample((ATTACHMENT_NUMBER,), signed_in=ADMINISTRATOR),
    "catalog:proposals": Sample(signed_in=ADMINISTRATOR),
    "catalog:proposal": Sample((PROPOSAL_NUMBER,), signed_in=ADMINISTRATOR),
    "catalog:record_fields": Sample(signed_in=ADMINISTRATOR),
    "catalog:founding": Sample(signed_in=ADMINISTRATOR),
    "catalog:organization_services": Sample((4,), signed_in=PROVIDER_HEAD),
    "catalog:member_services": Sample((13,), signed_in=PROVIDER_HEAD),
    "organizations:list": Sample(signed_in=ADMINISTRATOR),
    "organizations:organization": Sample((4,), signed_in=PROVIDER_HEAD),
    "organizations:organization_new": Sample(signed_in=ADMINISTRATOR),
    "organizations:organization_edit": Sample((3,), signed_in=ADMINISTRATOR),
    "organizations:organization_close": Sample((4,), signed_in=ADMINISTRATOR),
    "organizations:branch_new": Sample((4,), signed_in=PROVIDER_HEAD),
    "organizations:branch_edit": Sample((BRANCH_NUMBER,), signed_in=PROVIDER_HEAD),
    "organizations:branch_close": Sample((BRANCH_NUMBER,), signed_in=PROVIDER_HEAD),
    "organizations:invite": Sample((1,), signed_in=ADMINISTRATOR),
    "organizations:invitation": Sample((1,), signed_in=ADMINISTRATOR),
    "organizations:invitation_renew": Sample((1,), signed_in=ADMINISTRATOR),
    "organizations:invitation_cancel": Sample((1,), signed_in=ADMINISTRATOR),
    "organizations:accept": Sample((token_of(MagicLink(purpose=INVITATION_LINK, nonce=NONCE)),)),
    "messaging:outbox": Sample(signed_in=ADMINISTRATOR),
    "messaging:message": Sample((MESSAGE_NUMBER,), signed_in=ADMINISTRATOR),
    "messaging:message_retry": Sample((MESSAGE_NUMBER,), signed_in=ADMINISTRATOR),
    "messaging:message_sent": Sample((MESSAGE_NUMBER,), signed_in=ADMINISTRATOR),
    "audit:records": Sample(query="?kdo=ukázka", signed_in=AUDITOR),
    "audit:record": Sample((1,), signed_in=AUDITOR),
    "audit:read_record": Sample((1,), signed_in=AUDITOR),
    "audit:seals": Sample(signed_in=ADMINISTRATOR),
    "audit:history": Sample(("organizations.organization", "1"), signed_in=ADMINISTRATOR),
    "organizations:people": Sample((1,), signed_in=ADMINISTRATOR),
    "organizations:membership": Sample((2,), signed_in=ADMINISTRATOR),
    "organizations:membership_edit": Sample((2,), signed_in=ADMINISTRATOR),
    "organizations:membership_end": Sample((2,), signed_in=ADMINISTRATOR),
    "organizations:membership_add": Sample((2,), signed_in=ADMINISTRATOR),
    "organizations:second_factor_reset": Sample((2,), signed_in=ADMINISTRATOR),
    "organizations:account_block": Sample((2,), signed_in=ADMINISTRATOR),
    "organizations:choose_role": Sample(signed_in=ADMINISTRATOR),
    "organizations:substitute": Sample((2,), signed_in=ADMINISTRATOR),
    "organizations:substitution_end": Sample((SUBSTITUTION_NUMBER,), signed_in=ADMINISTRATOR),
    "privacy:processing": Sample(signed_in=ADMINISTRATOR),
    "privacy:rules": Sample(signed_in=ADMINISTRATOR),
    "privacy:rule": Sample(("organizations.invitation",), signed_in=ADMINISTRATOR),
    "privacy:disposals": Sample(signed_in=ADMINISTRATOR),
    "privacy:disposal": Sample((DISPOSAL_NUMBER,), query="?druh=organizations.invitation", signed_in=ADMINISTRATOR),
    "privacy:disposal_item": Sample((DISPOSAL_NUMBER,), signed_in=ADMINISTRATOR),
    "privacy:disposal_approve": Sample((DISPOSAL_NUMBER,), signed_in=ADMINISTRATOR),
    "privacy:disposal_cancel": Sample((DISPOSAL_NUMBER,), signed_in=ADMINISTRATOR),
    "privacy:holds": Sample(signed_in=ADMINISTRATOR),
    "privacy:hold_new": Sample(signed_in=ADMINISTRATOR),
    "privacy:hold_lift": Sample((DISPOSAL_NUMBER,), signed_in=ADMINISTRATOR),
    "privacy:consents": Sample(signed_in=ADMINISTRATOR),
    "privacy:consent": Sample((DISPOSAL_NUMBER,), signed_in=ADMINISTRATOR),
    "privacy:consent_withdraw": Sample((DISPOSAL_NUMBER,), signed_in=ADMINISTRATOR),
    "privacy:wordings": Sample(signed_in=ADMINISTRATOR),
    "privacy:wording": Sample(("zkouska.souhlas",), signed_in=ADMINISTRATOR),
    "account_login": Sample(),
    "account_reset_password": Sample(),
    "account_reset_password_done": Sample(),
    "account_reset_password_from_key": Sample(("1", "neplatny"), status=410),
    "account_sessions": Sample(signed_in=ADMINISTRATOR),
    "mfa_login_webauthn": Sample(),
    "socialaccount_login_cancelled": Sample(),
    "account_logout": Sample(signed_in=ADMINISTRATOR),
    "account_change_email": Sample(signed_in=ADMINISTRATOR),
    "account_change_password": Sample(signed_in=ADMINISTRATOR),
    "account_salutation": Sample(signed_in=ADMINISTRATOR),
    "account_name": Sample((1,), signed_in=ADMINISTRATOR),
    "messaging:preferences": Sample(signed_in=ADMINISTRATOR),
    "messaging:wordings": Sample(signed_in=PROVIDER_HEAD),
    "messaging:wording": Sample(("organizations.invitation",), signed_in=PROVIDER_HEAD),
    "messaging:wording_default": Sample(("organizations.invitation",), signed_in=PROVIDER_HEAD),
    "account_reauthenticate": Sample(signed_in=ADMINISTRATOR),
    "mfa_authenticate": Sample(),
    "mfa_reauthenticate": Sample(signed_in=ADMINISTRATOR),
    "mfa_index": Sample(signed_in=ADMINISTRATOR),
    "second_factor_required": Sample(signed_in=UNPROVED),
    "mfa_list_webauthn": Sample(signed_in=ADMINISTRATOR),
    "mfa_add_webauthn": Sample(signed_in=NEWCOMER),
    "mfa_edit_webauthn": Sample((KEY_NUMBER,), signed_in=ADMINISTRATOR),
    "mfa_remove_webauthn": Sample((KEY_NUMBER,), signed_in=ADMINISTRATOR),
    "mfa_reauthenticate_webauthn": Sample(signed_in=ADMINISTRATOR),
    "mfa_activate_totp": Sample(signed_in=NEWCOMER),
    "mfa_deactivate_totp": Sample(signed_in=ADMINISTRATOR),
    "mfa_view_recovery_codes": Sample(signed_in=ADMINISTRATOR),
    "mfa_generate_recovery_codes": Sample(signed_in=ADMINISTRATOR),
    "privacy:requests": Sample(signed_in=ADMINISTRATOR),
    "privacy:request_new": Sample(signed_in=ADMINISTRATOR),
    "privacy:request": Sample((RIGHTS_NUMBER,), signed_in=ADMINISTRATOR),
    "privacy:request_data": Sample((RIGHTS_NUMBER,), signed_in=ADMINISTRATOR),
    "privacy:request_settle": Sample((RIGHTS_NUMBER,), signed_in=ADMINISTRATOR),
    "privacy:request_erase": Sample((RIGHTS_NUMBER,), signed_in=ADMINISTRATOR),
    "privacy:extract": Sample((RIGHTS_NUMBER,), signed_in=ADMINISTRATOR),
    "privacy:extract_hide": Sample((RIGHTS_NUMBER, "organizations.membership:2"), signed_in=ADMINISTRATOR),
    "privacy:extract_return": Sample((RIGHTS_NUMBER,), signed_in=ADMINISTRATOR),
    "privacy:extract_hand_over": Sample((RIGHTS_NUMBER,), signed_in=ADMINISTRATOR),
    "privacy:extract_cancel": Sample((RIGHTS_NUMBER,), signed_in=ADMINISTRATOR),
    "privacy:restrictions": Sample(signed_in=ADMINISTRATOR),
    "privacy:restriction_new": Sample(signed_in=ADMINISTRATOR),
    "privacy:restriction": Sample((RIGHTS_NUMBER,), signed_in=ADMINISTRATOR),
}
NOT_PAGES = {
    "privacy:extract_new",
    "privacy:extract_act",
    "privacy:extract_file",
    "messaging:consent",  # links of these two are in mails only; tests of messages walk there
    "messaging:unsubscribe",
    "messaging:wording_version",  # there is none before somebody writes it; tests of wording open it
    "email_confirm",  # its link is in a mail only; the tests of the account walk there
    "openid_connect_login",  # these four exist where a provider is configured; tests of sign-in by it check them
    "openid_connect_callback",
    "socialaccount_connections",
    "identity_disconnect",
    "account_session_end",
    "account_sessions_end",
    "audit:records_csv",
    "privacy:processing_csv",
    "privacy:disposal_new",
    "exchange:package_file",
    "exchange:package_send",
    "exchange:post",
    "exchange:schema",
    "messaging:message_content",
    "messaging:message_notice",
    "catalog:import_run_csv",
    "catalog:attachment",
    "catalog:attachment_thumbnail",
    "site:robots",
    "site:sitemap_index",
    "site:sitemap",
    "site:demo_letter",  # named by the moment it was sent; the page of all letters leads there
    "stay_signed_in",
    "catalog:unregistered_csv_template",
    "core:healthz",
    "core:readyz",
    "core:version",
    "mfa_download_recovery_codes",
}
# addresses that send the sample's visitor elsewhere
REDIRECTED = {
    "mfa_authenticate": "/prihlaseni/",
    "mfa_login_webauthn": "/prihlaseni/",
    "socialaccount_login_cancelled": "/prihlaseni/",
}
# states of pages that have no address of their own
STATES = {
    "nothing found": "/sluzby/?q=xyzzyx",
    "every filter": "/sluzby/?q=poradna&kde=40502&forma=amb&pro=seniori&razeni=nazev",
    "unknown place": "/sluzby/?kde=Nikdekov",
    "service of the state's register": "/sluzby/?kde=Vilémov",
    "not found": "/tady-nic-neni/",
    "unknown service": "/sluzby/0000000/",
    "easy to read": "/druhy/pecovatelska-sluzba/?podoba=snadne-cteni",
    "kind nobody offers in the obec": "/druhy/domov-pro-seniory/praha-554782/",
    "obec without services": "/obce/praha-554782/",
}


def known_addresses() -> list[Address]:
    """Every named address that answers with a page."""
    return [address for address in addresses() if address.name not in NOT_PAGES and address.name[:4] != "api:"]


def path_of(name: str) -> str:
    """Path and query of the sample."""
    sample = SAMPLES[name]
    return reverse(name, args=sample.arguments) + sample.query
