"""Forms: the project's renderer."""

from django.forms.renderers import DjangoTemplates


class FormRenderer(DjangoTemplates):
    """Placeholder until the components of forms stand."""
