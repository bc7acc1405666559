"""The page after sign-in: what waits for the person, what is late, what changed; nothing else."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from opora.foundation.core.actor import Actor
from opora.foundation.core.registries import Matter, Section, overview
from opora.foundation.core.web import render_page

if TYPE_CHECKING:
    from opora.foundation.core.web import Request

PARTS = {
    Section.WAITING: ("Čeká na mě", "Nic na vás nečeká."),
    Section.LATE: ("Po termínu", "Nic není po termínu."),
    Section.CHANGED: ("Co se změnilo", "Za poslední týden se nic nezměnilo."),
}


@dataclass(frozen=True)
class Part:
    """One third of the overview; the sentence stands there when it is empty."""

    name: str
    title: str
    sentence: str
    matters: list[Matter]


@require_safe
def overview_page(request: "Request") -> HttpResponse:
    """Matters of everything that the membership acted in may deal with."""
    parts = [
        Part(section.value, title, sentence, matters_of(section, request.actor))
        for section, (title, sentence) in PARTS.items()
    ]
    context = {"parts": parts, "membership": request.actor.membership, "without_crisis_lines": True}
    return render_page(request, "site/overview.html", context)


def matters_of(section: Section, actor: Actor) -> list[Matter]:
    """Lines of one part: the nearest day first, changes from the newest; those without a day last."""
    found = [matter for source in overview if source.section == section for matter in source.for_actor(actor)]
    dated = [matter for matter in found if matter.on is not None]
    dated.sort(key=lambda matter: matter.on or date.max, reverse=section == Section.CHANGED)
    return dated + [matter for matter in found if matter.on is None]
