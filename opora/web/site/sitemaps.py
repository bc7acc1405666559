"""The map of the whole site: pages of the shell and sections of the catalogue."""

from functools import partial

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index, sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from opora.directory.catalog.sitemaps import SECTIONS
from opora.foundation.core.web import public
from opora.web.site.selectors.pages import handbook_pages

PAGES = ("site:home", "catalog:kinds", "site:about", "site:handbook", "site:crisis_lines", "site:accessibility")


class ShellSitemap(Sitemap):
    """Pages of the shell and chapters of the handbook; nobody keeps the day they changed."""

    def items(self) -> list[str]:
        chapters = [reverse("site:handbook_page", args=[page.slug]) for page in handbook_pages()]
        return [*map(reverse, PAGES), *chapters]

    def location(self, item: str) -> str:
        return item


SITEMAPS = {"stranky": ShellSitemap, **SECTIONS}


@public
@require_safe
def whole_map(request: HttpRequest) -> HttpResponse:
    """Sections that have some page: an empty one would be no map. Each is read once."""
    sections = {name: section() for name, section in SITEMAPS.items()}
    filled = {name: partial(_same, section) for name, section in sections.items() if section.items()}
    return index(request, filled, sitemap_url_name="site:sitemap")


def _same(section: Sitemap) -> Sitemap:
    """The section already read: Django asks for it by a call, which would read it again."""
    return section


@public
@require_safe
def section_map(request: HttpRequest, section: str) -> HttpResponse:
    """Addresses of one section."""
    return sitemap(request, SITEMAPS, section)
