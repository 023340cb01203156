"""The editor's form of a story: what may be chosen, and what is said about odd input."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from base.pages import BasePageForm


class StoryForm(BasePageForm):
    """Genres of the page type, a schedule that lies ahead."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        genres = self._meta.model.form_genres
        if "genre" in self.fields:
            self.fields["genre"].choices = [(genre.value, genre.label) for genre in genres]
            if self.instance.genre not in genres:
                self.initial["genre"] = genres[0]

    def clean_go_live_at(self):
        moment = self.cleaned_data.get("go_live_at")
        if moment and "go_live_at" in self.changed_data and moment <= timezone.now():
            raise self.past(moment)
        return moment

    def past(self, moment):
        """The error for a moment that is over."""
        return ValidationError(
            _("Giờ hẹn %(moment)s đã qua. Bạn chọn giờ sau lúc này, hoặc bỏ trống để đăng khi được duyệt.")
            % {"moment": f"{timezone.localtime(moment):%H:%M, %d-%m-%Y}"}
        )

    def save(self, commit=True):
        """Page types with one genre need no field for it."""
        genres = self._meta.model.form_genres
        if len(genres) == 1:
            self.instance.genre = genres[0]
        return super().save(commit=commit)
