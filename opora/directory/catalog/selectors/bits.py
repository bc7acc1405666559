"""Sets of rows as whole numbers: bit n stands for row n. `&`, `|` and `bit_count()` work on thousands of rows at once.

A difference is written `some ^ (some & other)`: a negated number is a negative one, of endless length.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

type Bits = int
HELD = re.compile(rb"[^\x00]")
PLACES = tuple(tuple(place for place in range(8) if byte >> place & 1) for byte in range(256))
DENSE = 64  # a code held by more than each 64th row is kept as a number, which is then the shorter
FEW = 300  # so few codes are all kept as numbers: kinds, forms and groups are asked for all the time


def bits_of(rows: Iterable[int]) -> Bits:
    """The set of the row numbers."""
    rows = list(rows)
    held = bytearray(max(rows, default=0) // 8 + 1)
    for row in rows:
        held[row >> 3] |= 1 << (row & 7)
    return int.from_bytes(held, "little")


def rows_of(bits: Bits) -> Iterator[int]:
    """Row numbers of the set from the lowest; those not asked for cost nothing."""
    held = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    for match in HELD.finditer(held):
        start = 8 * match.start()
        for place in PLACES[held[match.start()]]:
            yield start + place


def kept(rows: Iterable[int], bits: Bits) -> Iterator[int]:
    """Those of the rows that are in the set, in their order."""
    held = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    end = 8 * len(held)
    return (row for row in rows if row < end and held[row >> 3] >> (row & 7) & 1)


class Postings:
    """Which rows hold each code of a column such as „,amb,ter,“."""

    def __init__(self, column: Sequence[str]) -> None:
        same: dict[str, list[int]] = defaultdict(list)  # columns repeat, so each wording is taken apart once
        for row, joined in enumerate(column):
            same[joined].append(row)
        held: dict[str, array] = defaultdict(lambda: array("I"))
        for joined, rows in same.items():
            for code in filter(None, joined.split(",")):
                held[code].extend(rows)
        self._rows: Mapping[str, array] = dict(held)
        self._bits: dict[str, Bits] = {}
        self._dense = len(column) // DENSE if len(held) > FEW else -1

    @property
    def codes(self) -> Iterable[str]:
        """Codes that some row holds."""
        return self._rows.keys()

    def holding(self, code: str) -> Bits:
        """Rows with the code."""
        bits = self._bits.get(code)
        if bits is None:
            rows = self._rows.get(code, ())
            bits = bits_of(rows)
            if len(rows) > self._dense:
                self._bits[code] = bits
        return bits

    def holding_some(self, codes: Iterable[str]) -> Bits:
        """Rows with at least one of the codes."""
        bits, sparse = 0, []
        for code in codes:
            if len(rows := self._rows.get(code, ())) > self._dense:
                bits |= self.holding(code)
            else:
                sparse.append(rows)
        return bits | bits_of(chain.from_iterable(sparse))
