"""The ring of keys: made once, followed by running processes, never in words of an error."""

import stat

import pytest
from cryptography.fernet import Fernet

from opora.foundation.privacy import keyring


@pytest.fixture
def ring(tmp_path, settings):
    """A ring of its own, not made yet."""
    settings.FIELD_KEYS_FILE = str(tmp_path / "secrets" / "ring.txt")
    return keyring.ring_file()


def test_ring_is_made_on_first_use_for_its_owner_only(ring):
    token = keyring.encrypt("Žluťoučký kůň")

    assert keyring.decrypt(token) == "Žluťoučký kůň"
    assert stat.S_IMODE(ring.stat().st_mode) == 0o600
    assert len(keyring.keys(ring)) == 1
    assert [path.name for path in ring.parent.iterdir()] == ["ring.txt"]


def test_two_processes_that_start_at_once_share_the_first_ring(ring):
    keyring.make(ring)
    before = keyring.keys(ring)

    keyring.make(ring)

    assert keyring.keys(ring) == before


def test_a_key_added_by_another_process_is_used_at_once_and_the_old_one_still_opens(ring):
    old = keyring.encrypt("tajné")

    with keyring.changing() as keys:
        keys.insert(0, Fernet.generate_key().decode())
    new = keyring.encrypt("tajné")

    assert (keyring.decrypt(old), keyring.decrypt(new)) == ("tajné", "tajné")
    assert (keyring.is_under_newest(old), keyring.is_under_newest(new)) == (False, True)
    assert stat.S_IMODE(ring.stat().st_mode) == 0o600


def broken_change():
    with keyring.changing() as keys:
        keys.clear()
        raise ZeroDivisionError


def test_ring_stays_as_it_was_when_its_change_fails(ring):
    keyring.encrypt("x")
    before = keyring.keys(ring)

    with pytest.raises(ZeroDivisionError):
        broken_change()

    assert keyring.keys(ring) == before


def test_value_that_no_key_opens_says_what_to_do_and_nothing_of_itself(ring):
    stranger = Fernet(Fernet.generate_key()).encrypt(b"tajne").decode()
    keyring.encrypt("x")

    with pytest.raises(keyring.UnreadableError) as error:
        keyring.decrypt(stranger)

    assert f"No key of the ring {ring} opens a stored value." in str(error.value)
    assert stranger not in str(error.value)
    assert keyring.keys(ring)[0] not in str(error.value)
    assert error.value.__cause__ is None
    assert not keyring.is_encrypted(stranger)
    assert not keyring.is_encrypted("prostý text")


def test_another_ring_holds_only_inside_its_block(ring, tmp_path):
    outside = keyring.encrypt("tajné")

    with keyring.using(tmp_path / "other.txt"):
        inside = keyring.encrypt("tajné")
        assert not keyring.is_encrypted(outside)

    assert not keyring.is_encrypted(inside)
    assert keyring.decrypt(outside) == "tajné"


def test_blind_index_depends_on_purpose_and_key(settings):
    index = keyring.blind_index("email", "jana@opora.example")

    assert index == keyring.blind_index("email", "jana@opora.example")
    assert index != keyring.blind_index("phone", "jana@opora.example")
    settings.INDEX_KEY = "another"
    assert index != keyring.blind_index("email", "jana@opora.example")
