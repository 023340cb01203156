"""App configuration: connects the receivers of signals.py."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The site's search."""

    name = "search"
    verbose_name = "Tìm kiếm"

    def ready(self) -> None:
        """Connect the receivers, register the steps of a publication, and give the library its search."""
        from articles import publication
        from media_library.public.finding import words

        from . import library, signals

        publication.register(publication.INDEX, publish=signals.page_published, unpublish=signals.page_unpublished)
        words.register_finder(library.find_assets)
