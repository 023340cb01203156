"""Change access, licence and moments of several assets at once; fields left empty in the form are not changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from media_library.catalogue.computed_fields import refresh_computed_fields
from media_library.models import Asset
from media_library.vocabulary import Access, Licence, Moment

_KEEP = [("", gettext_lazy("giữ nguyên"))]


class BulkEditForm(forms.Form):
    """The new values; an empty one changes nothing."""

    access = forms.ChoiceField(label=gettext_lazy("Ai được tải"), choices=[*_KEEP, *Access.choices], required=False)
    licence = forms.ChoiceField(label=gettext_lazy("Giấy phép"), choices=[*_KEEP, *Licence.choices], required=False)
    add_moment = forms.ChoiceField(
        label=gettext_lazy("Thêm dịp và nơi dùng"), choices=[*_KEEP, *Moment.choices], required=False
    )
    remove_moment = forms.ChoiceField(
        label=gettext_lazy("Bỏ dịp và nơi dùng"), choices=[*_KEEP, *Moment.choices], required=False
    )


class BulkEdit(SnippetBulkAction):
    """Wagtail's bulk action for assets."""

    display_name = gettext_lazy("Sửa nhiều")
    action_type = "edit_many"
    aria_label = gettext_lazy("Sửa các tài liệu đã chọn")
    template_name = "media_library/admin/bulk_edit.html"
    form_class = BulkEditForm
    models = [Asset]

    def check_perm(self, snippet: Asset) -> bool:
        return self.request.user.has_perm("media_library.change_asset")

    def get_execution_context(self) -> dict[str, Any]:
        """Arguments of execute_action()."""
        return {"user": self.request.user, "values": self.cleaned_form.cleaned_data}

    @classmethod
    def execute_action(
        cls, objects: Sequence[Asset], user: Any = None, values: dict[str, str] | None = None, **kwargs: Any
    ) -> tuple[int, int]:
        """Change and log each asset; returns (how many, 0)."""
        values = {name: value for name, value in (values or {}).items() if value}
        for asset in objects:
            for name in ("access", "licence"):
                setattr(asset, name, values.get(name, getattr(asset, name)))
            moments = {*asset.moments, values.get("add_moment", "")} - {"", values.get("remove_moment")}
            asset.moments = [moment for moment in Moment.values if moment in moments]
            # Only these columns: what changed since the row was read, e.g. a recall, must not be overwritten.
            asset.save(update_fields=["access", "licence", "moments", "updated_at"])
            refresh_computed_fields(asset)
            log(instance=asset, action="wagtail.edit", user=user, data=values)
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return _("Đã sửa %(number)d tài liệu.") % {"number": num_parent_objects}
