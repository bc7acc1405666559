from opora.foundation.accounts.models import User
from opora.foundation.core import registries
from opora.foundation.core.actor import Actor
from opora.foundation.core.registries import MenuItem, Panel, PanelLink, Registry, panels_about


def test_items_come_by_weight_then_name():
    registry = Registry[str]()
    registry.add("b", "druhá", weight=10)
    registry.add("a", "první", weight=10)
    registry.add("c", "nultá", weight=1)

    assert list(registry) == ["nultá", "první", "druhá"]


def test_second_item_of_a_name_replaces_the_first():
    registry = Registry[str]()
    registry.add("a", "stará")
    registry.add("a", "nová")

    assert (list(registry), registry["a"], "a" in registry) == (["nová"], "nová", True)


def test_menu_item_hides_from_those_without_the_permission():
    item = MenuItem("Účty", "account_login", "accounts.create_account")

    assert (item.shown_to(Actor.public()), item.shown_to(Actor.job("x"))) == (False, True)


def test_page_of_an_object_links_to_pages_of_higher_apps_about_it(monkeypatch):
    known = Registry[Panel]()
    known.add("everybody", Panel("accounts.user", "Pro každého", "catalog:import_run"))
    known.add("permitted", Panel("accounts.user", "Pro správce", "catalog:import_run", "accounts.create_account"))
    known.add("unfit", Panel("accounts.user", "Pro jiné", "catalog:import_run", fits=lambda user: user.pk == 6))
    known.add("other", Panel("audit.auditevent", "O jiném", "catalog:import_run"))
    monkeypatch.setattr(registries, "panels", known)
    link = "/sprava/registr/5/"

    assert panels_about(Actor.public(), User(pk=5)) == [PanelLink("Pro každého", link)]
    assert [panel.title for panel in panels_about(Actor.job("x"), User(pk=5))] == ["Pro každého", "Pro správce"]
