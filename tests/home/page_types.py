"""Every page type of the site, and a live page of each."""

from wagtail.models import get_page_models

from articles.models import ArticlePage, SectionPage
from base.pages import BasePage
from home.models import HomePage, SituationPage
from partners.models import KolStoryPage, Partner
from tests.factories import make_article, make_home, make_situation

TYPES = sorted(
    (model for model in get_page_models() if issubclass(model, BasePage) and model is not HomePage),
    key=lambda model: model.__name__,
)


def make(model, section):
    """A live page of any type, in Vietnamese."""
    if model is SectionPage:
        return section
    if issubclass(model, ArticlePage):
        facts = {"TipPage": {"do_this": "Cúp máy.", "not_this": "Nghe tiếp."}, "CaseStudyPage": {"place": "Cái Răng"}}
        facts = dict(facts.get(model.__name__, {}))
        if model is KolStoryPage:
            facts["partner"] = Partner.objects.create(slug="may", display_name="Mây")
        return make_article("Một trang thử", section=section, model=model, slug="mot-trang", **facts)
    if model is SituationPage:
        return make_situation("Một trang thử", slug="mot-trang")
    below = section if "articles.SectionPage" in (getattr(model, "parent_page_types", None) or []) else make_home()
    page = model(title="Một trang thử", slug="mot-trang", locale=below.locale)
    below.add_child(instance=page)
    page.save_revision().publish(skip_permission_checks=True)
    return page
