"""What the frame of every page needs: name, region, menu, who acts."""

from django.conf import settings
from django.http import HttpRequest

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
        "menu": [item for item in menu if item.shown_to(actor)],
    }
