from django.core.management.base import BaseCommand

from opora.foundation.core.actor import Actor
from opora.foundation.messaging.operations.bounces import read_bounces


class Command(BaseCommand):
    help = "Přečte zprávy, které se vrátily do složky OPORA_BOUNCES, a zapíše to k nim."

    def handle(self, *args, **options) -> None:
        counts = read_bounces(actor=Actor.job("příkaz read_bounces"))
        words = {"returned": "vráceno", "delayed": "zatím nedoručeno", "unknown": "nepatří žádné zprávě"}
        self.stdout.write(", ".join(f"{words[name]}: {count}" for name, count in counts.items()) or "Nic nového.")
