"""What readers see of the partners: an index with profiles, and stories with their credit."""

from django.conf import settings
from django.db import models
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.log_actions import log
from wagtail.url_routing import RouteResult

from articles.editorial import publishing
from articles.models import ArticlePage
from articles.models.querysets import prefetch_renditions
from articles.public import structured_data
from articles.public.structured_data import absolute
from base.caching.headers import PERSONAL, public_page
from base.pages import BasePage
from base.text import sort_key
from files.models import StoredFile
from files.storage.signed_urls import signed_view_url
from media_library.vocabulary import Language

from .people import Partner
from .submission import Submission

CLIP_SEGMENT = "xem"
CAPTIONS_SEGMENT = "phu-de.vtt"
PROFILE_STORIES = 24
OTHER_PARTNERS = 3
KEPT_OFF = _("Đối tác đã rút bài, bài chưa được duyệt, hoặc đã hết hạn được phép dùng: không đăng được.")


class KolIndexPage(RoutablePageMixin, BasePage):
    """KOL đồng hành: every listed partner, and one page each at <slug>/."""

    intro = models.CharField(_("giới thiệu"), max_length=300, blank=True)

    subpage_types = []
    max_count_per_parent = 1
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro", help_text=_("Một, hai câu dưới tên trang; máy tìm kiếm cũng đọc.")),
    ]

    class Meta:
        verbose_name = _("trang KOL đồng hành")
        verbose_name_plural = _("trang KOL đồng hành")

    @path("")
    def index(self, request):
        # Sorted here: PostgreSQL knows the order of Đ and of Khmer only where it was built with ICU.
        partners = sorted(Partner.objects.listed().with_portraits(), key=lambda partner: sort_key(partner.display_name))
        return self._show(request, self.get_template(request), self.title, partners=partners)

    @path("<slug:slug>/")
    def profile(self, request, slug):
        partner = Partner.objects.listed().select_related("portrait").filter(slug=slug).first()
        if partner is None:
            raise Http404(_("Không có hồ sơ KOL này."))
        stories = KolStoryPage.objects.readable().filter(partner=partner, locale_id=self.locale_id).newest_first()
        stories = list(stories.with_sections().select_related("lead_image", "clip")[:PROFILE_STORIES])
        others = list(Partner.objects.listed().exclude(pk=partner.pk).select_related("portrait")[:OTHER_PARTNERS])
        prefetch_renditions(
            [partner.portrait, *(story.lead_image for story in stories), *(other.portrait for other in others)]
        )
        language = self.locale.language_code
        about = partner.told("bio", language) or partner.told("quote", language)
        person = structured_data.profile(
            language, name=partner.display_name, path=request.path, about=about, job=partner.told("role_line", language)
        )
        return self._show(
            request, "partners/kol_profile.html", partner.display_name,
            partner=partner, stories=stories, others=others, structured_data=person,
            told_about=about if language == "vi" or about not in (partner.bio, partner.quote) else "",
            told_topic=partner.told("topic", language),
        )  # fmt: skip

    def _show(self, request, template, title, **context):
        language = self.locale.language_code
        head = {
            "canonical": absolute(request.path),
            "share_picture": structured_data.share_picture(self),
            "structured_data": structured_data.collection(language, title, request.path),
            "shown_title": title,
        }
        context = head | context
        response = self.render(request, template=template, context_overrides=context)
        return self.with_policy(request, response)  # RoutablePageMixin answers without BasePage.serve()


class KolStoryPage(ArticlePage):
    """A partner's piece as readers see it: an article with profile, clip and credit."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="stories", verbose_name=_("đối tác"))
    clip = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("clip")
    )
    captions = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("phụ đề")
    )
    captions_language = models.CharField(_("ngôn ngữ phụ đề"), max_length=5, choices=Language, default=Language.VI)
    post_url = models.URLField(_("liên kết bài đăng"), max_length=300, blank=True)
    credit_line = models.CharField(_("dòng ghi nguồn"), max_length=160, blank=True)
    has_sponsor = models.BooleanField(_("có tài trợ"), default=False)
    uses_ai = models.BooleanField(_("có dùng AI"), default=False)

    page_description = _("Bài của đối tác KOL; thường mở từ bài đối tác gửi, ở Bàn KOL.")
    template = "partners/kol_story_page.html"
    route_related = ("partner", "partner__portrait", "clip", "captions")
    # A copy is another story: it has no submission, so it may not carry its clip either. Translations get it back.
    exclude_fields_in_copy = ["clip", "captions"]
    parent_page_types = ["articles.SectionPage"]
    content_panels = [
        *ArticlePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("partner", help_text=_("Hồ sơ hiện ở cuối bài.")),
                FieldPanel("captions_language", help_text=_("Tiếng của tệp phụ đề kèm clip.")),
                FieldPanel("post_url", help_text=_("Bài trên kênh của đối tác, bắt đầu bằng https://.")),
                FieldPanel("credit_line", help_text=_("Hiện ở đầu bài khi khác tên của đối tác.")),
                FieldPanel("has_sponsor", help_text=_("Bài mang nhãn “Có tài trợ”.")),
                FieldPanel("uses_ai", help_text=_("Bài mang nhãn “Có dùng AI”.")),
            ],
            heading=_("Đối tác KOL"),
        ),
    ]

    class Meta:
        verbose_name = _("bài KOL")
        verbose_name_plural = _("bài KOL")

    @property
    def captions_label(self) -> str:
        """The language by its own name, as the player's menu lists it: somebody who reads it finds it."""
        return dict(settings.LANGUAGES).get(self.captions_language, self.get_captions_language_display())

    @classmethod
    def of(cls, piece: Submission):
        """The page made of `piece` and its translations. Copies at other outlets follow theirs (Wagtail's aliases)."""
        made = cls.objects.filter(submission=piece).values("translation_key")
        return cls.objects.filter(translation_key__in=made)

    @property
    def own_piece(self) -> Submission | None:
        """The submission this very page was made of; None for translations, copies and pages written here."""
        return getattr(self, "submission", None)

    @property
    def piece(self) -> Submission | None:
        """The submission behind the page as the database has it now, also behind a translation or a copy."""
        origin = self.alias_of if self.alias_of_id else self
        return Submission.objects.filter(story__translation_key=origin.translation_key).first()

    @property
    def may_be_published(self) -> bool:
        """Off the site, whoever asks: withdrawn, rejected, sent back, run out, or not what was approved.

        A translation follows its original: it goes up while that one is on the site.
        """
        piece = self.piece
        if piece is None:
            return True
        return piece.may_be_shown and (piece.story_id == self.pk or piece.state == Submission.State.PUBLISHED)

    @property
    def kept_off(self) -> str:
        return "" if self.may_be_published else str(KEPT_OFF)

    def publish(self, revision, user=None, *args, **kwargs):
        """The rule in the model's own step, so that workflow, schedule and bulk pass it (docs/security.md, rule 25).

        Raises PermissionDenied for a person; a schedule is taken off and the other pages go on.
        """
        if self.kept_off:
            reasons = [self.kept_off]
            log(instance=self, action=publishing.REFUSED, user=user, data={"reasons": reasons}, revision=revision)
            publishing.stay_out(self, revision, user, reasons)
            return None
        return super().publish(revision, user, *args, **kwargs)

    def route(self, request, path_components):
        """<story>/xem/ plays the clip, <story>/phu-de.vtt/ is its captions; everything else is the article's."""
        if path_components == [CLIP_SEGMENT] and self.live and self.clip_id:
            return RouteResult(self, kwargs={"play": True})
        if path_components == [CAPTIONS_SEGMENT] and self.live and self.captions_id:
            return RouteResult(self, kwargs={"read": True})
        return super().route(request, path_components)

    def serve(self, request, *args, play=False, read=False, **kwargs):
        if read:
            return self._captions()
        if not play:
            return super().serve(request, *args, **kwargs)
        if self.clip.zone != StoredFile.Zone.RELEASED:
            raise Http404(_("Clip này chưa được phát hành."))
        response = HttpResponseRedirect(signed_view_url(self.clip.key, media_type=self.clip.media_type))
        response["Cache-Control"] = PERSONAL
        return response

    def _captions(self):
        """The captions from our own address: players ask for them with the page's rights only."""
        if self.captions.zone != StoredFile.Zone.RELEASED:
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
        return self.captions is not None and self.captions.zone == StoredFile.Zone.RELEASED

    @property
    def clip_address(self) -> str:
        """Where the player asks for the clip: it answers with a signed address that dies within a minute."""
        return f"{self.address}{CLIP_SEGMENT}/"

    @property
    def has_released_clip(self) -> bool:
        return self.clip is not None and self.clip.zone == StoredFile.Zone.RELEASED

    def extra_images(self):
        return [self.partner.portrait]
