"""„Nahlásit chybu“: anybody says what is wrong on a card, the provider or the region settles it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from opora.directory.catalog.enums import REPORT_TRANSITIONS, ReportReason, ReportStatus
from opora.directory.catalog.forms.error_reports import TRAP
from opora.directory.catalog.models import ErrorReport
from opora.directory.catalog.operations.error_reports import move_report, report_error
from opora.directory.catalog.selectors.error_reports import (
    ANSWER,
    ANSWER_WORDS,
    late_reports,
    reports_of,
    reports_to_settle,
    shown_contact,
    state_address,
)
from opora.directory.organizations.enums import Role
from opora.foundation.accounts.models import MagicLink
from opora.foundation.audit import log
from opora.foundation.audit.models import AuditEvent, ReadEvent
from opora.foundation.core.actor import Actor
from opora.foundation.core.errors import OperationError, StaleError
from opora.foundation.messaging.models import Message
from opora.foundation.privacy.enums import Channel
from opora.foundation.privacy.models import Consent, Restriction
from opora.foundation.privacy.operations.consents import withdraw_consent
from tests.directory.catalog.factories import ServiceFactory, full_service
from tests.directory.catalog.record_world import manager, provider, steward
from tests.directory.organizations.staff import acting, member, region

pytestmark = pytest.mark.django_db
PUBLIC, JOB = Actor.public(), Actor.job("zkouška")
ADDRESS = "/nahlasit-chybu/1000001/"
LIST = "/sprava/nahlasene-chyby/"
EMAIL = "jana@priklad.cz"


@pytest.fixture
def service():
    return full_service(identifier="1000001")


@pytest.fixture
def head(service):
    """Who administers the provider of the service."""
    return manager(provider(service))


def reported(service, **values) -> ErrorReport:
    return report_error(service, **{"reason": "contact", "text": "Nikdo to nebere.", "actor": PUBLIC} | values)


def typed(**values) -> dict:
    return {"reason": "contact", "text": "Nikdo to nebere.", "email": "", TRAP: ""} | values


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def test_anybody_reports_from_the_card_without_an_account(client, service):
    assert f'href="{ADDRESS}"' in text(client.get("/sluzby/1000001/"))
    form = text(client.get(ADDRESS))
    assert form.count('type="radio"') == len(ReportReason) == 7
    assert "Tady se o pomoc nežádá." in form
    assert 'href="/krizove-linky/"' in form

    thanks = client.post(ADDRESS, typed())

    report = ErrorReport.objects.get()
    assert (report.service, report.reason, report.text) == (service, "contact", "Nikdo to nebere.")
    assert (report.contact_email, report.contact_index, report.status) == ("", "", "new")
    assert (thanks.status_code, state_address(report) in text(thanks)) == (200, True)
    assert thanks.headers["Cache-Control"] == "private, no-store"
    event = AuditEvent.objects.get(action="catalog.error_reported")
    assert log.readable(event) == "Nahlášena chyba u služby 1000001: telefon, e-mail nebo web nefunguje."


def test_the_page_of_the_state_says_how_it_goes_on_and_nothing_about_the_person(client, service):
    report = reported(service, email=EMAIL)
    page = state_address(report)

    before = text(client.get(page))
    move_report(report, "fixed", answer="Číslo jsme opravili.", version=1, actor=JOB)
    after = text(client.get(page))

    assert "Hlášení máme, zatím se na ně nikdo nepodíval." in before
    assert "Údaj je opravený." in after
    assert "Číslo jsme opravili." in after
    assert [secret for secret in (EMAIL, "Nikdo to nebere.") if secret in before + after] == []
    report.delete()
    assert client.get(page).status_code == 404


def test_a_robot_gets_the_same_thanks_and_nothing_is_stored(client, service):
    page = client.get(ADDRESS).content.decode()
    trap = page[page.index('name="kontrola"') - 60 : page.index('name="kontrola"') + 60]
    assert 'tabindex="-1"' in trap
    assert 'autocomplete="off"' in trap
    assert '<div class="visually-hidden" aria-hidden="true"><label for="id_kontrola">' in page

    answer = client.post(ADDRESS, typed(**{TRAP: "https://levne.example", "reason": ""}))

    assert (answer.status_code, ErrorReport.objects.count(), MagicLink.objects.count()) == (200, 0, 0)
    assert "Děkujeme, hlášení jsme přijali" in text(answer)


def test_the_second_click_is_the_first_report_again(client, service, mailoutbox):
    first = client.post(ADDRESS, typed(email=EMAIL, consent="on"))
    second = client.post(ADDRESS, typed(email=EMAIL, consent="on"))

    assert (ErrorReport.objects.count(), Consent.objects.count(), len(mailoutbox)) == (1, 1, 1)
    assert state_address(ErrorReport.objects.get()) in text(first)
    assert state_address(ErrorReport.objects.get()) in text(second)
    client.post(ADDRESS, typed(text="Jiná chyba."))
    assert ErrorReport.objects.count() == 2


def test_too_many_reports_from_one_place_are_put_off(client, service, settings):
    settings.RATES = settings.RATES | {"public_form": (2, 600)}

    answers = [client.post(ADDRESS, typed(text=f"Chyba {number}.")).status_code for number in range(3)]

    assert (answers, ErrorReport.objects.count()) == ([200, 200, 429], 2)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"reason": ""}, "Vyberte, co je špatně."),
        ({"reason": "other", "text": " "}, "Napište pár slov o tom, co je špatně."),
        ({"email": EMAIL}, "Bez souhlasu vám odpověď poslat nesmíme."),
        ({"consent": "on"}, "Napište e-mail, na který máme odpovědět"),
        ({"email": "jana@", "consent": "on"}, "Zadejte e-mail ve tvaru"),
        ({"text": "x" * 2001}, "2000"),
    ],
)
def test_bad_input_is_said_at_the_field_and_nothing_typed_is_lost(client, service, said, sentence):
    answer = client.post(ADDRESS, typed(**{"text": "Tohle jsem psala."} | said))

    page = text(answer)
    assert (answer.status_code, ErrorReport.objects.count()) == (422, 0)
    assert sentence in page
    assert said.get("text", "Tohle jsem psala.") in page
    assert ("Souhlas: Bez souhlasu" in page) == (said == {"email": EMAIL})


def test_unknown_services_have_no_form_and_unregistered_ones_do(client):
    ServiceFactory(identifier="M000001", scope="mimo")

    assert client.get("/nahlasit-chybu/7777777/").status_code == 404
    assert client.get("/nahlasit-chybu/M000001/").status_code == 200


def test_an_address_stands_on_its_consent_and_goes_with_it(client, service, mailoutbox):
    client.post(ADDRESS, typed(email=" Jana@Priklad.cz ", consent="on"))
    report, consent = ErrorReport.objects.get(), Consent.objects.select_related("wording").get()
    assert (consent.wording.purpose, consent.wording.text) == (ANSWER, ANSWER_WORDS)
    assert (consent.object_type, consent.object_id) == ("catalog.errorreport", str(report.pk))
    thanks = mailoutbox[0].body
    assert (mailoutbox[0].to, state_address(report) in thanks) == (["Jana@Priklad.cz"], True)
    withdrawal = next(line for line in thanks.splitlines() if "/souhlas/" in line)

    client.post(withdrawal[withdrawal.index("/souhlas/") :])

    report.refresh_from_db()
    assert (report.contact_email, report.contact_index, report.text) == ("", "", "Nikdo to nebere.")
    move_report(report, "fixed", version=report.version, actor=JOB)
    assert len(mailoutbox) == 1  # nobody is told any more


def test_who_left_an_address_reads_how_it_ended(service, mailoutbox):
    report = reported(service, email=EMAIL)

    move_report(report, "unfounded", answer="Telefon jsme vyzkoušeli, berou ho.", version=1, actor=JOB)

    last = mailoutbox[-1]
    assert (last.to, last.subject) == ([EMAIL], "Vaše hlášení je vyřízené: údaj je správně")
    assert "Telefon jsme vyzkoušeli, berou ho." in last.body.replace("\xa0", " ")
    assert "/souhlas/" in last.body


def test_letters_to_the_reporter_are_obsolete_once_the_consent_is_withdrawn(service):
    from opora.directory.catalog.notifications import RECEIVED, SETTLED

    report = reported(service, email=EMAIL)
    assert not SETTLED.is_obsolete(str(report.pk))

    withdraw_consent(Consent.objects.get(), how=Channel.EMAIL, actor=JOB)

    assert RECEIVED.is_obsolete(str(report.pk))
    assert SETTLED.is_obsolete(str(report.pk))


def test_people_of_the_provider_are_told_and_read_no_text_in_the_mail(service, head, mailoutbox):
    assistant = member("Marta Mezi", Role.SERVICE_MANAGER, head.membership.organization, scope="services")

    report = reported(service, text="Tajná slova.")

    assert [one.to for one in mailoutbox] == [[head.user.email]]  # others do not reach the service
    assert assistant.user.email != head.user.email
    assert f"{LIST}{report.pk}/" in mailoutbox[0].body
    assert "Tajná slova." not in mailoutbox[0].body


def test_the_provider_sees_its_own_reports_the_region_all_others_none(service, head, client):
    mine, other = reported(service), reported(ServiceFactory())
    region_actor = steward()
    planner = acting(member("Pavla Plánovací", Role.PLANNER, region()))
    stranger = acting(member("Cyril Cizí", Role.PROVIDER_ADMINISTRATOR))

    assert [list(reports_of(actor)) for actor in (head, region_actor, planner)] == [[mine], [mine, other], []]
    with pytest.raises(PermissionDenied):
        move_report(mine, "working", version=1, actor=stranger)
    for actor, expected in ((head, (200, 200, 404)), (region_actor, (200, 200, 200)), (planner, (404, 404, 404))):
        client.sign_in(actor.user)
        pages = (LIST, f"{LIST}{mine.pk}/", f"{LIST}{other.pk}/")
        assert tuple(client.get(page).status_code for page in pages) == expected
    client.sign_in(stranger.user)
    assert client.get(f"{LIST}{mine.pk}/").status_code == 404
    assert client.post(f"{LIST}{mine.pk}/", {"status": "working", "version": 1}).status_code == 404


def test_the_text_is_read_by_those_who_settle_it_and_the_look_is_recorded(service, head, client):
    report = reported(service, text="<b>Nikdo</b> to nebere.", email=EMAIL)

    page = text(client.sign_in(head.user).get(f"{LIST}{report.pk}/"))
    assert ">Upravit údaje</a>" in page

    assert "&lt;b&gt;Nikdo&lt;/b&gt; to nebere." in page
    assert (EMAIL in page, "Adresu vidí jen kraj." in page) == (False, True)
    look = ReadEvent.objects.get()
    assert (look.target_type, look.target_id, look.actor_id) == (
        "catalog.errorreport", str(report.pk), str(head.user.pk),
    )  # fmt: skip
    assert EMAIL in text(client.sign_in(steward().user).get(f"{LIST}{report.pk}/"))


def test_a_restricted_address_is_shown_to_nobody(service):
    report = reported(service, email=EMAIL)
    region_actor = steward()
    assert shown_contact(report, region_actor).email == EMAIL

    Restriction.objects.create(subject_email=EMAIL, subject_index=report.contact_index, reason="zkouška")

    shown = shown_contact(report, region_actor)
    assert (shown.email, "omezené" in shown.sentence) == ("", True)


def test_settling_on_the_page(service, head, client):
    report = reported(service)
    page = f"{LIST}{report.pk}/"
    client.sign_in(head.user)

    refused = client.post(page, {"status": "unfounded", "answer": "", "version": 1})
    assert (refused.status_code, "Napište, podle čeho víte" in text(refused)) == (422, True)
    assert client.post(page, {"status": "working", "answer": "", "version": 1}).status_code == 302
    stale = client.post(page, {"status": "fixed", "answer": "Hotovo.", "version": 1})
    assert (stale.status_code, "mezitím změnil" in text(stale), "Hotovo." in text(stale)) == (422, True, True)
    assert client.post(page, {"status": "fixed", "answer": "Hotovo.", "version": 2}).status_code == 302

    report.refresh_from_db()
    assert (report.status, report.answer, report.handled_by) == ("fixed", "Hotovo.", "Hana Hlavní")
    settled = text(client.get(page))
    assert ("Uložit" in settled, "Hotovo." in settled) == (False, True)


def test_an_answer_must_not_give_a_secret_address_away(head, client, service):
    service.hidden_address = True
    service.save()
    report = reported(service)

    answer = client.sign_in(head.user).post(
        f"{LIST}{report.pk}/", {"status": "fixed", "answer": "Sídlíme v ulici Dlouhá 12.", "version": 1}
    )

    assert (answer.status_code, "Adresa této služby je utajená." in text(answer)) == (422, True)


@pytest.mark.parametrize("state", ReportStatus)
def test_a_report_goes_only_where_the_table_says(service, state):
    for target in ReportStatus:
        report = reported(service, text=f"{state} {target}")
        ErrorReport.objects.filter(pk=report.pk).update(status=state, handled_at=timezone.now())
        if target in REPORT_TRANSITIONS[state]:
            assert move_report(report, target, answer="Ano.", version=1, actor=JOB).status == target
        else:
            with pytest.raises(OperationError, match="Hlášení už je vyřízené"):
                move_report(report, target, answer="Ano.", version=1, actor=JOB)


def test_a_second_click_settles_once_and_an_older_form_is_told(service, mailoutbox):
    report = reported(service, email=EMAIL)

    move_report(report, "fixed", version=1, actor=JOB)
    move_report(report, "fixed", version=1, actor=JOB)

    assert len(mailoutbox) == 2  # thanks and the end
    other = reported(service, text="Jiné.")
    with pytest.raises(StaleError):
        move_report(other, "working", version=7, actor=JOB)
    with pytest.raises(ValidationError):
        move_report(other, "unfounded", answer="  ", version=1, actor=JOB)


def test_what_waits_is_said_on_the_overview(service, head):
    assert (list(reports_to_settle(head)), list(late_reports(head))) == ([], [])
    report = reported(service)
    ErrorReport.objects.filter(pk=report.pk).update(created_at=timezone.now() - timedelta(days=15))
    reported(service, text="Nová.")

    assert [one.text for one in reports_to_settle(head)] == ["2\xa0nahlášené chyby čekají na vyřízení"]
    assert [(one.text, one.url) for one in late_reports(head)] == [
        ("Déle než dva týdny nevyřízeno: 1\xa0nahlášená chyba", f"{LIST}?starsi=dva-tydny")
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [("", ["Čeká", "Řeší se"]), ("?stav=working", ["Řeší se"]), ("?stav=vse", ["Čeká", "Řeší se", "Hotovo"]),
     ("?starsi=mesic", ["Řeší se"]), ("?stav=nesmysl", ["Čeká", "Řeší se"])],
)  # fmt: skip
def test_the_list_is_narrowed_by_state_and_age(client, query, expected):
    for name, state in (("Čeká", "new"), ("Řeší se", "working"), ("Hotovo", "fixed")):
        report = reported(ServiceFactory(name=name))
        old = timezone.now() - timedelta(days=40 if state == "working" else 1)
        ErrorReport.objects.filter(pk=report.pk).update(status=state, created_at=old)

    page = text(client.sign_in(steward().user).get(LIST + query))

    assert [name for name in ("Čeká", "Řeší se", "Hotovo") if f">{name}</a>" in page] == expected


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_list(client, count, django_assert_num_queries):
    for _each in range(count):
        reported(ServiceFactory())
    client.sign_in(steward().user)

    with django_assert_num_queries(8):
        client.get(LIST)


def test_withdrawn_consent_leaves_the_address_nowhere(service, settings):
    settings.MAILERS = {"default": {"BACKEND": "opora.foundation.messaging.backend.OutboxBackend"}}
    reported(service, email=EMAIL)
    assert Message.objects.get().recipient == EMAIL

    withdraw_consent(Consent.objects.get(), how=Channel.EMAIL, actor=JOB)

    consent, message = Consent.objects.get(), Message.objects.get()
    assert (consent.subject_email, consent.subject_name, bool(consent.subject_index)) == ("", "", True)
    assert (message.status, message.recipient, message.recipient_index, message.text) == ("obsolete", "", "", "")
    assert ErrorReport.objects.get().contact_email == ""
