"""Terms of retention: all that hold, and one to be changed."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from opora.foundation.core.permissions import allowed
from opora.foundation.core.tables import Header
from opora.foundation.core.web import only, render_page
from opora.foundation.privacy.forms.retention import RuleForm
from opora.foundation.privacy.models import RetentionRule
from opora.foundation.privacy.operations.retention import change_rule
from opora.foundation.privacy.selectors.disposal import holds_in_force
from opora.foundation.privacy.selectors.rules import RuleRow, rule_rows, versions_of

if TYPE_CHECKING:
    from opora.foundation.core.web import Request

COLUMNS = [Header("Čeho se týká"), Header("Lhůta"), Header("Co se stane"), Header("Po lhůtě", numeric=True)]
VERSIONS = [Header("Platí"), Header("Lhůta"), Header("Co se stane"), Header("Odkud plyne")]


@require_safe
def rules(request: "Request") -> HttpResponse:
    """Every term with what it is about, where it comes from and how many records are past it."""
    only(request, "privacy.read_processing")
    held = {hold.rule_code for hold in holds_in_force().exclude(rule_code="")}
    context = {"rows": rule_rows(), "headers": COLUMNS, "held": held}
    return render_page(request, "privacy/rules.html", context)


@require_http_methods(["GET", "POST"])
def rule(request: "Request", code: str) -> HttpResponse:
    """One term with its past; those who may change it do so here."""
    only(request, "privacy.read_processing")
    found = get_object_or_404(RetentionRule.objects.visible_to(request.actor).in_force(), code=code)
    row, form = RuleRow(found), None
    if row.is_editable and allowed(request.actor, "privacy.edit_retention"):
        form = RuleForm(request.POST if request.method == "POST" else None, rule=found)
    if request.method == "POST" and form is None:
        raise Http404
    if form is not None and form.is_bound and form.is_valid():
        with form.catching_operation_errors(lambda: RuleForm.known(found)):
            change_rule(found, form.values(), version=form.cleaned_data["version"], actor=request.actor)
            messages.success(request, "Lhůta je uložená a platí ode dneška.")
            return redirect("privacy:rule", code)
    context = {"row": row, "form": form, "versions": versions_of(code), "headers": VERSIONS}
    return render_page(request, "privacy/rule.html", context, status=form.http_status if form else 200)
