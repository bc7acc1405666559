"""What Czech words around names of places say: units, cues of territory, houses, refusals. Pure functions."""

import re
from enum import StrEnum
from functools import lru_cache


class Role(StrEnum):
    """What a word does to the names after it."""

    KRAJ = "kraj"
    OKRES = "okres"
    ORP = "orp"
    POU = "pou"
    OBEC = "obec"
    PART = "part"  # parts of obce are no areas of ours
    HOUSE = "house"  # a facility, an office or money: names after it tell where that is
    REFUSAL = "refusal"
    CUE = "cue"  # „na území Loun“, „obyvatelé Loun“
    INTO = "into"  # „v Lounech“
    BESIDE = "beside"  # „u Loun“ is elsewhere
    FILLER = "filler"
    PLAIN = "plain"


UNITS = {Role.KRAJ, Role.OKRES, Role.ORP, Role.POU, Role.OBEC}
PATTERNS = {
    Role.OKRES: r"okr|okres(u|e|y|ech|um|em)?",
    Role.KRAJ: r"kraj(e|i|u|ich|um|em)?",
    Role.ORP: r"orp|rozsiren(ou|a|e|ymi)",
    Role.POU: r"pou|poveren(y|ym|e|ou|eho|ych|ymi)",
    Role.OBEC: r"obec|obc(e|i|ich|im|emi)|obci|mest(o|a|u|e|ech|um|y)?|mestys\w*|mestec(ko|ka|ku|kach)"
    r"|vesnic\w*|municipalit\w*",
    Role.PART: r"cast(i|ech|em|mi)?|ctvrt\w*|sidlist\w*|osad(a|y|e|u|ach)?|ulic\w*|namesti|ul|stvrt\w*",
    Role.HOUSE: r"zarizeni\w*|stredis\w*|pracovis\w*|pobock\w*|poradn(a|e|y|ach|u)|center|centr(um|a|u|em|ech)"
    r"|ubytovn\w*|azylov\w*"
    r"|domov(a|e|u|y|ech|em)?|dum|dom(u|e|ech|y|em)|nemocnic\w*|leceb\w*|vezni\w*|vaznic\w*|skol\w*|zs|ms|ss"
    r"|ustav(u|y|ech|em|e)?"
    r"|urad\w*|magistrat\w*|soud\w*|klub\w*|kancelar\w*|sidl(o|a|e|em|ech|i|ici)|adres\w*|byt(u|y|e|ech|em)?|budov\w*"
    r"|objekt\w*"
    r"|klini\w*|charit\w*|dps|dozp|stacionar\w*|stanic\w*|provozovn\w*|prostor(y|ach|ech|u)|rad(a|y|ou)|zastupitel\w*"
    r"|sit(i|e|emi)?|planu?|dotac\w*|rozpoct\w*|(spolu)?financ\w*|podporuj\w*|zrizuj\w*|prispiv\w*|zrizovat\w*|zrizen\w*|strateg\w*|koncepc\w*"
    r"|koordin\w*|hejtman\w*"
    r"|polici\w*|poverence\w*|metodik\w*|starost\w*|usnesen\w*|spoluprac\w*|projekt\w*|katedr\w*|univerzit\w*"
    r"|agentur\w*"
    r"|nadac\w*|fond\w*|spolek|spolku|farnost\w*|diecez\w*|pracovn\w*|ambulanc\w*|garsoni?er\w*|svoz\w*|zastavk\w*",
    Role.REFUSAL: r"vyjma|krome|vyjimk\w*|neni|nejsou|nelze|neposkyt\w*|nezahrnuj\w*|nevztahuj\w*|nikoliv?|mimo"
    r"|netyka|nespada\w*",
    Role.CUE: r"uzem\w*|oblast\w*|(mikro)?region(u|y|ech|em)?|obyvatel\w*|obcan\w*|spadov\w*|okoli\w*"
    r"|lokalit\w*|katastr\w*",
    Role.INTO: r"v|ve|z|ze|na|pro",
    Role.BESIDE: r"u|od|pri|s|se|k|ke|nad|pod|mezi|po|do|za|pred|smer\w*",
    Role.FILLER: r"a|i|nebo|ci|ani|az|take|dale|rovnez|taktez|jeho|jeji|jejich|jejiho|jejim|svych|jim|okoln\w*"
    r"|prilehl\w*|prilehajic\w*"
    r"|blizk\w*|nejbliz\w*|cel(a|e|em|eho|ou|ych|y)?|spravn\w*|obvod\w*|vcetne|zejmena|predevsim|hlavne"
    r"|prevazne|zvlaste|popr"
    r"|pripadne|prip|resp|dalsi\w*|vsech|vsechny|vsem|tj|tzn|to|konkretne|nasledujic\w*|tech(to)?|techto|jen"
    r"|pouze|byval\w*|castecne"
    r"|hl|m|hlavni\w*|statutarni\w*|pusobnost\w*|napr|uveden\w*|vyse|nize|jednotliv\w*|ostatni\w*|sousedni\w*"
    r"|obou|dvou|tri|ctyr"
    r"|soucasne|zaroven|celkem|cca|prevazne|zvlast|kolem|okolo|tohoto|teto|tomto|tamni\w*|mistni\w*|mestsk\w*"
    r"|obecni\w*"
    r"|integrovan\w*|socialne|vyloucen\w*|vymezen\w*|so|statutar\w*|politick\w*|maly\w*|mens\w*|vets\w*|venkovsk\w*",
}
_ROLES = {role: re.compile(pattern) for role, pattern in PATTERNS.items()}
SERVICE = re.compile(
    r"poskyt(?:ov|uj|nu|ne)|pusob|\bzij|bydl|bydlis|pobyt|pobyv|obcan|obyvat|uzem|terenn|zajist|realiz|dojizd"
    r"|dojezd|spad|region"
    r"|domacnost|prirozen|oblast|lokalit|zdrzuj|pohybuj|pomah|navstev|\burcen"
)
PEOPLE = re.compile(r"osob|senior|rodin|\blid|\bdet[ie]|mladez|zajemc|\bzen|\bmuz|klient|uzivatel|dospel|\bmatk|pecuj")
NARROWING = re.compile(r"[(:]|\ba to\b|\bkonkretne\b|\btj\b|\btzn\b|\bjmenovite\b")
WIDENING = re.compile(r"zejmen|predevsim|hlavne|prevazn|vcetne|napr|zvlast")
CONJUNCTION = re.compile(r"[,;]|\b(?:a|i|nebo|ci|dale|take|vcetne)\b")
AROUND = re.compile(r"okruh|vzdal|dojezd|dosah|radius|perimetr")
PRICE = re.compile(r"\bkc\b|zdarma|priplat|uctuj|cestovn|jizdn|hrad[ií]")
LIST_HEAD = re.compile(r"sluzb|form|poskyt|pusob|uzem|obc|mest|lokalit|mist|program|teren|prac|klient|uzivat|bydlist")
CIRCLE_WORD = re.compile(
    r"hranic\w*|centr\w*|stred\w*|sidl\w*|zarizeni|stredis\w*|pracovis\w*|kazd\w*|uveden\w*|katastr\w*|techto"
    r"|tohoto|teto|sluzby"
    r"|poskytovatele|organizace|mestsk\w*|uzem\w*|okraj\w*|vzdusnou|carou|kolem|okolo|od|mist\w*|budov\w*"
    r"|pobock\w*|domu|domov\w*"
)
WHOLE_STATE = re.compile(
    r"\bcel(?:a|e|eho|em|ou)\s+(?:(?:uzem\w*)\s+)?(?:cr\b|cesk\w+\s+republi\w+|republi\w+|cesk[ou]\b|staty?)"
    r"|celorepublikov|celostatn"
    r"|poskyt\w*[^.]{0,60}\buzemi\s+(?:cr\b|ceske\s+republiky)|(?:pusob\w*"
    r"|sluzb\w*)[^.]{0,40}\bpo\s+cele(?:m)?\s+(?:cr|cesk\w+|republi\w+)"
)


@lru_cache(maxsize=16_384)
def role_of(folded: str) -> Role:
    """What the folded word does; PLAIN words end the reading of names."""
    return next((role for role, pattern in _ROLES.items() if pattern.fullmatch(folded)), Role.PLAIN)
