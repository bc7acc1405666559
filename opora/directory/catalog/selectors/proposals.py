"""Proposed changes of records as people of the region go through them."""

from collections.abc import Iterator

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.timezone import localdate

from opora.directory.catalog.enums import ProposalStatus
from opora.directory.catalog.models import RecordProposal
from opora.directory.catalog.selectors.record_fields import titles
from opora.foundation.core.actor import Actor
from opora.foundation.core.registries import Matter
from opora.foundation.core.templatetags.opora import counted

PER_PAGE = 25


def proposal_page(actor: Actor, *, status: str, page: str | None) -> Page:
    """A page of (proposal, titles of its fields): waiting ones from the oldest, decided ones from the newest."""
    rows = RecordProposal.objects.visible_to(actor).filter(status=status).select_related("service__provider")
    order = "pk" if status == ProposalStatus.WAITING else "-pk"
    found: Page = Paginator(rows.order_by(order), PER_PAGE).get_page(page)
    found.object_list = [(row, titles(row.values)) for row in found.object_list]
    return found


def proposals_to_decide(_actor: Actor) -> Iterator[Matter]:
    """How many proposals wait for the region, and since when."""
    waiting = RecordProposal.objects.waiting().order_by("pk")
    number = waiting.count()
    if number:
        words = counted(number, "návrh změny údajů čeká,návrhy změn údajů čekají,návrhů změn údajů čeká")
        oldest = waiting.values_list("created_at", flat=True)[0]
        yield Matter(f"{words} na schválení", reverse("catalog:proposals"), localdate(oldest))


def waiting_words(_actor: Actor) -> str:
    """How many proposals wait, in a few words."""
    number = RecordProposal.objects.waiting().count()
    return counted(number, "návrh čeká,návrhy čekají,návrhů čeká") if number else "nic nečeká"
