"""How often one visitor may send something, by class of what is sent; counted in the database for all processes."""

import hashlib
import hmac
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import F
from django.http import HttpResponse
from django.utils import timezone

from opora.foundation.core.models import RateCount
from opora.foundation.core.web import client_network, posted_fields, render_page

if TYPE_CHECKING:
    from opora.foundation.core.web import Request


def limited(kind: str) -> Callable:
    """Let the view be sent to only as often as `settings.RATES[kind]` says: (times, seconds). Reading is never limited.

    Who is signed in is counted by the account, others by the network they come from. Too much answers 429 with a
    sentence, `Retry-After` and a button that sends what was typed again; files have to be chosen anew.
    """

    def wrap(view: Callable) -> Callable:
        @wraps(view)
        def inner(request: "Request", *args, **kwargs) -> HttpResponse:
            wait = seconds_to_wait(kind, who(request)) if request.method == "POST" else 0
            if not wait:
                return view(request, *args, **kwargs)
            context = {"minutes": -(-wait // 60), "fields": posted_fields(request)}
            response = render_page(request, "core/too_often.html", context, status=429)
            response["Retry-After"] = str(wait)
            return response

        inner.opora_limited = kind  # type: ignore[attr-defined]
        return inner

    return wrap


def who(request: "Request") -> str:
    """The account, else the network; empty when there is nobody to count."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return f"account {user.pk}"
    return client_network(request)


def seconds_to_wait(kind: str, asker: str) -> int:
    """Count one more sending and say in how many seconds the next one may come; 0 when this one may."""
    most, period = settings.RATES[kind]
    if not most or not asker:
        return 0
    key = hmac.new(settings.SECRET_KEY.encode(), f"{kind}\0{asker}".encode(), hashlib.sha256).hexdigest()
    now = timezone.now()
    if not RateCount.objects.filter(key=key, window_ends_at__gt=now).update(count=F("count") + 1):
        ends = now + timedelta(seconds=period)
        RateCount.objects.update_or_create(key=key, defaults={"window_ends_at": ends, "count": 1})
        return 0
    row = RateCount.objects.get(key=key)
    return max(int((row.window_ends_at - now).total_seconds()), 1) if row.count > most else 0
