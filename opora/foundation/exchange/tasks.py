"""Packages on their way to other sides."""

from django.tasks import task

from opora.foundation.core.actor import Actor
from opora.foundation.core.schedule import periodic
from opora.foundation.exchange.enums import PackageStatus
from opora.foundation.exchange.exports import post
from opora.foundation.exchange.models import Package
from opora.foundation.exchange.operations.packages import note_answer

ACTOR = "odesílání balíků počtů"


@task
def deliver_package(package_id: int) -> str:
    """Hand the package over and write the answer; when nobody answers, it waits for the next round."""
    package = Package.objects.select_related("peer").get(pk=package_id)
    if package.status != PackageStatus.WAITING or package.peer is None:
        return "settled"
    answer = post(package, package.peer.address)
    if answer is None:
        return "no answer"
    note_answer(package, accepted=answer.accepted, reasons=answer.reasons, actor=Actor.job(ACTOR))
    return "accepted" if answer.accepted else "rejected"


@periodic("*/10 * * * *", "Odesílání balíků počtů")
@task
def deliver_waiting() -> int:
    """Try again what nobody has answered yet; returns how many packages wait."""
    waiting = list(Package.objects.filter(status=PackageStatus.WAITING).values_list("pk", flat=True))
    for package_id in waiting:
        deliver_package.enqueue(package_id)
    return len(waiting)
