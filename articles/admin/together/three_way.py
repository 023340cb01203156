"""Three-way merge of two versions of a story: a change by one of them is taken over, a change by both is a conflict.

Works on the content of revisions (`serializable_data()`); knows no page and no form.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from typing import Any

MINE, THEIRS, BOTH = "mine", "theirs", "both"
BODY = "body"
#: Columns that Wagtail keeps, and those of programs: always the newest version's.
KEPT = {
    "pk", "path", "depth", "numchild", "content_type", "live", "has_unpublished_changes", "url_path", "draft_title",
    "latest_revision", "live_revision", "first_published_at", "last_published_at", "latest_revision_created_at",
    "locked", "locked_at", "locked_by", "expired", "owner", "alias_of", "translation_key", "locale", "listed_in",
    "slug", "wagtail_admin_comments", "page_ptr", "comments",
}  # fmt: skip


@dataclass(frozen=True)
class Conflict:
    """A field or block that both changed. `name`: name of the field, or "body:<id of a block>"."""

    name: str
    mine: Any
    theirs: Any
    number: int = 0  # of a block, from 1

    @property
    def is_block(self) -> bool:
        """Whether it is a block of the body, so that both may stand one after the other."""
        return self.number > 0


@dataclass
class Merged:
    """The merged content, and the conflicts without a choice."""

    content: dict[str, Any]
    conflicts: list[Conflict] = field(default_factory=list)


def merge(base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any], choices: dict[str, str]) -> Merged:
    """Put `mine` and `theirs` together, which both began as `base`.

    `choices`: {name of a conflict: MINE, THEIRS or BOTH}. A conflict without a choice is listed, and `theirs` stands in
    the content.
    """
    merged = Merged(dict(theirs))
    for name, value in mine.items():
        if name in KEPT or name == BODY or value == theirs.get(name) or value == base.get(name):
            continue
        choice = choices.get(name)
        if theirs.get(name) == base.get(name) or choice == MINE:
            merged.content[name] = value
        elif choice is None:
            merged.conflicts.append(Conflict(name, value, theirs.get(name)))
    if BODY in mine:
        _merge_body(merged, _blocks(base), _blocks(mine), _blocks(theirs), choices)
    return merged


def _blocks(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The blocks of a body, which revisions store as JSON text."""
    stored = content.get(BODY) or "[]"
    return list(json.loads(stored) if isinstance(stored, str) else stored)


def _merge_body(merged: Merged, base: list[Any], mine: list[Any], theirs: list[Any], choices: dict[str, str]) -> None:
    was, own, other = ({block["id"]: block for block in blocks} for blocks in (base, mine, theirs))
    skeleton = mine if [b["id"] for b in theirs] == [b["id"] for b in base] else theirs
    order = [block["id"] for block in skeleton]
    for blocks in (mine, theirs):
        _insert_missing(order, [block["id"] for block in blocks])
    result: list[dict[str, Any]] = []
    for number, key in enumerate(order, start=1):
        before, a, b = was.get(key), own.get(key), other.get(key)
        if a is None or b is None:
            only = a or b
            is_deleted = before is not None and _says(before) == _says(only)
            if only is not None and not is_deleted:
                result.append(only)
        elif _says(a) == _says(b) or (before and _says(a) == _says(before)):
            result.append(b)
        elif before and _says(b) == _says(before):
            result.append(a)
        else:
            result += _chosen(merged, Conflict(f"{BODY}:{key}", a, b, number), choices)
    merged.content[BODY] = json.dumps(result)


def _chosen(merged: Merged, conflict: Conflict, choices: dict[str, str]) -> list[dict[str, Any]]:
    choice = choices.get(conflict.name)
    if choice == MINE:
        return [conflict.mine]
    if choice == BOTH:
        return [conflict.mine, conflict.theirs | {"id": str(uuid.uuid4())}]
    if choice != THEIRS:
        merged.conflicts.append(conflict)
    return [conflict.theirs]


def _says(block: dict[str, Any] | None) -> Any:
    """The value of a block, without the paragraph keys that an editor renumbers."""
    return (block["type"], _bare(block["value"])) if block else None


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _bare(part) for name, part in value.items() if name != "id"}
    if isinstance(value, list):
        return [_bare(part) for part in value]
    if isinstance(value, str) and "data-block-key" in value:
        parts = value.split(' data-block-key="')
        return parts[0] + "".join(part.partition('"')[2] for part in parts[1:])
    return value


def _insert_missing(order: list[str], keys: list[str]) -> None:
    """Put each of `keys` that `order` lacks behind the one it follows."""
    for index, key in enumerate(keys):
        if key not in order:
            follows = keys[index - 1] if index else None
            order.insert(order.index(follows) + 1 if follows in order else 0, key)
