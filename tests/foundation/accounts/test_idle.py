"""Idle sessions end, and what was typed into a form that came too late returns to its page."""

import json
import re

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import ImproperlyConfigured

from opora.config import environment
from opora.foundation.accounts.forms.kept import KeptForm, opened
from opora.foundation.accounts.selectors.sessions import ENDED, KEPT, SECOND_FACTOR
from tests.support import people
from tests.support.page_client import PageClient

pytestmark = pytest.mark.django_db
FORM = "/sprava/socialni-odbory/4211/"
REFERER = f"http://testserver{FORM}"
TEXT = "Volejte prosím až po desáté, ráno jsme u lidí."
TOO_LONG = settings.SESSION_IDLE + settings.SESSION_NOTED_EVERY + 1


@pytest.fixture
def steward(client, data_steward, time_machine):
    """A signed-in steward whose clock the test moves."""
    time_machine.move_to("2026-11-23 08:00+01:00", tick=False)
    client.sign_in(data_steward)
    client.get("/napoveda/")
    return data_steward


def sign_in_again(client, email="spravce.dat@priklad.cz"):
    """Password through the form; the second factor without it."""
    response = client.post("/prihlaseni/", {"login": email, "password": people.PASSWORD})
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return response


def kept_in(response) -> dict:
    """What the script of the page gets."""
    return json.loads(re.search(r'<script id="kept-data" type="application/json">(.*?)</script>', response.text)[1])


def test_person_who_works_stays_signed_in(client, steward, time_machine):
    for _act in range(5):
        time_machine.shift(settings.SESSION_IDLE - 60)
        assert client.get("/ucet/vraceny-text/").status_code == 200


def test_page_asked_for_too_late_leads_to_sign_in_and_back(client, steward, time_machine):
    time_machine.shift(TOO_LONG)

    response = client.get("/ucet/vraceny-text/")

    assert (response.status_code, response["Location"]) == (302, "/prihlaseni/?next=/ucet/vraceny-text/")
    page = client.get(response["Location"]).text
    assert "Odhlásili jsme vás" in page
    assert "Delší dobu jste nic nedělali." in page
    assert "co jste napsali" not in page


def test_nobody_works_longer_than_twelve_hours_without_signing_in(client, steward, time_machine):
    for _hour in range(12):
        time_machine.shift(3599)
        assert client.get("/ucet/vraceny-text/").status_code == 200
    time_machine.shift(600)

    response = client.get("/ucet/vraceny-text/", follow=True)

    assert "Od přihlášení uplynulo dvanáct hodin." in response.text


def test_public_page_stays_open_to_who_was_signed_out(client, steward, time_machine):
    time_machine.shift(TOO_LONG)

    response = client.get("/napoveda/")

    assert response.status_code == 200
    assert "Přihlásit se" in response.text


def test_acts_are_written_once_a_minute_at_most(client, steward, time_machine, django_assert_num_queries):
    client.get("/ucet/vraceny-text/")
    reading = 3  # session, account, memberships
    time_machine.shift(59)
    with django_assert_num_queries(reading):
        client.get("/ucet/vraceny-text/")
    time_machine.shift(1)
    with django_assert_num_queries(reading + 3):  # savepoint, one write, release
        client.get("/ucet/vraceny-text/")


def test_text_returns_to_its_page_with_the_place_of_focus(client, steward, catalog, time_machine):
    time_machine.shift(TOO_LONG)
    data = {"note": TEXT, "phone": "", "_focus": "note", "csrfmiddlewaretoken": "x"}

    response = client.post(FORM, data, HTTP_REFERER=REFERER + "?z=1")

    assert response["Location"] == f"/prihlaseni/?next={FORM}%3Fz%3D1"
    assert "vrátíme vám i to, co jste napsali" in client.get(response["Location"]).text
    sign_in_again(client)
    page = client.get(f"{FORM}?z=1")
    assert kept_in(page) == {"action": FORM, "values": {"note": [TEXT], "phone": [""]}, "focus": "note"}
    assert f"readonly>{TEXT}</textarea>" in page.text
    assert "Poznámka pro veřejnost" in page.text.split('id="kept"')[1].split("</textarea>")[0]


def test_who_came_to_sign_in_by_another_way_still_gets_to_the_text(client, steward, time_machine):
    time_machine.shift(TOO_LONG)
    client.post(FORM, {"note": TEXT}, HTTP_REFERER=REFERER)

    assert sign_in_again(client)["Location"] == FORM


def test_text_typed_after_another_tab_was_signed_out_returns_too(client, steward, catalog, time_machine):
    time_machine.shift(TOO_LONG)
    client.get("/sprava/")

    client.post(FORM, {"note": TEXT}, HTTP_REFERER=REFERER)
    sign_in_again(client)

    assert kept_in(client.get(FORM))["values"] == {"note": [TEXT]}


def test_without_a_referer_the_text_stands_on_a_page_of_its_own(client, steward, time_machine):
    time_machine.shift(TOO_LONG)

    response = client.post(FORM, {"note": TEXT})

    assert response["Location"] == "/prihlaseni/?next=/ucet/vraceny-text/"
    sign_in_again(client)
    assert TEXT in client.get("/ucet/vraceny-text/").text


@pytest.mark.parametrize("referer", ["https://zlo.example/x", "//zlo.example/", "javascript:alert(1)", "/sprava/"])
def test_foreign_referer_leads_nowhere(client, steward, time_machine, referer):
    time_machine.shift(TOO_LONG)

    response = client.post(FORM, {"note": TEXT}, HTTP_REFERER=referer)

    assert response["Location"] == "/prihlaseni/?next=/ucet/vraceny-text/"


def test_text_waits_sealed_and_never_holds_a_password_or_a_file(client, steward, time_machine):
    time_machine.shift(TOO_LONG)
    secrets = {"password": "tajné heslo", "new_password1": "x", "code": "123456", "csrfmiddlewaretoken": "y"}

    client.post(FORM, {"note": TEXT, **secrets}, HTTP_REFERER=REFERER)

    [(page, sealed)] = client.session[KEPT].items()
    assert (page, TEXT in json.dumps(dict(client.session.items()))) == (FORM, False)
    assert opened(sealed, str(steward.pk)).values == {"note": [TEXT]}
    assert opened(sealed, "0") is None


def test_nobody_else_gets_the_text(client, steward, catalog, time_machine, regional_administrator):
    time_machine.shift(TOO_LONG)
    client.post(FORM, {"note": TEXT}, HTTP_REFERER=REFERER)

    sign_in_again(client, regional_administrator.email)

    assert KEPT not in client.session
    assert TEXT not in client.get(FORM).text


def test_text_waits_an_hour_only(client, steward, catalog, time_machine):
    time_machine.shift(TOO_LONG)
    client.post(FORM, {"note": TEXT}, HTTP_REFERER=REFERER)
    time_machine.shift(3601)

    sign_in_again(client)

    assert TEXT not in client.get(FORM).text


def test_sign_out_throws_the_text_away(client, steward, time_machine):
    time_machine.shift(TOO_LONG)
    client.post(FORM, {"note": TEXT}, HTTP_REFERER=REFERER)
    sign_in_again(client)

    client.post("/odhlaseni/")
    sign_in_again(client)

    assert KEPT not in client.session


def test_sent_text_is_thrown_away_and_a_refused_one_is_not(client, steward, catalog, time_machine):
    time_machine.shift(TOO_LONG)
    client.post(FORM, {"note": TEXT}, HTTP_REFERER=REFERER)
    sign_in_again(client)

    assert client.post(FORM, {"note": TEXT}).status_code == 422
    assert len(client.session[KEPT]) == 1
    client.post("/ucet/zustat/")
    assert len(client.session[KEPT]) == 1
    sent = {"note": TEXT, "phone": "412 000 000", "source": "web úřadu", "checked_on": "2026-11-22", "version": "0"}
    assert client.post(FORM, sent).status_code == 302
    assert client.session[KEPT] == {}


def test_too_large_text_is_refused_plainly(client, steward, time_machine):
    time_machine.shift(TOO_LONG)

    response = client.post(FORM, {"note": "ě" * 100_001}, HTTP_REFERER=REFERER)

    assert KEPT not in client.session
    sign_in_again(client)
    assert "jen do 200 kB" in client.get(response["Location"].partition("next=")[2]).text


def test_session_ended_by_somebody_keeps_nothing(client, steward, time_machine):
    from django.contrib.sessions.models import Session

    Session.objects.all().delete()

    response = client.post(FORM, {"note": TEXT}, HTTP_REFERER=REFERER)

    assert response.status_code == 302
    assert (KEPT in client.session, ENDED in client.session) == (False, False)


def test_blocked_account_keeps_nothing(client, steward, time_machine):
    steward.is_active = False
    steward.save()
    time_machine.shift(TOO_LONG)

    client.post(FORM, {"note": TEXT}, HTTP_REFERER=REFERER)

    assert (KEPT in client.session, SESSION_KEY in client.session) == (False, False)


def test_membership_acted_in_comes_back(client, steward, time_machine):
    session = client.session
    session["membership"] = 77
    session.save()
    time_machine.shift(TOO_LONG)
    client.get("/sprava/")

    sign_in_again(client)

    assert client.session["membership"] == 77


def test_form_older_than_the_next_sign_in_returns_with_its_text(data_steward, catalog):
    client = PageClient(enforce_csrf_checks=True).sign_in(data_steward)
    data = {"note": TEXT, "csrfmiddlewaretoken": "a" * 64}

    foreign = client.post(FORM, data, HTTP_REFERER=REFERER, HTTP_SEC_FETCH_SITE="cross-site")
    own = client.post(FORM, data, HTTP_REFERER=REFERER, HTTP_SEC_FETCH_SITE="same-origin")

    assert (foreign.status_code, own.status_code, own["Location"]) == (403, 302, FORM)
    assert kept_in(client.get(FORM))["values"] == {"note": [TEXT]}


@pytest.mark.parametrize("path", ["//evil.example/x", "///evil.example/x"])
def test_return_to_the_page_of_an_old_form_never_leads_elsewhere(data_steward, path):
    client = PageClient(enforce_csrf_checks=True).sign_in(data_steward)
    own = {"HTTP_REFERER": f"http://testserver{path}", "HTTP_SEC_FETCH_SITE": "same-origin"}

    response = client.post(FORM, {"note": TEXT}, **own)

    assert (response.status_code, response["Location"]) == (302, "/evil.example/x")


def test_page_of_signed_in_people_knows_how_long_it_may_stay(client, steward):
    page = client.get("/napoveda/").text

    assert f'data-limit="{settings.SESSION_IDLE}" data-warning="300" data-left="{settings.SESSION_LONGEST}"' in page
    assert "core/session.js" in page


def test_public_pages_carry_no_watch(client):
    page = client.get("/napoveda/").text

    assert ("idle-warning" in page, "session.js" in page) == (False, False)


def test_staying_is_said_by_a_post_of_a_signed_in_person(client, steward, time_machine):
    assert client.get("/ucet/zustat/").status_code == 405
    time_machine.shift(settings.SESSION_IDLE - 10)
    assert client.post("/ucet/zustat/").status_code == 204
    time_machine.shift(settings.SESSION_IDLE - 10)
    assert client.get("/ucet/vraceny-text/").status_code == 200

    time_machine.shift(TOO_LONG)
    assert client.post("/ucet/zustat/").status_code == 302


@pytest.mark.parametrize("minutes", ["29", "0"])
def test_limit_under_half_an_hour_is_refused_with_a_sentence(monkeypatch, minutes):
    monkeypatch.setenv("OPORA_IDLE_MINUTES", minutes)

    with pytest.raises(ImproperlyConfigured, match=f"OPORA_IDLE_MINUTES má být nejméně 30, ne {minutes}"):
        environment.idle_minutes()


def test_forged_seal_opens_nothing():
    assert opened("gAAAAAB" + "x" * 93, "1") is None
    assert opened(KeptForm("/x/", {"a": ["b"]}).sealed("1"), "1") == KeptForm("/x/", {"a": ["b"]})
