"""App configuration of demo."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Demo content: installed by the settings of the demo and the tests only; no other app imports it."""

    name = "demo"
    verbose_name = "Nội dung minh họa"
