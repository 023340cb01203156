"""People behind the stories."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.models import register_snippet

from base.text import one_line


@register_snippet
class Person(models.Model):
    """An author, photographer, translator …; readers see the pen name where there is one."""

    full_name = models.CharField(_("họ và tên"), max_length=120)
    given_name = models.CharField(
        _("tên gọi"), max_length=50, blank=True, help_text=_("Để sắp xếp: “Thư” trong “Nguyễn Minh Thư”.")
    )
    honorific = models.CharField(_("danh xưng"), max_length=40, blank=True, help_text=_("Ví dụ: Trung tá, ThS."))
    pen_name = models.CharField(_("bút danh"), max_length=80, blank=True)
    bio = models.CharField(_("giới thiệu ngắn"), max_length=250, blank=True)
    outlet = models.ForeignKey("campaign.Outlet", models.SET_NULL, null=True, blank=True, verbose_name=_("cơ quan"))

    panels = [
        FieldPanel("full_name"),
        FieldRowPanel([FieldPanel("given_name"), FieldPanel("honorific")]),
        FieldPanel("pen_name"),
        FieldPanel("bio"),
        FieldPanel("outlet"),
    ]

    class Meta:
        verbose_name = _("tác giả")
        verbose_name_plural = _("tác giả")
        ordering = ["given_name", "full_name"]

    def __str__(self):
        return self.display_name

    def clean(self):
        self.full_name = one_line(self.full_name, 120)
        self.pen_name = one_line(self.pen_name, 80)
        if not self.given_name and self.full_name:
            self.given_name = self.full_name.split()[-1]

    @property
    def display_name(self) -> str:
        return self.pen_name or self.full_name

    @property
    def initials(self) -> str:
        """Up to two letters, drawn where there is no portrait."""
        words = [word for word in self.display_name.split() if word[0].isalpha()]  # not “(demo)”
        return "".join(word[0] for word in words[-2:]).upper()
