"""Fill the demo: the real register, one sample provider and two fictitious people of staff."""

import json
import os
import secrets
from pathlib import Path

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from opora.directory.catalog.enums import RegisterScope
from opora.directory.catalog.models import ImportRun, Service
from opora.directory.catalog.operations.availability import record_availability
from opora.directory.organizations.enums import OrganizationKind, Role
from opora.directory.organizations.models import Organization
from opora.directory.organizations.operations import memberships, organizations
from opora.foundation.accounts.models import User
from opora.foundation.accounts.operations import accounts
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today

DATA = Path(__file__).parents[4] / "directory" / "catalog" / "data"
ORGANIZATION = "Krajský úřad (ukázka)"
FREE_PLACES = [("9900001", "yes", 2), ("9900003", "waiting", None), ("9900009", "no", None)]
STAFF = [
    ("spravce@opora.example", "Sylva Ukázková", Role.REGIONAL_ADMINISTRATOR),
    ("data@opora.example", "Dan Ukázkový", Role.DATA_STEWARD),
]


class Command(BaseCommand):
    help = "Naplní ukázku skutečným registrem a vypíše přihlašovací údaje. Podruhé nic nemění."

    def handle(self, *args, **options) -> None:
        if not settings.DEMO:
            raise CommandError(
                "Ukázková data patří jen do ukázky. V provozu použijte load_territory a import_register."
            )
        if not ImportRun.objects.filter(scope="ukazka", status="done").exists():
            self.load_register()
        if not Service.objects.filter(scope=RegisterScope.UNREGISTERED).exists():  # nor in demos of an older version
            self.load_said()
        logins = self.logins()
        self.print_welcome(logins)

    def load_data(self) -> None:
        """Everything public, by the same commands as in production."""
        self.load_register()
        self.load_said()

    def load_register(self) -> None:
        """The register of the kraj and the fictitious provider."""
        self.stderr.write("Načítám registr…")
        call_command(
            "import_register",
            str(DATA / "register-ustecky.json.gz"),
            coordinates=str(DATA / "register-ustecky-coordinates.csv.gz"),
            as_of="2026-04-01",
            seat_addresses=True,
            source="Registr poskytovatelů sociálních služeb MPSV, Ústecký kraj, jaro 2026",
        )
        sample = {"sample": True, "source": "Smyšlená ukázka, není v žádném registru"}
        call_command("import_register", str(DATA / "sample-provider.json"), **sample)

    def load_said(self) -> None:
        """Help of the fictitious provider beside the register, and what it said today of free places of three services.

        One of them accepts, one has a waiting list, one is full.
        """
        call_command("import_unregistered", str(DATA / "sample-unregistered.csv"), verbosity=0)
        for identifier, accepts, places in FREE_PLACES:
            values = {"accepts": accepts, "free_places": places, "note": "", "as_of": today(), "origin": "phone"}
            service = Service.objects.get(identifier=identifier)
            record_availability(service, values, version=0, actor=Actor.job("ukázková data"))

    def logins(self) -> list[dict]:
        """Logins of the staff from a file of mode 600; accounts that are missing are made."""
        path = settings.VAR / "demo-logins.json"
        known = json.loads(path.read_text()) if path.exists() else {}
        for email, name, role in STAFF:
            if not User.objects.filter(email=email).exists():
                known[email] = self.create_person(email, name, role)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(known, file, ensure_ascii=False, indent=1)
        return [{"email": email, "name": name, **known.get(email, {})} for email, name, _role in STAFF]

    def create_person(self, email: str, name: str, role: str) -> dict:
        """One fictitious person with a random password and a second factor."""
        actor = Actor.job("ukázková data")
        organization = Organization.objects.filter(name=ORGANIZATION).first() or organizations.create_organization(
            kind=OrganizationKind.REGION, name=ORGANIZATION, actor=actor
        )
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        user = accounts.create_account(email=email, full_name=name, password=password, actor=actor)
        memberships.grant_membership(user, organization, role=role, actor=actor)
        return {"password": password, "totp": accounts.enable_second_factor(user, actor=actor)}

    def print_welcome(self, logins: list[dict]) -> None:
        """Address, logins and their second factors, in lines a screen reader reads well."""
        port = os.environ.get("PORT", "8000")
        lines = [
            "",
            f"{settings.PRODUCT_NAME} poběží na adrese http://127.0.0.1:{port} (spustí ji make serve nebo make demo).",
            "",
        ]
        for login in logins:
            role = User.objects.get(email=login["email"]).memberships.first()
            lines += [
                f"{role.get_role_display() if role else login['name']}: {login['email']}",
                f"  heslo: {login.get('password', '(změněno)')}",
                f"  druhý faktor, klíč pro aplikaci s kódy: {_in_fours(login.get('totp', '(změněn)'))}",
            ]
            if not Authenticator.objects.filter(user__email=login["email"]).exists():
                lines.append("  druhý faktor je u tohoto účtu vypnutý")
        self.stdout.write("\n".join([*lines, "", "Běžící Oporu ukončíte klávesami Ctrl+C.", ""]))


def _in_fours(key: str) -> str:
    """„ABCDEFGH“ → „ABCD EFGH“: easier to read out and to type."""
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4)) if key.isalnum() else key
