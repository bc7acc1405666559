"""What a session remembers, and which sessions of an account are open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

SECOND_FACTOR = "second_factor"  # key of the session: true once the person has proved a second factor in it
SEEN, BEGAN = "seen", "began"  # seconds since 1970 of the last act and of sign-in
ENDED = "ended"  # in a session of nobody: whose session ended before, why, and what comes back after sign-in
KEPT = "kept"  # page → sealed form that came after the end
CARRIED = ("membership",)  # what the person chose in the ended session and has again in the next one


def passed_second_factor(request: HttpRequest) -> bool:
    """True when the person proved a second factor in this session."""
    return bool(request.session.get(SECOND_FACTOR))


NOWHERE = "0.0.0.0"  # nosec B104: stands where the address of a session is not known; nothing listens there
BROWSERS = {  # the first that the browser names itself by; each also names those it descends from
    "Edg": "Edge", "OPR/": "Opera", "SamsungBrowser": "Samsung Internet", "Firefox": "Firefox", "FxiOS": "Firefox",
    "CriOS": "Chrome", "Chrome": "Chrome", "Safari": "Safari",
}  # fmt: skip
SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "CrOS": "ChromeOS",
    "Mac OS": "macOS", "Linux": "Linux",
}  # fmt: skip


@dataclass(frozen=True)
class OpenSession:
    """One open sign-in: by what device, from where, since when, last act (to minutes), and whether it is this one."""

    pk: int
    device: str
    address: str
    began_at: datetime
    seen_at: datetime
    is_here: bool


def open_sessions(user: Any, session_key: str | None) -> list[OpenSession]:
    """Open sign-ins of the account, this one first, then the latest used; two queries."""
    known = {one.session_key: one for one in UserSession.objects.filter(user_id=user.pk)}
    age = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    idle = timedelta(seconds=settings.SESSION_IDLE + settings.SESSION_NOTED_EVERY)
    alive = Session.objects.filter(session_key__in=known, expire_date__gt=timezone.now() + age - idle)
    found = [
        OpenSession(
            pk=known[key].pk,
            device=device_name(known[key].user_agent),
            address="" if known[key].ip == NOWHERE else str(known[key].ip),
            began_at=known[key].created_at,
            seen_at=expires - age,
            is_here=key == session_key,
        )
        for key, expires in alive.values_list("session_key", "expire_date")
    ]
    return sorted(found, key=lambda one: (one.is_here, one.seen_at), reverse=True)


def device_name(user_agent: str) -> str:
    """What a header User-Agent says of the device in words people know: „Firefox, Windows“."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    return ", ".join(filter(None, [browser, system])) or "neznámé zařízení"
