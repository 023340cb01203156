"""Questions of a quiz or scenes of a scenario from a file, in the administration."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise

from activities.playable.statistics import PlayedAdminView
from files.intake.accept import UploadRejected
from users.http import SignedInRequest


class BadImport(ValueError):
    """The file cannot be taken; the message names the place in it. `status` is the HTTP status."""

    def __init__(self, message: str, status: int = 422) -> None:
        super().__init__(message)
        self.status = status


class ImportView(PlayedAdminView):
    """Export and import; what is imported becomes a draft, which still has to be published."""

    header_icon = "upload"
    stream = ""  # field of the page
    done: Promise  # message with %(number)d

    def blocks(self, request: SignedInRequest, present: list[Any]) -> list[dict[str, Any]]:
        """Raw blocks of the file in `tep`; `present` are those of the draft. Raises BadImport, UploadRejected."""
        raise NotImplementedError

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Put the blocks of the file into the newest draft; 4xx with the reason leaves all as it was."""
        draft = self.story.get_latest_revision_as_object()
        try:
            blocks = self.blocks(request, draft.question_list)
        except BadImport as error:
            return self._refused(str(error), error.status)
        except UploadRejected as error:
            return self._refused(" ".join(error.messages), error.status)
        setattr(draft, self.stream, json.dumps(blocks))
        draft.save_revision(user=request.user)
        messages.success(request, self.done % {"number": len(blocks)})
        return redirect("wagtailadmin_pages:edit", self.story.pk)

    def _refused(self, problem: str, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(problem=problem), status=status)
