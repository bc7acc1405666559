"""Withdrawal of a consent by the link that came with it: as easy as giving it."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from opora.foundation.accounts.models import MagicLink
from opora.foundation.accounts.views.links import link_page
from opora.foundation.core.actor import Actor
from opora.foundation.core.web import render_page
from opora.foundation.privacy.enums import Channel
from opora.foundation.privacy.models import Consent
from opora.foundation.privacy.operations.consents import withdraw_consent
from opora.foundation.privacy.permissions import CONSENT_LINK
from opora.foundation.privacy.selectors.consents import purpose_title

if TYPE_CHECKING:
    from opora.foundation.core.web import Request

NEXT_STEP = "Souhlas můžete odvolat i e-mailem správci údajů; adresu najdete na stránce O systému."


@link_page(CONSENT_LINK, next_step=NEXT_STEP)
def consent(request: "Request", link: MagicLink, token: str) -> HttpResponse:
    """To what and in which words somebody consented, and the button that withdraws it; a second click is calm."""
    found = get_object_or_404(Consent.objects.select_related("wording"), pk=link.object_id)
    if request.method == "POST":
        found = withdraw_consent(found, how=Channel.LINK, actor=Actor.for_link(link))
    context = {"consent": found, "title": purpose_title(found.wording.purpose)}
    return render_page(request, "messaging/consent.html", context)
