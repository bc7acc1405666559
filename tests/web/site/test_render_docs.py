"""The generated pages of docs/ say what the code says now."""

import pytest
from django.core.management import CommandError, call_command

from opora.web.site.management.commands import render_docs

pytestmark = pytest.mark.sqlite_only


@pytest.mark.parametrize("name", ["roles.md", "public-urls.md", "data-declarations.md", "states.md"])
def test_committed_page_is_what_make_docs_writes(name):
    path = render_docs.FOLDER / name

    assert path.read_text("utf-8") == render_docs.pages()[path]


def test_check_names_the_stale_page_and_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(render_docs, "FOLDER", tmp_path)
    (tmp_path / "roles.md").write_text(render_docs.roles_page(), "utf-8")

    with pytest.raises(CommandError, match=r"data-declarations\.md") as raised:
        call_command("render_docs", check=True)

    assert "roles.md" not in str(raised.value)
    assert [path.name for path in tmp_path.iterdir()] == ["roles.md"]


def test_a_second_run_changes_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(render_docs, "FOLDER", tmp_path)

    call_command("render_docs")
    call_command("render_docs")

    assert capsys.readouterr().out.splitlines()[-1] == "Stránky odpovídají kódu."


def test_public_pages_are_listed_and_staff_pages_are_not():
    names = {name for _route, name in render_docs.public_routes()}

    assert "account_login" in names
    assert "account_change_password" not in names


def test_a_permission_that_the_public_lacks_is_a_dash_for_the_public():
    rows = [line for line in render_docs.roles_page().splitlines() if line.startswith("| ")]
    row = next(line for line in rows if "accounts.create_account" in line)

    assert row.split(" | ")[1] == "–"


def test_every_state_and_way_stands_in_the_diagram_and_in_the_list():
    text = render_docs.states_page()

    tables = [table.values() for _what, _first, table in render_docs.STATES]
    ways = sum(len(targets) or 1 for table in tables for targets in table)  # a state without a way is an end
    assert text.count(" --> ") == len(tables) + ways
    assert "    waiting --> declined\n" in text
    assert "- Z „čeká na přijetí“ na „odmítnutá“." in text
