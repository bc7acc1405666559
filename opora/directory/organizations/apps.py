from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "opora.directory.organizations"
    label = "organizations"
    verbose_name = "Organizace"
