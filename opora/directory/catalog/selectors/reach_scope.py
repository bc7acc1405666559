"""What the words of a sentence make of the names that follow: which unit, what part, whether it is a reach at all."""

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
REGION = re.compile(r"[sc]k[aou]$")  # „Chomutovsko“
TRAVELS = re.compile(r"dojizdi|dojizdej|dochazeji za|vyjizd")
SERVES = re.compile(r"poskyt|pusob|zij|bydl|dojizd|teren")
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


class Scope:
    """What was said so far of the names that follow, word by word."""

    def __init__(self, text: str, gazetteer: Gazetteer, kraje: dict[str, Place]) -> None:
        self.text, self.gazetteer, self.kraje = text, gazetteer, kraje
        self.tokens = tokenize(text)
        folded = fold(text)
        self.serves = bool(SERVICE.search(folded))
        self.has_people = bool(PEOPLE.search(folded))
        self.travels = bool(TRAVELS.search(folded))
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

    def _after(self, index: int, *units: Role) -> bool:
        """True right after a name of such a unit."""
        return bool(index and index - 1 in self.named and self.mentions and self.mentions[-1].unit in units)

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
        if token.raw.isdigit() or (token.capital and (token.start or REGION.search(token.folded))):
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

    def _role(self, index: int) -> Role:
        """Role of the token; „do“ leads to names only where somebody goes there („dojíždí do Telče“)."""
        folded = self.tokens[index].folded
        return Role.INTO if folded == "do" and self.travels else role_of(folded)

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
