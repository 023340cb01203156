"""Lines of an asset's history: which file, which version, which value before and after, and from which page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MAX_VALUE = 120  # characters of a value that are kept
NOTHING = "–"


def changes_of(form: forms.BaseForm) -> list[str]:
    """“Tên: A → B” for each field of a valid form that differs from what it began with."""
    lines = []
    for name in form.changed_data:
        field = form.fields.get(name)
        if field is None or name not in form.cleaned_data:
            continue
        before, after = (
            _words(field, value) for value in (form.get_initial_for_field(field, name), form.cleaned_data[name])
        )
        if before != after:
            lines.append(f"{field.label}: {before} → {after}")
    return lines


def _words(field: forms.Field, value: Any) -> str:
    """A field's value as people read it: labels of choices, names of rows, at most MAX_VALUE characters."""
    values = list(value) if isinstance(value, (list, tuple, set)) or hasattr(value, "all") else [value]
    choices = {str(key): str(label) for key, label in getattr(field, "choices", ()) if not isinstance(label, list)}
    parts = [choices.get(str(getattr(item, "pk", item)), str(item)) for item in values if item not in (None, "")]
    text = ", ".join(sorted(parts) if len(parts) > 1 else parts)
    return (text[: MAX_VALUE - 1] + "…" if len(text) > MAX_VALUE else text) or NOTHING


class DataLine(LogFormatter):
    """Base: `label` names the action in filters, words_of() makes the line from an entry's data."""

    fallback: StrPromise | str = ""

    def format_message(self, log_entry: ModelLogEntry) -> str:
        """The line; the bare action for entries that were written without data."""
        return self.words_of(log_entry.data) or str(self.fallback or self.label)

    def words_of(self, data: dict[str, Any]) -> str:
        """The line for `data`, "" when it says nothing."""
        raise NotImplementedError


def _file(data: dict[str, Any]) -> str:
    parts = [data.get("file", ""), f"v{data['version']}" if data.get("version") else "", data.get("name", "")]
    digest = data.get("sha256", "")
    return " · ".join([*(part for part in parts if part), *([f"SHA-256 {digest[:12]}…"] if digest else [])])


def _where(data: dict[str, Any]) -> str:
    return _(" (từ %(page)s)") % {"page": data["where"]} if data.get("where") else ""


class AddedLine(DataLine):
    """A file was added."""

    label = gettext_lazy("Thêm tệp")
    fallback = gettext_lazy("Đã thêm tệp")

    def words_of(self, data: dict[str, Any]) -> str:
        return _("Đã thêm tệp: %(file)s") % {"file": _file(data)} + _where(data)


class RemovedLine(DataLine):
    """A file was removed."""

    label = gettext_lazy("Bỏ tệp")
    fallback = gettext_lazy("Đã bỏ tệp")

    def words_of(self, data: dict[str, Any]) -> str:
        return _("Đã bỏ tệp: %(file)s") % {"file": _file(data)} + _where(data)


class ReplacedLine(DataLine):
    """A file took the place of another."""

    label = gettext_lazy("Thay tệp")

    def words_of(self, data: dict[str, Any]) -> str:
        words = _("Đã thay tệp: %(old)s → %(new)s") % {"old": _file(data.get("before", {})), "new": _file(data)}
        return words + _where(data)


class ChangedLine(DataLine):
    """Fields of the asset or of one of its files changed."""

    label = gettext_lazy("Sửa thông tin")
    fallback = gettext_lazy("Đã ghi thông tin tệp")

    def words_of(self, data: dict[str, Any]) -> str:
        """The file, if it is about one, and each field with the values before and after."""
        words = "; ".join(data.get("changes", []))
        return f"{data['file']}. {words}" if words and data.get("file") else words


class OnePersonLine(DataLine):
    """One person made and released a version, as an outlet allows."""

    label = gettext_lazy("Một người tự phát hành")

    def words_of(self, data: dict[str, Any]) -> str:
        return _("Một người làm và tự phát hành v%(version)s; %(outlet)s cho phép vì: %(reason)s") % data


class WithdrawnLine(DataLine):
    """The asset or a version was recalled."""

    label = gettext_lazy("Thu hồi")
    fallback = gettext_lazy("Đã thu hồi tài liệu")

    def words_of(self, data: dict[str, Any]) -> str:
        """What was recalled, why, and how far it had gone."""
        target = f"v{data['version']}" if data.get("version") else _("cả tài liệu")
        return _("Đã thu hồi %(what)s: %(reason)s") % {"what": target, "reason": data.get("reason", "")}


def register_lines(actions: LogActionRegistry) -> None:
    """Register these lines; called by the hook of the library's log actions."""
    lines = {
        "add_file": AddedLine,
        "remove_file": RemovedLine,
        "replace_file": ReplacedLine,
        "describe_file": ChangedLine,
        "edit_fields": ChangedLine,
        "one_person": OnePersonLine,
        "withdraw": WithdrawnLine,
    }
    for name, line in lines.items():
        actions.register_action(f"media_library.{name}")(line)
