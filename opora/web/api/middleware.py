"""What all addresses of the API share: reading only, open to every origin, no cookies, a limit of questions, JSON."""

import time
from hashlib import blake2b
from secrets import token_bytes

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from opora.foundation.core.web import client_network
from opora.web.api.exports.answers import HANDBOOK, problem

ROOT = "/api/"
METHODS = "GET, HEAD, OPTIONS"
MINUTE = 60
DAY = 86_400
MOST_CLIENTS = 50_000  # remembered at once; then everybody starts anew
KEY = token_bytes(16)  # of this process; without it nobody can find an address from what is kept
SHARED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After, X-Request-ID",
    "X-Robots-Tag": "noindex",  # people are to find the pages
}
PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": str(DAY),
}
SENTENCES = {
    400: "Dotazu nerozumíme.",
    404: f"Tady nic není. Adresy jsou bez lomítka na konci, jejich seznam je na {HANDBOOK}.",
    405: "Rozhraní se jen čte: použijte GET nebo HEAD.",
    429: "Příliš mnoho dotazů za minutu. Zkuste to za chvíli.",
    500: "Na naší straně se něco nepovedlo. Zkuste to za chvíli.",
}


class ApiMiddleware:
    """Guard every address under /api/; other addresses pass untouched."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.limit = RateLimit()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(ROOT):
            return self.get_response(request)
        response = self._answer(request)
        for name, value in SHARED.items():
            response[name] = value
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=PREFLIGHT)
        if wait := self.limit.wait(client_address(request), time.monotonic()):
            refused = problem(429, SENTENCES[429])
            refused["Retry-After"] = str(wait)
            return refused
        if request.method not in ("GET", "HEAD"):
            refused = problem(405, SENTENCES[405])
            refused["Allow"] = METHODS
            return refused
        request.COOKIES = {}  # everybody is the public here, and no session is touched
        return _as_json(self.get_response(request))


class RateLimit:
    """Questions of each client in the running minute, in the memory of this process; addresses only as keyed hashes."""

    def __init__(self) -> None:
        self.minute = 0
        self.counts: dict[bytes, int] = {}

    def wait(self, address: str, now: float) -> int:
        """Seconds to wait, 0 when the client may ask. `now` in seconds of any steady clock."""
        most = settings.API_RATE
        minute = int(now // MINUTE)
        if minute != self.minute or len(self.counts) >= MOST_CLIENTS:
            self.minute, self.counts = minute, {}
        key = blake2b(address.encode("utf-8", "replace"), key=KEY, digest_size=12).digest()
        count = self.counts[key] = self.counts.get(key, 0) + 1
        return MINUTE - int(now % MINUTE) if most and count > most else 0


def client_address(request: HttpRequest) -> str:
    """Who asks: the address, of IPv6 the network a household has; what is no address as it came."""
    return client_network(request) or request.META.get("REMOTE_ADDR", "")


def _as_json(response: HttpResponse) -> HttpResponse:
    """Errors of the frame in the shape of the API: addresses that do not exist, broken questions, faults of ours."""
    if response.status_code < 400 or response.get("Content-Type", "").startswith("application/json"):
        return response
    return problem(response.status_code, SENTENCES.get(response.status_code, SENTENCES[400]))
