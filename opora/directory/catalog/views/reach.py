"""Staff page of reach read out of texts: one sentence after another, with the areas recognised in it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from opora.directory.catalog.enums import SuggestionStatus
from opora.directory.catalog.forms import ReachDecisionForm, ReachFilterForm
from opora.directory.catalog.operations.reach import Decision, decide_reach
from opora.directory.catalog.selectors.reach_suggestions import (
    Group,
    counts_by_status,
    group_of,
    group_page,
    suggestions_visible_to,
)
from opora.foundation.core.permissions import allowed
from opora.foundation.core.templatetags.opora import counted
from opora.foundation.core.web import render_page

SAID_THERE = "#zpravy"  # focus goes to the message, the next sentence follows it
GONE = "Návrh už neexistuje, registr se mezitím změnil. Tady je další."
DONE = {
    SuggestionStatus.CONFIRMED: "Potvrzeno: {areas}. V hledání to platí hned.",
    SuggestionStatus.REFUSED: "Odmítnuto: {areas}. Hledání s tím už nepočítá.",
    SuggestionStatus.PROPOSED: "Vráceno k rozhodnutí: {areas}.",
}


@require_http_methods(["GET", "POST"])
def suggestions(request: HttpRequest) -> HttpResponse:
    """One sentence, decided by a button; the next one comes after it."""
    if not allowed(request.actor, "catalog.confirm_reach"):
        raise Http404
    asked = ReachFilterForm(request.GET)
    visible = suggestions_visible_to(request.actor)
    page = group_page(visible, status=asked.status, text=asked.text, page=request.GET.get("strana"))
    group: Group | None = page.object_list[0] if page.object_list else None
    if request.method == "POST":
        group = group_of(visible, request.POST.get("group", ""))
        if group is None:
            messages.warning(request, GONE)
            return redirect(f"{request.get_full_path()}{SAID_THERE}")
    form = ReachDecisionForm(group, request.POST if request.method == "POST" else None) if group else None
    if group and form and form.is_bound and form.is_valid() and _decided(request, group, form):
        return redirect(f"{request.get_full_path()}{SAID_THERE}")
    context = {
        "page": page, "group": group, "form": form, "asked": asked, "counts": counts_by_status(visible),
        "waiting": (group.status if group else asked.status) == SuggestionStatus.PROPOSED,
    }  # fmt: skip
    return render_page(request, "catalog/reach/list.html", context, status=form.http_status if form else 200)


def _decided(request: HttpRequest, group: Group, form: ReachDecisionForm) -> bool:
    """Carry the decision out and say so; False leaves the reason in the form."""
    values = form.cleaned_data
    with form.catching_operation_errors():
        rows = group.chosen(values["areas"], everywhere=values.get("everywhere", False))
        decided = decide_reach(rows, values["decision"], actor=request.actor)
        messages.success(request, _said(values["decision"], decided))
        return True
    return False


def _said(status: SuggestionStatus, decided: Decision) -> str:
    text = DONE[status].format(areas=counted(decided.done, "území,území,území"))
    return f"{text} O zbytku mezitím rozhodl někdo jiný." if decided.late else text
