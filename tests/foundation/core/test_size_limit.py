"""A request larger than its page takes is refused by its declared length, before anything of it is read."""

from io import BytesIO

import pytest

REGISTER = "/sprava/registr/nacist/"


class Untouchable(BytesIO):
    """A body that nobody may read."""

    def read(self, *arguments):
        raise AssertionError("the body was read")

    readline = read


def send(client, path: str, megabytes: int):
    return client.generic(
        "POST", path, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(megabytes * 1_000_000),
        **{"wsgi.input": Untouchable()},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("path", "sent", "most"), [("/prihlaseni/", 100, 2), ("/sluzby/", 3, 2), ("/neni/", 100, 2), (REGISTER, 201, 200)]
)
def test_a_request_too_large_gets_a_czech_page_and_is_not_read(client, db, path, sent, most):
    answer = send(client, path, sent)

    assert answer.status_code == 413
    assert f"Najednou přijmeme nejvýš {most} MB. Nic se neuložilo." in answer.content.decode()


def test_a_request_that_fits_goes_on(client, db):
    assert client.post("/sluzby/", {"a": "x" * 10_000}).status_code in {302, 403, 405}


@pytest.mark.parametrize("length", ["", "-5", "nesmysl", "٣"])
def test_a_nonsense_length_is_no_length(client, db, length):
    assert client.generic("POST", "/sluzby/", b"", CONTENT_LENGTH=length).status_code < 500


def test_a_length_of_more_digits_than_any_number_here_is_too_much(client, db):
    answer = client.generic("POST", "/sluzby/", b"", CONTENT_LENGTH="9" * 30, **{"wsgi.input": Untouchable()})

    assert answer.status_code == 413
