"""What a visitor downloads: the page with everything it names, then another page."""

import http.client
import re

FOREIGN = re.compile(r'<(?:script|link(?! rel="canonical")|img|iframe)[^>]+(?:src|href)="(https?://[^"]+)"')
PART_OF_PAGE = re.compile(r'(?:href|src)="(/static/[^"#]+)')


def _get(port: int, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    return connection.getresponse()


def _bytes(response: http.client.HTTPResponse) -> tuple[int, bytes]:
    body = response.read()
    head = sum(len(name) + len(value) + 4 for name, value in response.getheaders())
    return len(body) + head, body


def first_and_later(port: int, first: str, later: list[str]) -> tuple[int, int]:
    """Bytes over the wire (compressed bodies and headers) of the first visit, and of the heaviest later page."""
    import gzip

    total, body = _bytes(_get(port, first))
    for part in sorted(set(PART_OF_PAGE.findall(gzip.decompress(body).decode()))):
        total += _bytes(_get(port, part))[0]
    return total, max(_bytes(_get(port, path))[0] for path in later)


def third_parties(port: int, paths: list[str]) -> list[str]:
    """Addresses of others that the pages would load."""
    import gzip

    found = []
    for path in paths:
        page = gzip.decompress(_bytes(_get(port, path))[1]).decode()
        found += FOREIGN.findall(page)
    return found
