"""How allauth behaves in Opora."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Nobody registers on their own: accounts are made by the administrator."""

    def is_open_for_signup(self, request) -> bool:
        return False
