"""Serve the provider: `python -m tests.support.identity_provider PORT ADDRESS_OF_RETURN…`."""

import os
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django

from tests.support.identity_provider.server import CLIENT, PEOPLE, SECRET


class Quiet(WSGIRequestHandler):
    """Tests read no log of it."""

    def log_message(self, *arguments) -> None:
        """Nothing."""


def furnish(addresses: list[str]) -> None:
    """Tables, people and the one client."""
    from allauth.idp.oidc.models import Client
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for email, password in PEOPLE.items():
        get_user_model().objects.create_user(email, email, password)
    client = Client(id=CLIENT, name="Opora", scopes="openid\nprofile\nemail", skip_consent=True)
    client.set_secret(SECRET)
    client.set_redirect_uris(addresses)
    client.save()


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.support.identity_provider.settings"
    django.setup()
    furnish(sys.argv[2:])
    from django.core.wsgi import get_wsgi_application

    make_server("127.0.0.1", int(sys.argv[1]), get_wsgi_application(), handler_class=Quiet).serve_forever()
