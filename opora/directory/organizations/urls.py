"""Addresses of organizations and their people."""

from django.urls import path

from opora.directory.organizations.views import branches, organizations

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
]
