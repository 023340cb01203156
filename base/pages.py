"""BasePage: the abstract class of all our page types: slugs, NFC titles, cache policy, atomic publishing.

It inherits from Wagtail's `Page`: wagtail-localize imports `Page` directly, so that Wagtail 8's swappable page model
cannot be used (docs/adr/0001-page-model.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Case, QuerySet, When
from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.admin.widgets.slug import SlugInput
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.url_routing import RouteResult

from base import publishing, site_context
from base.admin import working_titles
from base.admin.chooser import refuse_hidden_references
from base.admin.folded_search import folded
from base.caching.headers import shared_page
from base.http import PageRequest
from base.unicode import clean_texts

from .addresses import address, addresses
from .text import free_slug, nfc, slug_formatters, vn_slugify

SHELL_DEPTH = 3  # depth of pages directly below a front page: up to it the site context knows all translations
TITLE_LIMIT = 110  # characters, hard limit of a headline (docs/domain.md B.2)


def sources_first(pages: QuerySet[Page]) -> QuerySet[Page]:
    """`pages` without copies; of each set of translations its source first: the Vietnamese page, else the oldest."""
    is_translation = Case(When(locale__language_code=settings.LANGUAGE_CODE, then=0), default=1)
    return pages.filter(alias_of=None).order_by("translation_key", is_translation, "pk")


class HeadlineInput(AdminAutoHeightTextInput):
    """Text area for a headline: it wraps on a phone; line breaks are removed when the form is sent."""

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's attributes without `maxlength`."""
        # With maxlength a browser cuts pasted text silently; without it the form's validation reports the excess.
        return {name: value for name, value in super().build_attrs(*args, **kwargs).items() if name != "maxlength"}

    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return " ".join(value.splitlines()) if isinstance(value, str) else value


class BasePageForm(WagtailAdminPageForm):
    """Page form whose slug may stay empty (the model makes it from the title) and that protects others' comments.

    It accepts no new reference to an object that the account may not choose.
    """

    kept_media: ClassVar[dict[tuple[str, ...], Media]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    @property
    def media(self) -> Media:
        """Wagtail's scripts and styles, put together once for the same fields of a class."""
        fields, media_by_fields = tuple(self.fields), vars(type(self)).get("kept_media", {})
        media: Media | None = media_by_fields.get(fields)
        if media is None:
            media = super().media
            type(self).kept_media = media_by_fields | {fields: media}
        return media

    def clean(self) -> dict[str, Any]:
        """Raises PermissionDenied for a reference that no chooser offers to the account."""
        if self.for_user is not None and not self.for_user.is_superuser:
            refuse_hidden_references(self, self.for_user)
        return super().clean()

    def is_valid(self) -> bool:
        """Refuse the deletion of another person's comment; Django does not validate deleted forms of a formset."""
        valid = super().is_valid()
        comments = self.formsets.get("comments")
        deleted_forms = comments.deleted_forms if comments is not None else ()
        if valid and any(form.instance.user_id != self.for_user.pk for form in deleted_forms):
            self.add_error(None, _("Bạn chỉ xóa được nhận xét của mình; nhận xét của người khác thì bấm “Đã xong”."))
            return False
        return valid


class BasePage(Page):
    """Abstract page: slug from the Vietnamese title, texts in NFC, shared cache policy, atomic publishing."""

    base_form_class = BasePageForm
    search_fields = folded(Page.search_fields)
    search_auto_update = False  # base/admin/title_index.py writes the index
    content_panels = [TitleFieldPanel("title", widget=HeadlineInput)]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug", widget=SlugInput(formatters=slug_formatters())),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
            ],
            heading=_("Tìm kiếm và chia sẻ"),
        )
    ]

    if TYPE_CHECKING:  # Wagtail's fields; the package has no types
        title: str
        slug: str

    class Meta:
        abstract = True

    @property
    def language(self) -> str:
        return str(self.locale.language_code)

    @property
    def address(self) -> str:
        """The path that readers use: /vi/kho-tai-lieu/. Unlike Wagtail's `url` it does not read the cache each time."""
        return address(self.url_path)

    @cached_property
    def alternates(self) -> dict[str, str]:
        """{language code: path} of the live page in every language in which it exists, its own included.

        One query for a page below a section; for the other pages none, the site context has them.
        """
        shell = site_context.data().get("articles", {}) if self.depth <= SHELL_DEPTH else {}
        rows = shell.get("twins", {}).get(str(self.translation_key))
        pages = Page.objects.live().filter(translation_key=self.translation_key)
        return addresses(rows or pages.values_list("locale__language_code", "url_path"))

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Wagtail's routing; the parent, just read and returned by get_parent(), shares its locale with this page."""
        parent = self.get_parent() if self.depth > 2 else None
        if parent is not None and parent.locale_id == self.locale_id:
            self.locale = parent.locale
        return super().route(request, path_components)

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Restrictions of the page, its ancestors, and the originals and translation sources of each; 0 to 3 queries.

        Wagtail's version leaves out the ancestors of an original, and sources (articles/syndication/closed.py).
        """
        seen: set[str] = set()
        paths = {self.path}
        while paths:
            above = {path[:end] for path in paths for end in range(self.steplen, len(path) + 1, self.steplen)} - seen
            seen |= above
            pages = Page.objects.filter(path__in=above)
            originals = pages.exclude(alias_of=None).values_list("alias_of__path")
            sources = sources_first(Page.objects.filter(translation_key__in=pages.values("translation_key")))
            followed = originals.union(sources.distinct("translation_key").values_list("path"))
            paths = {path for (path,) in followed} - seen
        return PageViewRestriction.objects.filter(page__path__in=seen)

    def get_admin_display_title(self) -> str:
        """The headline of the draft; to accounts that do not work on the page the one that readers see."""
        title = str(super().get_admin_display_title())
        return title if title == self.title or working_titles.may_read(self) else self.title

    def make_preview_request(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Wagtail's preview. A page that was never saved gets the key 0, which no page has: URLs need a number."""
        if self.id is None:
            self.pk = 0
        return super().make_preview_request(*args, **kwargs)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Validate all fields. A page with a position in the tree gets its slug here, before Wagtail makes one."""
        self.title = nfc(self.title)
        if self.path and not self.slug:
            self.slug = self._free_slug()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """Validate title and slug of a draft; also called for a page without a place in the tree, by Wagtail's API."""
        self.title = nfc(self.title)
        if not self.slug:
            self.slug = self._free_slug()
        super().minimal_clean()

    def _free_slug(self) -> str:
        """Slug from the title, with a number if a sibling has it. Wagtail's own would drop đ and every Khmer vowel."""
        slug, parent = vn_slugify(self.title), self.get_parent()
        if not slug or parent is None:
            return slug
        siblings = parent.get_children().exclude(pk=self.pk).filter(slug__startswith=slug)
        return free_slug(slug, set(siblings.values_list("slug", flat=True)))

    def clean(self) -> None:
        """Bring the texts into NFC. Raises ValidationError for a title of more than TITLE_LIMIT characters."""
        super().clean()
        clean_texts(self)
        if len(self.title) > TITLE_LIMIT:
            raise ValidationError(
                {
                    "title": _("Tít dài %(now)d ký tự, tối đa %(limit)d. Bạn rút gọn giúp nhé.")
                    % {"now": len(self.title), "limit": TITLE_LIMIT}
                }
            )

    def publish(
        self,
        revision: Revision,
        user: Any | None = None,
        *args: Any,
        skip_permission_checks: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Publish in one transaction, after publishing.check(). All ways but the editor's button call this.

        That button is checked in a hook (docs/publish.md). With `skip_permission_checks` the caller is responsible
        (demo content, tests): only what the page itself forbids stops it. Raises PermissionDenied with the reasons.

        Wagtail saves page, revision and log separately, and search follows by signals: without a transaction a crash
        in between leaves a public page that search does not know.
        """
        way = publishing.Way.TRUSTED if skip_permission_checks else publishing.Way.MODEL
        if reasons := publishing.check(self, revision, user, way):
            self.refuse_publication(revision, user, reasons)
            return None
        with transaction.atomic():
            return super().publish(revision, user, *args, skip_permission_checks=skip_permission_checks, **kwargs)

    def refuse_publication(self, revision: Revision, user: Any | None, reasons: list[str]) -> None:
        """Raise PermissionDenied with the reasons."""
        raise PermissionDenied("\n".join(reasons))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises PermissionDenied for a publication that no check has allowed."""
        if kwargs.get("update_fields") is None or "live" in kwargs["update_fields"]:
            publishing.require_passed(self)
        super().save(*args, **kwargs)

    @transaction.atomic
    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        """Unpublish in one transaction, for the same reason as `publish()`."""
        return super().unpublish(*args, **kwargs)

    def extra_csp(self) -> dict[str, list[str]]:
        """CSP directives that this page needs in addition to settings.SECURE_CSP."""
        return {}

    def serve(self, request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Wagtail's response, with the CSP of the page and the cache policy of the site."""
        response = rendered = super().serve(request, *args, **kwargs)
        if extra := self.extra_csp():
            request.has_own_policy = True  # also in the editor's preview, whose URL is below /admin/
            policy: dict[str, Any] = {**settings.SECURE_CSP, **extra}
            response = csp_override(policy)(lambda _request: rendered)(request)
        return shared_page(response)  # Wagtail marks restricted pages as private afterwards
