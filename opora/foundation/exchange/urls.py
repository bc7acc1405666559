"""Addresses of the exchange."""

from django.urls import path

from opora.foundation.exchange.views import machine, packages, peers

app_name = "exchange"
urlpatterns = [
    path("sprava/vymena/", packages.packages, name="packages"),
    path("sprava/vymena/novy/", packages.package_new, name="package_new"),
    path("sprava/vymena/prijmout/", packages.receive, name="receive"),
    path("sprava/vymena/<int:pk>/", packages.package, name="package"),
    path("sprava/vymena/<int:pk>/soubor/", packages.package_file, name="package_file"),
    path("sprava/vymena/<int:pk>/odeslat/", packages.package_send, name="package_send"),
    path("sprava/vymena/protistrany/nova/", peers.peer, name="peer_new"),
    path("sprava/vymena/protistrany/<int:pk>/", peers.peer, name="peer"),
    path("sprava/vymena/protistrany/<int:pk>/ukoncit/", peers.peer_end, name="peer_end"),
    path("vymena/baliky/", machine.post, name="post"),
    path("vymena/schema/", machine.schema, name="schema"),
]
