from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "opora.directory.organizations"
    label = "organizations"
    verbose_name = "Organizace"

    def ready(self) -> None:
        from opora.directory.organizations import permissions  # noqa: F401
        from opora.foundation.audit import log

        log.describe(
            organizations__created="Založena organizace.",
            organizations__membership_granted="Přidělena role {role}.",
        )
