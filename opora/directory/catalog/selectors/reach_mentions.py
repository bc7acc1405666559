"""Names of places in one sentence, with what the words before them make of them. Pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from opora.directory.catalog.selectors.reach_gazetteer import Gazetteer, Name, Place, Token, tokenize
from opora.directory.catalog.selectors.reach_words import (
    AROUND,
    CIRCLE_WORD,
    LIST_HEAD,
    PEOPLE,
    PRICE,
    SERVICE,
    UNITS,
    Role,
    role_of,
)
from opora.directory.territory.models import Area
from opora.foundation.core.text import fold

Level = Area.Level
KILOMETRES = re.compile(r"km|kilometr\w*")
FARTHEST_KM = 150
HOUSE_NUMBER = re.compile(r"[^.;]{0,40}?\b(?:\d+/\d{1,3}[a-z]?\b(?!/)|č\. ?p\.|čp\.)")
SERVES = re.compile(r"poskyt|pusob|zij|bydl|dojizd|teren")
ADJECTIVE = re.compile(r"\w+[áéíý]|\w+ou|\w+ém|\w+ého|\w+ých")
WANTED = {
    Role.KRAJ: (Level.KRAJ,),
    Role.OKRES: (Level.OKRES, Level.OBEC),
    Role.ORP: (Level.ORP, Level.POU, Level.OBEC),
    Role.POU: (Level.POU, Level.OBEC),
    Role.OBEC: (Level.OBEC, Level.OKRES),
}


@dataclass(slots=True)
class Mention:
    """A name in the sentence: which places it may mean, best level first, and whether the words around make it a reach.

    `radius` is the circle in km around it, 0 for the area itself. `place` is found later, over the whole text.
    """

    start: int  # in the sentence
    end: int
    names: list[Name]
    unit: Role
    explicit: bool  # a word for its unit stands before it
    sure: bool  # False: counts only in a sentence made of names alone
    capital_city: bool = False
    radius: int = 0
    given: Place | None = None  # kraje and the state need no search
    place: Place | None = None
    candidates: list[tuple[Place, bool]] = field(default_factory=list)  # (place, by its short name)

    def fill(self) -> None:
        """Candidates of the best level that has any."""
        if self.given:
            self.candidates = [(self.given, False)]
            return
        for level in WANTED[self.unit]:
            self.candidates = [(place, name.short) for name in self.names for place in name.places.get(level, ())]
            if self.candidates:
                return


class SentenceReader:
    """Walks through the words of a sentence and keeps what they say of the names that follow."""

    def __init__(self, text: str, gazetteer: Gazetteer, kraje: dict[str, Place]) -> None:
        self.text, self.gazetteer, self.kraje = text, gazetteer, kraje
        self.tokens = tokenize(text)
        folded = fold(text)
        self.serves = bool(SERVICE.search(folded))
        self.has_people = bool(PEOPLE.search(folded))
        self.prices = bool(PRICE.search(folded))
        self.says_around = bool(AROUND.search(folded))
        self.mentions: list[Mention] = []
        self.scope: Role | None = None
        self.explicit = self.refused = self.blocked = False
        self.part = self.loose = False  # loose: „region Český Krumlov (Kájov, Větřní)“ lists more than the town
        self.named = set[int]()  # tokens that belong to names
        self.known = True  # all other words so far are fillers
        self.radius = 0
        self.centres = 0
        self.brackets: list[tuple] = []
        self.pending: list[tuple[Token, Place]] = []  # „Ústeckého a Libereckého“ before „kraje“

    def read(self) -> list[Mention]:
        """Mentions in their order; those that are no reach are left out."""
        index = 0
        while index < len(self.tokens):
            index += self._step(index)
        bare = self.known and (
            len(self.mentions) > 1 or "okol" in fold(self.text) or any(m.explicit for m in self.mentions)
        )
        return [mention for mention in self.mentions if mention.sure or bare]

    def _step(self, index: int) -> int:
        """Read the token and what belongs to it; returns how many tokens that was."""
        token = self.tokens[index]
        self._read_gap(token, index)
        if KILOMETRES.fullmatch(token.folded) and index and self.tokens[index - 1].raw.isdigit():
            return self._begin_circle(index)
        role = role_of(token.folded)
        if token.folded in self.kraje and token.capital and self._is_kraj(index):
            self._read_kraj_adjective(index)
            return 1
        length, names = self.gazetteer.names_at(self.tokens, index) if token.capital else (0, [])
        if role == Role.PLAIN and token.capital and not names and self._follows_town_word(index):
            length, names = 1, self.gazetteer.misspelled(token)
        if names and (length > 1 or role in (Role.PLAIN, Role.FILLER)):
            self._read_name(index, length, names)
            return length
        if token.capital and token.folded in self.kraje:
            self._read_kraj_adjective(index)
        elif role == Role.PLAIN:
            self._read_plain(token)
        else:
            self._read_role(role, index)
        return 1

    def _read_gap(self, token: Token, index: int) -> None:
        """Punctuation before the token: brackets keep what was outside, a comma ends talk of houses."""
        for sign in token.gap:
            if sign == "(":
                self.brackets.append((self.scope, self.explicit, self.blocked, self.part, self.refused))
                self.part = self.part or (self._after(index, Role.OBEC) and not self.loose)
                self._begin_list(index)
            elif sign == ")" and self.brackets:
                self.scope, self.explicit, self.blocked, self.part, self.refused = self.brackets.pop()
            elif sign == ":":
                self._begin_list(index)
            elif sign in ".;":
                self.blocked = self.refused = False
                self.radius = 0
            elif sign == "," and not self.centres:
                self.radius = 0

    def _after(self, index: int, *units: Role) -> bool:
        """True right after a name of such a unit."""
        return bool(index and index - 1 in self.named and self.mentions and self.mentions[-1].unit in units)

    def _begin_list(self, index: int) -> None:
        """After „ORP Kaplice:“ and „ORP Kaplice (“ obce follow."""
        if self._after(index, Role.KRAJ, Role.OKRES, Role.ORP, Role.POU):
            self.scope, self.explicit = Role.OBEC, True
        elif index and self.serves and not self.blocked and LIST_HEAD.match(self.tokens[index - 1].folded):
            self.scope, self.explicit = self.scope or Role.OBEC, self.explicit and self.scope is not None

    def _read_plain(self, token: Token) -> None:
        """An unknown word ends the scope of what stood before it; a name that no list knows does not."""
        if self.radius and CIRCLE_WORD.fullmatch(token.folded):
            return
        if token.raw.isdigit() or (token.capital and token.start):
            return
        self.known = False
        self.pending = []
        self.scope, self.explicit, self.radius = None, False, 0
        self.blocked = self.blocked and not SERVES.match(token.folded)

    def _read_role(self, role: Role, index: int) -> None:
        token = self.tokens[index]
        before = self.tokens[index - 1].folded if index else ""
        if role == Role.PART or (token.folded.startswith("obvod") and before.startswith("mestsk")):
            self.part = self.part or not (self.scope == Role.OBEC and self.explicit and not self.mentions)
        elif role == Role.KRAJ:
            self._read_kraj(token)
        elif role in UNITS:
            self._open(role, index)
        elif role == Role.HOUSE:
            self._read_house(token)
        elif role == Role.REFUSAL:
            self.refused = True
        elif role == Role.CUE:
            self.part = self.blocked = False
            self.loose = bool(re.match(r"(mikro)?region|oblast|okol|spad", self.tokens[index].folded))
            if self.scope not in (Role.ORP, Role.POU):
                self.scope, self.explicit = Role.OBEC, True
        elif role == Role.INTO and not self.blocked:
            self._read_into(token)
        elif role == Role.BESIDE:
            self.known = self.known and token.folded in {"u", "nad", "pod", "s"}

    def _read_into(self, token: Token) -> None:
        """„v“ opens the way to names only where the sentence speaks of serving or living, „z“ also of people."""
        if self.scope in (Role.ORP, Role.POU) and token.folded in {"v", "na"}:
            return  # „obcí s rozšířenou působností v obvodu Teplice“
        inside = token.folded in {"v", "ve"} and self._is_ambulatory(token)
        fits = (self.serves and not inside) or (self.has_people and (self.part or token.folded in {"z", "ze", "pro"}))
        self.radius = 0
        self.part = False
        self.scope, self.explicit = (Role.OBEC, False) if fits else (None, False)

    def _is_ambulatory(self, token: Token) -> bool:
        """True for „ambulantně v Teplicích“: that is where one comes, not whom the service reaches."""
        clause = fold(re.split(r"[,;:]", self.text[: token.start])[-1])
        return "ambulant" in clause and "teren" not in clause

    def _read_house(self, token: Token) -> None:
        if self.scope == Role.POU and token.folded.startswith("urad"):
            return
        if self.radius and CIRCLE_WORD.fullmatch(token.folded):
            return
        self.known = False
        self.blocked, self.scope, self.explicit = True, None, False

    def _open(self, role: Role, index: int) -> None:
        """A word for a unit; after a house it says whose the house is, with „s“ who takes part."""
        token = self.tokens[index]
        before = self.tokens[index - 1].folded if index else ""
        if self.radius and role == Role.OBEC:
            return
        if self.blocked and role == Role.OBEC:
            return
        if role == Role.OBEC and (before in {"s", "se", "od"} or token.folded == "mestem"):
            self.blocked, self.scope = True, None
            return
        if role == Role.OBEC and self.scope == Role.POU:
            return  # „obce s pověřeným obecním úřadem“
        self.blocked = False
        self.part = False
        self.scope, self.explicit = role, True

    def _read_kraj(self, token: Token) -> None:
        """„kraje“ gives names before it their sense, else those after it."""
        if token.folded == "krajem" or self.blocked or self.refused:
            self.pending = []
            return
        for adjective, place in self.pending:
            sure = self.serves or self.scope is not None or self.has_people
            mention = Mention(adjective.start, token.end, [], Role.KRAJ, True, sure, given=place)
            self.mentions.append(mention)
        if not self.pending:
            self.scope, self.explicit = Role.KRAJ, True
        self.pending = []

    def _read_kraj_adjective(self, index: int) -> None:
        token = self.tokens[index]
        place = self.kraje[token.folded]
        before = self.tokens[index - 1].folded if index else ""
        if self.scope == Role.KRAJ and not self.blocked and not self.refused:
            self.mentions.append(Mention(token.start, token.end, [], Role.KRAJ, True, True, given=place))
            self.named.add(index)
        elif place.name == "Kraj Vysočina":
            if before in {"na", "z"} and self.serves and not self.blocked and not self.refused:
                self.mentions.append(Mention(token.start, token.end, [], Role.KRAJ, True, True, given=place))
                self.named.add(index)
        else:
            self.pending.append((token, place))

    def _follows_town_word(self, index: int) -> bool:
        return bool(index and self.explicit and self.tokens[index - 1].folded.startswith("mest"))

    def _is_kraj(self, index: int) -> bool:
        """True for „Kraj Vysočina“ and „na Vysočině“, though an obec is called so, too."""
        before = self.tokens[index - 1].folded if index else ""
        return self.scope == Role.KRAJ or (
            before in {"na", "z"} and self.kraje[self.tokens[index].folded].name == "Kraj Vysočina"
        )

    def _begin_circle(self, index: int) -> int:
        """„15 km“: names that follow, or those before, are in its middle."""
        kilometres = int(self.tokens[index - 1].raw[:4])
        after = self.tokens[index + 1].folded if index + 1 < len(self.tokens) else ""
        before = self.tokens[index - 2].folded if index > 1 else ""
        around = self.says_around or (before == "do" and self.serves and not self.prices)
        if 0 < kilometres <= FARTHEST_KM and (around or after in {"od", "kolem", "okolo"}):
            self.radius, self.centres = kilometres, 0
            self.blocked = self.part = False
            self.mentions.append(
                Mention(-1, -1, [], Role.OBEC, True, True, radius=kilometres)
            )  # its middle is not known yet
        return 1

    def _read_name(self, index: int, length: int, names: list[Name]) -> None:
        last = index + length - 1
        first_token, last_token = self.tokens[index], self.tokens[last]
        joined = self._touches_name(index)
        near = index and role_of(self.tokens[index - 1].folded) == Role.BESIDE and not first_token.gap.strip()
        self.named.update(range(index, last + 1))
        if joined or self._is_address(index, last) or self._is_adjective(index, last) or self._goes_on(last):
            return
        if self.radius and not self.refused:
            self._add_centre(first_token, last_token, names)
            return
        if near or self.blocked or self.part or self.refused or self._is_part(first_token, names):
            return
        before = {token.folded for token in self.tokens[max(0, index - 2) : index]}
        capital_city = bool(before & {"hl", "hlavni", "hlavniho", "hlavnim", "hlavnimu"})
        sure = self.scope is not None and (self.serves or self.scope != Role.OBEC or self._led())
        unit = self.scope or Role.OBEC
        self.mentions.append(Mention(first_token.start, last_token.end, names, unit, self.explicit, sure, capital_city))

    def _led(self) -> bool:
        return self.has_people or ":" in self.text or any(mention.unit != Role.OBEC for mention in self.mentions)

    def _add_centre(self, first: Token, last: Token, names: list[Name]) -> None:
        self.centres += 1
        if self.mentions and self.mentions[-1].start == -1:
            self.mentions.pop()
        self.mentions.append(Mention(first.start, last.end, names, Role.OBEC, True, True, radius=self.radius))

    def _touches_name(self, index: int) -> bool:
        """True right after another name or an unknown name: „Krásné Březno“, „Děčín Podmokly“, „Charita Most“."""
        if not index or self.tokens[index].gap.strip():
            return False
        before = self.tokens[index - 1]
        if index - 1 in self.named:
            return True
        return (
            before.capital
            and len(before.raw) > 1
            and role_of(before.folded) == Role.PLAIN
            and before.folded not in self.kraje
        )

    def _is_address(self, index: int, last: int) -> bool:
        """True after a PSČ and before a number of a house."""
        before = self.tokens[index - 1] if index else None
        after = self.tokens[last + 1] if last + 1 < len(self.tokens) else None
        if before and before.raw.isdigit() and len(before.raw) in (2, 5) and not self.tokens[index].gap.strip():
            return True
        if after and after.raw.isdigit() and int(after.raw[:6]) > 40 and not after.gap.strip(" "):
            return True
        return not self.explicit and bool(HOUSE_NUMBER.match(self.text, self.tokens[last].end))

    def _goes_on(self, last: int) -> bool:
        """True for „Boletice nad Labem“ where no obec is called so: it is a part of one."""
        if last + 2 >= len(self.tokens):
            return False
        word, after = self.tokens[last + 1 : last + 3]
        return word.folded in {"nad", "pod", "u", "pri"} and after.capital and not (word.gap + after.gap).strip()

    def _is_adjective(self, index: int, last: int) -> bool:
        """True for „v Nové čtvrti“: an adjective with its noun is no name."""
        after = self.tokens[last + 1] if last + 1 < len(self.tokens) else None
        if (
            index != last
            or after is None
            or after.capital
            or after.gap.strip()
            or not ADJECTIVE.fullmatch(self.tokens[index].raw)
        ):
            return False
        return role_of(after.folded) in (Role.PLAIN, Role.PART, Role.HOUSE)

    def _is_part(self, token: Token, names: list[Name]) -> bool:
        """True for „Litvínov - Janov“: after a dash stands a part of the town, unless it is a town itself."""
        last = self.mentions[-1] if self.mentions else None
        if last is None or not re.fullmatch(r"\s*[-–]\s*", self.text[last.end : token.start]):
            return False
        places = [place for name in names if not name.short for place in name.places.get(Level.OBEC, ())]
        return not places or not all(place.seat for place in places)
