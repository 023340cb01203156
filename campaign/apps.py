"""App configuration: adds the campaign's part to the site context."""

from django.apps import AppConfig


class CampaignConfig(AppConfig):
    """The shared vocabulary."""

    name = "campaign"
    verbose_name = "Chiến dịch"

    def ready(self) -> None:
        """Add the campaign's part to the site context."""
        from campaign import context

        context.connect()
