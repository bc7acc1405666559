"""What waits for staff, in a few words for each page of the hub of administration."""

from datetime import timedelta

from django.conf import settings

from opora.directory.catalog.enums import RegisterScope, SuggestionStatus
from opora.directory.catalog.models import ImportRun, Service, SocialDepartment
from opora.directory.catalog.selectors.reach_suggestions import lasting_suggestions
from opora.directory.territory.models import Area
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.core.templatetags.opora import counted, czech_date

STALE_AFTER = timedelta(days=365)


def last_import(_actor: Actor) -> str:
    """When the register was read last and how it ended."""
    run = ImportRun.objects.filter(scope=RegisterScope.RPSS).order_by("-pk").first()
    return f"naposledy {czech_date(run.created_at)}, {run.get_status_display()}" if run else "zatím nenačteno"


def reach_to_decide(_actor: Actor) -> str:
    """How many suggestions of reach wait for a decision."""
    number = lasting_suggestions().filter(status=SuggestionStatus.PROPOSED).count()
    return counted(number, "návrh čeká,návrhy čekají,návrhů čeká") if number else "nic nečeká"


def unregistered_to_check(_actor: Actor) -> str:
    """How many unregistered services last, and how many of them nobody has checked for a year."""
    lasting = Service.objects.filter(scope=RegisterScope.UNREGISTERED).not_ended()
    number, stale = lasting.count(), lasting.filter(as_of__lt=today() - STALE_AFTER).count()
    words = counted(number, "služba,služby,služeb") if number else "zatím žádná"
    return f"{words}, déle než rok neověřeno: {stale}" if stale else words


def departments_without_contact(_actor: Actor) -> str:
    """How many ORP of the kraj have no contact of their social department."""
    orps = Area.objects.filter(level=Area.Level.ORP, kraj__code=settings.REGION_CODE)
    number = orps.exclude(pk__in=SocialDepartment.objects.values("orp")).count()
    return f"kontakt chybí u {counted(number, 'úřadu,úřadů,úřadů')}" if number else "kontakty jsou úplné"
