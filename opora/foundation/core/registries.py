"""Registries: the way a lower app learns what higher apps offer. They are filled in `AppConfig.ready()`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.urls import reverse

from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import allowed


class Registry[Item]:
    """Named items in the order of their weight, then name."""

    def __init__(self) -> None:
        self._items: dict[str, tuple[int, Item]] = {}

    def add(self, name: str, item: Item, *, weight: int = 100) -> None:
        """Put the item under its name; a second one of the same name replaces the first."""
        self._items[name] = (weight, item)

    def __iter__(self) -> Iterator[Item]:
        return (item for _name, (_weight, item) in sorted(self._items.items(), key=lambda pair: (pair[1][0], pair[0])))

    def __getitem__(self, name: str) -> Item:
        return self._items[name][1]

    def __contains__(self, name: str) -> bool:
        return name in self._items


@dataclass(frozen=True)
class MenuItem:
    """One line of the main navigation; with a permission it shows only to those who have it."""

    title: str
    url_name: str
    permission: str = ""

    def shown_to(self, actor: Actor) -> bool:
        """True when the actor may follow the link."""
        return not self.permission or allowed(actor, self.permission)


@dataclass(frozen=True)
class PersonsItem(MenuItem):
    """A line of the navigation for everybody who is signed in."""

    def shown_to(self, actor: Actor) -> bool:
        """True for people, whatever their role."""
        return actor.is_person


@dataclass(frozen=True)
class StaffPage(MenuItem):
    """A page of staff on the hub of administration: a sentence on what it is for, and words on what waits there."""

    description: str = ""
    waiting: Callable[[Actor], str] = lambda _actor: ""


@dataclass(frozen=True)
class AdministrationItem(MenuItem):
    """The line of the main navigation that leads to the hub; it shows to those who have any page there."""

    def shown_to(self, actor: Actor) -> bool:
        """True when some page of staff is open to the actor."""
        return any(page.shown_to(actor) for page in administration)


class Section(StrEnum):
    """Part of somebody's overview."""

    WAITING = "waiting"
    LATE = "late"
    CHANGED = "changed"


@dataclass(frozen=True)
class Matter:
    """One line of an overview: what it is, where to deal with it and the day it hangs on."""

    text: str
    url: str
    on: date | None = None


@dataclass(frozen=True)
class OverviewSource:
    """Where lines of an overview come from; with a permission only for those who have it."""

    section: Section
    matters: Callable[[Actor], Iterable[Matter]]
    permission: str = ""

    def for_actor(self, actor: Actor) -> list[Matter]:
        """Lines for the actor, none without the permission."""
        return list(self.matters(actor)) if not self.permission or allowed(actor, self.permission) else []


@dataclass(frozen=True)
class PanelLink:
    """A line on the page of an object: what stands behind the link, and its address."""

    title: str
    url: str


@dataclass(frozen=True)
class Panel:
    """A page of a higher app about an object of a lower one; the page of the object links to it.

    `model` is the label of the object („app.model“), `url_name` takes its number, `fits` leaves out objects of the
    model that the page is not for.
    """

    model: str
    title: str
    url_name: str
    permission: str = ""
    fits: Callable[[Any], bool] = lambda _target: True

    def shown_to(self, actor: Actor, target: Any) -> bool:
        """True when the page is about the object and the actor may open it."""
        if target._meta.label_lower != self.model or not self.fits(target):
            return False
        return not self.permission or allowed(actor, self.permission, target)


def panels_about(actor: Actor, target: Any) -> list[PanelLink]:
    """Links to pages that higher apps have about the object, those open to the actor."""
    return [
        PanelLink(panel.title, reverse(panel.url_name, args=[target.pk]))
        for panel in panels
        if panel.shown_to(actor, target)
    ]


@dataclass(frozen=True)
class Heading:
    """A heading inside a paper; its title is level 1, so parts begin with 2."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """Plain text; line breaks in it stay."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A list of plain texts."""

    items: Sequence[str]


@dataclass(frozen=True)
class PaperTable:
    """A table of plain texts with a head; the first cell of each row names the row."""

    caption: str
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Paper:
    """A document to be printed: its title and blocks of text. Nothing in it is markup."""

    title: str
    blocks: Sequence[Heading | Paragraph | Bullets | PaperTable]
    lang: str = "cs"


@dataclass(frozen=True)
class AccountGuard:
    """What a higher app has against an act on somebody's account: a sentence why not and who can, else nothing.

    Both take the actor and the account and are asked inside the transaction of the act.
    """

    reset_second_factor: Callable[[Actor, Any], str]
    block: Callable[[Actor, Any], str]


task_titles: dict[str, str] = {}  # path of a task that is not periodic → Czech words for it


@dataclass(frozen=True)
class Placeholder:
    """What stands in square brackets in the text of a message: „[odkaz]“; a required one must stay in every wording."""

    name: str
    description: str
    sample: str
    required: bool = False


@dataclass(frozen=True)
class Notification:
    """One kind of message: its default text (a file), what the text may name, and when nobody needs it any more.

    Without a category it is essential: always sent, no preference, no way to unsubscribe. `is_obsolete` takes the
    number of the target. One `of_instance` goes in no organization's name, only the staff of the instance rewords it.
    What carries a link that opens somebody's page does not keep its text once it was sent.
    """

    code: str
    title: str
    template: str
    category: str = ""
    placeholders: tuple[Placeholder, ...] = ()
    is_obsolete: Callable[[str], bool] = lambda _target_id: False
    organization_may_edit: bool = True
    of_instance: bool = False
    keeps_text: bool = True


@dataclass(frozen=True)
class MessageCategory:
    """Messages that people choose to have, and how often: a line of their preferences."""

    code: str
    title: str
    description: str


notifications: Registry[Notification] = Registry()
message_categories: Registry[MessageCategory] = Registry()
wordings: Registry[Callable[[Notification, str], str]] = Registry()  # text of an organization, „“ = the default one
letter_steps: Registry[Callable[[Any], object]] = Registry()  # what higher apps do with a letter just before it goes
account_guards: Registry[AccountGuard] = Registry()
administration: Registry[StaffPage] = Registry()
menu: Registry[MenuItem] = Registry()
overview: Registry[OverviewSource] = Registry()
papers: Registry[Callable[[Paper], bytes]] = Registry()  # „pdf“: bytes of the file
panels: Registry[Panel] = Registry()
footer_menu: Registry[MenuItem] = Registry()  # on every page, error pages too
