"""Kinds that help too: a few services of each stand among the best ones, the others wait behind them."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from opora.directory.catalog.selectors.bits import bits_of
from opora.directory.catalog.selectors.ranking import Answer, by_fit

FIRST_PAGE = 20  # services
OF_EACH = 2  # services of one further kind in one class of reach


def with_company(answer: Answer, others: Iterable[str]) -> Answer:
    """The answer in which of `others`, kinds that fit less, only the first ones stand in front.

    So nearer services of such a kind do not hide the kind that was asked for, and yet one learns of them.
    """
    kinds = answer.columns.kinds
    weaker = {code: rows for code in others if (rows := kinds.holding(code) & answer.rows & ~answer.named)}
    every = 0
    for rows in weaker.values():
        every |= rows
    asked = answer.rows & answer.fitting & ~every
    if not asked:
        return answer
    first, met = 0, False
    for reached in answer.places.classes.values():
        met = met or bool(asked & reached)
        if not met:
            continue  # however near they are, they do not stand before the first service that was asked for
        if not asked & reached and asked.bit_count() <= FIRST_PAGE:
            continue  # they come soon enough behind the kind that was asked for
        for rows in weaker.values():
            if some := rows & reached:
                first |= bits_of(islice(by_fit(replace(answer, rows=some, fitting=some), OF_EACH), OF_EACH))
    return replace(answer, fitting=answer.fitting & ~every | first, company=first)
