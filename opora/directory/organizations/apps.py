from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "opora.directory.organizations"
    label = "organizations"
    verbose_name = "Organizace"
    staff_group = "Lidé a organizace"

    def ready(self) -> None:
        from opora.directory.organizations import permissions  # noqa: F401
        from opora.directory.organizations.operations.memberships import hold_heads
        from opora.directory.organizations.selectors.heads import why_no_second_factor_reset
        from opora.directory.organizations.selectors.memberships import role_needs_second_factor
        from opora.foundation.accounts.selectors.protection import obligations
        from opora.foundation.audit import log
        from opora.foundation.core.registries import AccountGuard, account_guards

        log.describe(
            organizations__created="Založena organizace ({kind}).",
            organizations__changed="Změněny údaje organizace: {fields}.",
            organizations__closed="Organizace uzavřena: ukončených členství {memberships}, pozvánek {invitations}.",
            organizations__reopened="Organizace znovu otevřena.",
            organizations__branch_created="Založeno pracoviště {name}.",
            organizations__branch_changed="Změněno pracoviště {name}: {fields}.",
            organizations__branch_closed="Zrušeno pracoviště {name}.",
            organizations__membership_granted="Přidělena role {role} ({reach}).",
            organizations__membership_changed="Změněno členství: {fields}.",
            organizations__membership_ended="Ukončeno členství: {role} ({reach}).",
            organizations__substitution_made="Role {role} předána zástupem. Zastupovaný člen: {membership}.",
            organizations__substitution_ended="Ukončen zástup: {role} ({reach}).",
        )
        obligations.add("organizations", role_needs_second_factor)
        guard = AccountGuard(why_no_second_factor_reset, lambda actor, user: hold_heads(user, actor=actor))
        account_guards.add("organizations", guard)
        _offer_list()
        _offer_invitations()
        _add_messages()
        _fill_overview()
        _describe_objects()
        _add_holdings()
        _add_sources()


def _offer_list() -> None:
    """The list of organizations on the hub of administration."""
    from opora.directory.organizations.selectors.organizations import organizations_in_words
    from opora.foundation.core.registries import StaffPage, administration

    administration.add(
        "organizations:list",
        StaffPage(
            "Organizace",
            "organizations:list",
            "organizations.read_organization",
            "Organizace, jejich pracoviště a lidé, kteří v nich mají roli.",
            organizations_in_words,
        ),
        weight=50,
    )


def _offer_invitations() -> None:
    """The page of their links, their sentences in the record, and lines on the overview of those who invite."""
    from opora.directory.organizations.permissions import INVITATION_LINK
    from opora.directory.organizations.selectors import invitations
    from opora.foundation.accounts.selectors.links import link_pages, link_titles
    from opora.foundation.audit import log
    from opora.foundation.core.registries import OverviewSource, Section, overview

    link_pages[INVITATION_LINK], link_titles[INVITATION_LINK] = "organizations:accept", "pozvánka"
    log.describers["organizations.invitation"] = log.Describer(invitations.invitation_names)
    log.describe(
        organizations__invited="Odeslána pozvánka: {role} ({reach}).",
        organizations__invitation_renewed="Obnovena pozvánka: {role} ({reach}).",
        organizations__invitation_reminded="Připomenuta pozvánka: {role} ({reach}).",
        organizations__invitation_cancelled="Zrušena pozvánka: {role} ({reach}).",
        organizations__invitation_accepted="Přijata pozvánka: {role} ({reach}).",
        organizations__invitation_declined="Odmítnuta pozvánka: {role} ({reach}).",
    )
    for section, matters in (
        (Section.WAITING, invitations.waiting_matters),
        (Section.LATE, invitations.late_matters),
        (Section.CHANGED, invitations.answered_matters),
    ):
        name = f"organizations.invitations_{section}"
        overview.add(name, OverviewSource(section, matters, "organizations.manage_people"))


def _add_messages() -> None:
    """Messages to people who are invited."""
    from opora.directory.organizations.notifications import ALL
    from opora.foundation.core.registries import notifications

    for notification in ALL:
        notifications.add(notification.code, notification)


def _fill_overview() -> None:
    """What the page after sign-in shows of memberships and of the organization."""
    from opora.directory.organizations.selectors import matters
    from opora.foundation.core.registries import OverviewSource, Section, overview

    overview.add("organizations.ending", OverviewSource(Section.WAITING, matters.ending_soon))
    overview.add("organizations.beginning", OverviewSource(Section.WAITING, matters.beginning_soon))
    overview.add("organizations.changes", OverviewSource(Section.CHANGED, matters.changes_of_people))


def _describe_objects() -> None:
    """Words by which the record of events speaks of organizations and memberships."""
    from opora.directory.organizations.enums import OrganizationKind, Role, Scope
    from opora.directory.organizations.selectors import names
    from opora.foundation.audit import log

    log.describers["organizations.organization"] = log.Describer(names.organization_names, names.organizations_called)
    log.describers["organizations.branch"] = log.Describer(names.branch_names)
    log.describers["organizations.membership"] = log.Describer(
        names.membership_names, roles=names.membership_roles, looked="Otevřena stránka člena organizace."
    )
    log.pointers[("organizations", "membership")] = "organizations.membership"
    log.describe_values(
        "organizations",
        role={code: str(label) for code, label in Role.choices},
        kind={code: str(label) for code, label in OrganizationKind.choices},
        scope={code: str(label) for code, label in Scope.choices},
    )


def _add_holdings() -> None:
    """What is kept of people here, for how long, and what becomes of it."""
    from opora.directory.organizations.operations.holdings import HOLDINGS, UNHELD
    from opora.foundation.privacy.selectors.holdings import add_holdings

    add_holdings(HOLDINGS, UNHELD)


def _add_sources() -> None:
    """Where data of people are found here, for the extract."""
    from opora.directory.organizations.selectors.extracts import SOURCES
    from opora.foundation.privacy.selectors.sources import add_source

    for weight, source in enumerate(SOURCES, start=200):
        add_source(source, weight=weight)
