"""Texts returned after sign-in, under labels of the form on the page: `{% load kept %}`."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.forms import BaseForm, Field
from django.forms.formsets import BaseFormSet

register = template.Library()
TEXT_OF_PERSON = 20  # characters; a shorter value of an unknown field is a number or a code


@register.simple_tag(takes_context=True)
def kept_fields(context: template.Context) -> list[tuple[str, str]]:
    """Label and text of every field of the form that waited for this page; hidden and empty ones are left out."""
    known = {name: pair for form in _forms(context) for name, pair in _fields(form)}
    shown = []
    for name, texts in context["request"].kept.values.items():
        label, field = known.get(name, ("Text", None))
        words = [_words(field, text) for text in texts if text]
        hidden = field.widget.is_hidden if field else len("".join(words)) < TEXT_OF_PERSON
        if words and not hidden:
            shown.append((label, "\n".join(words)))
    return shown


def _forms(context: template.Context) -> Iterator[BaseForm]:
    """Forms that the view gave to the page."""
    for value in context.flatten().values():
        if isinstance(value, BaseForm):
            yield value
        elif isinstance(value, BaseFormSet):
            yield from value.forms


def _fields(form: BaseForm) -> Iterator[tuple[str, tuple[str, Field]]]:
    return ((form[name].html_name, (str(form[name].label), field)) for name, field in form.fields.items())


def _words(field: Field | None, text: str) -> str:
    """The label of the choice, or the text itself."""
    choices: Any = getattr(field, "choices", ())
    return next((str(label) for value, label in choices if str(value) == text), text)
