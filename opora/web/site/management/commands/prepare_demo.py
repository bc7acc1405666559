"""Fill the demo: the real register, one sample provider and fictitious people of every role."""

import json
import os
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from opora.directory.catalog.enums import RegisterScope
from opora.directory.catalog.models import ImportRun, Service, ServiceRecord
from opora.directory.catalog.operations.availability import record_availability
from opora.directory.catalog.operations.freshness import confirm_services
from opora.directory.catalog.operations.record import approve_proposal, edit_record
from opora.directory.catalog.selectors.availability import parts_of
from opora.directory.catalog.selectors.record import edited_record
from opora.directory.organizations.models import Membership
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.web.site.management import demo_people

DATA = Path(__file__).parents[4] / "directory" / "catalog" / "data"
FREE_PLACES = [  # service, form, what holds, free places, weeks of waiting
    ("9900001", "ter", "yes", 2, None),
    ("9900003", "", "waiting", None, 6),
    ("9900009", "pob", "no", None, None),
]
CONFIRMED = [("9900003", 0), ("9900006", 100)]  # days ago; the second one waits to be confirmed again
TOLD, WHO_PROPOSES = "9900003", "poskytovatel@opora.example"
WORDS = {
    "description": "Staráme se o lidi s demencí ve dne i v noci. Bydlí po dvou, rodina může přijít kdykoli.",
    "start_person": "Zavolejte nám. Pozveme vás na prohlídku a pomůžeme vyplnit žádost.",
    "start_professional": "Pošlete zprávu o zdravotním stavu a telefon na rodinu, ozveme se do tří pracovních dnů.",
    "price": "Ubytování 280 Kč a strava 240 Kč na den. Péče podle příspěvku na péči.",
    "documents": "občanský průkaz\nposudek lékaře\nrozhodnutí o příspěvku na péči, pokud ho máte",
    "languages": ["sk", "de"],
    "accessibility": ["step_free", "lift", "toilet"],
    "hours": "Telefon po–pá 7–15, návštěvy denně 9–19.",
}
NEW_PRICE = {"price": "Od 1. 1. 2027 ubytování 295 Kč a strava 250 Kč na den. Péče podle příspěvku na péči."}


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
        if not ServiceRecord.objects.exists():
            self.load_confirmed()
            self.load_words()
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
        for identifier, form, accepts, places, weeks in FREE_PLACES:
            service = Service.objects.get(identifier=identifier)
            values = {"accepts": accepts, "free_places": places, "waiting_weeks": weeks}
            key = next(part.key for part in parts_of(service) if part.form == form)
            told = {"as_of": today(), "origin": "phone"}
            record_availability(service, {key: values}, **told, version=0, actor=Actor.job("ukázková data"))

    def load_confirmed(self) -> None:
        """The fictitious provider has said of one service today that its data hold, of another one long ago."""
        for identifier, days_ago in CONFIRMED:
            on = today() - timedelta(days=days_ago)
            service = Service.objects.get(identifier=identifier)
            confirm_services({service.pk: 0}, on=on, actor=Actor.job("ukázková data"))

    def load_words(self) -> None:
        """What the fictitious provider says of one service: words that were approved, and a price that waits."""
        service, job = Service.objects.get(identifier=TOLD), Actor.job("ukázková data")
        self.say(service, WORDS, job)
        approve_proposal(service.proposals.get(), shown=edited_record(service).shown, actor=job)
        member = Membership.objects.select_related("user", "organization").get(user__email=WHO_PROPOSES)
        self.say(service, NEW_PRICE, Actor.for_user(member.user, member))

    def say(self, service: Service, values: dict, actor: Actor) -> None:
        """Save the record of the service with the values."""
        known = edited_record(service)
        edit_record(service, known.values | values, shown=known.shown, actor=actor)

    def logins(self) -> list[dict]:
        """Logins of the staff from a file of mode 600; accounts that are missing are made."""
        path = settings.VAR / "demo-logins.json"
        known = json.loads(path.read_text()) if path.exists() else {}
        if made := demo_people.make_missing(Actor.job("ukázková data")):
            known |= made
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                json.dump(known, file, ensure_ascii=False, indent=1)
        return [
            {"email": one.email, "role": str(one.role.label), **known.get(one.email, {})} for one in demo_people.STAFF
        ]

    def print_welcome(self, logins: list[dict]) -> None:
        """Address, how to sign in, and one line for each role that a screen reader reads well."""
        home = f"http://localhost:{os.environ.get('PORT', '8000')}"  # keys know no addresses of numbers
        lines = [
            "",
            f"{settings.PRODUCT_NAME} poběží na adrese {home} (spustí ji make serve nebo make demo).",
            f"Přihlášení: {home}/prihlaseni/ – kdo má tajný kód, opíše i číslice z aplikace. Pošta: {home}/_posta/",
            "",
        ]
        for login in logins:
            password, key = login.get("password", "(změněno)"), login.get("totp", "")
            secret = [f"tajný kód {in_fours(key)}"] if key else []
            words = [login["role"], login["email"], f"heslo {password}", *secret]
            lines.append(" – ".join(words))
        self.stdout.write("\n".join([*lines, "", "Běžící Oporu ukončíte klávesami Ctrl+C.", ""]))


def in_fours(key: str) -> str:
    """„ABCDEFGH“ → „ABCD EFGH“: easier to read out and to type."""
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))
