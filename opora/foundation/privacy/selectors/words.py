"""Words for codes that only a running application knows: purposes and kinds of records of whatever apps there are."""

from collections.abc import Callable, Iterator, Mapping


class Words(Mapping[str, str]):
    """Code → word by a function, asked when somebody reads the record of acts."""

    def __init__(self, word: Callable[[str], str]) -> None:
        self._word = word

    def __getitem__(self, code: str) -> str:
        return self._word(code)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
