"""Roles, kinds of organizations, scopes and states of invitations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a membership makes of a person; what each may do stands in `roles.py`."""

    REGIONAL_ADMINISTRATOR = "regional_administrator", _("krajský správce")
    PLANNER = "planner", _("krajský plánovač")
    DATA_STEWARD = "data_steward", _("správce dat")
    MUNICIPAL_COORDINATOR = "municipal_coordinator", _("koordinátor obce")
    MUNICIPAL_SOCIAL_WORKER = "municipal_social_worker", _("sociální pracovník obce")
    OSPOD_WORKER = "ospod_worker", _("pracovník OSPOD")
    LOCAL_NETWORKER = "local_networker", _("lokální síťař")
    PROVIDER_ADMINISTRATOR = "provider_administrator", _("správce poskytovatele")
    SERVICE_MANAGER = "service_manager", _("vedoucí služby")
    SOCIAL_WORKER = "social_worker", _("sociální pracovník")
    CARE_WORKER = "care_worker", _("pracovník v sociálních službách")
    ACTIVITY_COORDINATOR = "activity_coordinator", _("koordinátor aktivit")
    ORGANIZER = "organizer", _("organizátor")
    PUBLIC_RELATIONS = "public_relations", _("pracovník pro styk s veřejností")
    EVALUATOR = "evaluator", _("hodnotitel")
    AUDITOR = "auditor", _("auditor")


class OrganizationKind(models.TextChoices):
    """What sort of body an organization is."""

    REGION = "region", _("kraj")
    MUNICIPALITY = "municipality", _("obec")
    OSPOD = "ospod", _("orgán sociálně-právní ochrany dětí (OSPOD)")
    PROVIDER = "provider", _("poskytovatel sociálních služeb")
    SCHOOL = "school", _("škola")
    COURT = "court", _("soud")
    POLICE = "police", _("policie")
    HEALTH_CARE = "health_care", _("zdravotnické zařízení")
    NGO = "ngo", _("nezisková organizace")
    OTHER = "other", _("jiná organizace")


class Scope(models.TextChoices):
    """How far a membership reaches inside its organization."""

    OWN = "own", _("jen vlastní záznamy")
    SERVICES = "services", _("přidělené služby")
    BRANCH = "branch", _("pracoviště")
    AREA = "area", _("území")
    ORGANIZATION = "organization", _("celá organizace")


class InvitationStatus(models.TextChoices):
    """State of an invitation; that it is too late follows from its last day."""

    WAITING = "waiting", _("čeká na přijetí")
    ACCEPTED = "accepted", _("přijatá")
    CANCELLED = "cancelled", _("zrušená")
    DECLINED = "declined", _("odmítnutá")


INVITATION_TRANSITIONS: dict[InvitationStatus, frozenset[InvitationStatus]] = {
    InvitationStatus.WAITING: frozenset(
        {InvitationStatus.ACCEPTED, InvitationStatus.CANCELLED, InvitationStatus.DECLINED}
    ),
    InvitationStatus.ACCEPTED: frozenset(),
    InvitationStatus.CANCELLED: frozenset(),
    InvitationStatus.DECLINED: frozenset(),
}
