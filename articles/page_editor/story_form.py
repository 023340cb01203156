"""Form of a story in the editor: genres of its page type, and checks of dates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from articles.page_editor.left_out import leave_out
from articles.page_editor.session import AUTOSAVE
from articles.rules import never_print
from articles.rules.content_hash import bare
from articles.rules.gates import FREE_SAPO
from base.pages import BasePageForm
from base.text import nfc

LEFT_OUT = "newsroom-left-out"  # in its answer: what was not saved


def _says(html: str | None) -> bool:
    return bool(strip_tags(html or "").strip()) or "<embed" in (html or "")


class StoryForm(BasePageForm):
    """Offers the genres of the page type; refuses a schedule in the past; autosave saves what is valid."""

    left_out: dict[str, str] | None = None  # what autosave could not save (left_out.py)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        genres = self._meta.model.form_genres
        if "genre" in self.fields:
            self.fields["genre"].choices = [(genre.value, genre.label) for genre in genres]
            if self.instance.genre not in genres:
                self.initial["genre"] = genres[0]
        if "sapo" in self.fields and (len(genres) > 1 or genres[0] in FREE_SAPO):
            free = genres[:1] if len(genres) == 1 else FREE_SAPO
            self.fields["sapo"].widget.attrs["data-newsroom-free"] = " ".join(sorted(genre.value for genre in free))

    @cached_property
    def changed_data(self) -> list[str]:
        """Without a transcript that is empty before and after, and without a body that was only renumbered.

        The rich text editor sends an empty paragraph for an empty field, and adds keys to paragraphs that a program
        wrote. If these counted as changes, who only approved a text would be its last editor, who may not approve it.
        """
        names = super().changed_data
        if "transcript" in names and not _says(self["transcript"].data) and not _says(self.initial.get("transcript")):
            names = [name for name in names if name != "transcript"]
        if "body" in names and self._body_of(self["body"].data) == self._body_of(self.instance.body):
            names = [name for name in names if name != "body"]
        return names

    def is_valid(self) -> bool:
        """Whether it may be saved: autosave leaves out what has a mistake (left_out.py), a person's click does not."""
        if super().is_valid():
            return True
        if self.left_out is None and self.is_deferred_validation and AUTOSAVE in self.data:
            self.left_out = leave_out(self)
            return self.left_out is not None and super().is_valid()
        return False

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """Wagtail's answer to autosave, with what was left out in words."""
        updates: list[tuple[str, str]] = super().get_field_updates_for_resave()
        return [*updates, (LEFT_OUT, "; ".join(self.left_out.values()))] if self.left_out else updates

    @staticmethod
    def _body_of(value: Any) -> Any:
        return bare(value.get_prep_value())

    def clean_transcript(self) -> str:
        """The transcript; empty when it has neither words nor an embed."""
        text = self.cleaned_data.get("transcript")
        return text if _says(text) else ""

    def clean_tags(self) -> list[str]:
        """Keywords in NFC, so that one keyword has one spelling."""
        return [nfc(tag) for tag in self.cleaned_data.get("tags") or ()]

    def clean_never_print(self) -> str:
        """The list as written. Raises ValidationError that names each line it does not take, and why."""
        lines: str = self.cleaned_data.get("never_print") or ""
        problems = [never_print.problem_of(line.strip()) for line in lines.splitlines() if line.strip()]
        if any(problems):
            raise ValidationError(list(filter(None, problems)))
        return lines

    def clean_go_live_at(self) -> datetime | None:
        """The hour of publication. Raises ValidationError for a new one that has passed."""
        moment = self.cleaned_data.get("go_live_at")
        if moment and "go_live_at" in self.changed_data and moment <= timezone.now():
            raise self.past(moment)
        return moment

    def past(self, moment: datetime) -> ValidationError:
        """The error for a moment that has passed."""
        return ValidationError(
            _("Giờ hẹn %(moment)s đã qua. Bạn chọn giờ sau lúc này, hoặc bỏ trống để đăng khi được duyệt.")
            % {"moment": f"{timezone.localtime(moment):%H:%M, %d-%m-%Y}"}
        )

    def save(self, commit: bool = True) -> Any:
        """Set the genre of page types that have only one."""
        genres = self._meta.model.form_genres
        if len(genres) == 1:
            self.instance.genre = genres[0]
        return super().save(commit=commit)
