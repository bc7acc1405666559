"""What somebody typed into a form that came after the session had ended: sealed, so that it can wait for them."""

import base64
import json
from dataclasses import asdict, dataclass, field

from cryptography.fernet import Fernet, InvalidToken
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

FOCUS = "_focus"  # name of the field where the person was; the page's script sends it
LARGEST = 200_000  # bytes
LONGEST = 60 * 60  # seconds
NEVER = {"csrfmiddlewaretoken", "next", "code", "credential", FOCUS}
NEVER_LIKE = ("password", "heslo", "token", "secret")


@dataclass(frozen=True)
class KeptForm:
    """Texts of one form by names of its fields, where it was going, where the focus was."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    focus: str = ""
    had_files: bool = False

    @classmethod
    def of(cls, request: HttpRequest) -> "KeptForm":
        """What was typed: no passwords or codes, no files, no tokens of the form."""
        values = {name: texts for name, texts in request.POST.lists() if _may_be_kept(name)}
        return cls(request.path, values, request.POST.get(FOCUS, "")[:100], bool(request.FILES))

    @property
    def is_worth_keeping(self) -> bool:
        """True when there is a text in it: a button has none."""
        return any(text for texts in self.values.values() for text in texts)

    @property
    def is_too_large(self) -> bool:
        """True when it is more than a session should carry."""
        return len(json.dumps(self.values, ensure_ascii=False).encode()) > LARGEST

    @property
    def for_script(self) -> dict:
        """What the script of the page fills in."""
        return {"action": self.action, "values": self.values, "focus": self.focus}

    def sealed(self, account: str) -> str:
        """The form encrypted by a key of the instance and the account: a copy of the database opens nothing."""
        return _cipher(account).encrypt(json.dumps(asdict(self)).encode()).decode()


def opened(sealed: str, account: str) -> KeptForm | None:
    """The form sealed for the account less than an hour ago; None for a later day, another account or a forgery."""
    try:
        return KeptForm(**json.loads(_cipher(account).decrypt(sealed, ttl=LONGEST)))
    except InvalidToken:
        return None


def _may_be_kept(name: str) -> bool:
    return name not in NEVER and not any(part in name.lower() for part in NEVER_LIKE)


def _cipher(account: str) -> Fernet:
    key = salted_hmac("opora.accounts.kept", account, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
