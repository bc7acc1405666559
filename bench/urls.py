"""Addresses of the house and, under /_bench/, references: the same pages made of what is ready."""

from collections.abc import Callable
from threading import Lock
from unittest.mock import patch

from django.urls import include, path

from opora.config.urls import *
from opora.config.urls import urlpatterns as house
from opora.directory.catalog.views import cards, search
from opora.foundation.core.web import public, render_page

lock = Lock()


def ready(module, view: Callable) -> Callable:
    """The very template of the view, with the context that the first request for the address left behind."""
    kept: dict[str, tuple] = {}

    @public
    def answer(request, *args, **kwargs):
        address = request.get_full_path()
        if address not in kept:
            with lock, patch.object(module, "render_page", lambda _request, *rest, **more: (rest, more)):
                kept[address] = view(request, *args, **kwargs)
        rest, more = kept[address]
        return render_page(request, *rest, **more)

    return answer


urlpatterns = [
    path("_bench/sluzby/", ready(search, search.search)),
    path("_bench/sluzby/<str:identifier>/", ready(cards, cards.service)),
    path("", include(house)),
]
