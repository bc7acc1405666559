"""Maps of the catalogue for search engines: one section for each sort of pages, at most 5,000 addresses a page."""

from collections.abc import Callable
from functools import cached_property

from django.conf import settings
from django.contrib.sitemaps import Sitemap

from opora.directory.catalog.selectors import public_pages
from opora.directory.catalog.selectors.public_pages import PublicPage


class PagesSitemap(Sitemap):
    """Pages that a selector gives; read once an answer."""

    limit = 5000

    def __init__(self, read: Callable[[], list[PublicPage]]) -> None:
        self._read = read

    def __call__(self) -> "PagesSitemap":
        """A map for one answer: Django asks for it by a call."""
        return PagesSitemap(self._read)

    @cached_property
    def _pages(self) -> list[PublicPage]:
        return self._read()

    def items(self) -> list[PublicPage]:
        return self._pages

    def location(self, item: PublicPage) -> str:
        return item.url

    def lastmod(self, item: PublicPage):
        return item.changed


SECTIONS = {
    "druhy": PagesSitemap(public_pages.kind_pages),
    "sluzby": PagesSitemap(public_pages.service_pages),
    "poskytovatele": PagesSitemap(public_pages.provider_pages),
    "obce": PagesSitemap(lambda: public_pages.place_pages(settings.REGION_CODE)),
    "druhy-v-obcich": PagesSitemap(lambda: public_pages.kind_place_pages(settings.REGION_CODE)),
}
