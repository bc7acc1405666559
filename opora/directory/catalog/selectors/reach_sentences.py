"""A refining text cut into sentences, without those that speak of another time or of what the service does not do."""

import re
from dataclasses import dataclass
from datetime import date

DAY = r"(\d{1,2})\.?\s*(\d{1,2})\.?\s*(\d{4})"
MONTHS = [
    "ledna", "února", "března", "dubna", "května", "června", "července", "srpna", "září", "října", "listopadu",
    "prosince",
]  # fmt: skip
LIMIT = re.compile(rf"\b(od|do)\s+(?:dne\s+)?{DAY}(?!\d)", re.IGNORECASE)
RANGE = re.compile(rf"\b(?:od\s+)?{DAY}\s*(?:-|–|—|až|do)\s*(?:do\s+)?{DAY}(?!\d)", re.IGNORECASE)
UNTIL_YEAR = re.compile(r"\bdo\s+(?:konce\s+)?(?:roku\s+)?((?:19|20)\d\d)\b", re.IGNORECASE)
NAMED_DAY = re.compile(rf"(\d{{1,2}})\.\s*({'|'.join(MONTHS)})\s+(\d{{4}})", re.IGNORECASE)
PERIOD_WORDS = re.compile(
    r"[\s().,;:–—-]|\b(?:platnost|platí|účinnost\w*|s|změna|kapacita|registrace|dne|včetně|služba|poskytován[ao]?|od|do)\b",
    re.IGNORECASE,
)
LONGEST_HEADING, LONGEST_ITEM, LONGEST_ABBREVIATION = 45, 50, 12
HEADING = re.compile(
    rf"\s*[-–•(]?\s*(?:s\s+účinností\s+|platnost\s+|v\s+období\s+)?(?:od|do)\s+(?:dne\s+)?{DAY}", re.IGNORECASE
)
ABBREVIATION = re.compile(
    r"(?:\b\w|\b(?:sv|st|ul|tj|tř|hl|např|popř|příp|resp|okr|nám|obv|max|min|tzv|tzn|vč|odst|písm|vyhl|zák|mj|cca|uh|kr"
    r"|jindř|kost|mar|fr|val|ústř|star|nov|vel|hor|dol)|\d)\.$",
    re.IGNORECASE,
)
# a full stop ends a sentence before a capital, unless it ends an abbreviation, a day or a number of order
STOP = re.compile(r"[.!?]+[\"“)]*(?=\s*[A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ(•]|\s+\d)")
STARTS_ITEM = re.compile(r"\s*(?:[-–•*]|\d+[.)]|[a-z]\))\s")
NO_PAST = re.compile(r"\b(?:dříve|původně|byl[aoy]?\s+poskytován|byl[aoy]?\s+služb)", re.IGNORECASE)
DATED_CLAUSE = re.compile(
    rf"(?<=[,;])\s*(?:a\s+)?(?=(?:od|do)\s+(?:dne\s+)?{DAY})|\s+(?=a\s+od\s+{DAY})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as written; `head` is the line of a list it belongs to („v obcích:“), empty mostly."""

    text: str
    paragraph: int


def current_sentences(text: str, on: date) -> list[Sentence]:
    """Sentences of the text that hold on the day: those limited to the past or to the future are left out."""
    found: list[tuple[Sentence, bool | None]] = []  # None: nothing said of time
    heading: bool | None = None  # what a heading „Od 1. 1. 2024:“ says of the sentences under it
    for number, paragraph in enumerate(_paragraphs(text)):
        for piece in _sentences(paragraph):
            now = holds(piece, on)
            if _is_period_alone(piece):
                if piece.rstrip(" )").endswith(":") or not _has_open(found, number):
                    heading = now
                else:
                    found = [_closed(item, number, now) for item in found]
                continue
            if HEADING.match(piece) and ":" in piece[:LONGEST_HEADING]:
                heading = now
            found.append((Sentence(piece, number), heading if now is None else now))
    return [sentence for sentence, now in found if now is not False and not NO_PAST.search(sentence.text)]


def _has_open(found: list[tuple[Sentence, bool | None]], paragraph: int) -> bool:
    return any(now is None and sentence.paragraph >= paragraph - 1 for sentence, now in found)


def _closed(item: tuple[Sentence, bool | None], paragraph: int, now: bool | None) -> tuple[Sentence, bool | None]:
    """A period standing alone after sentences speaks of those before it that have none."""
    sentence, known = item
    return (sentence, now) if known is None and sentence.paragraph >= paragraph - 1 else item


def holds(text: str, on: date) -> bool | None:
    """False when the text says that it ended before the day or begins after it, True when it says it holds."""
    text = NAMED_DAY.sub(lambda match: f"{match[1]}. {MONTHS.index(match[2].lower()) + 1}. {match[3]}", text)
    since = [
        day
        for match in LIMIT.finditer(text)
        if match[1].lower() == "od" and (day := _day(match[2], match[3], match[4]))
    ]
    until = [
        day
        for match in LIMIT.finditer(text)
        if match[1].lower() == "do" and (day := _day(match[2], match[3], match[4]))
    ]
    for match in RANGE.finditer(text):
        start, end = _day(*match.groups()[:3]), _day(*match.groups()[3:])
        since += [start] if start else []
        until += [end] if end else []
    until += [date(int(match[1]), 12, 31) for match in UNTIL_YEAR.finditer(text)]
    if not since and not until:
        return None
    return all(day <= on for day in since) and all(day >= on for day in until)


def _day(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _is_period_alone(piece: str) -> bool:
    """True for „(do 31. 10. 2021)“ and „Od 01. 01. 2020:“, which speak of the sentences around."""
    rest = RANGE.sub("", piece)
    rest = LIMIT.sub("", rest)
    return rest != piece and not PERIOD_WORDS.sub("", rest)


def _paragraphs(text: str) -> list[str]:
    """Lines put together where one goes on: after a comma or a word, before a small letter."""
    found: list[str] = []
    for line in text.replace("\r", "").split("\n"):
        goes_on = found and found[-1].strip() and line.strip() and (
            line.lstrip()[:1].islower() or found[-1].rstrip()[-1:] in {",", "-", "–"}
            or (found[-1].rstrip()[-1:] == ":" and not HEADING.match(found[-1]))
            or _is_item(line, found[-1])
        )  # fmt: skip
        if goes_on:
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return [paragraph for paragraph in found if paragraph.strip()]


def _is_item(line: str, before: str) -> bool:
    """True for a line of a list whose heading ends by a colon: with a mark, or short after short ones."""
    heading, *items = before.rstrip().split("\n")
    if not items or not heading.rstrip().endswith(":"):
        return False
    if STARTS_ITEM.match(line):
        return bool(STARTS_ITEM.match(items[-1]))
    return max(len(line), len(items[-1])) < LONGEST_ITEM and items[-1][-1:] not in {".", "!", "?"}


def _sentences(paragraph: str) -> list[str]:
    """Sentences of a paragraph; a clause that begins by its own period is one, too."""
    found, start = [], 0
    for match in STOP.finditer(paragraph):
        before = paragraph[start : match.end()].rstrip('"“)')
        if ABBREVIATION.search(before) and not re.search(r"\b(?:19|20)\d\d\.$", before):
            continue
        found.append(paragraph[start : match.end()])
        start = match.end()
    found.append(paragraph[start:])
    pieces = [part for piece in found for part in DATED_CLAUSE.split(piece) if part]
    return [piece.strip() for piece in pieces if piece.strip()]
