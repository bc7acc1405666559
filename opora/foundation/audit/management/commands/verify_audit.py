"""Check that nobody has changed, taken out or put in what was recorded."""

import json
from datetime import date, datetime, time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from opora.foundation.audit import operations
from opora.foundation.audit.models import SealedBlock
from opora.foundation.audit.selectors.verification import Report, verify
from opora.foundation.core.actor import Actor
from opora.foundation.core.templatetags.opora import counted


class Command(BaseCommand):
    help = (
        "Ověří pečeti záznamu událostí a nahlédnutí; skončí chybou, když něco nesouhlasí. Výsledek ověření celého "
        "záznamu se zapíše a ukáže ho stránka Pečeti záznamu."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--since", help="jen bloky zapečetěné od dne (RRRR-MM-DD)")
        parser.add_argument("--expect", default="", help="otisk uschovaný jinde, který v záznamu musí být")
        parser.add_argument("--json", action="store_true", help="výsledek pro stroj")

    def handle(self, *args, since: str | None, expect: str, **options) -> None:
        report = verify(_midnight(since) if since else None, expect.strip().lower())
        self.stdout.write(_machine(report) if options["json"] else "\n".join(_lines(report)))
        if not since and (report.sound or not expect):  # a mistyped hash is no fault of the record
            operations.record_verification(report, actor=Actor.job("ověření záznamu příkazem"))
        if not report.sound:
            raise CommandError(f"Záznam není v pořádku: {counted(len(report.faults), 'závada,závady,závad')}.")


def _midnight(day: str) -> datetime:
    try:
        return timezone.make_aware(datetime.combine(date.fromisoformat(day), time.min))
    except ValueError as error:
        raise CommandError(f"Den napište jako RRRR-MM-DD, ne „{day}“.") from error


def _machine(report: Report) -> str:
    fields = ("sound", "faults", "warnings", "hashes", "blocks", "records", "waiting")
    return json.dumps({name: getattr(report, name) for name in fields}, ensure_ascii=False)


def _lines(report: Report) -> list[str]:
    """What a person reads; hashes stand last, to be copied and kept elsewhere."""
    checked = (
        f"Ověřeno: {counted(report.blocks, 'blok,bloky,bloků')}, {counted(report.records, 'záznam,záznamy,záznamů')}."
    )
    waiting = f"Na pečeť čeká: {counted(report.waiting, 'záznam,záznamy,záznamů')}."
    hashes = [
        f"Poslední otisk ({SealedBlock.Stream(stream).label}): {value or 'zatím žádný'}"
        for stream, value in report.hashes.items()
    ]
    state = "Vše souhlasí." if report.sound else "Něco nesouhlasí."
    return [*report.faults, *report.warnings, checked, waiting, state, *hashes]
