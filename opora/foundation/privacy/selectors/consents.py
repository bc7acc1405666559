"""Purposes that people may consent to, versions of their wording, and consents in numbers.

An app that asks for a consent registers its purpose in `ready()` under its code:
`consent_purposes.add("catalog.report", ConsentPurpose("catalog.report", "odpověď na hlášení", "Souhlasím, aby…"))`
and erases the data of its object when the consent is withdrawn, by a receiver of `consent_withdrawn`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Count, Q
from django.dispatch import Signal

from opora.foundation.core.registries import Registry
from opora.foundation.privacy.models import ConsentWording

consent_withdrawn = (
    Signal()
)  # with consent= and actor=, in the transaction of the withdrawal; repeated clicks send none


@dataclass(frozen=True)
class ConsentPurpose:
    """What people consent to: its code, a short Czech title, and the words of version 1."""

    code: str
    title: str
    text: str


consent_purposes: Registry[ConsentPurpose] = Registry()


@dataclass(frozen=True)
class PurposeRow:
    """A purpose with its versions, the newest first; each says how many consents in it are in force."""

    purpose: ConsentPurpose
    wordings: list[ConsentWording]

    @property
    def text(self) -> str:
        """The words in which consents are given now."""
        return self.wordings[0].text if self.wordings else self.purpose.text


def purpose_title(code: str) -> str:
    """The title of the purpose; the code itself once no app asks for such a consent."""
    return consent_purposes[code].title if code in consent_purposes else code


def fingerprint(text: str) -> str:
    """SHA-256 of the wording, 64 hexadecimal digits."""
    return sha256(text.encode()).hexdigest()


def newest_wording(code: str, *, lock: bool = False) -> ConsentWording | None:
    """The version in which consents of the purpose are given now; None before the first one.

    With `lock` consents of the purpose are given one after another, so that two clicks make one.
    """
    wordings = ConsentWording.objects.filter(purpose=code).order_by("-number")
    return (wordings.select_for_update() if lock else wordings).first()


def wordings_with_counts() -> list[PurposeRow]:
    """Every purpose with its versions, each annotated by `in_force`; purposes that nobody asks for any more last."""
    in_force = Count("consents", filter=Q(consents__withdrawn_at__isnull=True))
    known: dict[str, list[ConsentWording]] = {}
    for wording in ConsentWording.objects.annotate(in_force=in_force).order_by("purpose", "-number"):
        known.setdefault(wording.purpose, []).append(wording)
    return [PurposeRow(purpose, known.get(purpose.code, [])) for purpose in _with_forgotten(known)]


def known_purposes() -> list[ConsentPurpose]:
    """Purposes that apps ask for, and then those of kept wordings that nobody asks for any more; one query."""
    return _with_forgotten(ConsentWording.objects.order_by("purpose").values_list("purpose", flat=True).distinct())


def _with_forgotten(codes: Iterable[str]) -> list[ConsentPurpose]:
    """Registered purposes, then those of the codes that no app registers, under their codes."""
    forgotten = [ConsentPurpose(code, code, "") for code in codes if code not in consent_purposes]
    return [*consent_purposes, *forgotten]


def is_untouched(wording: ConsentWording) -> bool:
    """True when the kept words still have the fingerprint they were written with."""
    return fingerprint(wording.text) == wording.sha256
