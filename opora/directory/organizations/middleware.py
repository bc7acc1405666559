"""Puts the actor on every request, and keeps pages of people who signed in out of shared computers."""

from django.conf import settings

from opora.directory.organizations.selectors import membership_acted_in
from opora.foundation.core.actor import Actor


class ActorMiddleware:
    """`request.actor`; visitors without a session cookie are the public, and no session is touched for them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor = Actor.public()
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            request.actor = Actor.for_user(request.user, membership_acted_in(request.user))
        response = self.get_response(request)
        if request.actor.is_person:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
