"""Addresses of the shell."""

from django.urls import path

from opora.web.site import sitemaps
from opora.web.site.views import background, demo_mail, gallery, home, overview, pages

app_name = "site"
urlpatterns = [
    path("", home.home, name="home"),
    path("prehled/", overview.overview_page, name="overview"),
    path("o-opore/", home.about, name="about"),
    path("robots.txt", home.robots, name="robots"),
    path("sitemap.xml", sitemaps.whole_map, name="sitemap_index"),
    path("sitemap-<slug:section>.xml", sitemaps.section_map, name="sitemap"),
    path("napoveda/", pages.handbook, name="handbook"),
    path("napoveda/<slug:slug>/", pages.handbook_page, name="handbook_page"),
    path("pristupnost/", pages.accessibility, name="accessibility"),
    path("krizove-linky/", pages.crisis_lines, name="crisis_lines"),
    path("sprava/ulohy/", background.overview, name="background"),
    path("sprava/ulohy/<uuid:number>/", background.failed_task, name="failed_task"),
    path("_komponenty/", gallery.components, name="components"),
    path("_posta/", demo_mail.letters, name="demo_mail"),
    path("_posta/<slug:name>/", demo_mail.letter, name="demo_letter"),
]
