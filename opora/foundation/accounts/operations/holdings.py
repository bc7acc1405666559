"""What accounts hold under rules of retention; accounts themselves are registered by the app that knows their roles."""

from opora.foundation.accounts.models import SignInDelay
from opora.foundation.accounts.selectors.retention import old_delays
from opora.foundation.privacy.selectors.holdings import Holding

HOLDINGS = [Holding("accounts.sign_in_delay", SignInDelay, old_delays, automatic=True)]  # erased by a task of its own
UNHELD = {"accounts.emailchange": "maže se s účtem"}
