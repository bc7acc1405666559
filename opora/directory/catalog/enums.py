"""Choices used by several models of the catalogue."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Form(models.TextChoices):
    """Form of provision, § 33 of Act 108/2006; values are those of the register."""

    AMBULATORY = "amb", _("ambulantní")
    FIELD = "ter", _("terénní")
    RESIDENTIAL = "pob", _("pobytová")


class ContactKind(models.TextChoices):
    """Way to reach somebody."""

    PHONE = "phone", _("telefon")
    EMAIL = "email", _("e-mail")
    WEB = "web", _("web")
    FAX = "fax", _("fax")
    ADDRESS = "address", _("adresa pro písemnosti")


class PositionSource(models.TextChoices):
    """How precise a position on the map is, best first."""

    ADDRESS_POINT = "address_point", _("adresní místo")
    COORDINATE_FILE = "coordinate_file", _("poloha adresy")
    PROVIDER_SEAT = "provider_seat", _("poloha sídla poskytovatele")
    POSTAL_CODE = "postal_code", _("přibližná poloha podle PSČ")
    OBEC = "obec", _("přibližná poloha: střed obce")


class RegisterScope(models.TextChoices):
    """Which set of services a file speaks of; a run neither ends nor changes services of another one."""

    RPSS = "rpss", _("registr poskytovatelů sociálních služeb")
    SAMPLE = "ukazka", _("ukázka")
    UNREGISTERED = "mimo", _("neregistrované služby")


class RunStatus(models.TextChoices):
    """State of one import of the register."""

    RUNNING = "running", _("probíhá")
    DONE = "done", _("hotovo")
    REFUSED = "refused", _("odmítnuto")
    FAILED = "failed", _("nedokončeno")


class ChangeKind(models.TextChoices):
    """What a run did to one service."""

    ADDED = "added", _("nová")
    CHANGED = "changed", _("změněná")
    ENDED = "ended", _("ukončená")
    RETURNED = "returned", _("vrácená")
    REJECTED = "rejected", _("odmítnutý řádek")


class SuggestionStatus(models.TextChoices):
    """What people decided of a reach that was read out of a text."""

    PROPOSED = "proposed", _("navrženo")
    CONFIRMED = "confirmed", _("potvrzeno")
    REFUSED = "refused", _("odmítnuto")


class Accepts(models.TextChoices):
    """Whether a service takes new people now; empty means that nobody has said it."""

    YES = "yes", _("přijímá")
    WAITING_LIST = "waiting", _("zapisuje do pořadníku")
    NO = "no", _("teď nepřijímá")


class StatementOrigin(models.TextChoices):
    """How a statement of a provider came."""

    PHONE = "phone", _("telefonicky")
    EMAIL = "email", _("e-mailem")
    WEB = "web", _("na svém webu")
    IN_PERSON = "person", _("osobně")
    OWN = "own", _("sám v Opoře")


class Rhythm(models.IntegerChoices):
    """In how many months a provider says again that its data are true."""

    MONTH = 1, _("každý měsíc")
    QUARTER = 3, _("každé tři měsíce")
    HALF_YEAR = 6, _("dvakrát za rok")
    YEAR = 12, _("jednou za rok")


class Language(models.TextChoices):
    """Languages that people most often ask for; others stand in a record as they were written."""

    CZECH_SIGN = "czj", _("český znakový jazyk")
    UKRAINIAN = "uk", _("ukrajinština")
    RUSSIAN = "ru", _("ruština")
    ENGLISH = "en", _("angličtina")
    GERMAN = "de", _("němčina")
    SLOVAK = "sk", _("slovenština")
    POLISH = "pl", _("polština")
    ROMANI = "rom", _("romština")
    VIETNAMESE = "vi", _("vietnamština")


class Accessibility(models.TextChoices):
    """What makes premises passable for people who move, see or hear with difficulty."""

    STEP_FREE = "step_free", _("vstup bez schodů")
    LIFT = "lift", _("výtah")
    TOILET = "toilet", _("bezbariérové WC")
    PARKING = "parking", _("parkování pro držitele průkazu OZP")
    HEARING_LOOP = "loop", _("indukční smyčka")
    GUIDANCE = "guidance", _("vodicí linie nebo hmatné značení")
    BEACON = "beacon", _("akustický orientační majáček")
    ASSISTANCE = "assistance", _("na požádání vám pomohou u vchodu")
    GUIDE_DOG = "guide_dog", _("vodicí a asistenční pes je vítán")


class ProposalStatus(models.TextChoices):
    """State of changes that a provider proposes."""

    WAITING = "waiting", _("čeká na kraj")
    APPROVED = "approved", _("schváleno")
    RETURNED = "returned", _("vráceno")
    WITHDRAWN = "withdrawn", _("vzato zpět")


class PublicationStatus(models.TextChoices):
    """Whether the public sees an attachment."""

    WAITING = "waiting", _("čeká na kraj")
    PUBLIC = "public", _("zveřejněno")
    RETURNED = "returned", _("vráceno")


class AttachmentKind(models.TextChoices):
    """What a file of a service is."""

    LEAFLET = "leaflet", _("leták")
    PRICE_LIST = "price_list", _("ceník")
    APPLICATION = "application", _("žádost o službu")
    RULES = "rules", _("pravidla služby")
    PHOTO = "photo", _("fotografie")
    OTHER = "other", _("jiný dokument")


class ReportReason(models.TextChoices):
    """What is wrong on a card."""

    CONTACT = "contact", _("telefon, e-mail nebo web nefunguje")
    ADDRESS = "address", _("adresa nebo místo nesouhlasí")
    HOURS = "hours", _("doba, kdy je otevřeno, nesouhlasí")
    ENDED = "ended", _("služba už není nebo je přerušená")
    PLACES = "places", _("volná místa nesouhlasí")
    CONTENT = "content", _("popis, cena nebo pro koho je, nesouhlasí")
    OTHER = "other", _("něco jiného")


class ReportStatus(models.TextChoices):
    """State of a reported error."""

    NEW = "new", _("nová")
    WORKING = "working", _("řeší se")
    FIXED = "fixed", _("opraveno")
    UNFOUNDED = "unfounded", _("údaj je správně")


REPORT_TRANSITIONS: dict[ReportStatus, frozenset[ReportStatus]] = {
    ReportStatus.NEW: frozenset({ReportStatus.WORKING, ReportStatus.FIXED, ReportStatus.UNFOUNDED}),
    ReportStatus.WORKING: frozenset({ReportStatus.FIXED, ReportStatus.UNFOUNDED}),
    ReportStatus.FIXED: frozenset(),
    ReportStatus.UNFOUNDED: frozenset(),
}
OPEN_REPORT = frozenset(state for state, ways in REPORT_TRANSITIONS.items() if ways)
