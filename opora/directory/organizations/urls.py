"""Addresses of organizations and their people."""

from django.urls import URLPattern

app_name = "organizations"
urlpatterns: list[URLPattern] = []
