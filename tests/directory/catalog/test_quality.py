"""Score of completeness: reasons with every point, for the provider and the coordinator only."""

from datetime import timedelta

import pytest
from django.urls import reverse

from opora.directory.catalog.codebook import codebook
from opora.directory.catalog.models import (
    Availability,
    ErrorReport,
    ReachSuggestion,
    Service,
    ServiceAttachment,
    ServiceKind,
    ServiceRecord,
)
from opora.directory.catalog.operations.codelists import load_codelists
from opora.directory.catalog.selectors.freshness import kept_of
from opora.directory.catalog.selectors.quality import CRITERIA, ENOUGH, Score, scores
from opora.directory.organizations.models import Organization
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.documents.models import StoredFile
from tests.directory.catalog.factories import ContactFactory, ServiceFactory, full_service
from tests.directory.catalog.record_world import manager, provider, steward

JOB = Actor.job("zkouška")
OWN = "/sprava/sluzby/1000001/overit/"
FULL = {
    "description": "Popis. " * ENOUGH, "start_person": "Zavolejte.", "start_professional": "Napište.",
    "price": "Zdarma.", "hours": "Po–Pá 8–16", "languages": ["cs"], "accessibility": ["lift"], "documents": "Nic.",
}  # fmt: skip


@pytest.fixture
def service(db) -> Service:
    """A kept service of which nothing is known."""
    found = ServiceFactory(identifier="1000001")
    provider(found)
    return found


def score() -> Score:
    (only,) = scores(kept_of(JOB)).values()
    return only


def missing() -> set[str]:
    return {mark.criterion.code for mark in score().missing}


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


@pytest.mark.sqlite_only
def test_criteria_give_a_hundred_points_and_each_says_why_and_what_to_do():
    assert sum(criterion.points for criterion in CRITERIA) == 100
    assert len({criterion.code for criterion in CRITERIA}) == len(CRITERIA)
    assert [one.code for one in CRITERIA if not (one.yes and one.no and one.advice and one.points)] == []


def test_nothing_known_gives_points_only_for_no_reported_error(service):
    assert (score().points, [mark.criterion.code for mark in score().held]) == (5, ["reports"])
    assert score().missing[0].criterion.points == 10  # the most worth first


def test_everything_known_gives_a_hundred(service):
    ServiceRecord.objects.create(service=service, confirmed_on=today(), phone="416 000 000", **FULL)
    Availability.objects.create(service=service, accepts="yes", as_of=today(), origin="phone", recorded_by="zkouška")
    file = StoredFile.objects.create(name="letak.pdf", purpose="příloha", size=1, sha256="0" * 64)
    ServiceAttachment.objects.create(service=service, file=file, kind="leaflet", title="Leták", status="public")
    suggestion = {"level": "obec", "code": "562335", "sentence": "Děčín", "status": "confirmed"}
    ReachSuggestion.objects.create(service=service, **suggestion)

    assert (score().points, score().missing) == (100, [])


@pytest.mark.parametrize(
    ("values", "lost"),
    [
        ({"description": "Krátký popis."}, {"description"}),
        ({"phone": "112"}, {"phone"}),
        ({"confirmed_on": today() - timedelta(days=200)}, {"verified"}),
        ({"accessibility": [], "accessibility_note": "Tři schody."}, set()),
    ],
)
def test_what_is_short_wrong_or_old_does_not_count(service, values, lost):
    said = {"confirmed_on": today(), "phone": "416 000 000"} | FULL
    ServiceRecord.objects.create(service=service, **(said | values))

    assert missing() == {"files", "reach", "places"} | lost


def test_free_places_count_while_they_are_believed_and_files_once_they_are_public(service):
    said = {"service": service, "accepts": "no", "origin": "phone", "recorded_by": "zkouška"}
    Availability.objects.create(as_of=today() - timedelta(days=91), **said)
    file = StoredFile.objects.create(name="letak.pdf", purpose="příloha", size=1, sha256="0" * 64)
    ServiceAttachment.objects.create(service=service, file=file, kind="leaflet", title="Leták", status="waiting")
    ReachSuggestion.objects.create(service=service, level="obec", code="562335", sentence="x", status="refused")

    assert {"places", "files", "reach"} <= missing()
    Availability.objects.update(as_of=today() - timedelta(days=90))
    ServiceAttachment.objects.update(status="public")
    ReachSuggestion.objects.update(status="confirmed")
    assert not {"places", "files", "reach"} & missing()


def test_a_telephone_of_the_register_counts_and_a_waiting_report_takes_points(service):
    ContactFactory(service=service, value="416 000 000")
    ErrorReport.objects.create(service=service, reason="hours")

    assert ("phone" in missing(), "reports" in missing()) == (False, True)
    ErrorReport.objects.update(status="fixed")
    assert "reports" not in missing()


def test_a_kind_that_is_free_by_law_lacks_no_price(service):
    load_codelists(actor=JOB)
    free = ServiceKind.objects.filter(verified=True, free_of_charge=True).first()
    paid = ServiceKind.objects.exclude(free_of_charge=True).first()

    lacks = []
    for kind in (free, paid):
        Service.objects.update(kind_code=kind.code)
        lacks.append("price" in missing())

    assert lacks == [False, True]


def test_the_page_never_gives_the_number_without_reasons(service, client):
    head = manager(Organization.objects.get(ico=service.provider.ico))

    page = text(client.sign_in(head.user).get(OWN))

    assert "Úplnost: 5 ze 100" in page
    assert "Chybí cena." in page
    assert "Napište cenu, nebo že je služba zdarma." in page
    assert "Nikdo nehlásí chybu." in page
    listed = text(client.get("/sprava/overeni/?razeni=uplnost"))
    assert "Chybí, jak má člověk začít." in listed or "Popis chybí" in listed


def test_the_coordinator_sorts_by_the_score(service, client):
    richer = full_service(name="Bohatší", provider=service.provider, free_of_charge=True)
    client.sign_in(steward().user)

    rising = text(client.get("/sprava/overeni/?razeni=uplnost"))
    falling = text(client.get("/sprava/overeni/?razeni=-uplnost"))

    assert rising.index(service.name) < rising.index(richer.name)
    assert falling.index(richer.name) < falling.index(service.name)


def test_the_public_and_programs_never_see_it(service, client):
    words = [word for one in CRITERIA for word in (one.no, one.advice)] + ["Úplnost", "quality", "score"]
    programs = [reverse("api:services"), reverse("api:service", args=["1000001"]), reverse("api:openapi")]
    pages = ["/sluzby/1000001/", "/sluzby/", f"/poskytovatele/{service.provider.ico}/", *programs]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert [word for word in words if word in text(answer)] == [], page


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(service, count, django_assert_num_queries):
    for _each in range(count - 1):
        full_service(provider=service.provider)
    kept = kept_of(JOB)
    codebook()  # a process reads the code lists once

    with django_assert_num_queries(7):
        scores(kept)
