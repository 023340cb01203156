"""ScenarioPage: a branching story in which the reader chooses what the character does."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField

from activities.models.playable import PlayablePage
from activities.scenario_content import gates
from activities.scenario_content.blocks import MAX_ROLES, MAX_SCENES, SCENE_BLOCKS, RoleBlock
from activities.scenario_content.graph import Graph, graph_of
from activities.scenario_content.scenes import Scene, scenes_of
from articles.genres import Genre
from articles.rules.gates import Finding


class ScenarioPage(PlayablePage):
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

    page_description = _("Chuyện rẽ nhánh, bạn đọc chọn và quay lại được; cả lớp cùng chọn, in thành thẻ, đóng vai.")
    template = "activities/scenario/page.html"
    content_panels = [
        *PlayablePage.headline_panels,
        FieldPanel("player"),
        FieldPanel("minutes", help_text=_("Đọc thong thả một lối, tới một cái kết.")),
        FieldPanel("scenes", help_text=_("Cảnh đầu tiên là chỗ bắt đầu. Thứ tự các cảnh sau tùy bạn.")),
        HelpPanel(template="activities/admin/graph_panel.html", heading=_("Bản đồ các ngã rẽ")),
        MultiFieldPanel(
            [
                FieldPanel("teacher_notes"),
                FieldPanel("roles", help_text=_("Mỗi vai một phiếu, có lời của vai ấy ở từng cảnh.")),
            ],
            heading=_("Dùng ở lớp"),
        ),
        *PlayablePage.story_panels,
        *PlayablePage.filing_panels,
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
        return graph_of(self.question_list)

    @property
    def played_streams(self) -> list[StreamValue]:
        return [self.scenes]

    def own_findings(self) -> list[Finding]:
        """Gates of the graph, of endings and of the warning."""
        return list(gates.findings(self))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `ends`, their number, and `way`: no choice yet."""
        return super().get_context(request, *args, **kwargs) | {"way": "", "ends": len(self.graph.ends)}
