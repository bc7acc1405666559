"""Render the pages of docs/ that say what the code allows: roles, public addresses, personal data, states."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import models
from django.urls import URLPattern, get_resolver

from opora.directory.catalog.enums import REPORT_TRANSITIONS, ReportStatus
from opora.directory.organizations.enums import INVITATION_TRANSITIONS, InvitationStatus, Role
from opora.directory.organizations.models import Membership, Organization
from opora.foundation.accounts.models import User
from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import allowed, descriptions
from opora.foundation.core.personal_data import own_models
from opora.foundation.messaging.enums import TRANSITIONS as MESSAGE_TRANSITIONS
from opora.foundation.messaging.enums import MessageStatus
from opora.foundation.privacy.enums import RUN_TRANSITIONS, RunStatus
from opora.foundation.privacy.selectors.processing import declared
from opora.web.site.management.role_cards import role_cards

FOLDER = settings.BASE_DIR / "docs"
NOTICE = "<!-- Stránku píše příkaz `make docs`. Neupravujte ji ručně. -->"
STATES = [  # what, its first state, the table
    ("Pozvánka", InvitationStatus.WAITING, INVITATION_TRANSITIONS),
    ("Nahlášená chyba", ReportStatus.NEW, REPORT_TRANSITIONS),
    ("Zpráva", MessageStatus.QUEUED, MESSAGE_TRANSITIONS),
    ("Návrh výmazu", RunStatus.PROPOSED, RUN_TRANSITIONS),
]


class Command(BaseCommand):
    help = "Obnoví stránky docs/, které vznikají z kódu: role, veřejné adresy, osobní údaje, stavy."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true", help="nic nepíše; skončí chybou, když je stránka zastaralá")

    def handle(self, *args, check: bool, **options) -> None:
        rendered = pages()
        stale = [path for path, text in rendered.items() if not path.exists() or path.read_text("utf-8") != text]
        names = ", ".join(path.name for path in stale)
        if check and stale:
            raise CommandError(f"Zastaralé stránky: {names}. Spusťte make docs.")
        for path in stale:
            path.write_text(rendered[path], "utf-8")
        self.stdout.write(f"Obnoveno: {names}" if stale else "Stránky odpovídají kódu.")


def pages() -> dict[Path, str]:
    """Path → text of every generated page; the same code gives the same bytes."""
    return {
        FOLDER / "roles.md": roles_page(),
        FOLDER / "public-urls.md": public_urls_page(),
        FOLDER / "data-declarations.md": declarations_page(),
        FOLDER / "states.md": states_page(),
    }


def roles_page() -> str:
    """Cards of roles, and the table permission × kind of actor, asked of the permission engine itself."""
    actors = dict(synthetic_actors())
    rows = (
        [f"{description} (`{name}`)", *("ano" if allowed(actor, name) else "–" for actor in actors.values())]
        for name, description in sorted(descriptions.items())
    )
    matrix = (
        "Tabulku vyplnil stroj na oprávnění sám: každého oprávnění se zeptal za člověka v každé roli, a to bez "
        "konkrétního předmětu, takže u práva k vlastnímu účtu stojí pomlčka. Co tu není, nesmí nikdo. „Úloha“ je "
        "příkaz spuštěný na serveru nebo práce na pozadí."
    )
    return page(
        "Kdo smí co",
        "Role má člověk v organizaci, v určeném rozsahu a na určenou dobu. Jedná vždy v jedné; práva dvou rolí se "
        "nesčítají. Nikdo nerozhoduje o svých vlastních právech.",
        f"## Role\n\n{role_cards()}\n\n## Oprávnění\n\n{matrix}\n\n" + table(["Oprávnění", *actors], rows),
    )


def synthetic_actors() -> Iterator[tuple[str, Actor]]:
    """Label → actor of each kind, none of them stored anywhere."""
    user, organization = User(pk=1, full_name="Zkušební osoba"), Organization(pk=1, name="Zkušební organizace")
    yield "veřejnost", Actor.public()
    yield "účet bez role", Actor.for_user(user)
    for role in Role:
        yield str(role.label), Actor.for_user(user, Membership(pk=1, user=user, organization=organization, role=role))
    yield "úloha", Actor.job("zkušební úloha")


def public_urls_page() -> str:
    """List of addresses that answer without sign-in."""
    rows = ([f"`/{route}`", f"`{name}`"] for route, name in sorted(public_routes()))
    return page(
        "Adresy otevřené všem",
        "Vše ostatní chce přihlášení. Kromě těchto adres jsou veřejné ještě statické soubory pod `/static/`. "
        "Galerie součástí `/_komponenty/` je jen v ukázce, v provozu odpoví 404.",
        table(["Adresa", "Jméno"], rows),
    )


def public_routes() -> set[tuple[str, str]]:
    """Route and full name of every view open to everybody."""
    return {
        (route, name) for route, name, view in walk(get_resolver()) if getattr(view, "login_required", True) is False
    }


def walk(resolver, prefix: str = "", namespace: str = "") -> Iterator[tuple[str, str, object]]:
    """Every pattern under the resolver as (route, full name, view)."""
    for item in resolver.url_patterns:
        route = prefix + readable(str(item.pattern))
        if isinstance(item, URLPattern):
            yield route, f"{namespace}{item.name or ''}", item.callback
        else:
            yield from walk(item, route, f"{namespace}{item.namespace}:" if item.namespace else namespace)


def readable(pattern: str) -> str:
    """Address as a person would write it: „^sluzby/(?P<id>[0-9]+)/$“ and „sluzby/<int:id>/“ → „sluzby/<id>/“."""
    pattern = re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", pattern)
    return re.sub(r"<\w+:(\w+)>", r"<\1>", pattern).removeprefix("^").removesuffix("$")


def declarations_page() -> str:
    """Table of what each model says about personal data it holds."""
    declared = sorted(own_models(), key=lambda model: model._meta.label)
    return page(
        "Osobní údaje v databázi",
        "Každý druh záznamu sám říká, jaké osobní údaje drží, na jakém základě a podle kterého pravidla se mažou. "
        "Záznam s nezařazeným polem neprojde testy. Tabulky knihoven tu nejsou: otevřená přihlášení (síťová adresa "
        "a prohlížeč, mažou se po konci přihlášení), druhé faktory a připojené účty (číslo, e-mail a jméno u druhé "
        "strany); patří k účtu a trvají jako on.",
        table(
            ["Záznam", "Osobní údaje", "Zvláštní kategorie", "Právní základ", "Pravidlo uchování"],
            (declaration_row(model) for model in declared),
        ),
    )


def declaration_row(model: type[models.Model]) -> list[str]:
    """The declaration of one model; empty cells as a dash."""
    one = declared(model)
    if one is None:
        return [f"{model._meta.verbose_name} (`{model._meta.label}`)", "**neuvedeno**", "–", "–", "–"]
    name = f"{one.name} (`{one.label}`)"
    if one.nothing:
        return [name, f"žádné: {one.nothing}", "–", "–", "–"]
    return [name, one.personal or "–", one.special or "–", one.basis, f"`{one.retention}`"]


def states_page() -> str:
    """States of records and the only ways between them, as lists and as diagrams."""
    return page(
        "Stavy záznamů",
        "Jinam než po těchto cestách se záznam nedostane. Diagram říká totéž co seznam pod ním.",
        "\n\n".join(states(*known) for known in STATES),
    )


def states(what: str, first: models.TextChoices, ways: Mapping) -> str:
    """A diagram in Mermaid and a list that a screen reader reads."""
    pairs = [(state, after) for state in ways for after in sorted(ways[state], key=str)]
    diagram = ["```mermaid", "stateDiagram-v2"]
    diagram += [f"    {state.value}: {state.label}" for state in ways]
    diagram += [f"    [*] --> {first.value}", *(f"    {state.value} --> {after.value}" for state, after in pairs)]
    diagram += [f"    {state.value} --> [*]" for state in ways if not ways[state]]
    listed = [
        f"- Začíná jako „{first.label}“.",
        *(f"- Z „{state.label}“ na „{after.label}“." for state, after in pairs),
    ]
    return "\n".join([f"## {what}", "", *diagram, "```", "", *listed])


def page(title: str, introduction: str, body: str) -> str:
    """Markdown page with the notice that it is generated."""
    return f"{NOTICE}\n\n# {title}\n\n{introduction}\n\n{body}\n"


def table(headers: list[str], rows: Iterable[list[str]]) -> str:
    """Markdown table."""
    lines = [headers, ["---"] * len(headers), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
