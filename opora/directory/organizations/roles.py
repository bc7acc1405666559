"""The one table of roles: what each is for, where it may stand, how far it reaches and which rights it gives.

Names of rights are names of permissions (`app.verb_object`); `docs/roles.md` is rendered from here.
"""

from dataclasses import dataclass

from django.conf import settings

from opora.directory.organizations.enums import OrganizationKind, Role, Scope


@dataclass(frozen=True)
class RoleCard:
    """One role. `grants` are roles its holder gives in the own organization, `grants_elsewhere` in all others.

    Its scopes stand from the one that its work needs most often.
    """

    purpose: str
    kinds: frozenset[OrganizationKind]
    scopes: tuple[Scope, ...]
    rights: frozenset[str] = frozenset()
    grants: frozenset[Role] = frozenset()
    grants_elsewhere: frozenset[Role] = frozenset()
    sees_clients: bool = False
    guarded: bool = False  # changes what others rely on, or reads records of acts
    wing: str = ""  # part of the house without which the role has nothing to do; empty = always

    @property
    def heads(self) -> bool:
        """True for roles that administer people of an organization: the last of them stays."""
        return bool(self.grants)

    @property
    def usual_scope(self) -> Scope:
        """The scope of a membership for which nobody chose another: the first that needs no branch nor area."""
        return next(scope for scope in self.scopes if scope not in {Scope.BRANCH, Scope.AREA})

    @property
    def second_factor(self) -> bool:
        """True when nobody may act in the role without a second factor."""
        return self.sees_clients or self.guarded or self.heads

    @property
    def runs(self) -> bool:
        """True when this instance runs the part of the house that the role works in."""
        return not self.wing or self.wing in settings.WINGS


KIND = OrganizationKind
COLLEAGUES = frozenset({"organizations.read_people", "organizations.substitute"})
HEAD = COLLEAGUES | {
    "organizations.edit_organization", "organizations.manage_people", "accounts.reset_second_factor",
    "audit.read_history",
}  # fmt: skip
CATALOG = frozenset({
    "catalog.confirm_reach", "catalog.edit_social_department", "catalog.edit_unregistered", "catalog.import_register",
    "catalog.load_codelists", "catalog.read_history", "catalog.rebuild_search", "catalog.record_availability",
    "documents.store_file",
})  # fmt: skip
RECORDS = frozenset({  # what providers say of their services, seen from the region
    "catalog.approve_record", "catalog.choose_record_fields", "catalog.handle_report", "catalog.read_quality",
})  # fmt: skip
OWN_RECORD = frozenset({  # the same in a provider, of services that its people reach
    "catalog.confirm_record", "catalog.edit_record", "catalog.handle_report", "catalog.read_quality",
    "catalog.record_availability", "documents.store_file",
})  # fmt: skip
PRIVACY = frozenset({
    "privacy.read_processing", "privacy.edit_retention", "privacy.prepare_disposal", "privacy.approve_disposal",
    "privacy.hold", "privacy.handle_request", "privacy.prepare_extract", "privacy.approve_extract", "privacy.restrict",
    "privacy.manage_consents", "accounts.correct_name",
})  # fmt: skip
RUNNING = frozenset({  # how the instance lives: messages, background work, packages of counts
    "messaging.read_outbox", "messaging.retry_message", "site.read_tasks", "site.retry_task",
    "exchange.read_packages", "exchange.make_package", "exchange.receive_package", "exchange.manage_peers",
})  # fmt: skip
ACCOUNTS = frozenset({"accounts.create_account", "accounts.block_account"})
EVERYWHERE = frozenset({"organizations.read_all"})
PROVIDER_ROLES = frozenset({
    Role.PROVIDER_ADMINISTRATOR, Role.SERVICE_MANAGER, Role.SOCIAL_WORKER, Role.CARE_WORKER, Role.ACTIVITY_COORDINATOR,
    Role.ORGANIZER, Role.PUBLIC_RELATIONS, Role.AUDITOR,
})  # fmt: skip
MUNICIPAL_ROLES = frozenset({
    Role.MUNICIPAL_COORDINATOR, Role.MUNICIPAL_SOCIAL_WORKER, Role.OSPOD_WORKER, Role.LOCAL_NETWORKER, Role.AUDITOR,
})  # fmt: skip
REGION_ROLES = frozenset({
    Role.REGIONAL_ADMINISTRATOR, Role.PLANNER, Role.DATA_STEWARD, Role.LOCAL_NETWORKER, Role.EVALUATOR, Role.AUDITOR,
})  # fmt: skip
WHOLE = (Scope.ORGANIZATION,)
TEAM = (Scope.SERVICES, Scope.BRANCH, Scope.ORGANIZATION, Scope.OWN)

ROLES: dict[Role, RoleCard] = {
    Role.REGIONAL_ADMINISTRATOR: RoleCard(
        "Zakládá organizace, zve jejich správce a lidi kraje, dohlíží na chod Opory.",
        frozenset({KIND.REGION}), WHOLE,
        rights=HEAD | CATALOG | RECORDS | PRIVACY | RUNNING | EVERYWHERE | ACCOUNTS
        | {"organizations.manage", "audit.watch_seals", "messaging.edit_template"},
        grants=REGION_ROLES,
        grants_elsewhere=frozenset({
            Role.MUNICIPAL_COORDINATOR, Role.PROVIDER_ADMINISTRATOR, Role.LOCAL_NETWORKER, Role.EVALUATOR,
        }),
    ),
    Role.PLANNER: RoleCard(
        "Připravuje střednědobý plán a síť služeb; pracuje s počty, ne se záznamy o lidech.",
        frozenset({KIND.REGION}), WHOLE,
        rights=COLLEAGUES | EVERYWHERE | {"catalog.read_history", "audit.read_history"}, wing="region",
    ),
    Role.DATA_STEWARD: RoleCard(
        "Načítá registr a hlídá správnost údajů o službách.",
        frozenset({KIND.REGION}), WHOLE,
        rights=COLLEAGUES | CATALOG | RECORDS | PRIVACY | RUNNING | EVERYWHERE | {"audit.read_history"}, guarded=True,
    ),
    Role.MUNICIPAL_COORDINATOR: RoleCard(
        "Spravuje lidi obce nebo OSPOD a odpovídá za potřeby, které obec hlásí.",
        frozenset({KIND.MUNICIPALITY, KIND.OSPOD}), WHOLE,
        rights=HEAD | {"messaging.edit_template"}, grants=MUNICIPAL_ROLES,
    ),
    Role.MUNICIPAL_SOCIAL_WORKER: RoleCard(
        "Pracuje s lidmi v obci a pomáhá jim najít službu.",
        frozenset({KIND.MUNICIPALITY}), (Scope.OWN, Scope.BRANCH, Scope.ORGANIZATION),
        rights=COLLEAGUES, sees_clients=True, wing="care",
    ),
    Role.OSPOD_WORKER: RoleCard(
        "Chrání zájmy dětí; vidí jen rodiny a případové konference, ke kterým patří.",
        frozenset({KIND.OSPOD}), (Scope.OWN, Scope.BRANCH, Scope.ORGANIZATION),
        rights=COLLEAGUES, sees_clients=True, wing="care",
    ),
    Role.LOCAL_NETWORKER: RoleCard(
        "Propojuje pomáhající organizace na svém území; záznamy o klientech nevidí.",
        frozenset({KIND.REGION, KIND.MUNICIPALITY, KIND.NGO}), (Scope.AREA, Scope.ORGANIZATION),
        rights=COLLEAGUES | EVERYWHERE, wing="region",
    ),
    Role.PROVIDER_ADMINISTRATOR: RoleCard(
        "Spravuje lidi, pracoviště a služby poskytovatele; karty klientů z této role nevidí.",
        frozenset({KIND.PROVIDER}), WHOLE,
        rights=HEAD | OWN_RECORD | {"catalog.assign_service", "messaging.edit_template"}, grants=PROVIDER_ROLES,
    ),
    Role.SERVICE_MANAGER: RoleCard(
        "Vede službu a její tým.",
        frozenset({KIND.PROVIDER}), (Scope.SERVICES, Scope.BRANCH, Scope.ORGANIZATION),
        rights=COLLEAGUES | OWN_RECORD | {"catalog.assign_service", "audit.read_history"}, sees_clients=True,
    ),
    Role.SOCIAL_WORKER: RoleCard(
        "Jedná se zájemci, vede záznamy a individuální plány uživatelů služby.",
        frozenset({KIND.PROVIDER}), TEAM,
        rights=COLLEAGUES | {"catalog.record_availability"}, sees_clients=True, wing="care",
    ),
    Role.CARE_WORKER: RoleCard(
        "Poskytuje přímou péči a zapisuje ji.",
        frozenset({KIND.PROVIDER}), TEAM, rights=COLLEAGUES, sees_clients=True, wing="care",
    ),
    Role.ACTIVITY_COORDINATOR: RoleCard(
        "Připravuje měsíc aktivit, odkazy a prezenci; kdo je zájemce nebo uživatel, nevidí.",
        frozenset({KIND.PROVIDER}), (Scope.BRANCH, Scope.ORGANIZATION), rights=COLLEAGUES, wing="gatherings",
    ),
    Role.ORGANIZER: RoleCard(
        "Vede jednotlivé akce a vidí přihlášené jen na nich.",
        frozenset({KIND.PROVIDER}), (Scope.OWN, Scope.BRANCH), rights=COLLEAGUES, wing="gatherings",
    ),
    Role.PUBLIC_RELATIONS: RoleCard(
        "Zveřejňuje akce a píše o nich.",
        frozenset({KIND.PROVIDER}), (Scope.BRANCH, Scope.ORGANIZATION), rights=COLLEAGUES, wing="gatherings",
    ),
    Role.EVALUATOR: RoleCard(
        "Hodnotí projekty a plány; vidí jen počty.",
        frozenset({KIND.REGION, KIND.NGO, KIND.OTHER}), WHOLE, wing="region",
    ),
    Role.AUDITOR: RoleCard(
        "Čte záznam událostí a nic jiného; nic nemění.",
        frozenset({KIND.REGION, KIND.MUNICIPALITY, KIND.OSPOD, KIND.PROVIDER}), WHOLE,
        rights=frozenset({"audit.read", "audit.export", "audit.watch_seals"}), guarded=True,
    ),
}  # fmt: skip


def roles_for(kind: str) -> list[Role]:
    """Roles of this instance that may stand in an organization of the kind, in the order of the table."""
    return [role for role, card in ROLES.items() if kind in card.kinds and card.runs]


def resting_roles() -> list[Role]:
    """Roles whose part of the house does not run here: nobody is given them and nobody acts in them."""
    return [role for role, card in ROLES.items() if not card.runs]
