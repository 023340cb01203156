"""What readers see of the partners: an index with profiles, and stories with their credit."""

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from articles.models import ArticlePage
from base.pages import BasePage
from media_library.models import StoredFile

from .people import Partner
from .submission import Submission


class KolIndexPage(RoutablePageMixin, BasePage):
    """KOL đồng hành: every listed partner, and one page each at <slug>/."""

    intro = models.CharField(_("giới thiệu"), max_length=300, blank=True)

    subpage_types = []
    max_count_per_parent = 1
    content_panels = [*BasePage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("trang KOL đồng hành")
        verbose_name_plural = _("trang KOL đồng hành")

    @path("")
    def index(self, request):
        partners = Partner.objects.listed().select_related("portrait").prefetch_related("portrait__renditions")
        return self.render(request, context_overrides={"partners": partners})

    @path("<slug:slug>/")
    def profile(self, request, slug):
        partner = Partner.objects.listed().select_related("portrait").prefetch_related("portrait__renditions").filter(slug=slug).first()
        if partner is None:
            raise Http404(_("Không có hồ sơ KOL này."))
        stories = KolStoryPage.objects.live().filter(partner=partner).newest_first().with_cards()
        return self.render(
            request, template="partners/kol_profile.html", context_overrides={"partner": partner, "stories": stories}
        )


class KolStoryPage(ArticlePage):
    """A partner's piece as readers see it: an article with profile, clip and credit."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="stories", verbose_name=_("đối tác"))
    submission = models.OneToOneField(Submission, models.PROTECT, null=True, blank=True, related_name="story", verbose_name=_("bài gửi"))
    clip = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("clip"))
    post_url = models.URLField(_("liên kết bài đăng"), max_length=300, blank=True)
    credit_line = models.CharField(_("dòng ghi nguồn"), max_length=160, blank=True)
    has_sponsor = models.BooleanField(_("có tài trợ"), default=False)
    uses_ai = models.BooleanField(_("có dùng AI"), default=False)

    template = "partners/kol_story_page.html"
    # A copy is another piece: it has no submission, so it may not carry its clip either.
    exclude_fields_in_copy = ["submission", "clip"]
    parent_page_types = ["articles.SectionPage"]
    content_panels = [
        *ArticlePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("partner"), FieldPanel("post_url"), FieldPanel("credit_line"), FieldPanel("has_sponsor"), FieldPanel("uses_ai")],
            heading=_("Đối tác KOL"),
        ),
    ]

    class Meta:
        verbose_name = _("bài KOL")
        verbose_name_plural = _("bài KOL")

    @property
    def may_be_published(self) -> bool:
        """A submission that was withdrawn, rejected or sent back stays off the site, whoever asks."""
        return self.submission is None or self.submission.state in {Submission.State.ACCEPTED, Submission.State.PUBLISHED}

    def publish(self, revision, *args, **kwargs):
        """The rule in the model's publish step, so that workflow, schedule and bulk actions pass it, too (security.md, rule 25)."""
        if self.submission:
            self.submission.refresh_from_db(fields=["state"])
        if not self.may_be_published:
            raise PermissionDenied(_("Đối tác đã rút bài, hoặc bài chưa được duyệt: không đăng được."))
        return super().publish(revision, *args, **kwargs)
