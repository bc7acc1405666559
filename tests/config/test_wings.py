"""OPORA_WINGS: an instance has only what belongs to the wings it runs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from opora.config import wings

pytestmark = pytest.mark.sqlite_only
ROOT = Path(__file__).parents[2]
OF_A_KRAJ = ["regional_administrator", "planner", "data_steward", "local_networker", "evaluator", "auditor"]
WITH_CLIENTS = ["social_worker", "care_worker"]
OF_A_PROVIDER = ["activity_coordinator", "organizer", "public_relations", "auditor"]


def instance(folder: Path, chosen: str, planted: str) -> dict:
    """Facts about a fresh instance with the wings, the probe being an app of the planted one."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPORA_")}
    own = {
        "OPORA_WINGS": chosen,
        "OPORA_VAR": str(folder),
        "OPORA_HOSTS": "testserver",
        "DJANGO_SETTINGS_MODULE": "opora.config.settings",
    }
    made = subprocess.run(
        [sys.executable, "-m", "tests.support.instance", planted],
        cwd=ROOT, env=kept | own, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout.splitlines()[-1])


@pytest.mark.slow
def test_instance_of_a_provider_has_nothing_of_the_region(tmp_path):
    assert instance(tmp_path, "directory,gatherings,care", "region") == {
        "home": 200,
        "home names the probe": False,
        "probe": 404,
        "menu": False,
        "overview": False,
        "offered": ["regional_administrator", "data_steward", "auditor"],
        "of a provider": ["provider_administrator", "service_manager", *WITH_CLIENTS, *OF_A_PROVIDER],
        "in force": ["regional_administrator"],
    }


@pytest.mark.slow
def test_instance_of_a_kraj_has_what_belongs_to_the_region_and_nothing_of_care(tmp_path):
    assert instance(tmp_path, "gatherings,region", "region") == {
        "home": 200,
        "home names the probe": True,
        "probe": 200,
        "menu": True,
        "overview": True,
        "offered": OF_A_KRAJ,
        "of a provider": ["provider_administrator", "service_manager", *OF_A_PROVIDER],
        "in force": ["local_networker", "regional_administrator"],
    }


@pytest.mark.parametrize(
    ("named", "run"),
    [
        ([], {"foundation", "directory", "web"}),
        (["directory", "gatherings", "care"], {"foundation", "directory", "web", "gatherings", "care"}),
        (["region", "gatherings"], {"foundation", "directory", "web", "gatherings", "region"}),
    ],
)
def test_foundation_directory_and_web_always_run(named, run):
    assert wings.running(named) == run


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        (["peče"], "OPORA_WINGS zná jen: foundation, directory, web, region, care, gatherings; ne „peče“."),
        (["care"], "V OPORA_WINGS chybí „gatherings“, bez kterého „care“ neběží."),
    ],
)
def test_impossible_choice_is_refused_with_a_sentence(named, sentence):
    with pytest.raises(ImproperlyConfigured) as raised:
        wings.running(named)

    assert str(raised.value) == sentence


def test_every_optional_app_is_listed():
    for wing, names in wings.APPS.items():
        folder = ROOT / "opora" / wing
        made = {path.parent.name for path in folder.glob("*/apps.py")}
        assert {f"opora.{wing}.{name}" for name in made} == set(names)
