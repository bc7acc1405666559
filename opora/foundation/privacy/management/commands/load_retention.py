"""Add terms of retention that the instance does not know yet."""

from django.core.management.base import BaseCommand

from opora.foundation.core.actor import Actor
from opora.foundation.privacy.operations.retention import load_rules


class Command(BaseCommand):
    help = "Doplní lhůty uchování, které instalace ještě nezná. Co změnili lidé, nepřepíše."

    def handle(self, *args, **options) -> None:
        added = load_rules(actor=Actor.job("příkaz load_retention"))
        self.stdout.write(f"Přidáno lhůt: {added}." if added else "Všechny lhůty už tu jsou.")
