"""What a password may be: long, not guessable by somebody who knows Czech, any characters at all."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError

from opora.foundation.accounts.models import composed
from opora.foundation.core.text import fold

WORDS = Path(__file__).parent.parent / "data" / "common_words.txt"
NOT_LETTERS = re.compile(r"[^a-z]+")
REPEATED = re.compile(r"(.{1,8}?)\1+")
GUESSABLE = "Takové heslo se snadno uhodne: je z běžného slova, jména nebo řady kláves. Zkuste několik slov za sebou."


class LongEnough(MinimumLengthValidator):
    """At least so many characters; Django has no Czech sentence for it."""

    def validate(self, password: str, user: Any = None) -> None:
        super().validate(composed(password), user)

    def get_error_message(self) -> str:
        return f"Heslo je příliš krátké. Musí mít alespoň {self.min_length} znaků."

    def get_help_text(self) -> str:
        return f"Heslo musí mít alespoň {self.min_length} znaků."


class NotTooLong:
    """At most so many characters: nobody types more, and longer ones only keep the machine busy."""

    def __init__(self, max_length: int = 200) -> None:
        self.max_length = max_length

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a longer password."""
        if len(composed(password)) > self.max_length:
            raise ValidationError(f"Heslo je příliš dlouhé. Může mít nejvýš {self.max_length} znaků.")

    def get_help_text(self) -> str:
        return f"Heslo může mít nejvýš {self.max_length} znaků."


class NotCommonInCzech:
    """Refuses what is left of many passwords without its numbers: one or two common words, or a piece repeated."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password made of what everybody would try first."""
        folded = fold(composed(password))
        letters = NOT_LETTERS.sub("", folded)
        if REPEATED.fullmatch(folded) or (letters and is_common(letters)):
            raise ValidationError(GUESSABLE)

    def get_help_text(self) -> str:
        return "Heslo nesmí být běžné slovo, jméno nebo řada kláves."


def is_common(letters: str) -> bool:
    """True for one or two common words, written together or over and over; takes folded letters only."""
    repeated = REPEATED.fullmatch(letters)
    if repeated:
        letters = repeated[1]
    words = common_words()
    halves = ((letters[:at], letters[at:]) for at in range(1, len(letters)))
    return letters in words or len(letters) == 1 or any(first in words and rest in words for first, rest in halves)


@cache
def common_words() -> frozenset[str]:
    """Folded words of the data file and the name of the product."""
    lines = [line for line in WORDS.read_text().splitlines() if not line.startswith("#")]
    return frozenset(" ".join(lines).split()) | {NOT_LETTERS.sub("", fold(settings.PRODUCT_NAME))}
