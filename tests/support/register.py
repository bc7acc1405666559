"""Loading of what the demo shows, by the same commands that the demo uses."""

import sys
from pathlib import Path

from django.core.management import call_command, get_commands
from django.db.models import Q

from opora.directory import catalog

DATA = Path(catalog.__path__[0]) / "data"
REGISTER = DATA / "register-ustecky.json.gz"
STEPS = [
    ("load_territory", (), {}),
    ("load_codelists", (), {}),
    ("import_register", (str(REGISTER),), {"as_of": "2026-04-15"}),
]


def load() -> None:
    """Territory, code lists, register and the sample provider; errors stop the whole run of tests."""
    known = get_commands()
    for name, arguments, options in STEPS:
        if name in known:
            call_command(name, *arguments, **options, verbosity=0)
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
