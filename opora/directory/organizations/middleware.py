"""Puts the actor on every request, and keeps pages of people who signed in out of shared computers."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from opora.directory.organizations.selectors.memberships import membership_acted_in, memberships_in_force
from opora.directory.organizations.views.roles import CHOSEN, SEND_AS, acting_changed
from opora.foundation.accounts.selectors.sessions import passed_second_factor
from opora.foundation.core.actor import ACTING_AS, Actor

ANY_ROLE = {"organizations:choose_role"}  # forms that do not depend on the role acted in
ENDED = "Role, ve které jste jednali, skončila."


def prove_first(request) -> HttpResponse:
    """Lead to the page that says how to get a second factor; from there the person goes on to the page asked for."""
    query = {"next": request.get_full_path()} if request.method in {"GET", "HEAD"} else None
    return redirect(reverse("second_factor_required", query=query))


class ActorMiddleware:
    """`request.actor` and `request.memberships`; visitors without a session cookie are the public, and no session
    is touched for them. A form opened in one role never acts in another one unasked.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor, request.memberships, request.unproved = Actor.public(), [], False
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self.recognize(request)
        response = self.get_response(request)
        if request.actor.is_person:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def recognize(self, request) -> None:
        """Who acts and in what; until a second factor is proved where a role asks for it, in no role at all."""
        memberships = memberships_in_force(request.user)
        needed = any(one.card.second_factor for one in memberships)
        if needed and not passed_second_factor(request):
            request.actor, request.unproved = Actor.for_user(request.user), True
            return
        request.memberships = memberships
        self.act(request)

    def process_view(self, request, view, args, kwargs) -> HttpResponse | None:
        """Stop a form that was opened in another role; `send_as` is the person's answer in which role to send it.

        Pages of the account (their names have no namespace) act on the account itself, public ones in no role.
        """
        name = request.resolver_match.view_name
        of_staff = ":" in name and getattr(view, "login_required", True)
        if request.unproved and of_staff:
            return prove_first(request)
        if request.method != "POST" or not request.actor.is_person or not of_staff or name in ANY_ROLE:
            return None
        chosen = request.POST.get(SEND_AS, "")
        if any(str(one.pk) == chosen for one in request.memberships):
            request.session[CHOSEN] = int(chosen)
            self.act(request)
            return None
        opened, acted_in = request.POST.get(ACTING_AS, ""), request.actor.membership
        if not opened or (acted_in is not None and str(acted_in.pk) == opened):
            return None
        return acting_changed(request, opened)

    def act(self, request) -> None:
        """The person acts in the membership chosen in the session, else in the first one, and is told so."""
        chosen = request.session.get(CHOSEN)
        membership = membership_acted_in(request.memberships, chosen)
        request.actor = Actor.for_user(request.user, membership)
        number = membership.pk if membership else None
        if number == chosen:  # a session is written only when it changes
            return
        if chosen is not None:
            now = f"Teď jednáte jako {membership.in_words}." if membership else "Jinou roli teď nemáte."
            messages.warning(request, f"{ENDED} {now}")
        if number is None:
            request.session.pop(CHOSEN, None)
        else:
            request.session[CHOSEN] = number
