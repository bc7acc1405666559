import pytest

from tests.foundation.messaging.letters import OUTBOX
from tests.support.mail_server import mail_server


@pytest.fixture
def outbox(settings):
    """Mail goes to the outbox and tasks to their queue, as in an ordinary deployment."""
    settings.MAILERS = OUTBOX
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture(scope="session")
def smtp():
    """A mail server that all tests share; each begins with `server`."""
    with mail_server() as running:
        yield running


@pytest.fixture
def server(smtp, settings, outbox):
    """An obedient mail server, and a deployment that sends to it."""
    smtp.answers, smtp.drop, smtp.hang, smtp.accepted = {}, [], {}, []
    settings.MAIL_TRANSPORT = smtp.options
    return smtp
