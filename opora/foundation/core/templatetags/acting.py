"""`{% csrf_token %}` of every form also says in which membership the form was opened; loaded by itself in settings.

Whoever switches the role in another tab is then asked, instead of acting in a role they do not see.
"""

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

from opora.foundation.core.actor import ACTING_AS

register = template.Library()


class FormTokenNode(CsrfTokenNode):
    """Django's token, and the number of the membership acted in, when there is one."""

    def render(self, context):
        token = super().render(context)
        actor = getattr(context.get("request"), "actor", None)
        if not token or actor is None or actor.membership is None:
            return token
        return format_html('{}<input type="hidden" name="{}" value="{}">', token, ACTING_AS, actor.membership.pk)


@register.tag
def csrf_token(_parser, _token) -> FormTokenNode:
    """Hidden fields that every form sent by POST carries."""
    return FormTokenNode()
