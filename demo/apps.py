from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Demo content: present only where the demo is installed, imported by nobody."""

    name = "demo"
    verbose_name = "Nội dung minh họa"
