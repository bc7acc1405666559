"""Titles of what apps register, for the record of acts."""

from collections.abc import Iterator, Mapping

from opora.foundation.core.registries import MessageCategory, Notification, Registry


class Titles(Mapping[str, str]):
    """Code → title. Read when it is asked, for apps above register theirs later."""

    def __init__(self, registry: Registry[Notification] | Registry[MessageCategory]) -> None:
        self.registry = registry

    def __getitem__(self, code: str) -> str:
        return self.registry[code].title

    def __iter__(self) -> Iterator[str]:
        return (item.code for item in self.registry)

    def __len__(self) -> int:
        return len(list(self.registry))
