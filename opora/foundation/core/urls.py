"""Addresses for machines, and the hub of administration."""

from django.urls import path

from opora.foundation.core import views

app_name = "core"
urlpatterns = [
    path("sprava/", views.administration, name="administration"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("version", views.version_view, name="version"),
]
