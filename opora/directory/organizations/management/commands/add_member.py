"""First people of a new instance: an account with a role, from the command line."""

import getpass

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from opora.directory.organizations.enums import OrganizationKind, Role, Scope
from opora.directory.organizations.models import Organization
from opora.directory.organizations.operations import memberships, organizations
from opora.foundation.accounts.models import User
from opora.foundation.accounts.operations.accounts import create_account, enable_second_factor
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError

SCOPES = [Scope.OWN, Scope.SERVICES, Scope.ORGANIZATION]  # a branch or an area is chosen on the page


class Command(BaseCommand):
    help = "Založí účet (zeptá se na heslo), zapne druhý faktor a přidělí roli v organizaci."

    def add_arguments(self, parser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True, help="jméno a příjmení")
        parser.add_argument("--organization", required=True, help="název organizace; chybějící se založí jako kraj")
        parser.add_argument("--role", choices=Role.values, default=Role.REGIONAL_ADMINISTRATOR)
        parser.add_argument("--scope", choices=SCOPES, help="rozsah; bez něj obvyklý rozsah role")

    def handle(self, *args, email: str, name: str, organization: str, role: str, **options) -> None:
        actor = Actor.job("příkaz add_member")
        reach = memberships.Reach(options["scope"]) if options["scope"] else None
        try:
            with transaction.atomic():
                body = Organization.objects.filter(name=organization).first() or organizations.create_organization(
                    kind=OrganizationKind.REGION, name=organization, actor=actor
                )
                user, key = User.objects.filter(email=email.lower()).first(), ""
                if user is None:
                    user = create_account(email=email, full_name=name, password=getpass.getpass("Heslo: "), actor=actor)
                    key = enable_second_factor(user, actor=actor)
                memberships.grant_membership(user, body, role=role, reach=reach, actor=actor)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except OperationError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Tajný kód druhého faktoru: {key}" if key else "Účet už byl, přibylo mu členství.")
