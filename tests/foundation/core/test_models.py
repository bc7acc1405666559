import pytest

from opora.directory.organizations.models import Organization
from opora.foundation.core.errors import StaleError


@pytest.fixture
def organization(db):
    return Organization.objects.create(kind="other", name="Původní název")


def test_fresh_edit_is_written_and_raises_the_version(organization):
    organization.name = "Nový název"

    organization.save_fresh("name", version=1)

    organization.refresh_from_db()
    assert (organization.name, organization.version) == ("Nový název", 2)


def test_stale_edit_is_refused_and_changes_nothing(organization):
    organization.name = "První"
    organization.save_fresh("name", version=1)
    organization.name = "Druhý"

    with pytest.raises(StaleError, match="mezitím změnil někdo jiný"):
        organization.save_fresh("name", version=1)

    organization.refresh_from_db()
    assert (organization.name, organization.version) == ("První", 2)


def test_the_second_of_two_first_rows_is_refused(organization):
    second = Organization(pk=organization.pk, kind="other", name="Druhá")

    with pytest.raises(StaleError, match="mezitím změnil někdo jiný"):
        second.insert_or_save_fresh("name", version=0)

    organization.refresh_from_db()
    assert organization.name == "Původní název"
    organization.insert_or_save_fresh("name", version=1)
    assert organization.version == 2
