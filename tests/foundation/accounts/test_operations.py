import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models.signals import pre_save

from opora.foundation.accounts.models import User
from opora.foundation.accounts.operations import accounts as operations
from opora.foundation.audit.models import AuditEvent
from opora.foundation.core.actor import Actor

pytestmark = pytest.mark.django_db
JOB = Actor.job("zkouška")


def test_account_has_lower_case_email_and_leaves_an_audit_event():
    user = operations.create_account(
        email="Jana@Priklad.cz", full_name="Jana Ukázková", password="kropenatá-slepice", actor=JOB
    )

    assert (user.email, user.check_password("kropenatá-slepice")) == ("jana@priklad.cz", True)
    assert list(AuditEvent.objects.values_list("action", "target_id")) == [("accounts.created", str(user.pk))]


@pytest.mark.parametrize("password", ["krátké", "password1234", "123456789012"])
def test_weak_password_is_refused(password):
    with pytest.raises(ValidationError):
        operations.create_account(email="a@priklad.cz", full_name="A B", password=password, actor=JOB)

    assert User.objects.count() == 0


def test_second_account_of_one_email_is_refused():
    operations.create_account(email="a@priklad.cz", full_name="A B", password=None, actor=JOB)

    with pytest.raises(ValidationError):
        operations.create_account(email="A@priklad.cz", full_name="C D", password=None, actor=JOB)


def test_public_may_not_make_accounts():
    with pytest.raises(PermissionDenied):
        operations.create_account(email="a@priklad.cz", full_name="A B", password=None, actor=Actor.public())


@pytest.mark.parametrize("name", ["Jana www.reklama.example", "http://reklama.example", "jana@b.example", "Jana\x07"])
def test_name_that_is_an_address_makes_no_account(name):
    with pytest.raises(ValidationError, match="jen jméno a příjmení"):
        operations.create_account(email="a@priklad.cz", full_name=name, password=None, actor=JOB)

    assert User.objects.count() == 0


def test_email_taken_at_the_same_moment_is_said_in_words():
    def rival(**sent):
        User.objects.bulk_create([User(email="a@priklad.cz", full_name="A B")])

    pre_save.connect(rival, sender=User)
    try:
        with pytest.raises(ValidationError, match=operations.TAKEN):
            operations.create_account(email="a@priklad.cz", full_name="C D", password=None, actor=JOB)
    finally:
        pre_save.disconnect(rival, sender=User)
