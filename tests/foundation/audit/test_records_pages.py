from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from opora.directory.organizations.enums import Role
from opora.directory.organizations.models import Invitation
from opora.directory.organizations.permissions import INVITATION_LINK
from opora.foundation.accounts.models import MagicLink
from opora.foundation.audit import log
from opora.foundation.audit.models import AuditEvent, ReadEvent
from opora.foundation.core.actor import Actor
from tests.foundation.audit.people import auditor_of_the_kraj, member, provider
from tests.foundation.audit.sealing import JOB, change, recorded, seal

pytestmark = pytest.mark.django_db
RECORDS = reverse("audit:records")


@pytest.fixture
def auditor(client):
    """An auditor of the kraj, signed in."""
    actor = auditor_of_the_kraj()
    client.sign_in(actor.user)
    return actor


def sentences(answer) -> list[str]:
    return [row.sentence for row in answer.context["rows"]]


def ids(answer) -> list[int]:
    return [row.record.pk for row in answer.context["rows"]]


def test_row_says_who_in_which_role_did_what_on_what(client, auditor):
    head = member(provider(), Role.PROVIDER_ADMINISTRATOR, "Petr Ukázkový")
    log.record("organizations.membership_ended", actor=head, target=head.membership, role="care_worker", reach="tým")

    answer = client.get(RECORDS)
    row = answer.context["rows"][0]

    assert [header.label for header in answer.context["sorting"].headers] == [
        "Kdy", "Co se stalo", "Čeho se to týká", "Kdo",
    ]  # fmt: skip

    assert (row.sentence, row.record.actor_label) == (
        "Ukončeno členství: pracovník v sociálních službách (tým).",
        "Petr Ukázkový",
    )
    assert row.membership == "správce poskytovatele – Ukázková pomoc"
    assert row.organization == "Ukázková pomoc"
    assert row.target == "členství: Petr Ukázkový, správce poskytovatele – Ukázková pomoc"


def test_substitution_and_invitation_say_whose_they_are(client, auditor):
    head = member(provider(), Role.PROVIDER_ADMINISTRATOR, "Petr Ukázkový")
    organization = head.membership.organization
    worker = member(organization, Role.CARE_WORKER, "Jana Ukázková")
    colleague = member(organization, Role.SOCIAL_WORKER, "Eva Ukázková")
    number = worker.membership.pk
    for known in (number, 0):
        about = {"role": "care_worker", "membership": known}
        log.record("organizations.substitution_made", actor=head, target=colleague.membership, **about)
    invitation = Invitation.objects.create(
        organization=organization, role=Role.SOCIAL_WORKER, email="iva@opora.example",
        full_name="Iva Ukázková", expires_at=timezone.now(), invited_by="Petr Ukázkový",
    )  # fmt: skip
    log.record("organizations.invited", actor=head, target=invitation, **invitation.recorded)

    invited, unknown, known = client.get(RECORDS).context["rows"]

    role = "pracovník v sociálních službách"
    assert invited.target == "pozvánka: Iva Ukázková, sociální pracovník – Ukázková pomoc"
    assert unknown.sentence == f"Role {role} předána zástupem. Zastupovaný člen: členství č. 0."
    assert known.sentence.endswith(f"Zastupovaný člen: Jana Ukázková, {role} – Ukázková pomoc.")
    assert known.target == "členství: Eva Ukázková, sociální pracovník – Ukázková pomoc"


def test_link_from_a_mail_is_named_plainly(client, auditor):
    link = MagicLink.objects.create(purpose=INVITATION_LINK, object_id="5", nonce="n", expires_at=timezone.now())
    log.record("accounts.link_issued", actor=JOB, target=link, purpose=INVITATION_LINK, object_id="5")

    assert client.get(RECORDS).context["rows"][0].target == "odkaz z e-mailu: pozvánka"


def test_filter_offers_only_kinds_that_occur(client, auditor):
    log.record("organizations.created", actor=JOB, target=auditor.membership.organization)
    log.record("accounts.created", actor=JOB, target=auditor.user)
    log.record_read(auditor.membership, actor=JOB)

    def offered(query: str) -> list[tuple[str, str]]:
        return client.get(RECORDS + query).context["form"].fields["druh"].choices[1:]

    organization, user = ("organizations.organization", "organizace"), ("accounts.user", "účet")
    assert offered("") == [organization, user]
    assert offered("?co=nahlednuti") == [("organizations.membership", "členství")]
    assert offered("?druh=organizations.branch") == [organization, ("organizations.branch", "pracoviště"), user]


def test_newest_come_first_and_the_order_turns(client, auditor):
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        old = recorded(1)[0]
    new = recorded(1)[0]

    assert ids(client.get(RECORDS)) == [new.pk, old.pk]
    assert ids(client.get(f"{RECORDS}?razeni=kdy")) == [old.pk, new.pk]


def test_auditor_of_a_provider_reads_only_its_records(client):
    own, other = provider(), provider("Jiná pomoc")
    auditor = member(own, Role.AUDITOR, "Eva Auditorka")
    mine = log.record("organizations.created", actor=member(own, Role.PROVIDER_ADMINISTRATOR, "Petr Vlastní"))
    strange = log.record("organizations.created", actor=member(other, Role.PROVIDER_ADMINISTRATOR, "Jan Cizí"))
    read = log.record_read(strange, actor=JOB)
    client.sign_in(auditor.user)

    assert ids(client.get(RECORDS)) == [mine.pk]
    assert client.get(reverse("audit:record", args=[mine.pk])).status_code == 200
    assert client.get(reverse("audit:record", args=[strange.pk])).status_code == 404
    assert client.get(reverse("audit:read_record", args=[read.pk])).status_code == 404


@pytest.mark.parametrize("asked", ["do=9999-12-31", "od=0001-01-01", "od=1899-12-31&do=2200-01-01"])
def test_years_at_the_edges_of_calendars_are_refused_in_words(client, auditor, asked):
    answer = client.get(f"{RECORDS}?{asked}")

    assert (answer.status_code, "Zadejte den, například 1. 4. 2026." in answer.text) == (422, True)
    assert client.post(f"{reverse('audit:records_csv')}?{asked}").status_code == 302


@pytest.mark.parametrize("role", [Role.REGIONAL_ADMINISTRATOR, Role.PLANNER, Role.EVALUATOR])
def test_others_do_not_learn_that_the_record_exists(client, role):
    event = recorded(1)[0]
    client.sign_in(member(provider(), role, "Kdo Jiný").user)

    assert [client.get(RECORDS).status_code, client.post(reverse("audit:records_csv")).status_code] == [404, 404]
    assert client.get(reverse("audit:record", args=[event.pk])).status_code == 404


def test_sign_ins_and_reads_stand_apart(client, auditor):
    act = recorded(1)[0]
    log.record("accounts.sessions_ended", actor=JOB, target=auditor.user, count=2)
    log.record_read(auditor.user, actor=auditor, reason="kontrola")

    assert ids(client.get(RECORDS)) == [act.pk]
    assert sentences(client.get(f"{RECORDS}?co=prihlaseni")) == ["Ukončena otevřená přihlášení účtu: 2."]
    assert sentences(client.get(f"{RECORDS}?co=nahlednuti")) == ["Nahlédnutí: účet. Důvod: kontrola"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [0, 1, 2]),
        ("?kdo=ukazkovy", [1]),
        ("?kdo=zkouška", [0]),
        ("?kdo=nikdo", []),
        ("?ukon=accounts.created", [0, 2]),
        ("?ukon=organizations", [1]),
        ("?organizace=pomoc", [1]),
        ("?druh=accounts.user", [2]),
        ("?od=2026-01-02&do=2026-01-02", [1]),
        ("?do=1.+1.+2026", [0]),
        ("?co=cokoli&strana=x&razeni=y", [0, 1, 2]),
    ],
)
def test_filter(client, auditor, query, found):
    events = []
    for day, act in enumerate(
        (
            lambda: log.record("accounts.created", actor=JOB),
            lambda: log.record("organizations.created", actor=member(provider(), Role.AUDITOR, "Petr Ukázkový")),
            lambda: log.record("accounts.created", actor=auditor, target=auditor.user),
        ),
        start=1,
    ):
        with time_machine.travel(timezone.datetime(2026, 1, day, 12, tzinfo=timezone.get_default_timezone())):
            events.append(act())

    assert sorted(ids(client.get(RECORDS + query))) == [events[place].pk for place in found]


def test_filter_by_number_of_the_object(client, auditor):
    log.record("accounts.created", actor=JOB, target=auditor.membership)
    event = log.record("accounts.created", actor=JOB, target=auditor.user)

    assert ids(client.get(f"{RECORDS}?druh=accounts.user&cislo={auditor.user.pk}")) == [event.pk]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?od=zítra", "Zadejte den"),
        ("?od=2026-02-02&do=2026-02-01", "Konec období je dřív než jeho začátek."),
        ("?cislo=5", "Vyberte druh předmětu, kterého je to číslo."),
        ("?druh=nic.takoveho", "Vyberte platnou možnost"),
        ("?kdo=%00", "Nulové znaky"),
    ],
)
def test_senseless_filter_is_said_and_shows_nothing(client, auditor, query, said):
    recorded(1)

    answer = client.get(RECORDS + query)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert answer.context["rows"] == []


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("kind", ["", "?co=nahlednuti"])
def test_list_costs_the_same_queries_for_one_row_and_three(client, count, kind, django_assert_num_queries):
    auditor = auditor_of_the_kraj()
    for number in range(count):
        head = member(provider(f"Pomoc {number}"), Role.PROVIDER_ADMINISTRATOR, f"Petr Ukázkový {number}")
        log.record("organizations.created", actor=head, target=head.membership)
        log.record_read(head.membership, actor=head)
    client.sign_in(auditor.user)
    client.get(RECORDS)
    with django_assert_num_queries(QUERIES):
        answer = client.get(RECORDS + kind)

    assert len(answer.context["rows"]) == count


QUERIES = 9


def test_detail_shows_all_fields_and_a_sound_seal(client, auditor):
    event = log.record("accounts.created", actor=auditor, target=auditor.user, role="auditor")
    block = seal()

    page = client.get(reverse("audit:record", args=[event.pk])).content.decode()

    for text in (
        "Pečeť souhlasí.",
        block.hash,
        f"?druh=accounts.user&amp;cislo={auditor.user.pk}",
        "člověk",
        "Číslo požadavku",
        "accounts.created",
        "Údaje: role",
    ):
        assert text in page


def test_detail_of_a_changed_record_says_so(client, auditor):
    event = recorded(1)[0]
    address = reverse("audit:record", args=[event.pk])
    assert "Záznam na pečeť zatím čeká." in client.get(address).content.decode()
    seal()
    change(event)

    page = client.get(address).content.decode()

    assert "Pečeť nesouhlasí." in page
    assert f"Změněný záznam: událost č. {event.pk} (blok 1)." in page


@pytest.mark.parametrize("number", [0, 10**30])
def test_unknown_number_is_not_found(client, auditor, number):
    assert client.get(f"{RECORDS}{number}/").status_code == 404


def test_export_takes_the_filtered_rows_and_is_recorded(client, auditor):
    recorded(2)
    taken = log.record("organizations.created", actor=Actor.job("=HYPERLINK(1)"))

    answer = client.post(reverse("audit:records_csv") + "?ukon=organizations")

    lines = b"".join(answer.streaming_content).decode().split("\r\n")
    event = AuditEvent.objects.get(action="audit.exported")
    assert lines[0].startswith("\N{BYTE ORDER MARK}")
    assert lines[0].split(";")[1:4] == ["Kdy", "Co se stalo", "Kdo"]
    assert [line.split(";")[2:4] for line in lines[1:-1]] == [[log.readable(taken), "'=HYPERLINK(1)"]]
    assert event.data == {"kind": "Úkony", "chosen": "Co se stalo: organizations", "count": 1}
    assert log.readable(event) == "Vyvezeno ze záznamu: Úkony, řádků 1. Výběr: Co se stalo: organizations."


def test_name_that_was_looked_for_is_not_recorded(client, auditor):
    client.post(reverse("audit:records_csv") + "?kdo=Ukázková&od=2026-11-01")

    event = AuditEvent.objects.get(action="audit.exported")
    assert event.data["chosen"] == "Od: 1.\N{NO-BREAK SPACE}11.\N{NO-BREAK SPACE}2026, Kdo: podle jména"


def test_export_of_reads_and_of_a_senseless_filter(client, auditor):
    log.record_read(auditor.user, actor=auditor)
    address = reverse("audit:records_csv")

    answer = client.post(f"{address}?co=nahlednuti")
    assert b"".join(answer.streaming_content).decode().count("\r\n") == 2

    refused = client.post(f"{address}?od=nesmysl")
    assert (refused.status_code, refused["Location"]) == (302, f"{RECORDS}?od=nesmysl")
    assert client.get(address).status_code == 405
    assert AuditEvent.objects.filter(action="audit.exported").count() == 1


@pytest.mark.parametrize("count", [1, 1_500])
def test_export_reads_names_by_thousands(client, auditor, count, django_assert_max_num_queries):
    ReadEvent.objects.bulk_create(
        ReadEvent(actor_kind="job", actor_label="zkouška", target_type="accounts.user", target_id=str(number))
        for number in range(count)
    )
    with django_assert_max_num_queries(16):
        answer = client.post(reverse("audit:records_csv") + "?co=nahlednuti")
        assert b"".join(answer.streaming_content).decode().count("\r\n") == count + 1


def test_looking_at_a_membership_is_listed_for_the_auditor(client):
    auditor, head = auditor_of_the_kraj(), member(provider(), Role.PROVIDER_ADMINISTRATOR, "Petr Ukázkový")
    colleague = member(head.membership.organization, Role.CARE_WORKER, "Jana Ukázková")
    client.sign_in(head.user)
    assert client.get(reverse("organizations:membership", args=[colleague.membership.pk])).status_code == 200
    client.sign_in(get_user_model().objects.get(pk=auditor.user.pk))

    rows = client.get(f"{RECORDS}?co=nahlednuti").context["rows"]

    assert [(row.record.actor_label, row.target) for row in rows] == [
        ("Petr Ukázkový", "členství: Jana Ukázková, pracovník v sociálních službách – Ukázková pomoc")
    ]
