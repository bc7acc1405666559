"""Gallery of components with all their states; for those who build and for the automated accessibility check."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from opora.foundation.core.filters import Chip, query_url
from opora.foundation.core.forms import Form
from opora.foundation.core.tables import Column, Sorting
from opora.foundation.core.web import public, render_page

COLUMNS = [
    Column("nazev", "Služba", ("name",)),
    Column("obec", "Obec", ("place",)),
    Column("kapacita", "Kapacita", ("capacity",), numeric=True),
    Column("forma", "Forma"),
]
ROWS = [
    ("Ukázková poradna", "Děčín", 12, "ambulantní"),
    ("Ukázková pečovatelská služba", "Ústí nad Labem", 140, "terénní"),
    ("Ukázkový domov pro seniory", "Litoměřice", 1050, "pobytová"),
]


class SampleForm(Form):
    """One field of each kind."""

    name = forms.CharField(label="Jméno a příjmení", max_length=200)
    email = forms.EmailField(
        label="E-mail",
        help_text="Pošleme na něj potvrzení, například jana@priklad.cz.",
        error_messages={"required": "Vyplňte e-mail, abychom mohli poslat potvrzení."},
    )
    kind = forms.ChoiceField(label="Druh služby", choices=[("", "Vyberte"), ("p", "Poradna"), ("d", "Domov")])
    form = forms.ChoiceField(
        label="Jak má služba probíhat",
        choices=[("a", "Přijdu za ní"), ("t", "Přijede za mnou"), ("b", "Budu v ní bydlet")],
        widget=forms.RadioSelect,
    )
    groups = forms.MultipleChoiceField(
        label="Pro koho",
        choices=[("s", "Senioři"), ("r", "Rodiny s dětmi"), ("z", "Lidé se zdravotním postižením")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    born = forms.DateField(label="Datum", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(label="Poznámka", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    consent = forms.BooleanField(label="Souhlasím se zasláním potvrzení")


class SampleSearch(Form):
    """A search form: everything is optional, so nothing says so."""

    mark_optional = False
    what = forms.CharField(label="Co hledáte", required=False, help_text="Například dluhová poradna.")
    where = forms.CharField(label="Kde", required=False, help_text="Obec nebo PSČ.")


@public
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """The gallery; in production it does not exist."""
    if not settings.DEMO:
        raise Http404
    return render_page(request, "site/components.html", _context(request))


def _context(request: HttpRequest) -> dict[str, Any]:
    return {
        "form": SampleForm(prefix="prazdny"),
        "invalid_form": SampleForm({"chybny-email": "jana@", "chybny-form": "x"}, prefix="chybny"),
        "search": SampleSearch(prefix="hledani"),
        "headers": Sorting(request, COLUMNS, "nazev").headers,
        "rows": ROWS,
        "page": Paginator(range(2400), 20).get_page(request.GET.get("strana", 5)),
        "chips": [
            Chip("Děčín", query_url(request, {"kde": ""})),
            Chip("senioři", query_url(request, {"pro": ""})),
        ],
        "alert_kinds": ["info", "success", "warning", "error"],
        "icons": ["search", "info", "success", "warning", "error", "phone", "mail", "web", "place", "time", "person"],
    }
