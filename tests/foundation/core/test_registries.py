from opora.foundation.core.actor import Actor
from opora.foundation.core.registries import MenuItem, Registry


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
