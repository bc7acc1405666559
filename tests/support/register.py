"""Loading of what the demo shows, by the same commands that the demo uses."""

import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from io import StringIO

from django.core.management import call_command
from django.db import connection

from opora.directory.territory.operations import load_territory
from opora.directory.territory.selectors.files import TerritoryFiles
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor
from opora.web.site.management.commands import prepare_demo
from tests.fixtures_territory import small_files, whole_files


def load_areas() -> None:
    """Areas, postal codes, outlines and figures; an error stops every test that needs them."""
    load_territory(actor=Actor.job("zkouška"), files=territory())
    with connection.cursor() as cursor:  # tests over areas compare the whole record with what they did themselves
        cursor.execute(f"DELETE FROM {AuditEvent._meta.db_table}")


def load_services() -> None:
    """Code lists, register and the sample provider, over the areas."""
    call_command("load_codelists", verbosity=0)
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        prepare_demo.Command().load_data()


def territory() -> TerritoryFiles:
    """Areas and PSČ of the whole country, for equal names; outlines and figures of the Ústecký kraj only."""
    return replace(whole_files(), outlines=small_files().outlines, figures=small_files().figures)


def forget() -> None:
    """Empty the caches that modules of the directory keep in the process."""
    for name, module in list(sys.modules.items()):
        if name.startswith("opora.directory."):
            for value in list(vars(module).values()):
                if callable(getattr(value, "cache_clear", None)):
                    value.cache_clear()
