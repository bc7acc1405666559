"""Addresses of the whole house; the only module that knows all apps."""

from django.conf import settings
from django.urls import include, path

from opora.config import wings

urlpatterns = [
    path("", include("opora.web.site.urls")),
    *wings.addresses(settings.WINGS),
    path("", include("opora.directory.catalog.urls")),
    path("", include("opora.directory.organizations.urls")),
    path("", include("opora.foundation.exchange.urls")),
    path("", include("opora.foundation.messaging.urls")),
    path("", include("opora.foundation.accounts.urls")),
    path("", include("opora.foundation.privacy.urls")),
    path("", include("opora.foundation.audit.urls")),
    path("", include("opora.foundation.core.urls")),
    path("api/", include("opora.web.api.urls")),
]

handler400 = "opora.foundation.core.views.bad_request"
handler403 = "opora.foundation.core.views.forbidden"
handler404 = "opora.foundation.core.views.not_found"
handler500 = "opora.foundation.core.views.server_error"
