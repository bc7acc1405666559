"""Request id and one line of log for each request; abilities of the device; how much a request may bring."""

import logging
import sys
import time
import uuid

from django.conf import settings
from django.urls import Resolver404, resolve

from opora.foundation.core.logs import request_id
from opora.foundation.core.web import page_alone

logger = logging.getLogger("opora.request")


class RequestLogMiddleware:
    """Give the request an id and log its route, status and duration: never the query or the visitor."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = request_id.set(uuid.uuid4().hex)
        start = time.perf_counter()
        try:
            response = self.get_response(request)
            match = request.resolver_match
            logger.info(
                "request",
                extra={
                    "method": request.method,
                    "route": match.route if match else "",
                    "status": response.status_code,
                    "milliseconds": round((time.perf_counter() - start) * 1000, 1),
                },
            )
            response["X-Request-ID"] = request_id.get()
            return response
        finally:
            request_id.reset(token)


class PermissionsPolicyMiddleware:
    """Switch off, for every page and frame, abilities of the device that Opora does not use."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.policy = ", ".join(f"{ability}=()" for ability in settings.ABILITIES_SWITCHED_OFF)

    def __call__(self, request):
        response = self.get_response(request)
        response["Permissions-Policy"] = self.policy
        return response


class SizeLimitMiddleware:
    """Refuse a request larger than its view takes, before a byte of it is read: nothing reaches memory or disk.

    A server reads no more than the length that the request declares, so that the declaration is enough.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        size = (int(length) if len(length) < 20 else sys.maxsize) if length.isdecimal() else 0
        if size <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE or size <= (most := self.most_bytes(request)):
            return self.get_response(request)
        return page_alone("413.html", 413, most=most // 1_000_000)

    @staticmethod
    def most_bytes(request) -> int:
        """What the view says that it takes."""
        try:
            view = resolve(request.path_info, getattr(request, "urlconf", None)).func
        except Resolver404:
            return settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        return getattr(view, "opora_most_bytes", settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
