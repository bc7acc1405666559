"""Messages of the catalogue: to those who reported an error, and to people of providers who keep the data true."""

from opora.directory.catalog.models import ErrorReport, RecordProposal, Service
from opora.directory.catalog.selectors.error_reports import state_address
from opora.directory.catalog.selectors.freshness import due_services_of
from opora.directory.catalog.selectors.keepers import Keeper, keepers_of
from opora.directory.catalog.selectors.record_fields import titles
from opora.foundation.accounts.models import MagicLink, User
from opora.foundation.accounts.selectors.links import link_address
from opora.foundation.core.dates import czech_date
from opora.foundation.core.mail import notify
from opora.foundation.core.registries import MessageCategory, Notification, Placeholder
from opora.foundation.core.web import absolute

REPORTS = MessageCategory(
    "catalog.reports", "Nahlášené chyby", "Někdo nahlásil, že údaj na kartě vaší služby není správně."
)
FRESHNESS = MessageCategory(
    "catalog.freshness", "Ověření údajů", "Připomenutí, že je čas potvrdit údaje na kartách vašich služeb."
)
PROPOSALS = MessageCategory(
    "catalog.proposals", "Návrhy změn údajů", "Kraj schválil nebo vrátil, co jste navrhli na kartě své služby."
)
CATEGORIES = (REPORTS, FRESHNESS, PROPOSALS)


def _nobody_waits(report_id: str) -> bool:
    """The address was erased meanwhile: the consent was withdrawn, or the report is gone."""
    report = ErrorReport.objects.filter(pk=report_id).first()
    return report is None or not report.contact_email


def _settled(report_id: str) -> bool:
    """Somebody has dealt with the report, or it is gone."""
    return not ErrorReport.objects.open().filter(pk=report_id).exists()


def _all_confirmed(user_id: str) -> bool:
    """The person has confirmed everything meanwhile, or looks after no service any more."""
    return not due_services_of(user_id)


SERVICE = Placeholder("sluzba", "název služby", "Ukázková pečovatelská služba", required=True)
STATE = Placeholder("odkaz", "stránka, kde je vidět, jak hlášení dopadlo", "https://opora.example/nahlasit-chybu/stav/")
WITHDRAWAL = Placeholder(
    "odvolani", "stránka, kde člověk odvolá souhlas a jeho adresa se smaže", "https://opora.example/souhlas/", True
)
RECEIVED = Notification(
    "catalog.report_received",
    "Hlášení chyby jsme přijali",
    "catalog/email/report_received.txt",
    placeholders=(SERVICE, STATE, WITHDRAWAL),
    is_obsolete=_nobody_waits,
    of_instance=True,
    keeps_text=False,
)
SETTLED = Notification(
    "catalog.report_settled",
    "Jak dopadlo hlášení chyby",
    "catalog/email/report_settled.txt",
    placeholders=(
        SERVICE,
        Placeholder("vysledek", "jak hlášení dopadlo", "opraveno", required=True),
        Placeholder("odpoved", "co k tomu ten, kdo ho vyřídil, napsal", "Telefon jsme opravili, děkujeme."),
        STATE,
        WITHDRAWAL,
    ),
    is_obsolete=_nobody_waits,
    of_instance=True,
    keeps_text=False,
)
REPORTED = Notification(
    "catalog.error_reported",
    "Na kartě služby je nahlášená chyba",
    "catalog/email/error_reported.txt",
    category=REPORTS.code,
    placeholders=(
        SERVICE,
        Placeholder("duvod", "co je podle hlášení špatně", "adresa nebo místo nesouhlasí", required=True),
        Placeholder("odkaz", "hlášení v Opoře", "https://opora.example/sprava/nahlasene-chyby/", required=True),
    ),
    is_obsolete=_settled,
)
REMINDER = Notification(
    "catalog.confirm_reminder",
    "Je čas ověřit údaje služeb",
    "catalog/email/confirm_reminder.txt",
    category=FRESHNESS.code,
    placeholders=(
        Placeholder("sluzby", "seznam služeb a kdy je někdo naposledy ověřil", "– Ukázková poradna", required=True),
        Placeholder("odkaz", "stránka s údaji a tlačítkem", "https://opora.example/overeni-udaju/", required=True),
    ),
    is_obsolete=_all_confirmed,
    keeps_text=False,
)
DECIDED = Notification(
    "catalog.proposal_decided",
    "Kraj rozhodl o návrhu změny údajů",
    "catalog/email/proposal_decided.txt",
    category=PROPOSALS.code,
    placeholders=(
        SERVICE,
        Placeholder("vysledek", "jak kraj rozhodl", "schváleno", required=True),
        Placeholder("udaje", "co se mělo změnit", "kolik to stojí", required=True),
        Placeholder("vzkaz", "co kraj vzkazuje, když návrh vrací", "Doplňte prosím, od kdy cena platí."),
        Placeholder("odkaz", "návrh v Opoře", "https://opora.example/sprava/navrhy/", required=True),
    ),
)
ALL = (RECEIVED, SETTLED, REPORTED, REMINDER, DECIDED)


def thank_reporter(report: ErrorReport, withdrawal: str) -> None:
    """Where the reporter looks how it goes on; `withdrawal` is the address of the page that withdraws the consent."""
    values = {
        "sluzba": report.service.name,
        "odkaz": absolute(state_address(report)),
        "odvolani": withdrawal,
    }
    notify(RECEIVED.code, report.contact_email, values, target=report)


def tell_reporter(report: ErrorReport, withdrawal: str) -> None:
    """How the report ended."""
    state = state_address(report)
    values = {
        "sluzba": report.service.name,
        "vysledek": report.get_status_display(),
        "odpoved": report.answer,
        "odkaz": absolute(state) if state else "",
        "odvolani": withdrawal,
    }
    notify(SETTLED.code, report.contact_email, values, target=report)


def tell_keepers(report: ErrorReport, address: str) -> None:
    """People of the provider learn that there is a report, never its text; `address` is the path of its page."""
    values = {
        "sluzba": report.service.name,
        "duvod": report.get_reason_display(),
        "odkaz": absolute(address),
    }
    for keeper in keepers_of([report.service]):
        whom = {"osloveni": keeper.user.salutation}
        notify(REPORTED.code, keeper.user.email, values | whom, target=report, organization_id=keeper.organization_id)


def remind_keeper(keeper: Keeper, link: MagicLink) -> None:
    """One message with all services of the person that are to be confirmed."""
    values = {
        "osloveni": keeper.user.salutation,
        "sluzby": "\n".join(_line(service) for service in keeper.services),
        "odkaz": absolute(link_address(link)),
    }
    notify(REMINDER.code, keeper.user.email, values, target=keeper.user, organization_id=keeper.organization_id)


def tell_proposer(proposal: RecordProposal) -> None:
    """How the region decided, to the person who proposed it while that account is open."""
    if not proposal.proposed_by_id:
        return
    user = User.objects.filter(pk=proposal.proposed_by_id, is_active=True).first()
    if user is None:
        return
    values = {
        "sluzba": proposal.service.name,
        "vysledek": proposal.get_status_display(),
        "udaje": titles(proposal.values),
        "vzkaz": proposal.decision_note,
        "odkaz": absolute(proposal.get_absolute_url()),
    }
    notify(DECIDED.code, user.email, values, target=proposal, organization_id=proposal.organization_id)


def _line(service: Service) -> str:
    """„– Azylový dům, naposledy ověřeno 3. 2. 2026“."""
    record = getattr(service, "record", None)
    said = record.confirmed_on if record else None
    return f"– {service.name}, " + (f"naposledy ověřeno {czech_date(said)}" if said else "zatím neověřeno")
