"""Puts the actor on every request, and keeps pages of people who signed in out of shared computers."""

from django.conf import settings

from opora.directory.organizations.selectors.memberships import membership_acted_in, memberships_in_force
from opora.foundation.core.actor import Actor

CHOSEN = "membership"  # key of the session: number of the membership that the person chose to act in


class ActorMiddleware:
    """`request.actor` and `request.memberships`; visitors without a session cookie are the public, and no session
    is touched for them.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor, request.memberships = Actor.public(), []
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            request.memberships = memberships_in_force(request.user)
            chosen = membership_acted_in(request.memberships, request.session.get(CHOSEN))
            request.actor = Actor.for_user(request.user, chosen)
        response = self.get_response(request)
        if request.actor.is_person:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
