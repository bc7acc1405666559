"""How forms render and answer."""

import re

import pytest
from django import forms
from django.core.exceptions import ValidationError

from opora.foundation.core.errors import OperationError
from opora.foundation.core.forms import Form
from tests.support.page_checks import faults


class Registration(Form):
    name = forms.CharField(label="Jméno", widget=forms.TextInput(attrs={"placeholder": "Jan"}))
    email = forms.EmailField(label="E-mail", help_text="Pošleme potvrzení.", required=False)
    way = forms.ChoiceField(label="Jak", choices=[("a", "Osobně"), ("b", "Dálkově")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="Souhlasím")


def test_unbound_form_has_no_faults_and_no_summary():
    html = str(Registration())
    assert faults(html, whole=False) == []
    assert "error-summary" not in html


def test_optional_field_says_so_and_search_forms_do_not():
    class Search(Registration):
        mark_optional = False

    assert str(Registration()).count("(nepovinné)") == 1
    assert "(nepovinné)" not in str(Search())


def test_placeholders_are_never_shown():
    assert "placeholder" not in str(Registration())


def test_hint_and_error_are_tied_to_the_input():
    html = str(Registration({"email": "x"}))
    tied = re.search(r'name="email"[^>]*aria-describedby="([^"]+)"', html)
    assert tied[1] == "id_email_helptext id_email_error"
    assert all(f'id="{name}"' in html for name in tied[1].split())
    assert 'aria-invalid="true"' in html


def test_error_summary_leads_to_every_field_and_takes_focus():
    html = str(Registration({"email": "x"}))
    assert re.findall(r'<li><a href="#([^"]+)"', html) == ["id_name", "id_email", "id_way_0", "id_agree"]
    assert all(f'id="{name}"' in html for name in ["id_name", "id_email", "id_way_0", "id_agree"])
    assert 'class="error-summary" role="group" tabindex="-1" autofocus' in html


def test_http_status_tells_errors():
    assert (Registration().http_status, Registration({}).http_status) == (200, 422)
    assert Registration({"name": "J", "way": "a", "agree": "on"}).http_status == 200


@pytest.mark.parametrize(
    "error",
    [OperationError("Akce je plná."), ValidationError("Akce je plná."), ValidationError({"cizi": "Akce je plná."})],
)
def test_refusal_of_an_operation_becomes_a_sentence_of_the_summary(error):
    form = Registration({"name": "J", "way": "a", "agree": "on"})
    with form.catching_operation_errors():
        raise error
    assert form.non_field_errors() == ["Akce je plná."]
    assert form.http_status == 422


def test_validation_error_of_a_known_field_stands_at_the_field():
    form = Registration({"name": "J", "way": "a", "agree": "on"})
    with form.catching_operation_errors():
        raise ValidationError({"name": "Jméno je obsazené."})
    assert form.errors["name"] == ["Jméno je obsazené."]
