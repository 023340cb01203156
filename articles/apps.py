"""App configuration; connects signal handlers and registers the cache of drawn pictures."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """Connects the handlers of the app when it is ready."""

    name = "articles"
    verbose_name = "Bài viết"

    def ready(self) -> None:
        """Connect the receivers of this app and fill the registries of the apps below."""
        from wagtail.images import get_image_model

        from articles import closing, listings, publication, tasks
        from articles.admin.quick import first_byline
        from articles.editorial import author_letters, permissions, schedule_letters
        from articles.models import ArticlePage
        from articles.models.mixins import editorial
        from articles.public import chrome, tags
        from articles.rules.picture_text import refuse_telling_text
        from articles.rules.publishing import page_text_gate, person_gate, story_gate
        from articles.syndication import deletion
        from base import publishing
        from base.admin import chooser
        from base.pages import BasePage
        from files.maintenance import audit

        chrome.connect()
        tags.connect()
        listings.connect()
        chooser.register_page_rule(permissions.referable_pages)
        permissions.connect()
        author_letters.connect()
        schedule_letters.connect()
        tasks.connect()
        editorial.connect()
        first_byline.connect()
        closing.connect()
        deletion.connect()
        publishing.register_gate(BasePage, person_gate)
        publishing.register_gate(BasePage, page_text_gate)
        publishing.register_gate(ArticlePage, story_gate)
        get_image_model().text_checks.append(refuse_telling_text)
        publication.connect()
        audit.register_cache(
            "cards"
        )  # drawn again when they are gone (public/share_image_views.py, public/tip_image_views.py)
