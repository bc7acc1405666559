"""The rules of the house, kept by the whole code. tests/house/test_rules_see_offenders.py proves that they see."""

import pytest

from opora.foundation.audit.log import sentences
from opora.foundation.core.personal_data import own_models
from tests.support.rules import addresses, code, models, sources, texts

pytestmark = pytest.mark.sqlite_only

OPORA = sources.code("opora")
TEMPLATES = sources.templates()
GLOSSARY = (sources.ROOT / "docs" / "glossary.md").read_text()

# an operation excused from a rule: „app.name“ → which rule (atomic, actor, right) and why
EXCUSED_OPERATIONS: dict[str, str] = {
    "privacy.forget_old_keys": "atomic: it reads all encrypted values; in a transaction writers of SQLite would wait",
    "privacy.make_anonymised_copy": "atomic: it reads everything; in a transaction writers of SQLite would wait",
    "messaging.enqueue": "atomic, actor, right: Django sends mail inside the operation that has asked; one INSERT only",
    "messaging.deliver": "atomic: each step of handing a message over is committed before the next one is made",
    "messaging.read_bounces": "atomic: each mail of the folder is read by itself and then moved",
}
# the only modules that write rows and are no operations
WRITERS = {
    "opora/foundation/audit/models.py",  # refuses to write a recorded event again
    "opora/foundation/audit/log.py",  # the audit event belongs to the transaction of the operation that records it
    "opora/foundation/core/models.py",  # the stale-edit token
    "opora/foundation/core/limits.py",  # counts sendings before any operation begins
    "opora/foundation/core/schedule.py",  # the row that lets one of several schedulers start a task
    "opora/foundation/accounts/models.py",  # Django's manager of accounts
    "opora/foundation/documents/imports/pictures.py",  # an image into memory, no row
    "opora/foundation/privacy/models/consents.py",  # refuses to write the words of a consent again
}
# child → parent of the same aggregate: the child has no sense without it
AGGREGATES = {
    ("catalog.FormOfService", "catalog.Service"),
    ("catalog.Capacity", "catalog.FormOfService"),
    ("catalog.Facility", "catalog.Service"),
    ("catalog.Contact", "catalog.Service"),
    ("catalog.Contact", "catalog.Provider"),
    ("catalog.ServiceTargetGroup", "catalog.Service"),
    ("catalog.Reach", "catalog.Service"),
    ("catalog.SearchRow", "catalog.Service"),
    ("catalog.ReachSuggestion", "catalog.Service"),
    ("catalog.Availability", "catalog.Service"),
    ("messaging.DeliveryAttempt", "messaging.Message"),
    ("privacy.RetentionItem", "privacy.RetentionRun"),
    ("catalog.StagedService", "catalog.ImportRun"),
    ("catalog.ServiceChange", "catalog.ImportRun"),
    ("territory.Outline", "territory.Area"),
    ("territory.PostalCode", "territory.Area"),
    ("territory.AreaFigure", "territory.Area"),
}
# addresses open to everybody; everything else asks for sign-in
PUBLIC = {
    "site:home",
    "site:about",
    "site:handbook",
    "site:handbook_page",
    "site:accessibility",
    "site:crisis_lines",
    "site:robots",
    "site:sitemap_index",
    "site:sitemap",
    "site:components",  # not in production
    "site:demo_mail",  # in the demo only, as the next one
    "site:demo_letter",
    "catalog:search",
    "catalog:service",
    "catalog:provider",
    "catalog:kinds",
    "catalog:kind",
    "catalog:kind_place",
    "catalog:confirm_record",  # the link of a reminder; its token is checked by the page, as of the state of a report
    "catalog:report_error",
    "catalog:report_state",
    "catalog:attachment",
    "catalog:attachment_thumbnail",
    "catalog:place",
    "api:areas",
    "api:kind",
    "api:kinds",
    "api:nothing",
    "api:openapi",
    "api:organization",
    "api:organizations",
    "api:service",
    "api:services",
    "api:target_groups",
    "email_confirm",  # the link of a new address; only its owner may use the button
    "messaging:consent",  # links in mails; the page checks the token
    "messaging:unsubscribe",
    "organizations:accept",  # the link of an invitation; its token is checked by the page
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
    "core:healthz",
    "core:readyz",
    "core:version",
    "exchange:post",  # packages of other instances; the signature says who sends
    "exchange:schema",
}
SAME_IN_CZECH = {"okres", "kraj", "orp", "role"}  # identifiers that are Czech terms themselves
BASES = {"core/base.html"}  # the frame of every page


def none(offenders: list[str]) -> None:
    """Fail with every offender on a line of its own."""
    assert not offenders, "\n" + "\n".join(offenders)


def wing(model) -> str:
    return model.__module__.split(".")[1]


def test_sizes():
    none(code.sizes(sources.code()))


def test_operations_are_atomic_know_their_actor_and_check_a_right():
    none(code.operations(OPORA, EXCUSED_OPERATIONS))


def test_views_do_not_write():
    none(code.writing_views(OPORA))


def test_only_operations_write():
    none(code.writes_outside_operations(OPORA, WRITERS))


def test_every_audit_action_has_sentence():
    none(code.unreadable_actions(OPORA, sentences))


def test_lookups_suit_czech():
    none(code.loose_lookups(OPORA))


def test_days_are_those_of_prague():
    none(code.own_clocks(OPORA))


def test_operations_selectors_permissions_and_tasks_are_described():
    none(code.undescribed(OPORA))


def test_every_field_is_classified_as_personal_or_not():
    none(models.undeclared(own_models()))


def test_special_categories_are_encrypted():
    none(models.plain_special(own_models()))


def test_every_model_stands_in_glossary():
    none(models.outside_glossary(own_models(), GLOSSARY))


def test_every_field_has_czech_name():
    none(models.unnamed_fields(own_models(), SAME_IN_CZECH))


def test_nothing_leads_back_through_the_wall():
    none(models.ways_through_the_wall(own_models(), wing))


def test_deletion_never_spreads_beyond_the_aggregate():
    none(models.careless_deletion(own_models(), AGGREGATES))


def test_templates_hold_no_inline_script_or_style():
    none(texts.inline_in_templates(TEMPLATES))


def test_templates_are_short():
    none(texts.long_templates(TEMPLATES))


def test_every_page_has_the_frame():
    none(texts.pages_without_frame(TEMPLATES, BASES))


def test_files_name_no_tools_and_no_machines():
    none(texts.forbidden_words(sources.tracked()))


def test_public_addresses_are_these():
    assert {address.name for address in addresses.addresses() if address.public} == PUBLIC


def test_every_address_has_name():
    none([address.route for address in addresses.addresses() if not address.name])
