"""Addresses of messages: what went and what waits."""

from django.urls import path

from opora.foundation.messaging.views import outbox

app_name = "messaging"
urlpatterns = [
    path("sprava/zpravy/", outbox.messages, name="outbox"),
    path("sprava/zpravy/<int:pk>/", outbox.message, name="message"),
    path("sprava/zpravy/<int:pk>/obsah/", outbox.content, name="message_content"),
    path("sprava/zpravy/<int:pk>/poslat-znovu/", outbox.retry, name="message_retry"),
    path("sprava/zpravy/<int:pk>/odeslana/", outbox.consider_sent, name="message_sent"),
    path("sprava/zpravy/<int:pk>/na-vedomi/", outbox.notice, name="message_notice"),
]
