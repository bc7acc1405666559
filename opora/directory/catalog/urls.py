"""Addresses of the catalogue."""

from django.urls import path, re_path

from opora.directory.catalog.views import (
    assignments,
    availability,
    cards,
    history,
    imports,
    kinds,
    reach,
    search,
    social_departments,
    unregistered,
    unregistered_csv,
)

app_name = "catalog"
urlpatterns = [
    path("sluzby/", search.search, name="search"),
    # the register allows letters, dashes and slashes in identifiers; nothing else reaches the database
    re_path(r"^sluzby/(?P<identifier>[0-9A-Za-z][0-9A-Za-z_/-]{0,19})/$", cards.service, name="service"),
    path("sprava/registr/", imports.runs, name="imports"),
    path("sprava/registr/nacist/", imports.new, name="import_new"),
    path("sprava/registr/<int:pk>/", imports.run, name="import_run"),
    path("sprava/registr/<int:pk>/csv/", imports.run_csv, name="import_run_csv"),
    path("sprava/registr/sluzby/", history.search, name="history_search"),
    re_path(
        r"^sprava/registr/sluzby/(?P<identifier>[0-9A-Za-z][0-9A-Za-z_/-]{0,19})/$",
        history.service,
        name="service_history",
    ),
    path("sprava/pusobnost/", reach.suggestions, name="reach_suggestions"),
    path("sprava/neregistrovane/", unregistered.services, name="unregistered"),
    path("sprava/neregistrovane/nova/", unregistered.new, name="unregistered_new"),
    re_path(r"^sprava/neregistrovane/(?P<identifier>M[0-9]{6})/$", unregistered.edit, name="unregistered_edit"),
    re_path(r"^sprava/neregistrovane/(?P<identifier>M[0-9]{6})/konec/$", unregistered.end, name="unregistered_end"),
    path("sprava/neregistrovane/csv/", unregistered_csv.upload, name="unregistered_csv"),
    path("sprava/neregistrovane/csv/vzor/", unregistered_csv.template_file, name="unregistered_csv_template"),
    re_path(
        r"^sprava/sluzby/(?P<identifier>[0-9A-Za-z][0-9A-Za-z_/-]{0,19})/volna-mista/$",
        availability.availability,
        name="availability",
    ),
    path("sprava/socialni-odbory/", social_departments.departments_list, name="social_departments"),
    path("sprava/socialni-odbory/<slug:code>/", social_departments.department, name="social_department"),
    path("sprava/registr/poskytovatele/", assignments.founding, name="founding"),
    path("organizace/<int:pk>/sluzby/", assignments.organization_services, name="organization_services"),
    path("clenstvi/<int:pk>/sluzby/", assignments.member_services, name="member_services"),
    path("druhy/", kinds.kinds, name="kinds"),
    path("druhy/<slug:slug>/", kinds.kind, name="kind"),
    path("druhy/<slug:slug>/<slug:place>/", kinds.kind_place, name="kind_place"),
    path("obce/<slug:place>/", kinds.place, name="place"),
    path("poskytovatele/<slug:ico>/", cards.provider, name="provider"),
]
