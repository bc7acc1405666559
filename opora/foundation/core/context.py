"""What the frame of every page needs: name, region, menu, who acts."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path

from opora.foundation.core.actor import Actor
from opora.foundation.core.registries import menu


def page_frame(request: HttpRequest) -> dict:
    """Product name, region, menu items shown to the actor, and the actor."""
    actor = getattr(request, "actor", None) or Actor.public()
    return {
        "product_name": settings.PRODUCT_NAME,
        "region_name": settings.REGION_NAME,
        "brand_files": settings.BRAND_FILES,
        "contact_email": settings.CONTACT_EMAIL,
        "source_url": settings.SOURCE_URL,
        "demo": settings.DEMO,
        "actor": actor,
        "canonical_url": canonical_url(request),
        "menu": [item for item in menu if item.shown_to(actor)],
    }


def canonical_url(request: HttpRequest) -> str:
    """The one address of a public page, without what narrows or sorts it; empty for pages of staff and errors."""
    match = request.resolver_match
    is_public = match is not None and getattr(match.func, "opora_public", False)
    return request.build_absolute_uri(escape_uri_path(request.path)) if is_public else ""
