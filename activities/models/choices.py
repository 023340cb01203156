"""ChoiceTally: how often each answer of a quiz, and each choice of a scenario, was chosen."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChoiceTally(models.Model):
    """How often an answer was chosen in a week by readers who named a level ("": none). No data about readers.

    Questions (of a scenario: scenes) and answers (choices) are named by the identifiers of their blocks, which all
    languages share.
    """

    story = models.UUIDField()  # Page.translation_key
    question = models.UUIDField()
    answer = models.UUIDField()
    week = models.DateField()  # its Monday
    level = models.CharField(max_length=20, blank=True)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("số lượt trả lời")
        verbose_name_plural = _("số lượt trả lời")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["story", "question", "answer", "week", "level"], name="choice_tally_once")
        ]

    def __str__(self) -> str:
        return f"{self.story} {self.week} {self.level}: {self.times}"
