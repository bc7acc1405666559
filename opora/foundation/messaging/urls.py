"""Addresses of messages: what went and what waits."""

from django.urls import path

from opora.foundation.messaging.views import consents, outbox, preferences, unsubscribe, wording

app_name = "messaging"
urlpatterns = [
    path("sprava/zpravy/", outbox.messages, name="outbox"),
    path("sprava/zpravy/<int:pk>/", outbox.message, name="message"),
    path("sprava/zpravy/<int:pk>/obsah/", outbox.content, name="message_content"),
    path("sprava/zpravy/<int:pk>/poslat-znovu/", outbox.retry, name="message_retry"),
    path("sprava/zpravy/<int:pk>/odeslana/", outbox.consider_sent, name="message_sent"),
    path("sprava/zpravy/<int:pk>/na-vedomi/", outbox.notice, name="message_notice"),
    path("sprava/zneni-zprav/", wording.wordings, name="wordings"),
    path("sprava/zneni-zprav/<str:code>/", wording.edit, name="wording"),
    path("sprava/zneni-zprav/<str:code>/vychozi/", wording.default, name="wording_default"),
    path("sprava/zneni-zprav/<str:code>/<int:number>/", wording.version, name="wording_version"),
    path("ucet/zpravy/", preferences.preferences, name="preferences"),
    path("zpravy/odhlasit/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("souhlas/<str:token>/", consents.consent, name="consent"),
]
