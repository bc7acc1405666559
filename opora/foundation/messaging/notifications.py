"""The message that brings others together."""

from opora.foundation.core.registries import Notification, Placeholder
from opora.foundation.messaging.selectors.preferences import DIGEST

DIGEST_LETTER = Notification(
    "messaging.digest",
    "Souhrn zpráv",
    "messaging/email/digest.txt",
    category=DIGEST.code,
    placeholders=(
        Placeholder("zpravy", "zprávy pod sebou, každá se svým nadpisem", "1. Připomínka\n\nText připomínky.", True),
        Placeholder("pocet", "počet zpráv se slovem", "2 zprávy"),
    ),
    of_instance=True,
    keeps_text=False,  # its parts may hold links that open somebody's page
)
