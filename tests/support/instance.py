"""Run in a process of its own: start an instance with the probe planted into a wing, say what it is like as JSON.

`OPORA_WINGS=gatherings,care python -m tests.support.instance region`
"""

import json
import sys

import django
from django.core.management import call_command

from opora.config import wings


def facts() -> dict:
    """What a visitor and the administrator of the region meet in a fresh database."""
    from django.test import Client

    from opora.directory.organizations.enums import Role
    from opora.directory.organizations.models import Membership, Organization
    from opora.directory.organizations.permissions import roles_to_grant
    from opora.directory.organizations.roles import roles_for
    from opora.directory.organizations.selectors.memberships import memberships_in_force
    from opora.foundation.core.actor import Actor
    from opora.foundation.core.registries import menu, overview
    from tests.support.people import person

    administrator = person("Jana Krajská", "spravce@opora.example", Role.REGIONAL_ADMINISTRATOR)
    person("Ota Síťař", "sitar@opora.example", Role.LOCAL_NETWORKER)
    kraj = Organization.objects.get()
    actor = Actor.for_user(administrator, memberships_in_force(administrator)[0])
    home, probe = Client().get("/"), Client().get("/zkouska/")
    return {
        "home": home.status_code,
        "home names the probe": "Zkušební křídlo" in home.content.decode(),
        "probe": probe.status_code,
        "menu": "Zkušební křídlo" in [item.title for item in menu],
        "overview": "Zkouška čeká" in [matter.text for source in overview for matter in source.for_actor(actor)],
        "offered": [str(role) for role in roles_to_grant(actor, kraj)],
        "of a provider": [str(role) for role in roles_for("provider")],
        "in force": sorted(one.role for one in Membership.objects.in_force()),
    }


if __name__ == "__main__":
    wings.APPS[sys.argv[1]] += ("tests.support.probe",)
    django.setup()
    call_command("check", fail_level="WARNING")
    call_command("migrate", verbosity=0)
    print(json.dumps(facts()))  # noqa: T201
