"""The world "languages": front pages in three languages, a section, an administrator, translators."""

from articles.editorial.permissions import sync_newsrooms
from articles.models import SectionPage
from tests.factories import make_home, make_section, make_user
from users.models import User
from users.roles import grant

NAMES = {"km": "Sơn Thị Sóc Kha", "en": "Lâm Minh Anh"}


def fill_languages() -> None:
    make_section(home=make_home())
    make_user("quan-tri@test.example", is_superuser=True)
    for language in NAMES:
        make_home(language)
    sync_newsrooms()
    for language, name in NAMES.items():
        grant(make_user(f"dich-{language}@test.example", full_name=name), f"translator_{language}")


def things() -> dict:
    """{"section", "admin", translators by language}."""
    translators = {language: User.objects.get(email=f"dich-{language}@test.example") for language in NAMES}
    return {"section": SectionPage.objects.get(), "admin": User.objects.get(is_superuser=True)} | translators
