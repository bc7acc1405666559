from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from opora.directory.organizations.enums import Role
from opora.foundation.audit import tasks
from opora.foundation.audit.selectors.state import broken_or_unverified, sealed_until, verified_until
from opora.foundation.core.registries import overview
from tests.foundation.audit.people import auditor_of_the_kraj, member, provider
from tests.foundation.audit.sealing import JOB, change, recorded, seal

pytestmark = pytest.mark.django_db


def matters() -> list[str]:
    return [matter.text for matter in broken_or_unverified(JOB)]


def test_overview_is_silent_while_seals_are_checked():
    assert matters() == []  # nothing was recorded yet
    recorded(1)
    assert matters() == []
    tasks.verify_seals.func()
    assert matters() == []


def test_overview_says_that_nobody_has_checked_for_two_days():
    recorded(1)
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert matters() == ["Záznam událostí nikdo neověřil déle než dva dny"]
        tasks.verify_seals.func()
        assert matters() == []


def test_overview_says_that_something_does_not_fit():
    event = recorded(1)[0]
    seal()
    change(event)
    tasks.verify_seals.func()

    assert matters() == ["Ověření záznamu událostí našlo závady"]


def test_only_those_who_watch_seals_are_told(regional_administrator):
    event = recorded(1)[0]
    seal()
    change(event)
    tasks.verify_seals.func()
    source = overview["audit.seals"]
    worker = member(provider(), Role.CARE_WORKER, "Jana Ukázková")

    assert [len(source.for_actor(actor)) for actor in (auditor_of_the_kraj(), worker)] == [1, 0]


def test_hub_tells_the_state_of_seals(client):
    actor = auditor_of_the_kraj()
    client.sign_in(actor.user)
    assert [sealed_until(actor), verified_until(actor)] == ["zatím nezapečetěno", "zatím neověřeno"]
    recorded(1)
    seal()
    tasks.verify_seals.func()

    page = client.get(reverse("core:administration")).content.decode()

    assert "Záznam událostí" in page
    assert "zapečetěno" in page
    assert "v pořádku" in page
    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        assert sealed_until(actor).replace("\N{NO-BREAK SPACE}", " ") == "na pečeť 1 záznam čeká"


def test_page_of_seals_shows_last_hashes_to_auditor_and_administrator(client, regional_administrator):
    recorded(1)
    block = seal()
    address = reverse("audit:seals")
    for user in (regional_administrator, auditor_of_the_kraj().user):
        assert block.hash in client.sign_in(user).get(address).content.decode()
    assert "Záznam zatím nikdo neověřil." in client.get(address).content.decode()

    change(block_event := recorded(1)[0])
    seal()
    tasks.verify_seals.func()
    assert "Záznam je v pořádku." in client.get(address).content.decode()
    change(block_event, "zase jiný")
    tasks.verify_seals.func()
    assert f"Změněný záznam: událost č. {block_event.pk} (blok 2)." in client.get(address).content.decode()


def test_page_of_seals_and_the_hub_warn_that_sealing_is_late(client, regional_administrator):
    recorded(1)
    client.sign_in(regional_administrator)
    address = reverse("audit:seals")
    assert "Pečetění se opozdilo." not in client.get(address).text

    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        client.sign_in(regional_administrator)
        assert "Pečetění se opozdilo." in client.get(address).text
        assert verified_until(JOB) == "pečetění se opozdilo, běží plánovač?"
        seal()
        assert verified_until(JOB) == "zatím neověřeno"


def test_page_of_seals_is_hidden_from_others(client):
    client.sign_in(member(provider(), Role.PROVIDER_ADMINISTRATOR, "Petr Ukázkový").user)

    assert client.get(reverse("audit:seals")).status_code == 404
