"""Make the instance ready: database, static files, territory, code lists and terms; in demo mode also the demo data."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from opora.directory.catalog.models import ReachSuggestion, Service
from opora.directory.territory.models import TerritoryLoad
from opora.directory.territory.selectors.files import FOLDER


class Command(BaseCommand):
    requires_system_checks: list[str] = []  # `make check` runs them; here they would double the time of a start
    help = "Založí nebo povýší databázi, připraví soubory, načte území, číselníky a lhůty; v ukázce i její data."

    def handle(self, *args, **options) -> None:
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if not _territory_is_newer_than_its_files():
            call_command("load_territory")
        call_command("load_codelists")
        call_command("load_retention")
        if Service.objects.exists() and not ReachSuggestion.objects.exists():  # services of an older version
            call_command("suggest_reach")
        if settings.DEMO:
            call_command("prepare_demo")


def _territory_is_newer_than_its_files() -> bool:
    """True when the last loading came after the last change of the files: comparing 97,000 rows takes seconds."""
    last = TerritoryLoad.objects.order_by("-at").first()
    return last is not None and last.at.timestamp() > max(path.stat().st_mtime for path in FOLDER.iterdir())
