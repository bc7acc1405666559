"""Sets of whole numbers written as „1-40,42“: what a block seals, in a few characters."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Self


class Ranges:
    """Numbers as runs in ascending order; it grows with the number of gaps, not of numbers."""

    def __init__(self, runs: Iterable[tuple[int, int]] = ()) -> None:
        self._runs: list[tuple[int, int]] = []
        for first, last in sorted(runs):
            if self._runs and first <= self._runs[-1][1] + 1:
                self._runs[-1] = (self._runs[-1][0], max(last, self._runs[-1][1]))
            else:
                self._runs.append((first, last))

    @classmethod
    def of(cls, numbers: Iterable[int]) -> Self:
        """The set of the numbers."""
        return cls((number, number) for number in numbers)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The set written as text; raises ValueError for anything else."""
        parts = (part.partition("-") for part in text.split(",") if part)
        return cls((int(first), int(last or first)) for first, _dash, last in parts)

    @classmethod
    def union(cls, sets: Iterable["Ranges"]) -> Self:
        """All numbers of the sets."""
        return cls(run for one in sets for run in one)

    def extend(self, other: "Ranges") -> None:
        """Take in the numbers of the other set; cheap when they come after all own ones."""
        for first, last in other:
            if self._runs and first <= self._runs[-1][1]:
                self._runs = Ranges([*self._runs, (first, last)])._runs
            elif self._runs and first == self._runs[-1][1] + 1:
                self._runs[-1] = (self._runs[-1][0], last)
            else:
                self._runs.append((first, last))

    def __str__(self) -> str:
        return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in self)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self._runs)

    def __len__(self) -> int:
        return sum(last - first + 1 for first, last in self)

    def __contains__(self, number: int) -> bool:
        place = bisect_right(self._runs, number, key=lambda run: run[0]) - 1
        return place >= 0 and number <= self._runs[place][1]

    def numbers(self) -> Iterator[int]:
        """Every number, ascending."""
        for first, last in self:
            yield from range(first, last + 1)

    def above(self, floor: int) -> "Ranges":
        """The numbers greater than the floor."""
        return Ranges((max(first, floor + 1), last) for first, last in self if last > floor)

    def gaps(self, floor: int, top: int) -> Iterator[tuple[int, int]]:
        """Runs of numbers that are missing between the floor (left out) and the top (taken in)."""
        expected = floor + 1
        for first, last in self.above(floor):
            if first > top:
                break
            if first > expected:
                yield expected, first - 1
            expected = last + 1
        if expected <= top:
            yield expected, top
