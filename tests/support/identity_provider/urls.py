"""Addresses of the provider."""

from django.urls import include, path

from tests.support.identity_provider.behaviour import published_keys

urlpatterns = [
    path(".well-known/jwks.json", published_keys),
    path("", include("allauth.idp.urls")),
    path("accounts/", include("allauth.account.urls")),
]
