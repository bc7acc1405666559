"""Messages that only tests know."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from opora.foundation.core import registries
from opora.foundation.core.mail import PLACEHOLDER
from opora.foundation.core.registries import MessageCategory, Notification, Placeholder

CODE, CATEGORY = "test.message", "test.news"


@contextmanager
def registered(
    folder: Path, settings: Any, text: str, *, required: tuple[str, ...] = (), category: str = "", **values: Any
) -> Iterator[Notification]:
    """A kind of message „test.message“ with the text, for a while; with a category also that."""
    (folder / "message.txt").write_text(text)
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [folder]}]
    names = dict.fromkeys([*required, *PLACEHOLDER.findall(text)])
    placeholders = tuple(
        Placeholder(name, f"popis {name}", f"ukázka {name}", name in required)
        for name in names
        if name not in {"osloveni", "system"}
    )
    notification = Notification(
        CODE, "Zkušební zpráva", "message.txt", category=category, placeholders=placeholders, **values
    )
    registries.notifications.add(CODE, notification)
    if category:
        registries.message_categories.add(category, MessageCategory(category, "Zkušební novinky", "Co je nového."))
    try:
        yield notification
    finally:
        registries.notifications._items.pop(CODE)
        registries.message_categories._items.pop(category, None)
