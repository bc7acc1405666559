"""Who may change the catalogue; which role it is says the table of roles."""

from opora.directory.catalog.models import ErrorReport, Service
from opora.directory.organizations.models import Membership
from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import permission, permission_by_right

CONFIRM_LINK = "catalog.confirm_record"  # purpose of the link in a reminder; its object is the account

for name, description in {
    "catalog.import_register": "načítat registr poskytovatelů a číst zprávy o načtení",
    "catalog.load_codelists": "načíst číselníky ze souborů aplikace",
    "catalog.rebuild_search": "vytvořit znovu rejstřík hledání",
    "catalog.edit_social_department": "zapisovat kontakty sociálních odborů",
    "catalog.edit_unregistered": "zapisovat služby, které nejsou registrované",
    "catalog.read_history": "číst historii údajů služeb",
    "catalog.approve_record": "schvalovat a vracet, co poskytovatelé navrhují k údajům svých služeb",
    "catalog.choose_record_fields": "volit, které údaje poskytovatelů čekají na schválení",
    "catalog.read_quality": "vidět, jak úplné a ověřené jsou údaje služeb, ke kterým patří",
    "catalog.confirm_reach": "potvrzovat a odmítat působnost služeb vyčtenou z textů registru",
}.items():
    permission_by_right(name, description)


@permission("catalog.assign_service", "přidělovat pracovníkům služby poskytovatele")
def assign_service(actor: Actor, target: Membership | None) -> bool:
    """Those with the right, to other people of their own organization; nobody gives services to themselves."""
    if actor.is_job or target is None:
        return actor.is_job or actor.has_right("catalog.assign_service")
    if actor.user is not None and target.user_id == actor.user.pk:
        return False
    return actor.has_right("catalog.assign_service", target.organization)


@permission("catalog.record_availability", "zapisovat volná místa služeb, ke kterým patří; kraj u všech")
def record_availability(actor: Actor, target: Service | None) -> bool:
    """The region writes down what any provider said, people of a provider say it of services that they reach."""
    if actor.is_job or not actor.has_right("catalog.record_availability"):
        return actor.is_job
    if target is None or actor.membership.oversees_instance:
        return True
    return Service.objects.reached_by(actor).filter(pk=target.pk).exists()


@permission("catalog.edit_record", "psát údaje poskytovatele u služeb, ke kterým patří")
def edit_record(actor: Actor, target: Service | None) -> bool:
    """People of the provider with the right, for services that their membership reaches."""
    if actor.is_job or not actor.has_right("catalog.edit_record"):
        return actor.is_job
    return target is None or Service.objects.reached_by(actor).filter(pk=target.pk).exists()


@permission("catalog.report_error", "nahlásit chybu v údajích služby")
def report_error(_actor: Actor, _service: Service | None) -> bool:
    """Everybody, without an account."""
    return True


@permission("catalog.handle_report", "vyřizovat nahlášené chyby služeb, ke kterým patří; kraj u všech")
def handle_report(actor: Actor, report: ErrorReport | None) -> bool:
    """Those with the right, for reports that they see."""
    if report is None:
        return actor.is_job or actor.has_right("catalog.handle_report")
    return ErrorReport.objects.visible_to(actor).filter(pk=report.pk).exists()


@permission("catalog.confirm_record", "potvrdit, že údaje služby stále platí")
def confirm_record(actor: Actor, _target: object) -> bool:
    """People of the provider with the right, or the holder of the link from a reminder; the operation says of which."""
    if actor.link is not None:
        return actor.link.purpose == CONFIRM_LINK
    return actor.is_job or actor.has_right("catalog.confirm_record")
