"""Pages of an extract, as its preparer and its approver see them."""

import io
import zipfile

import pytest
from django.urls import reverse

from opora.foundation.audit.models import ReadEvent
from opora.foundation.privacy.models import Extract
from opora.foundation.privacy.operations.extracts import cancel_extract, hand_over
from opora.foundation.privacy.selectors.extracts import hidden_in, parts_of
from tests.foundation.privacy.asking import acting, approved, asked, draft, submitted

pytestmark = pytest.mark.django_db
OWN = "Vlastní koncept neschvaluje ten, kdo ho připravil."


@pytest.fixture
def preparer(client, data_steward):
    """A signed-in person who prepares extracts."""
    client.sign_in(data_steward)
    return acting(data_steward)


def act(client, extract: Extract, name: str, version: int | None = None):
    address = reverse("privacy:extract_act", args=[extract.pk, name])
    return client.post(address, {"version": version or extract.version})


def page(extract: Extract, name: str, *arguments: str) -> str:
    return reverse(f"privacy:{name}", args=[extract.pk, *arguments])


def test_button_of_the_request_prepares_a_draft_and_the_look_is_recorded(client, preparer):
    made = asked(preparer, email=preparer.user.email)

    answer = client.post(reverse("privacy:extract_new", args=[made.pk]), follow=True)

    extract = Extract.objects.get()
    assert (answer.redirect_chain[-1][0], "Petr Datový" in answer.text) == (extract.get_absolute_url(), True)
    assert ReadEvent.objects.filter(target_type="privacy.extract", target_id=str(extract.pk)).count() == 1


def test_preparer_hides_a_field_with_a_reason(client, preparer):
    extract = draft(preparer, preparer.user.email)
    record = parts_of(extract)[0].records[0].name
    address = page(extract, "extract_hide", record)

    refused = client.post(address, {"version": 1, "fields_hidden": ["full_name"], "reason": " "})
    done = client.post(address, {"version": 1, "fields_hidden": ["full_name"], "reason": "jiná osoba"}, follow=True)

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
    assert hidden_in(Extract.objects.get()) == {f"{record}:full_name": "jiná osoba"}
    assert "skryto: jiná osoba" in done.text


def test_page_of_hiding_shows_what_is_hidden_now(client, preparer):
    extract = draft(preparer, preparer.user.email)
    record = parts_of(extract)[0].records[0].name
    address = page(extract, "extract_hide", record)
    client.post(address, {"version": 1, "fields_hidden": ["full_name"], "reason": "jiná osoba"})

    initial = client.get(address).context["form"].initial

    assert (initial["fields_hidden"], initial["reason"]) == (["full_name"], "jiná osoba")


def test_preparer_reads_why_there_is_no_button_to_approve(client, preparer):
    extract = submitted(preparer)

    answer = client.get(extract.get_absolute_url())
    tried = act(client, extract, "schvalit")

    assert (OWN in answer.text, "Schválit výpis" in answer.text) == (True, False)
    assert (tried.status_code, OWN in tried.text, Extract.objects.get().status) == (422, True, "submitted")


def test_another_person_approves(client, data_steward, regional_administrator):
    extract = submitted(acting(data_steward))
    client.sign_in(regional_administrator)

    offered = "Schválit výpis" in client.get(extract.get_absolute_url()).text
    answers = [act(client, extract, "schvalit").status_code for _click in range(2)]

    assert (offered, answers, Extract.objects.get().status) == (True, [302, 302], "approved")


def test_another_person_returns_it_with_a_reason(client, data_steward, regional_administrator):
    extract = submitted(acting(data_steward))
    client.sign_in(regional_administrator)

    refused = client.post(page(extract, "extract_return"), {"version": extract.version, "reason": ""})
    client.post(page(extract, "extract_return"), {"version": extract.version, "reason": "skryjte jméno"})
    client.sign_in(data_steward)

    assert (refused.status_code, "skryjte jméno" in client.get(extract.get_absolute_url()).text) == (422, True)


def test_old_tab_is_refused_in_words(client, preparer):
    extract = draft(preparer)
    act(client, extract, "obnovit")

    answer = act(client, extract, "predlozit", version=1)

    assert (answer.status_code, "Záznam mezitím změnil někdo jiný" in answer.text) == (422, True)


def test_unknown_act_is_no_address(client, preparer):
    assert act(client, draft(preparer), "smazat").status_code == 404


def test_somebody_elses_draft_is_not_offered_for_changes(client, data_steward, regional_administrator):
    extract = draft(acting(data_steward), data_steward.email)
    record = parts_of(extract)[0].records[0].name
    client.sign_in(regional_administrator)

    answer = client.get(extract.get_absolute_url())

    assert ("Předložit ke schválení" in answer.text, "Skrýt údaj" in answer.text) == (False, False)
    assert client.get(page(extract, "extract_hide", record)).status_code == 404


def test_approved_extract_is_downloaded_and_handed_over(client, data_steward, regional_administrator):
    extract = approved(acting(data_steward), acting(regional_administrator), data_steward.email)
    client.sign_in(data_steward)

    shown = client.get(extract.get_absolute_url())
    answer = client.post(page(extract, "extract_file"))
    refused = client.post(page(extract, "extract_hand_over"), {"version": extract.version, "how": ""})
    client.post(page(extract, "extract_hand_over"), {"version": extract.version, "how": "datovou schránkou"})

    assert extract.sha256[:4] in shown.text
    assert zipfile.ZipFile(io.BytesIO(answer.content)).namelist() == ["data.json", "vypis.pdf"]
    assert (answer["Content-Disposition"], answer["Cache-Control"]) == (
        f'attachment; filename="vypis-{extract.pk}.zip"', "no-store",
    )  # fmt: skip
    assert (refused.status_code, Extract.objects.get().handed_over_how) == (422, "datovou schránkou")


def test_draft_is_not_downloaded(client, preparer):
    extract = draft(preparer)

    answer = client.post(page(extract, "extract_file"), follow=True)

    assert (answer["Content-Type"], "tohle s ním udělat nejde" in answer.text) == ("text/html; charset=utf-8", True)


def test_giving_up_asks_first(client, preparer):
    extract = draft(preparer)

    client.get(page(extract, "extract_cancel"))
    asked_only = Extract.objects.get().status
    client.post(page(extract, "extract_cancel"), {"version": 1})

    assert (asked_only, Extract.objects.get().status) == ("draft", "cancelled")


def test_extract_without_content_is_still_a_page(client, data_steward, regional_administrator):
    actor = acting(data_steward)
    handed = approved(actor, acting(regional_administrator))
    hand_over(handed, how="osobně", version=handed.version, actor=actor)
    Extract.objects.update(content="", hidden="")
    cancelled = cancel_extract(draft(actor), version=1, actor=actor)
    client.sign_in(data_steward)

    for extract in (handed, cancelled):
        answer = client.get(extract.get_absolute_url())
        assert ("Obsah výpisu je smazaný." in answer.text, "Stáhnout" in answer.text) == (True, False)


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_for_any_number_of_parts(
    client, preparer, regional_administrator, django_assert_num_queries, count
):
    extract = draft(preparer, regional_administrator.email if count == 3 else "bez.uctu@priklad.cz")
    client.get(extract.get_absolute_url())

    with django_assert_num_queries(5):
        answer = client.get(extract.get_absolute_url())

    assert len(answer.context["parts"]) == count


def test_long_part_has_pages_of_its_own(client, preparer):
    for _number in range(25):
        asked(preparer, email="opakovane@priklad.cz")
    extract = draft(preparer, "opakovane@priklad.cz")

    whole = client.get(extract.get_absolute_url())
    alone = client.get(f"{extract.get_absolute_url()}?cast=privacy.datarequest&strana=2")

    assert "Všechny záznamy: Žádosti o údaje (26)" in whole.text
    assert [len(records) for _part, records, _headers in alone.context["parts"]] == [6]
