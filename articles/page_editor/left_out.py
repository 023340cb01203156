"""What autosave saves of a form that is not valid as a whole: all but the rows, blocks and fields with a mistake.

A field with a mistake keeps its saved value, and so does a block or row that was saved before; a new block or row with
a mistake is left out. Nothing is stored that did not pass its own check. The browser keeps what was left out
(static/articles/admin/keeping/), and “Lưu nháp” shows each mistake at its place.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist
from django.forms import BaseModelForm
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext as _
from wagtail.blocks import BlockField, StreamBlock, StreamBlockValidationError, StreamValue

#: A page that was never saved cannot do without them.
NEEDED = ("title", "slug")


def leave_out(form: Any) -> dict[str, str] | None:
    """Take the mistakes out of a validated form; None when something cannot be left out.

    {id of a block, name of a field or prefix of a row: where it was, in words}.
    """
    places: dict[str, str] = {}
    new = form.instance.pk is None
    if NON_FIELD_ERRORS in form.errors or (new and any(name in form.errors for name in NEEDED)):
        return None
    for formset in form.formsets.values():
        if formset.non_form_errors():
            return None
    for name in list(form.errors):
        places |= _leave_out_field(form, name)
    for formset in form.formsets.values():
        places |= _leave_out_rows(formset)
    return places


def _leave_out_field(form: Any, name: str) -> dict[str, str]:
    """Give a field its saved value back; of a body, only the blocks with a mistake."""
    field = form.fields[name]
    errors = form.errors.pop(name)
    label = str(field.label or name)
    if isinstance(field, BlockField) and isinstance(field.block, StreamBlock):
        whole = any(isinstance(error, StreamBlockValidationError) for error in errors.as_data())
        if whole:
            value, left_out = _valid_blocks(form, name)
            setattr(form.instance, name, value)
            form.cleaned_data[name] = value
            if left_out:
                place = _("%(field)s, khối %(number)d")
                return {key: place % {"field": label, "number": number} for key, number in left_out.items()}
        return {name: label}
    _restore(form, name)
    return {name: label}


def _restore(form: BaseModelForm[Any], name: str) -> None:
    """Set a column of the instance to what it was when the form was made."""
    try:
        column = form.instance._meta.get_field(name)
    except FieldDoesNotExist:
        return
    if column.concrete and not column.many_to_many and name in form.initial:
        setattr(form.instance, column.attname, form.initial[name])


def _valid_blocks(form: Any, name: str) -> tuple[StreamValue, dict[str, int]]:
    """(the blocks that pass their check, in their order; {id: number from 1} of the others).

    A block that was saved before keeps its saved value.
    """
    block: Any = form.fields[name].block
    saved = {child.id: child for child in getattr(form.instance, name)}
    blocks, left_out = [], {}
    for number, child in enumerate(form[name].data, start=1):
        try:
            stream = StreamValue(block, [(child.block_type, child.value, child.id)])
            blocks += [(clean.block_type, clean.value, clean.id) for clean in block.clean_deferred(stream)]
        except StreamBlockValidationError:
            left_out[child.id or f"{name}-{number}"] = number
            before = saved.get(child.id)
            if before is not None and before.block_type == child.block_type:
                blocks.append((before.block_type, before.value, before.id))
    return StreamValue(block, blocks), left_out


def _leave_out_rows(formset: Any) -> dict[str, str]:
    """Leave new rows with a mistake out; those that were saved keep their saved values."""
    places = {}
    for number, row in enumerate(formset.forms, start=1):
        if row.is_valid() or row.cleaned_data.get(DELETION_FIELD_NAME):
            continue
        words = {"rows": formset.model._meta.verbose_name_plural, "number": number}
        places[row.prefix] = _("%(rows)s, dòng %(number)d") % words
        if row.instance.pk is None or NON_FIELD_ERRORS in row.errors:
            row.cleaned_data["DELETE"] = row.instance.pk is None
        for name in list(row.errors):
            row.errors.pop(name)
            if name != NON_FIELD_ERRORS:
                _restore(row, name)
    return places
