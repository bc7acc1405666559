"""Change the keys of encrypted fields while everything runs."""

from django.core.management.base import BaseCommand, CommandError

from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError
from opora.foundation.privacy.operations import keys
from opora.foundation.privacy.selectors.encrypted import places, stale_count, stale_rows

ACTOR = Actor.job("příkaz rotate_keys")


class Command(BaseCommand):
    help = (
        "Přidá nový klíč šifrovaných údajů a převede pod něj, co je uloženo. Systém při tom běží; přerušený převod "
        "dokončí další spuštění. Staré klíče zapomene až --forget-old, nejdřív za hodinu."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--forget-old", action="store_true", help="zapomenout staré klíče, když je nic nepotřebuje")

    def handle(self, *args, forget_old: bool, **options) -> None:
        if not forget_old and not stale_count():  # else the previous rotation is finished first
            keys.add_key(actor=ACTOR)
            self.stdout.write("Nový klíč je v kruhu první a píše se jím.")
        rows = self._reencrypt()
        left = stale_count()
        keys.note_rotation(rows=rows, left=left, actor=ACTOR)
        self.stdout.write(f"Převedeno řádků: {rows}.")
        if left:
            raise CommandError(f"Žádný klíč neotevře část údajů, řádků: {left}. Vraťte do kruhu klíč, který chybí.")
        if forget_old:
            self._forget()

    def _reencrypt(self) -> int:
        """Rows changed. What a process wrote by the old key meanwhile is found by the next pass, until one is idle."""
        rows = 0
        while True:
            passed = sum(
                keys.reencrypt_rows(place, piece, actor=ACTOR) for place in places() for piece in stale_rows(place)
            )
            if not passed:
                return rows
            rows += passed

    def _forget(self) -> None:
        try:
            gone = keys.forget_old_keys(actor=ACTOR)
        except OperationError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Zapomenuto starých klíčů: {gone}. Starší zálohy otevře jen kruh uložený s nimi.")
