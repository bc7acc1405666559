"""Public pages of kinds of services and of obce: what help there is, in plain words."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_safe

from opora.directory.catalog.exports import kind_json_ld, kind_place_json_ld, place_json_ld, trail_json_ld
from opora.directory.catalog.selectors.kind_pages import kind_groups, kind_guide, newest_source, plain_and_official
from opora.directory.catalog.selectors.place_pages import find_obec, kind_place_guide, place_guide
from opora.directory.catalog.selectors.standings import kind_place_url, place_slug, place_url
from opora.directory.territory.models import Area
from opora.foundation.core.web import public, render_page

EASY = "snadne-cteni"
KINDS = ("Druhy služeb", reverse_lazy("catalog:kinds"))


@public
@require_safe
def kinds(request: HttpRequest) -> HttpResponse:
    source, as_of = newest_source(actor=request.actor)
    context = {
        "groups": kind_groups(actor=request.actor), "source": source, "as_of": as_of,
        "trail": trail_json_ld([KINDS], request.build_absolute_uri),
    }  # fmt: skip
    return render_page(request, "catalog/kinds/kinds.html", context)


@public
@require_safe
def kind(request: HttpRequest, slug: str) -> HttpResponse:
    """What the kind is, or only its easy-to-read version (`?podoba=snadne-cteni`), so that it can be printed."""
    guide = kind_guide(slug, region=settings.REGION_CODE, actor=request.actor)
    if guide is None:
        raise Http404
    plain, official = plain_and_official(guide.kind)
    easy = request.GET.get("podoba") == EASY and bool(guide.text and guide.text.easy_to_read)
    context = {
        "guide": guide, "plain": plain, "official": official, "region": settings.REGION_NAME,
        "easy": easy, "whole": not easy,
        "json_ld": kind_json_ld(guide, request.build_absolute_uri),
        "trail": trail_json_ld([KINDS, (plain, request.path)], request.build_absolute_uri),
    }  # fmt: skip
    return render_page(request, "catalog/kinds/kind.html", context)


@public
@require_safe
def kind_place(request: HttpRequest, slug: str, place: str) -> HttpResponse:
    """Services of the kind for people of the obec; the name in the address only leads to the right one."""
    area = _obec(place)
    guide = kind_place_guide(slug, area, actor=request.actor)
    if guide is None:
        raise Http404
    if place != place_slug(area):
        return HttpResponsePermanentRedirect(kind_place_url(guide.kind, area))
    plain, official = plain_and_official(guide.kind)
    steps = [KINDS, (plain, guide.kind.get_absolute_url()), (area.label, request.path)]
    context = {
        "guide": guide, "plain": plain, "official": official, "page": {"hit_level": 3}, "place_url": place_url(area),
        "json_ld": kind_place_json_ld(guide, request.build_absolute_uri),
        "trail": trail_json_ld(steps, request.build_absolute_uri),
    }  # fmt: skip
    return render_page(request, "catalog/kinds/kind_place.html", context)


@public
@require_safe
def place(request: HttpRequest, place: str) -> HttpResponse:
    """What help there is for people of the obec."""
    area = _obec(place)
    if place != place_slug(area):
        return HttpResponsePermanentRedirect(place_url(area))
    guide = place_guide(area, actor=request.actor)
    steps = [("Hledání služeb", reverse("catalog:search")), (area.label, request.path)]
    context = {
        "guide": guide,
        "json_ld": place_json_ld(guide, request.build_absolute_uri),
        "trail": trail_json_ld(steps, request.build_absolute_uri),
    }
    return render_page(request, "catalog/kinds/place.html", context)


def _obec(slug: str) -> Area:
    area = find_obec(slug)
    if area is None:
        raise Http404
    return area
