"""The one table of roles: what each role may, and what the table promises as a whole."""

import pytest

from opora.directory.organizations.enums import OrganizationKind, Role
from opora.directory.organizations.roles import ROLES, roles_for
from opora.foundation.core.permissions import allowed, descriptions
from opora.web.site.management.commands.render_docs import synthetic_actors
from opora.web.site.management.role_cards import role_cards

pytestmark = pytest.mark.sqlite_only
COLUMNS = ["RA", "PL", "DS", "MC", "MW", "OW", "LN", "PA", "SM", "SW", "CW", "AC", "OR", "PR", "EV", "AU"]
ORDER = dict(zip(COLUMNS, Role, strict=True))  # columns of the matrix are roles in their order
# what the engine answers a person in the role about no object in particular; the last column is a job
MATRIX = """
                                    RA PL DS MC MW OW LN PA SM SW CW AC OR PR EV AU job
accounts.block_account              x  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  x
accounts.correct_name               x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
accounts.create_account             x  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  x
accounts.end_sessions               x  .  .  x  .  .  .  x  .  .  .  .  .  .  .  .  x
accounts.handle_link                x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x
accounts.reset_second_factor        x  .  .  x  .  .  .  x  .  .  .  .  .  .  .  .  x
accounts.try_to_sign_in             x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x
accounts.use_own                    .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
audit.export                        .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  x  x
audit.read                          .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  x  x
audit.read_history                  x  x  x  x  .  .  .  x  x  .  .  .  .  .  .  .  x
audit.seal                          .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  x
audit.watch_seals                   x  .  .  .  .  .  .  .  .  .  .  .  .  .  .  x  x
catalog.approve_record              x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
catalog.assign_service              .  .  .  .  .  .  .  x  x  .  .  .  .  .  .  .  x
catalog.choose_record_fields        x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
catalog.confirm_reach               x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
catalog.confirm_record              .  .  .  .  .  .  .  x  x  .  .  .  .  .  .  .  x
catalog.edit_record                 .  .  .  .  .  .  .  x  x  .  .  .  .  .  .  .  x
catalog.edit_social_department      x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
catalog.edit_unregistered           x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
catalog.handle_report               x  .  x  .  .  .  .  x  x  .  .  .  .  .  .  .  x
catalog.import_register             x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
catalog.load_codelists              x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
catalog.read_history                x  x  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
catalog.read_quality                x  .  x  .  .  .  .  x  x  .  .  .  .  .  .  .  x
catalog.rebuild_search              x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
catalog.record_availability         x  .  x  .  .  .  .  x  x  x  .  .  .  .  .  .  x
catalog.report_error                x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x
documents.store_file                x  .  x  .  .  .  .  x  x  .  .  .  .  .  .  .  x
messaging.choose_frequency          .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
messaging.deliver                   .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  x
messaging.edit_template             x  .  .  x  .  .  .  x  .  .  .  .  .  .  .  .  x
messaging.prepare                   .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  x
messaging.read_outbox               x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
messaging.retry_message             x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
messaging.unsubscribe               .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
exchange.make_package               x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
exchange.manage_peers               x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
exchange.read_packages              x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
exchange.receive_package            x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
organizations.answer_invitation     x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x
organizations.edit_organization     x  .  .  x  .  .  .  x  .  .  .  .  .  .  .  .  x
organizations.end_membership        x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x
organizations.manage                x  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  x
organizations.manage_people         x  .  .  x  .  .  .  x  .  .  .  .  .  .  .  .  x
organizations.read_all              x  x  x  .  .  .  x  .  .  .  .  .  .  .  .  .  x
organizations.read_organization     x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x
organizations.read_people           x  x  x  x  x  x  x  x  x  x  x  x  x  x  .  .  x
organizations.substitute            x  x  x  x  x  x  x  x  x  x  x  x  x  x  .  .  .
privacy.approve_disposal            x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  .
privacy.approve_extract             x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  .
privacy.edit_retention              x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
privacy.erase_due                   .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  x
privacy.give_consent                x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x
privacy.handle_request              x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
privacy.hold                        x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
privacy.make_copy                   .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  x
privacy.manage_consents             x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
privacy.prepare_disposal            x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
privacy.prepare_extract             x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  .
privacy.read_processing             x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
privacy.restrict                    x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
privacy.rotate_keys                 .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  x
privacy.withdraw_consent            x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
site.read_tasks                     x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
site.retry_task                     x  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  x
territory.load                      .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  x
"""
JOBS_ONLY = {
    "audit.seal",
    "messaging.deliver",
    "messaging.prepare",
    "privacy.erase_due",
    "privacy.make_copy",
    "privacy.rotate_keys",
    "territory.load",
}
WITHOUT_TABLE = {  # whose object it is decides, not the role
    "accounts.end_sessions",
    "accounts.handle_link",
    "accounts.try_to_sign_in",
    "accounts.use_own",
    "catalog.report_error",
    "messaging.choose_frequency",
    "messaging.unsubscribe",
    "organizations.answer_invitation",
    "organizations.end_membership",
    "organizations.read_organization",
    "privacy.give_consent",
    "privacy.withdraw_consent",
}
GIVEN = frozenset().union(*(card.rights for card in ROLES.values()))


def matrix() -> dict[str, dict[str, bool]]:
    """Permission → column → whether it is allowed."""
    head, *rows = MATRIX.strip().splitlines()
    return {
        name: dict(zip(head.split(), (mark == "x" for mark in marks), strict=True))
        for name, *marks in (row.split() for row in rows)
    }


def test_every_permission_stands_in_the_matrix():
    assert set(matrix()) == set(descriptions)


@pytest.mark.parametrize("column", [*ORDER, "job"])
def test_engine_answers_as_the_matrix_says(column):
    actors = dict(synthetic_actors())
    actor = actors["úloha" if column == "job" else str(ORDER[column].label)]

    assert {name for name in descriptions if allowed(actor, name)} == {
        name for name, marks in matrix().items() if marks[column]
    }


def test_every_right_of_the_table_is_a_permission():
    assert GIVEN - set(descriptions) == set()


def test_every_permission_is_given_to_a_role_or_said_to_need_none():
    assert set(descriptions) - GIVEN == JOBS_ONLY | WITHOUT_TABLE


def test_every_role_has_its_card():
    assert list(ROLES) == list(Role)


def test_auditor_has_nothing_but_the_record():
    assert {right.partition(".")[0] for right in ROLES[Role.AUDITOR].rights} == {"audit"}


def test_evaluator_has_no_right():
    assert ROLES[Role.EVALUATOR].rights == frozenset()


def test_only_the_auditor_reads_and_exports_the_record():
    assert {role for role, card in ROLES.items() if card.rights & {"audit.read", "audit.export"}} == {Role.AUDITOR}


def test_nobody_who_appoints_reads_the_record_or_sees_clients():
    assert [
        role for role, card in ROLES.items() if card.heads and (card.sees_clients or "audit.read" in card.rights)
    ] == []


def test_nobody_of_the_region_sees_clients():
    assert [role for role in roles_for(OrganizationKind.REGION) if ROLES[role].sees_clients] == []


def test_second_factor_is_demanded_of_those_who_see_clients_appoint_or_are_guarded():
    assert {role for role, card in ROLES.items() if card.second_factor} == {
        Role.REGIONAL_ADMINISTRATOR,
        Role.DATA_STEWARD,
        Role.MUNICIPAL_COORDINATOR,
        Role.MUNICIPAL_SOCIAL_WORKER,
        Role.OSPOD_WORKER,
        Role.PROVIDER_ADMINISTRATOR,
        Role.SERVICE_MANAGER,
        Role.SOCIAL_WORKER,
        Role.CARE_WORKER,
        Role.AUDITOR,
    }


def test_those_who_give_roles_manage_people():
    assert {role for role, card in ROLES.items() if card.grants} == {
        role for role, card in ROLES.items() if "organizations.manage_people" in card.rights
    }


def test_roles_are_given_only_where_they_may_stand():
    impossible = [
        (giver, given) for giver, card in ROLES.items() for given in card.grants if not card.kinds & ROLES[given].kinds
    ]

    assert impossible == []


def test_only_the_region_gives_roles_elsewhere_and_never_one_that_sees_clients():
    elsewhere = {role: card.grants_elsewhere for role, card in ROLES.items() if card.grants_elsewhere}

    assert set(elsewhere) == {Role.REGIONAL_ADMINISTRATOR}
    assert [role for role in elsewhere[Role.REGIONAL_ADMINISTRATOR] if ROLES[role].sees_clients] == []


def test_every_role_can_be_given_by_somebody():
    given = frozenset().union(*(card.grants | card.grants_elsewhere for card in ROLES.values()))

    assert set(Role) - given == set()


def test_page_of_roles_names_every_role_and_what_it_may():
    text = role_cards()

    assert [role for role in Role if f"### {role.label} (`{role.value}`)" not in text] == []
    assert [name for name in GIVEN if f"  - {descriptions[name]} (`{name}`)" not in text] == []


@pytest.mark.rule("R077")
@pytest.mark.django_db
def test_everybody_who_works_in_the_region_has_a_role_and_the_public_needs_none(client):
    standing = {kind: {role for role, card in ROLES.items() if kind in card.kinds} for kind in OrganizationKind}

    assert {Role.PLANNER, Role.DATA_STEWARD} <= standing[OrganizationKind.REGION]
    assert {Role.MUNICIPAL_COORDINATOR, Role.MUNICIPAL_SOCIAL_WORKER} <= standing[OrganizationKind.MUNICIPALITY]
    assert {Role.LOCAL_NETWORKER} <= standing[OrganizationKind.MUNICIPALITY]
    assert {Role.PROVIDER_ADMINISTRATOR, Role.SERVICE_MANAGER} <= standing[OrganizationKind.PROVIDER]
    assert client.get("/sluzby/").status_code == 200
