"""Help from the server when nobody else may help: an only administrator who lost both the factor and the codes."""

from django.core.management.base import BaseCommand, CommandError

from opora.foundation.accounts.models import User
from opora.foundation.accounts.operations.help import reset_second_factor
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError


class Command(BaseCommand):
    help = "Zruší druhý faktor účtu a jeho otevřená přihlášení; člověk se přihlásí heslem a nastaví si nový."

    def add_arguments(self, parser) -> None:
        parser.add_argument("email")

    def handle(self, *args, email: str, **options) -> None:
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError("Účet s tímto e-mailem tu není.")
        try:
            reset_second_factor(user, actor=Actor.job("příkaz reset_second_factor"))
        except OperationError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Druhý faktor je zrušený. Majitel si při přihlášení nastaví nový; e-mail mu to oznámí.")
