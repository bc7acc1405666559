"""Loading of what the demo shows, by the same commands that the demo uses."""

import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

from django.core.management import call_command, get_commands
from django.db.models import Q

from opora.web.site.management.commands import prepare_demo


def load() -> None:
    """Territory, code lists, register and the sample provider; an error stops every test that needs them."""
    call_command("load_territory", verbosity=0)
    call_command("load_codelists", verbosity=0)
    if "import_register" not in get_commands():
        return
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        prepare_demo.Command().load_data()
    trim()


def trim() -> None:
    """Keep figures and outlines of the Ústecký kraj only; areas and PSČ stay whole, for equal names."""
    from opora.directory.territory.models import AreaFigure, Outline

    ours = Q(area__kraj__code="60") | Q(area__level__in=("stat", "kraj"))
    for model in (AreaFigure, Outline):
        model.objects.exclude(pk__in=model.objects.filter(ours).values("pk")).delete()


def forget() -> None:
    """Empty the caches that modules of the directory keep in the process."""
    for name, module in list(sys.modules.items()):
        if name.startswith("opora.directory."):
            for value in list(vars(module).values()):
                if callable(getattr(value, "cache_clear", None)):
                    value.cache_clear()
