from django.apps import AppConfig


class CampaignConfig(AppConfig):
    name = "campaign"
    verbose_name = "Chiến dịch"

    def ready(self):
        from campaign import context

        context.connect()
