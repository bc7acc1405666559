"""Addresses of organizations and their people."""

from django.urls import path

from opora.directory.organizations.views import (
    acceptance,
    account_help,
    branches,
    invitations,
    memberships,
    organizations,
    roles,
    substitutions,
)

app_name = "organizations"
urlpatterns = [
    path("organizace/", organizations.organizations_list, name="list"),
    path("organizace/nova/", organizations.new, name="organization_new"),
    path("organizace/<int:pk>/", organizations.organization, name="organization"),
    path("organizace/<int:pk>/upravit/", organizations.edit, name="organization_edit"),
    path("organizace/<int:pk>/uzavrit/", organizations.close, name="organization_close"),
    path("organizace/<int:pk>/pracoviste/nove/", branches.new, name="branch_new"),
    path("pracoviste/<int:pk>/", branches.edit, name="branch_edit"),
    path("pracoviste/<int:pk>/zrusit/", branches.close, name="branch_close"),
    path("organizace/<int:pk>/lide/", memberships.people, name="people"),
    path("organizace/<int:pk>/pozvat/", invitations.new, name="invite"),
    path("pozvanky/<int:pk>/", invitations.invitation, name="invitation"),
    path("pozvanky/<int:pk>/obnovit/", invitations.renew, name="invitation_renew"),
    path("pozvanky/<int:pk>/zrusit/", invitations.cancel, name="invitation_cancel"),
    path("pozvanka/<str:token>/", acceptance.accept, name="accept"),
    path("clenstvi/<int:pk>/", memberships.membership, name="membership"),
    path("clenstvi/<int:pk>/upravit/", memberships.edit, name="membership_edit"),
    path("clenstvi/<int:pk>/ukoncit/", memberships.end, name="membership_end"),
    path("clenstvi/<int:pk>/dalsi-role/", memberships.add, name="membership_add"),
    path("clenstvi/<int:pk>/druhy-faktor/", account_help.reset_second_factor, name="second_factor_reset"),
    path("clenstvi/<int:pk>/zablokovat/", account_help.block_account, name="account_block"),
    path("ucet/role/", roles.choose_role, name="choose_role"),
    path("ucet/zastup/<int:pk>/", substitutions.substitute, name="substitute"),
    path("ucet/zastup/<int:pk>/ukoncit/", substitutions.end, name="substitution_end"),
]
