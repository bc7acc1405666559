"""The end of messages by a link from one of them; the token is all that is needed, no cookie and no account."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.csrf import csrf_exempt

from opora.foundation.accounts.models import MagicLink
from opora.foundation.accounts.views.links import link_page
from opora.foundation.core.actor import Actor
from opora.foundation.core.web import render_page
from opora.foundation.messaging.models import Preference
from opora.foundation.messaging.operations import unsubscribe as operations
from opora.foundation.messaging.permissions import UNSUBSCRIBE_LINK
from opora.foundation.messaging.selectors.preferences import DIGEST, category_title, still_comes

if TYPE_CHECKING:
    from opora.foundation.core.web import Request

NEXT_STEP = "Otevřete odkaz z novější zprávy. Kdo má účet, zvolí si zprávy i na stránce Účet."


@csrf_exempt  # mail programs post here by themselves (RFC 8058); whoever has the token may end the messages
@link_page(UNSUBSCRIBE_LINK, next_step=NEXT_STEP)
def unsubscribe(request: "Request", link: MagicLink, token: str) -> HttpResponse:
    """A button that ends the messages, after it one that takes it back. Looking at the page changes nothing."""
    preference = get_object_or_404(Preference, pk=link.object_id)
    if request.method == "POST":
        act = operations.subscribe_again if "znovu" in request.POST else operations.unsubscribe
        act(preference, actor=Actor.for_link(link))
        preference.refresh_from_db()
    context = {
        "title": category_title(preference.category),
        "comes": still_comes(preference),
        "whole_digest": preference.category == DIGEST.code,
    }
    return render_page(request, "messaging/unsubscribe.html", context)
