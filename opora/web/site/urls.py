"""Addresses of the shell."""

from django.urls import path

from opora.web.site.views import gallery

app_name = "site"
urlpatterns = [
    path("_komponenty/", gallery.components, name="components"),
]
