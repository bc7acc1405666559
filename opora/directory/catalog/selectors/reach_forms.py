"""Cases of Czech names of places: every form of a word of a name, with diacritics, in lower case. Pure functions.

Rules by endings make more forms than the language has; that does no harm, because a form only counts as a name when
the text around it speaks of territory.
"""

import re
from functools import lru_cache

PREPOSITIONS = {"nad", "pod", "u", "v", "ve", "na", "při", "před", "za"}
HARD_E = {"d": "dě", "t": "tě", "n": "ně", "b": "bě", "p": "pě", "v": "vě", "m": "mě", "f": "fě",
          "k": "ce", "h": "ze", "g": "ze", "r": "ře", "l": "le", "s": "se", "z": "ze"}  # fmt: skip
PLAIN = {"ň": "n", "ť": "t", "ď": "d"}
SOFT = tuple("čřžšcjňťď")
MOVABLE_E = re.compile(r"(?<=\w)[eě](?=[cčknlrtvňmšb]$)")
IRREGULAR = {
    "ves": ("vsi", "vsí"),
    "dvůr": ("dvora", "dvoru", "dvoře", "dvorem"),
    "důl": ("dolu", "dole", "dolem", "dola"),
    "bor": ("boru", "bore", "borem"),
    "kámen": ("kamene", "kameni", "kamenem", "kamenu"),
    "hůl": ("hole", "holi"),
    "sůl": ("soli",),
    "hrádek": ("hrádku", "hrádkem"),
    "týn": ("týna", "týně", "týnu", "týnem"),
    "cheb": ("chebu", "chebem"),
}
ADJECTIVE = {
    "á": ("é", "ou"),
    "é": ("ého", "ém", "ému", "ým", "ých", "ými"),
    "ý": ("ého", "ém", "ému", "ým"),
    "í": ("í", "ího", "ím", "ímu", "ích", "ími"),
}


@lru_cache(maxsize=16_384)
def word_forms(word: str) -> frozenset[str]:
    """Every form of one word of a name; the word in lower case with diacritics."""
    forms = {word, *IRREGULAR.get(word, ())}
    if len(word) < 2 or not word.isalpha() or word in PREPOSITIONS:
        return frozenset(forms)
    start, last = word[:-1], word[-1]
    if last in ADJECTIVE:
        forms.update(start + ending for ending in ADJECTIVE[last])
    elif last in "aoyeěiu":
        forms |= _VOWELS[last](start, last) if last in _VOWELS else set()
    else:
        for base in {word, *_shortened(word)}:
            forms |= _consonant(base)
    return frozenset(forms)


def _softened(base: str) -> set[str]:
    """The form with -e of the locative: „krupk“ → „krupce“, „tábor“ → „táboře“, „děčín“ → „děčíně“."""
    if base.endswith("ch"):
        return {base[:-2] + "še"}
    if base.endswith("ck"):
        return {base[:-2] + "cce", base[:-1] + "ce"}
    return {base[:-1] + HARD_E[base[-1]]} if base and base[-1] in HARD_E else {base + "e"}


def _soft(base: str) -> set[str]:
    """Soft endings: „kadaň“ → „kadaně, kadani, kadaní“, „litomyšl“ → „litomyšle, litomyšli“."""
    plain = base[:-1] + PLAIN.get(base[-1], base[-1])
    first = plain + ("ě" if base[-1] in PLAIN or base[-1] in "nmvbp" else "e")
    return {first, first + "m", plain + "i", plain + "í", plain + "ím"}


def _shortened(word: str) -> set[str]:
    """Without the e that falls out („liberec“ → „liberc“), with the vowel that shortens („újezd“ stays)."""
    return {MOVABLE_E.sub("", word)} if re.search(r"[aeiouyáéěíóúůýrl].*[eě]\w$", word) else set()


def _consonant(base: str) -> set[str]:
    found = {base + ending for ending in ("a", "u", "em", "ovi")} | _softened(base)
    if base.endswith("ův"):
        found |= {base[:-2] + ending for ending in ("ova", "ovu", "ově", "ovem", "ovým", "ovy", "ovou")}
    if base.endswith(SOFT) or base[-1] in "lszvm":
        found |= _soft(base)
    return found


def _a(start: str, _last: str) -> set[str]:
    found = (
        {start + ending for ending in ("y", "u", "ou")}
        | _softened(start)
        | ({start + "i"} if start[-1] in SOFT else set())
    )
    return found | {start, start + "ech", start + "ách", start + "ům", _with_e(start)}  # Napajedla – v Napajedlech


def _o(start: str, _last: str) -> set[str]:
    return {start + ending for ending in ("a", "u", "em", "ovým")} | _softened(start)


def _y(start: str, _last: str) -> set[str]:
    found = {start + ending for ending in ("", "ů", "ům", "ech", "ách", "ami", "ých", "ým", "ými")}
    found.add(_with_e(start))
    found |= {re.sub(r"á(?=\w{1,2}$)", "a", start), re.sub(r"ou(?=\w{1,2}$)", "u", start)}
    if start.endswith("ch"):
        return found | {start[:-2] + "ších"}
    return found | ({start[:-1] + {"k": "c", "h": "z"}[start[-1]] + "ích"} if start[-1] in "kh" else set())


def _e(start: str, last: str) -> set[str]:
    found = {start + ending for ending in ("", "i", "í", "ím", "ích", last + "m", last + "mi")}
    return found | {start + "ě"} if last == "e" and start[-1] in "nmvbpdt" else found


def _with_e(start: str) -> str:
    """The genitive of plurals with the e that parts consonants: „počátk“ → „počátek“, „napajedl“ → „napajedel“."""
    return start[:-1] + "e" + start[-1] if re.search(r"[^aeiouyáéěíóúůý]\w$", start) else start


def _i(start: str, _last: str) -> set[str]:
    return {start + ending for ending in ("ů", "ům", "ích", "ech")}


_VOWELS = {"a": _a, "o": _o, "y": _y, "e": _e, "ě": _e, "i": _i}
