"""Page types of partners: the index with profiles, and stories with clip and credit."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.url_routing import RouteResult

from articles.models import ArticlePage
from articles.models.querysets import ArticleQuerySet
from articles.presentation import structured_data
from articles.presentation.structured_data import absolute
from base.caching.headers import PERSONAL, public_page, shared_page
from base.http import PageRequest
from base.languages import VIETNAMESE, language_choices
from base.pages import BasePage
from base.text import sort_key
from files.models import StoredFile
from files.storage.signed_urls import signed_view_url
from media_library.models import SiteImage
from media_library.recall.service import not_recalled

from .people import Partner
from .submission import Submission

CLIP_SEGMENT = "xem"
CAPTIONS_SEGMENT = "phu-de"  # without a dot: no address of a page has one (wagtail.urls)
PROFILE_STORIES = 24
OTHER_PARTNERS = 3
KEPT_OFF = _("Đối tác đã rút bài, bài chưa được duyệt, hoặc đã hết hạn được phép dùng: không đăng được.")


class KolIndexPage(RoutablePageMixin, BasePage):
    """KOL đồng hành: a list of all listed partners, and a profile of each at <slug>/."""

    intro = models.CharField(_("giới thiệu"), max_length=300, blank=True)

    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro", help_text=_("Một, hai câu dưới tên trang; máy tìm kiếm cũng đọc.")),
    ]

    class Meta:
        verbose_name = _("trang KOL đồng hành")
        verbose_name_plural = _("trang KOL đồng hành")

    @path("")
    def index(self, request: PageRequest) -> HttpResponse:
        # Sorted here: PostgreSQL orders Đ and Khmer correctly only when built with ICU.
        partners = sorted(Partner.objects.listed().with_portraits(), key=lambda partner: sort_key(partner.display_name))
        four = len(partners) % 5 == 1  # in rows of five the last one would stand alone
        return self._show(request, self.get_template(request), self.title, partners=partners, four=four)

    @path("<slug:slug>/")
    def profile(self, request: PageRequest, slug: str) -> HttpResponse:
        """One partner with the newest stories; raises Http404 for partners that are not listed."""
        listed = Partner.objects.listed().with_portraits()
        partner = listed.filter(slug=slug).first()
        if partner is None:
            raise Http404(_("Không có hồ sơ KOL này."))
        others = listed.exclude(pk=partner.pk).order_by("display_name")[:OTHER_PARTNERS]
        stories = KolStoryPage.objects.readable().filter(partner=partner, locale_id=self.locale_id).newest_first()
        language = self.locale.language_code
        about = partner.text_in("bio", language) or partner.text_in("quote", language)
        person = structured_data.profile(
            language,
            name=partner.display_name,
            path=request.path,
            about=about,
            job=partner.text_in("role_line", language),
            same_as=partner.handle_addresses,
        )
        return self._show(
            request, "partners/kol_profile.html", partner.display_name,
            partner=partner, stories=stories[:PROFILE_STORIES].cards(), others=others,
            structured_data=person,
            told_about=about if language == "vi" or about not in (partner.bio, partner.quote) else "",
            told_topic=partner.text_in("topic", language),
        )  # fmt: skip

    def _show(self, request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
        language = self.locale.language_code
        head = {
            "canonical": absolute(request.path),
            "share_picture": structured_data.share_picture(self),
            "structured_data": structured_data.collection(language, title, request.path),
            "shown_title": title,
        }
        context = head | context
        return shared_page(self.render(request, template=template, context_overrides=context))


class KolStoryPage(ArticlePage):
    """A partner's piece as readers see it: an article with profile, clip and credit."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("đối tác"))
    clip = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("clip")
    )
    captions = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("phụ đề")
    )
    captions_language = models.CharField(
        _("ngôn ngữ phụ đề"), max_length=5, choices=language_choices, default=VIETNAMESE
    )
    post_url = models.URLField(_("liên kết bài đăng"), max_length=300, blank=True)
    credit_line = models.CharField(_("dòng ghi nguồn"), max_length=160, blank=True)
    uses_ai = models.BooleanField(_("có dùng AI"), default=False)

    has_margin = False
    is_begun_here = False  # not offered by “Viết bài”: the KOL desk makes it from a submission
    page_description = _("Bài của đối tác KOL; thường mở từ bài đối tác gửi, ở Bàn KOL.")
    template = "partners/kol_story_page.html"
    # A copy has no submission, so it must not have its clip either. Translations get it again.
    exclude_fields_in_copy = [*ArticlePage.exclude_fields_in_copy, "clip", "captions"]
    parent_page_types = ["articles.SectionPage"]
    content_panels = [
        *ArticlePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("partner", help_text=_("Hồ sơ hiện ở cuối bài.")),
                FieldPanel("captions_language", help_text=_("Tiếng của tệp phụ đề kèm clip.")),
                FieldPanel("post_url", help_text=_("Bài trên kênh của đối tác, bắt đầu bằng https://.")),
                FieldPanel("credit_line", help_text=_("Hiện ở đầu bài khi khác tên của đối tác.")),
                FieldPanel("uses_ai", help_text=_("Bài mang nhãn “Có dùng AI”.")),
            ],
            heading=_("Đối tác KOL"),
        ),
    ]

    class Meta:
        verbose_name = _("bài KOL")
        verbose_name_plural = _("bài KOL")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The partner stands in byline, feeds and structured data, unless the editor names it otherwise."""
        self.made_by = self.made_by or self.partner.display_name
        return super().save(*args, **kwargs)

    @property
    def captions_label(self) -> str:
        """Name of the captions' language in that language, for the player's menu."""
        return dict(settings.LANGUAGES).get(self.captions_language, self.get_captions_language_display())

    @classmethod
    def of(cls, piece: Submission) -> ArticleQuerySet:
        """The page made from `piece` and its translations. Copies at other outlets are aliases and follow them."""
        pages = cls.objects.filter(submission=piece).values("translation_key")
        return cls.objects.filter(translation_key__in=pages)

    @property
    def own_piece(self) -> Submission | None:
        """The submission this page was made from; None for translations, copies and pages without one."""
        return getattr(self, "submission", None)

    @property
    def piece(self) -> Submission | None:
        """The submission behind the page, read from the database, also for a translation or a copy."""
        origin = self.alias_of if self.alias_of_id else self
        return Submission.objects.filter(story__translation_key=origin.translation_key).first()

    @property
    def may_be_published(self) -> bool:
        """False when the piece was withdrawn, rejected, sent back, has expired or differs from what was approved.

        A translation may be published only while its piece is.
        """
        piece = self.piece
        if piece is None:
            return True
        return piece.may_be_shown and (piece.story_id == self.pk or piece.state == Submission.State.PUBLISHED)

    @property
    def reason_against_publishing(self) -> str:
        """Why the page must not be published; "" when it may."""
        return "" if self.may_be_published else str(KEPT_OFF)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Answer <story>/xem/ (the clip) and <story>/phu-de/ (captions); everything else as an article."""
        if path_components == [CLIP_SEGMENT] and self.live and self.clip_id:
            return RouteResult(self, kwargs={"play": True})
        if path_components == [CAPTIONS_SEGMENT] and self.live and self.captions_id:
            return RouteResult(self, kwargs={"read": True})
        return super().route(request, path_components)

    def serve(
        self, request: PageRequest, *args: Any, play: bool = False, read: bool = False, **kwargs: Any
    ) -> HttpResponse:
        """Redirect to the signed clip, send the captions, or render the article. Http404 for unreleased files."""
        if read:
            return self._captions()
        if not play:
            return super().serve(request, *args, **kwargs)
        if self.clip is None or not self.has_released_clip:
            raise Http404(_("Clip này chưa được phát hành."))
        response = HttpResponseRedirect(signed_view_url(self.clip.key, media_type=self.clip.media_type))
        response["Cache-Control"] = PERSONAL
        return response

    def _captions(self) -> HttpResponse:
        """The captions from this site's own origin, because a player loads them as part of the page."""
        if self.captions is None or not self.has_released_captions:
            raise Http404(_("Phụ đề này chưa được phát hành."))
        with self.captions.storage.open(self.captions.key) as file:
            response = HttpResponse(file.read(), content_type="text/vtt; charset=utf-8")
        response["X-Content-Type-Options"] = "nosniff"
        return public_page(response)

    @property
    def captions_address(self) -> str:
        return f"{self.address}{CAPTIONS_SEGMENT}/"

    @property
    def has_released_captions(self) -> bool:
        """Whether captions exist and are in the released bucket, and the library has not recalled them."""
        return self.captions_id in self._files_out

    @property
    def clip_address(self) -> str:
        """Address of the clip; it redirects to a signed address that is valid for at most a minute."""
        return f"{self.address}{CLIP_SEGMENT}/"

    @property
    def has_released_clip(self) -> bool:
        """Whether a clip exists and is in the released bucket, and the library has not recalled it."""
        return self.clip_id in self._files_out

    @cached_property
    def _files_out(self) -> set[UUID]:
        """Keys of the clip and of its captions, where released and not recalled; one query for both."""
        files = StoredFile.objects.filter(pk__in={self.clip_id, self.captions_id}, zone=StoredFile.Zone.RELEASED)
        return set(not_recalled(files).values_list("pk", flat=True))

    def extra_images(self) -> list[SiteImage | None]:
        """The partner's portrait, which the page shows beside its own pictures."""
        return [self.partner.portrait]
