"""How a stored file goes out: as what it was checked to be, never as a page of ours."""

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.csp import CSP

from opora.foundation.documents.models import StoredFile

ALONE = {"default-src": [CSP.NONE], "sandbox": True}  # whatever the file holds, it may do nothing


def file_response(request: HttpRequest, stored: StoredFile, *, shared: bool, name: str = "") -> HttpResponseBase:
    """The file as a download, pictures to be shown; `shared` ones may be kept by caches that ask whether they hold.

    `name` stands in place of the name under which the file came, where that would say too much.
    """
    etag = f'"{stored.sha256}"'
    response = get_conditional_response(request, etag=etag) or _opened(stored, name or stored.name)
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache" if shared else "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response._csp_config = ALONE  # type: ignore[union-attr]  # as csp_override of Django does
    return response


def _opened(stored: StoredFile, name: str) -> FileResponse:
    media_type = stored.media_type or "application/octet-stream"
    return FileResponse(
        stored.file.open("rb"),
        as_attachment=not media_type.startswith("image/"),
        filename=name,
        content_type=media_type,
    )
