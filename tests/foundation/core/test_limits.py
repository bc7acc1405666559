"""Sending is limited by class, account and network; reading is not."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from opora.foundation.core.actor import Actor
from opora.foundation.core.limits import limited, seconds_to_wait
from opora.foundation.core.models import RateCount

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rates(settings):
    settings.RATES = {"public_form": (2, 600), "upload": (1, 60), "exchange": (0, 60)}


def test_third_sending_in_a_window_waits_and_the_next_window_is_free(time_machine):
    time_machine.move_to("2026-11-23 10:00:00+01:00", tick=False)
    assert [seconds_to_wait("public_form", "10.0.0.1") for _number in range(3)] == [0, 0, 600]

    time_machine.move_to("2026-11-23 10:09:00+01:00", tick=False)
    assert seconds_to_wait("public_form", "10.0.0.1") == 60

    time_machine.move_to("2026-11-23 10:10:01+01:00", tick=False)
    assert seconds_to_wait("public_form", "10.0.0.1") == 0


def test_classes_and_askers_are_counted_apart():
    answers = [
        seconds_to_wait(kind, asker) for kind in ("public_form", "upload") for asker in ("10.0.0.1", "account 1")
    ]

    assert answers == [0, 0, 0, 0]
    assert seconds_to_wait("upload", "account 1") > 0
    assert seconds_to_wait("public_form", "account 1") == 0


def test_zero_is_no_limit_and_nobody_is_not_counted():
    assert {seconds_to_wait("exchange", "10.0.0.1") for _number in range(5)} == {0}
    assert {seconds_to_wait("upload", "") for _number in range(5)} == {0}


def test_address_is_not_readable_in_the_database():
    seconds_to_wait("upload", "192.0.2.77")

    assert "192.0.2.77" not in str(list(RateCount.objects.values()))


def test_view_answers_429_keeps_what_was_typed_and_reading_goes_on():
    @limited("upload")
    def view(request):
        return HttpResponse("ok")

    def ask(method: str) -> HttpResponse:
        data = {"text": "Změnila se <adresa>.", "den": ["po", "út"]}
        request = getattr(RequestFactory(), method)("/nekam/", data, REMOTE_ADDR="10.0.0.1")
        request.actor, request.htmx, request.memberships = Actor.public(), None, []
        return view(request)

    assert [ask("post").status_code, ask("get").status_code] == [200, 200]
    refused = ask("post")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    page = refused.content.decode()
    assert "Zkuste to znovu za 1" in page
    for typed in ('"text" value="Změnila se &lt;adresa&gt;."', '"den" value="po"', '"den" value="út"'):
        assert f'<input type="hidden" name={typed}>' in page
    assert ask("get").content == b"ok"
