"""Addresses of the house and, under /_bench/, the reference: the search page made of rows that are ready."""

from django.conf import settings
from django.urls import include, path

from opora.config.urls import *
from opora.config.urls import urlpatterns as house
from opora.directory.catalog.codebook import codebook
from opora.directory.catalog.filters import read_address
from opora.directory.catalog.selectors.search import search
from opora.directory.catalog.tables import search_page
from opora.foundation.core.web import public, render_page

ready: dict[str, dict] = {}


@public
def ready_rows(request):
    """The very template of search, with the context that the first request for the same address left behind."""
    key = request.GET.urlencode()
    if key not in ready:
        book = codebook()
        asked = read_address(request.GET, book, region=settings.REGION_CODE)
        result = search(asked.params, actor=request.actor, book=book)
        ready[key] = {"asked": asked, "result": result, "page": search_page(request, asked, result, book)}
    return render_page(request, "catalog/search.html", ready[key], partial="results")


urlpatterns = [path("_bench/hledani/", ready_rows), path("", include(house))]
