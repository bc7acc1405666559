"""The house as a newcomer gets it: made by `manage.py set_up`, served by the real server on a free port."""

import fcntl
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pyotp
from django.conf import settings

ROOT = Path(__file__).parents[2]
NEWCOMER, NEWCOMERS_PASSWORD = "nova@opora.example", "heslo nové pracovnice"
NEW_ACCOUNT = f"""
from opora.foundation.accounts.operations.accounts import create_account
from opora.foundation.core.actor import Actor
actor = Actor.job("zkouška")
create_account(email="{NEWCOMER}", full_name="Nová Ukázková", password="{NEWCOMERS_PASSWORD}", actor=actor)
"""
NONCE = "invitation-of-the-browser-tests"  # with the key of the tests it makes the link that the map of addresses knows
INVITATION = f"""
from opora.directory.organizations.models import Organization
from opora.directory.organizations.operations.invitations import Offer, invite
from opora.foundation.accounts.models import MagicLink
from opora.foundation.core.actor import Actor
region = Organization.objects.filter(kind="region").first()
invite(region, Offer("pozvana@opora.example", "Pozvaná Ukázková", "planner"), actor=Actor.job("zkouška"))
MagicLink.objects.filter(pk=MagicLink.objects.latest("pk").pk).update(nonce="{NONCE}")
"""

LOOK = """
from opora.directory.organizations.models import Organization
from opora.foundation.audit import log
from opora.foundation.core.actor import Actor
log.record_read(Organization.objects.first(), actor=Actor.job("zkouška"), reason="zkouška")
"""
SUBSTITUTION_NUMBER = 9001
SUBSTITUTION = f"""
from datetime import timedelta
from opora.directory.organizations.models import Membership
from opora.directory.organizations.operations.substitutions import substitute
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
days = {{"valid_from": today(), "valid_to": today() + timedelta(days=9)}}
planner = Membership.objects.get(user__email="planovani@opora.example")
made = substitute(Membership.objects.get(pk=2), planner.user, **days, actor=Actor.job("zkouška"))
Membership.objects.filter(pk=made.pk).update(id={SUBSTITUTION_NUMBER})
"""

BRANCH_NUMBER = 9002
BRANCH = f"""
from opora.directory.organizations.models import Branch, Organization
from opora.directory.organizations.operations.branches import create_branch
from opora.foundation.core.actor import Actor
facts = {{"name": "Terénní tým (ukázka)", "address": "Vymyšlená 10, 405 02 Děčín", "phone": "416 000 000"}}
made = create_branch(Organization.objects.get(kind="provider"), facts, actor=Actor.job("zkouška"))
Branch.objects.filter(pk=made.pk).update(id={BRANCH_NUMBER})
"""
KEY_NUMBER = 9000
UNPROVED, KEY_OWNER, PASSKEY_OWNER = "nastup@opora.example", "klic@opora.example", "otisk@opora.example"
UNPROVED_PASSWORD = "heslo nového správce"
KEYS = f"""
from opora.directory.organizations.enums import Role
from opora.directory.organizations.models import Membership
from opora.foundation.accounts.models import User
from opora.foundation.accounts.operations.accounts import create_account
from opora.foundation.core.actor import Actor
from tests.support.keys import paper_key
paper_key(User.objects.get(email="spravce@opora.example"), pk={KEY_NUMBER})
region = Membership.objects.get(user__email="data@opora.example").organization
for email in ("{UNPROVED}", "{KEY_OWNER}", "{PASSKEY_OWNER}"):
    user = create_account(
        email=email, full_name="Klára Ukázková", password="{UNPROVED_PASSWORD}", actor=Actor.job("zkouška")
    )
    Membership.objects.create(user=user, organization=region, role=Role.DATA_STEWARD)
"""
STEP = 30  # seconds that a code of an app is shown


@dataclass(frozen=True)
class House:
    """A running Opora: its address and folder."""

    url: str
    var: Path

    def login(self, email: str) -> dict[str, str]:
        """Password and second factor (when there is one) of a person of the demo, or of the new member of staff."""
        if email == NEWCOMER:
            return {"password": NEWCOMERS_PASSWORD}
        if email in {UNPROVED, KEY_OWNER, PASSKEY_OWNER}:
            return {"password": UNPROVED_PASSWORD}
        return json.loads((self.var / "demo-logins.json").read_text())[email]

    def code(self, email: str) -> str:
        """A code of the person's app that nobody has used yet, in whatever process; a used one is refused for ever.

        Codes one step old and two steps early are accepted, so that it seldom waits.
        """
        with open(self.var / "codes.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            spent = self.var / f"spent-{email}"
            last = int(spent.read_text()) if spent.exists() else 0
            step = max(last + 1, int(time.time()) // STEP - 1)
            spent.write_text(str(step))
        time.sleep(max(0.0, (step - 2) * STEP - time.time()))
        return pyotp.TOTP(self.login(email)["totp"]).at(step * STEP)


def environment(var: Path) -> dict[str, str]:
    """Clean environment: nothing of the developer's settings, nothing of the tests'."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPORA_", "DJANGO_"))}
    return {
        **kept,
        "OPORA_VAR": str(var),
        "OPORA_SECRET_KEY": settings.SECRET_KEY,
        "OPORA_WEB_PROCESSES": "1",
        "DJANGO_SETTINGS_MODULE": "opora.config.settings",
    }


FAILED_TASK = UUID(int=9000)
FAILURE = f"""
from django_tasks_db.models import DBTaskResult, get_date_max
DBTaskResult.objects.create(
    pk="{FAILED_TASK}", status="FAILED", task_path="opora.foundation.audit.tasks.seal_records",
    args_kwargs={{"args": [], "kwargs": {{}}}}, backend_name="default", run_after=get_date_max(),
    exception_class_path="builtins.KeyError", traceback='  File "/opora/foundation/audit/tasks.py", line 12, in x',
)
"""
MESSAGE_NUMBER = 9000
MESSAGE = f"""
from opora.foundation.messaging.models import Message
Message.objects.create(
    pk={MESSAGE_NUMBER}, notification="accounts.new_password", recipient="jana@opora.example", subject="Nové heslo",
    text="Dobrý den,\\n\\nheslo se změnilo.", sender="opora@localhost", message_id="<zkouska@localhost>",
    status="uncertain",
)
"""
PACKAGE_NUMBER = 9000
PACKAGE = f"""
from datetime import date
from opora.foundation.core.actor import Actor
from opora.foundation.exchange.models import Package, Peer
from opora.foundation.exchange.operations.packages import make_package
from opora.foundation.exchange.operations.peers import save_peer
from opora.foundation.exchange.selectors.periods import Period
from opora.foundation.exchange.selectors.signing import public_key
job = Actor.job("zkouška")
period = Period(date(2026, 7, 1), date(2026, 9, 30))
made = make_package("catalog.services", period, territory="60", actor=job)
Package.objects.filter(pk=made.pk).update(id={PACKAGE_NUMBER})
facts = {{"name": "Poskytovatel (ukázka)", "public_key": public_key(), "receives_from": True, "sends_to": True}}
peer = save_peer(Peer(), facts | {{"address": "https://opora.example/vymena/baliky/"}}, version=0, actor=job)
Peer.objects.filter(pk=peer.pk).update(id={PACKAGE_NUMBER})
"""
ATTACHMENT_NUMBER = 9000
ATTACHMENT = f"""
from io import BytesIO
from PIL import Image
from django.core.files.uploadedfile import SimpleUploadedFile
from opora.directory.catalog.models import Service, ServiceAttachment
from opora.directory.catalog.operations.attachments import add_attachment
from opora.foundation.core.actor import Actor
from opora.foundation.documents.imports import checked_upload
buffer = BytesIO()
Image.new("RGB", (600, 400), (60, 120, 90)).save(buffer, "JPEG")
photo = checked_upload(SimpleUploadedFile("vchod.jpg", buffer.getvalue()), kinds={{"photo"}})
words = {{"kind": "photo", "title": "Vchod", "alt_text": "Vchod z ulice, k dveřím vede rampa.", "issued_on": None}}
service = Service.objects.get(identifier="9900001")
row = add_attachment(service, photo, words, actor=Actor.job("zkouška"))
ServiceAttachment.objects.filter(pk=row.pk).update(id={ATTACHMENT_NUMBER})
"""
PROPOSAL_NUMBER = 9000
PROPOSAL = f"""
from opora.directory.catalog.models import RecordProposal, Service, ServiceRecord
service = Service.objects.get(identifier="9900001")
ServiceRecord.objects.create(service=service, phone="000000012", hours="po–pá 8–16", price="50 Kč za hodinu.")
RecordProposal.objects.create(
    pk={PROPOSAL_NUMBER}, service=service, before={{"price": "50 Kč za hodinu."}},
    values={{"price": "60 Kč za hodinu."}}, proposed_by="Petra Ukázková",
)
"""
RIGHTS_NUMBER = 9000
RIGHTS = f"""
import json
from django.contrib.auth import get_user_model
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
from opora.foundation.privacy.models import DataRequest, Extract, Restriction
from opora.foundation.privacy.operations.restrictions import restrict
from opora.foundation.privacy.selectors.extracts import gathered
from opora.foundation.privacy.selectors.subjects import email_index
from opora.foundation.privacy.selectors.sources import subject_of
whose = {{"subject_name": "Dana Ukázková", "subject_email": "data@opora.example"}}
whose["subject_index"] = email_index(whose["subject_email"])
asked = DataRequest.objects.create(
    pk={RIGHTS_NUMBER}, kind="erasure", **whose, received_on=today(), due_on=today(), channel="email",
    proof="občanský průkaz", recorded_by="zkouška",
)
preparer = get_user_model().objects.get(email="spravce@opora.example")
Extract.objects.create(
    pk={RIGHTS_NUMBER}, request=asked, content=json.dumps(gathered(subject_of(whose["subject_email"]))),
    prepared_by=preparer.full_name, prepared_by_id=str(preparer.pk),
)
made = restrict("omezena@opora.example", reason="ověřuje se přesnost", actor=Actor.job("zkouška"))
Restriction.objects.filter(pk=made.pk).update(id={RIGHTS_NUMBER})
"""
# parts of one script
REPORT_NUMBER, REPORT_NONCE, CONFIRM_NONCE = 9000, "report-of-the-browser-tests", "reminder-of-the-browser-tests"
REPORT = f"""
from datetime import timedelta
from opora.directory.catalog.models import ErrorReport, Service, ServiceRecord
from opora.directory.catalog.operations.error_reports import report_error
from opora.directory.catalog.permissions import CONFIRM_LINK
from opora.foundation.accounts.models import MagicLink, User
from opora.foundation.accounts.operations.links import issue_link
from opora.foundation.core.actor import Actor
from opora.foundation.core.dates import today
service = Service.objects.get(identifier="9900001")
ServiceRecord.objects.filter(service=service).update(confirmed_on=today() - timedelta(days=100))
made = report_error(service, reason="hours", text="V pátek mají zavřeno.", actor=Actor.public())
ErrorReport.objects.filter(pk=made.pk).update(id={REPORT_NUMBER})
state = MagicLink.objects.filter(purpose="catalog.error_report", object_id=made.pk)
state.update(object_id={REPORT_NUMBER}, nonce="{REPORT_NONCE}")
head = User.objects.get(email="poskytovatel@opora.example")
link = issue_link(CONFIRM_LINK, head.pk, lifetime=timedelta(days=9), actor=Actor.job("zkouška"))
MagicLink.objects.filter(pk=link.pk).update(nonce="{CONFIRM_NONCE}")
"""
DISPOSAL_NUMBER = 9000
DISPOSAL = f"""
from datetime import timedelta
from opora.foundation.core.dates import today
from opora.foundation.privacy.models import Consent, ConsentWording, LegalHold, RetentionItem, RetentionRun
from opora.foundation.privacy.selectors.consents import fingerprint
run = RetentionRun.objects.create(pk={DISPOSAL_NUMBER}, as_of=today(), prepared_by="měsíční návrh výmazu")
kind = {{"rule_code": "organizations.invitation", "object_type": "organizations.invitation"}}
item = {{**kind, "run": run, "action": "erase", "due_on": today()}}
RetentionItem.objects.create(pk={DISPOSAL_NUMBER}, **item, object_id="1")
RetentionItem.objects.create(**item, object_id="2")
hold = {{**kind, "rule_code": "", "object_id": "2", "reason": "soudní spor", "set_by": "Petra Ukázková"}}
LegalHold.objects.create(pk={DISPOSAL_NUMBER}, **hold, review_on=today() + timedelta(days=30))
words = "Souhlasím s odpovědí."
wording = ConsentWording.objects.create(
    purpose="zkouska.souhlas", number=1, text=words, sha256=fingerprint(words), written_by="Petra Ukázková"
)
Consent.objects.create(
    pk={DISPOSAL_NUMBER}, wording=wording, given_how="form", recorded_by="veřejnost", subject_email="jana@opora.example"
)
"""
FURNITURE = [
    DISPOSAL,
    MESSAGE,
    NEW_ACCOUNT,
    INVITATION,
    SUBSTITUTION,
    LOOK,
    BRANCH,
    KEYS,
    FAILURE,
    PACKAGE,
    ATTACHMENT,
    PROPOSAL,
    REPORT,
    RIGHTS,
]


def furnish(var: Path) -> None:
    """Make the database once; workers of the same run wait for the first one."""
    var.mkdir(exist_ok=True)
    with open(var.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (var / "furnished").exists():
            manage(var, "set_up")
            manage(var, "shell", "-c", "\n".join(FURNITURE))
            (var / "furnished").touch()


def manage(var: Path, *arguments: str) -> None:
    """Run a command of the house; its own words explain a failure."""
    command = [sys.executable, "manage.py", *arguments]
    made = subprocess.run(command, cwd=ROOT, env=environment(var), capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr


@contextmanager
def running(
    var: Path, settings_module: str = "opora.config.settings", *, port: int = 0, **more: str
) -> Iterator[House]:
    """Serve the house until the block ends, on a free port unless one is given, with `more` variables set."""
    port = port or free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "opora/config/gunicorn.py",
        "opora.config.wsgi:application",
    ]
    with open(var / f"server-{port}.log", "w") as log:
        variables = {**environment(var), "PORT": str(port), "DJANGO_SETTINGS_MODULE": settings_module, **more}
        process = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=log, stderr=subprocess.STDOUT)
        try:
            house = House(f"http://localhost:{port}", var)  # keys know no addresses of numbers
            wait_for(f"{house.url}/readyz", process)
            yield house
        finally:
            process.terminate()
            process.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url: str, process: subprocess.Popen, seconds: float = 90) -> None:
    """Until the server answers 200; raises when it ends or stays silent."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise TimeoutError(url)
