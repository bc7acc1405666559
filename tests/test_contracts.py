"""The walls of the house hold: each contract of pyproject.toml breaks when somebody breaks it, and only then."""

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.sqlite_only
ROOT = Path(__file__).parents[1]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
NAMES = {contract["name"]: contract["id"] for contract in CONTRACTS}

CLIENTS = {"opora/care/__init__.py": "", "opora/care/clients/__init__.py": "", "opora/care/clients/models.py": ""}
EVENTS = {
    "opora/gatherings/__init__.py": "",
    "opora/gatherings/events/__init__.py": "",
    "opora/gatherings/events/models.py": "",
}
# what is planted (file → line added) → contracts that must break
PLANTS = {
    "directory reads the web": ({"opora/directory/territory/apps.py": "import opora.web.site.apps"}, {"wings"}),
    "a package outside the wings": ({"opora/market/__init__.py": ""}, {"wings"}),
    "care stands above gatherings": ({**CLIENTS, **EVENTS, "opora/gatherings/events/models.py":
        "import opora.care.clients.models"}, {"wings", "wall"}),
    "web reads care": ({**CLIENTS, "opora/web/site/apps.py": "import opora.care.clients.models"}, {"wall"}),
    "config mounts care": ({**CLIENTS, "opora/config/urls.py": "import opora.care.clients.models"}, set()),
    "web reads registrations": ({**EVENTS, "opora/web/site/apps.py": "import opora.gatherings.events.models"},
        {"wall-below"}),
    "web reads stored files": ({"opora/web/site/apps.py": "import opora.foundation.documents.models"},
        {"wall-below"}),
    "region reads stored files": ({"opora/region/__init__.py": "", "opora/region/market/__init__.py": "",
        "opora/region/market/models.py": "import opora.foundation.documents.models"}, {"wall-below"}),
    "foundation reads directory": ({"opora/foundation/core/apps.py": "import opora.directory.territory.enums"},
        {"wings", "foundation-words"}),
    "core reads audit": ({"opora/foundation/core/apps.py": "import opora.foundation.audit.apps"},
        {"foundation-apps"}),
    "an app of foundation without a place": ({"opora/foundation/common/__init__.py": ""}, {"foundation-apps"}),
    "territory reads catalog": ({"opora/directory/territory/apps.py": "import opora.directory.catalog.apps"},
        {"directory-apps"}),
    "an app of directory without a place": ({"opora/directory/maps/__init__.py": ""}, {"directory-apps"}),
    "an app of web without a place": ({"opora/web/blog/__init__.py": ""}, {"web-apps"}),
    "models read selectors": ({"opora/directory/territory/models.py": "import opora.directory.territory.selectors"},
        {"inside-apps"}),
    "operations read views": ({"opora/foundation/accounts/operations.py": "import opora.foundation.accounts.views"},
        {"inside-apps"}),
    "an app to come reads up": ({"opora/region/__init__.py": "", "opora/region/market/__init__.py": "",
        "opora/region/market/views.py": "", "opora/region/market/models.py": "import opora.region.market.views"},
        {"inside-apps"}),
    "a file without a job": ({"opora/directory/catalog/utils.py": ""}, {"inside-apps"}),
    "core turned upside down": ({"opora/foundation/core/text.py": "import opora.foundation.core.web"},
        {"inside-core"}),
    "a file of core without a place": ({"opora/foundation/core/helpers.py": ""}, {"inside-core"}),
    "the product imports tests": ({"opora/web/site/apps.py": "import tests.conftest"}, {"no-tools"}),
    "the product imports a tool": ({"opora/web/site/apps.py": "import pytest"}, {"no-tools"}),
}  # fmt: skip


# one process lints all copies: starting Python costs more than reading the code
LINTER = """
import importlib, json, os, sys
from importlinter.application import use_cases
from importlinter.application.user_options import UserOptions
from importlinter.cli import configuration
configuration.configure()
for folder in sys.stdin.read().split():
    os.chdir(folder)
    sys.path.insert(0, folder)
    importlib.invalidate_caches()
    options = use_cases.read_user_options()
    use_cases._register_contract_types(options)
    report = use_cases.create_report(options, cache_dir=None)
    assert not report.could_not_run, folder
    broken = [contract.name for contract, check in report.get_contracts_and_checks() if not check.kept]
    print("LINTED", json.dumps(broken))
    sys.path.remove(folder)
"""


def broken(folders: list[Path]) -> list[set[str]]:
    """Ids of contracts that do not hold, for each copy."""
    run = subprocess.run(
        [sys.executable, "-c", LINTER], input="\n".join(map(str, folders)), cwd=folders[0],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    lines = [line.removeprefix("LINTED ") for line in run.stdout.splitlines() if line.startswith("LINTED ")]
    return [{NAMES[name] for name in json.loads(line)} for line in lines]


def copy_of_house(folder: Path, files: dict[str, str]) -> Path:
    """The code without data and templates, where it may be spoilt, with lines planted into files."""
    shutil.copytree(ROOT / "opora", folder / "opora", ignore=all_but_code)
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name, line in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((path.read_text() if path.exists() else "") + f"\n{line}\n")
    return folder


def all_but_code(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not name.endswith(".py") and not (Path(folder) / name).is_dir()]


def test_house_holds(tmp_path):
    assert broken([copy_of_house(tmp_path, {})]) == [set()]


def test_each_planted_violation_breaks_its_contracts_and_no_other(tmp_path):
    copies = [copy_of_house(tmp_path / str(number), files) for number, (files, _) in enumerate(PLANTS.values())]

    assert dict(zip(PLANTS, broken(copies), strict=True)) == {name: expected for name, (_, expected) in PLANTS.items()}


def test_command_of_the_developer_refuses_a_violation(tmp_path):
    folder = copy_of_house(tmp_path, {"opora/directory/territory/apps.py": "import opora.web.site.apps"})
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"]

    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 1


def test_every_contract_is_planted():
    assert set().union(*(expected for _files, expected in PLANTS.values())) == set(NAMES.values())


def test_every_wing_orders_its_apps():
    wings = [path.parent for path in (ROOT / "opora").glob("*/__init__.py") if path.parent.name != "config"]
    ordered = {container for contract in CONTRACTS for container in contract.get("containers", [])}

    assert {f"opora.{wing.name}" for wing in wings} <= ordered
