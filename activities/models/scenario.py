"""ScenarioPage: a branching story in which the reader chooses what the character does."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from activities.scenario_content import gates
from activities.scenario_content.blocks import MAX_ROLES, MAX_SCENES, SCENE_BLOCKS, RoleBlock
from activities.scenario_content.graph import Graph, graph_of
from activities.scenario_content.graph_panel import GraphPanel
from activities.scenario_content.scenes import Scene, scenes_of
from articles.genres import Genre
from articles.models import ArticlePage
from articles.rules.gates import Finding
from media_library.vocabulary import SchoolLevel


class ScenarioPage(ArticlePage):
    """Nhập vai: scenes with choices, several endings. The sapo says who the reader is; the body is read at the end."""

    form_genres = (Genre.SCENARIO,)
    player = models.CharField(
        _("bạn đọc là ai"), max_length=60, blank=True, help_text=_("Tên nhân vật, viết như ở đầu dòng lời trên máy.")
    )
    minutes = models.PositiveSmallIntegerField(_("chơi mất mấy phút"), default=4)
    scenes = StreamField(SCENE_BLOCKS, max_num=MAX_SCENES, verbose_name=_("các cảnh"), blank=True)
    roles = StreamField([("role", RoleBlock())], max_num=MAX_ROLES, verbose_name=_("các vai để đóng"), blank=True)
    teacher_notes = models.TextField(
        _("gợi ý cho thầy cô"), max_length=3000, blank=True, help_text=_("Mỗi dòng một bước hoặc câu hỏi. In ra giấy.")
    )

    parts_are_kept = False
    stands_beyond_lists = True
    page_description = _("Chuyện rẽ nhánh, bạn đọc chọn và quay lại được; cả lớp cùng chọn, in thành thẻ, đóng vai.")
    template = "activities/scenario/page.html"
    parent_page_types = ["articles.SectionPage"]
    content_panels = [
        *ArticlePage.headline_panels,
        FieldPanel("player"),
        FieldPanel("minutes", help_text=_("Đọc thong thả một lối, tới một cái kết.")),
        FieldPanel("scenes", help_text=_("Cảnh đầu tiên là chỗ bắt đầu. Thứ tự các cảnh sau tùy bạn.")),
        GraphPanel(heading=_("Bản đồ các ngã rẽ")),
        MultiFieldPanel(
            [
                FieldPanel("teacher_notes"),
                FieldPanel("roles", help_text=_("Mỗi vai một phiếu, có lời của vai ấy ở từng cảnh.")),
            ],
            heading=_("Dùng ở lớp"),
        ),
        *ArticlePage.story_panels,
        *ArticlePage.filing_panels,
    ]

    class Meta:
        verbose_name = _("trò nhập vai")
        verbose_name_plural = _("trò nhập vai")

    @cached_property
    def question_list(self) -> list[Scene]:
        """The scenes in order."""
        return scenes_of(self.scenes, self.player)

    @cached_property
    def graph(self) -> Graph:
        """Its graph."""
        return graph_of(self.question_list)

    @property
    def is_shared(self) -> bool:
        """Whether paper, class mode and counting are offered: a live page, no copy at another outlet."""
        return bool(self.pk and self.live)

    def streams(self) -> list[Any]:
        """The scenes, then the body."""
        return [self.scenes, self.body]

    def pictures_within(self) -> list[tuple]:
        """Pictures of the body, and of scenes: the gates ask for their alt text, credit and consent."""
        shown = [block.value for block in self.scenes]
        return [(value["image"], "") for value in shown if value["image"]] + super().pictures_within()

    def own_findings(self) -> list[Finding]:
        """Gates of the graph, of endings and of the warning."""
        return list(gates.findings(self))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `scene` (the first), and `levels` for opening a class."""
        context = super().get_context(request, *args, **kwargs)
        first = self.question_list[0] if self.question_list else None
        return context | {
            "scene": first,
            "way": "",
            "ends": len(self.graph.ends),
            "levels": SchoolLevel.choices,
            "is_preview": getattr(request, "is_preview", False),
        }
