from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "opora.directory.organizations"
    label = "organizations"
    verbose_name = "Organizace"

    def ready(self) -> None:
        from opora.directory.organizations import permissions  # noqa: F401
        from opora.directory.organizations.selectors.heads import why_no_block, why_no_second_factor_reset
        from opora.foundation.audit import log
        from opora.foundation.core.registries import AccountGuard, account_guards

        log.describe(
            organizations__created="Založena organizace.",
            organizations__membership_granted="Přidělena role {role} ({reach}).",
            organizations__membership_changed="Změněno členství: {fields}.",
            organizations__membership_ended="Ukončeno členství: {role} ({reach}).",
            organizations__substitution_made="Role {role} předána zástupem (členství {membership}).",
            organizations__substitution_ended="Ukončen zástup: {role} ({reach}).",
        )
        account_guards.add("organizations", AccountGuard(why_no_second_factor_reset, why_no_block))
