import socket

import pytest

from opora.config.before_start import problem
from opora.config.environment import number, var_folder

pytestmark = pytest.mark.sqlite_only


@pytest.fixture(autouse=True)
def plain(tmp_path, monkeypatch):
    for name in ("OPORA_MODE", "OPORA_HOSTS", "OPORA_BIND"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPORA_VAR", str(tmp_path))
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        free = door.getsockname()[1]
    monkeypatch.setenv("PORT", str(free))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, ""),
        ({"OPORA_MODE": "nonsense"}, "OPORA_MODE má být jedno z: demo, production; je „nonsense“."),
        ({"OPORA_MODE": "production"}, "V provozu nastavte OPORA_HOSTS"),
        ({"OPORA_MODE": "production", "OPORA_HOSTS": "opora.example"}, ""),
        ({"OPORA_IDLE_MINUTES": "29"}, "OPORA_IDLE_MINUTES má být nejméně 30, ne 29."),
        ({"PORT": "abc"}, "PORT má být číslo od 1 do 65535, ne „abc“."),
        ({"OPORA_VAR": "/dev/null/opora"}, "Složku /dev/null/opora nelze založit."),
        ({"OPORA_BIND": "unix:/run/opora.sock"}, ""),
    ],
)
def test_what_stands_in_the_way_of_a_start_is_said_in_a_sentence(monkeypatch, values, sentence):
    for name, value in values.items():
        monkeypatch.setenv(name, value)

    assert problem().startswith(sentence)
    assert bool(problem()) is bool(sentence)


def test_a_taken_port_is_said_with_another_one_to_try(monkeypatch):
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = door.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))

        assert problem() == (
            f"Port {port} už používá jiný program. Ukončete jej, nebo zvolte jiný, třeba PORT={port + 1}."
        )


def test_numbers_and_folders_of_the_environment_are_refused_with_a_sentence(monkeypatch):
    monkeypatch.setenv("OPORA_SMTP_PORT", "abc")
    monkeypatch.setenv("OPORA_VAR", "/dev/null")

    with pytest.raises(Exception, match="OPORA_SMTP_PORT má být celé číslo, ne „abc“"):
        number("SMTP_PORT", 25)
    with pytest.raises(Exception, match="Zvolte jinou v OPORA_VAR"):
        var_folder()
