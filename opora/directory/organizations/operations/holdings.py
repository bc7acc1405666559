"""What is kept of people under rules of retention, and what becomes of it."""

from functools import partial

from opora.directory.organizations.models import Invitation
from opora.directory.organizations.selectors import retention
from opora.foundation.accounts.models import User
from opora.foundation.accounts.operations.retention import anonymise_accounts
from opora.foundation.accounts.selectors.retention import index_of
from opora.foundation.privacy.operations.retention import erase_rows
from opora.foundation.privacy.selectors.holdings import Holding

HOLDINGS = [
    Holding("accounts.user", User, retention.accounts_without_role, anonymise=anonymise_accounts, subject=index_of),
    Holding(
        "organizations.invitation",
        Invitation,
        retention.invitations_over,
        erase=partial(erase_rows, Invitation),
        subject=retention.index_of,
    ),
]
UNHELD = {
    "organizations.membership": "členství zůstává u účtu, který po anonymizaci nikoho nejmenuje",
}
