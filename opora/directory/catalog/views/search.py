"""The search page: one address, whole or only its results."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from opora.directory.catalog.codebook import codebook
from opora.directory.catalog.filters import read_address
from opora.directory.catalog.selectors.search import search as find_services
from opora.directory.catalog.tables import search_page
from opora.foundation.core.web import public, render_page


@public
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Services for the words, place and filters of the address; always an answer, never an error of the visitor."""
    book = codebook()
    asked = read_address(request.GET, book, region=settings.REGION_CODE)
    result = find_services(asked.params, actor=request.actor, book=book)
    context = {"asked": asked, "result": result, "page": search_page(request, asked, result, book)}
    return render_page(request, "catalog/search.html", context, partial="results")
