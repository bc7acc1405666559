"""Write a copy of the database without personal data."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from opora.foundation.privacy import keyring
from opora.foundation.privacy.operations.copies import make_anonymised_copy


class Command(BaseCommand):
    help = "Zapíše databázi SQLite se všemi řádky, v níž jsou osobní údaje nahrazené vymyšlenými."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, help="nový soubor, například kopie.sqlite3")

    def handle(self, *args, file: Path, **options) -> None:
        try:
            rows = make_anonymised_copy(file, actor=Actor.job("příkaz anonymised_copy"))
        except OperationError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Kopie má řádků: {rows}. Klíče jejích šifrovaných údajů: {keyring.ring_beside(file)}")
        self.stdout.write("Nikdo se v ní nepřihlásí, dokud mu nenastavíte heslo.")
