"""Request id and one line of log for each request."""

import logging
import time
import uuid

from opora.foundation.core.logs import request_id

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
