"""Names of places in one sentence that its words make a reach of the service. Pure functions."""

import re

from opora.directory.catalog.selectors.reach_gazetteer import Name, Token
from opora.directory.catalog.selectors.reach_scope import Level, Mention, Scope
from opora.directory.catalog.selectors.reach_words import Role, role_of
from opora.foundation.core.text import fold

KILOMETRES = re.compile(r"km|kilometr\w*")
FARTHEST_KM = 150
HOUSE_NUMBER = re.compile(r"[^.;]{0,40}?\b(?:\d+/\d{1,3}[a-z]?\b(?!/)|č\. ?p\.|čp\.)")
ADJECTIVE = re.compile(r"\w+[áéíý]|\w+ou|\w+ém|\w+ého|\w+ých")


class SentenceReader(Scope):
    """Walks through the words of a sentence and keeps the names that they make a reach of."""

    def read(self) -> list[Mention]:
        """Mentions in their order; those that are no reach are left out."""
        index = 0
        while index < len(self.tokens):
            index += self._step(index)
        bare = self.known and (
            len(self.mentions) > 1
            or "okol" in fold(self.text)
            or any(m.explicit or m.capital_city for m in self.mentions)
        )
        return [mention for mention in self.mentions if mention.sure or bare]

    def _step(self, index: int) -> int:
        """Read the token and what belongs to it; returns how many tokens that was."""
        token = self.tokens[index]
        self._read_gap(token, index)
        if KILOMETRES.fullmatch(token.folded) and index and self.tokens[index - 1].raw.isdigit():
            return self._begin_circle(index)
        role = self._role(index)
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

    def _read_kraj_adjective(self, index: int) -> None:
        token = self.tokens[index]
        place = self.kraje[token.folded]
        before = self.tokens[index - 1].folded if index else ""
        if self.scope == Role.KRAJ and not self.blocked and not self.refused:
            self.mentions.append(Mention(token.start, token.end, [], Role.KRAJ, True, True, given=place))
            self.named.add(index)
        elif place.name == "Kraj Vysočina":
            if before in {"na", "z"} and (self.serves or self.has_people) and not self.blocked and not self.refused:
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
        near = index and self._role(index - 1) == Role.BESIDE and not first_token.gap.strip()
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
        if not index or self.tokens[index].gap.strip() or "\n" in self.tokens[index].gap:
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
        if last is None or not re.fullmatch(r"[^\S\n]*[-–]\s*", self.text[last.end : token.start]):
            return False
        places = [place for name in names if not name.short for place in name.places.get(Level.OBEC, ())]
        return not places or not all(place.seat for place in places)
