"""Where allauth asks our rules: nobody signs up by himself."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Accounts come from invitations and from administrators only."""
        return False
