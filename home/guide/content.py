"""The guide as shipped: texts, tours and pictures, and which page of the administration each job explains."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data"
PICTURES = Path(__file__).resolve().parent.parent / "static" / "home" / "guide"


@cache
def jobs() -> list[dict[str, Any]]:
    """The jobs in order: dicts of group, language, slug, title, lead, steps with {title, text, picture?}."""
    return list(json.loads((DATA / "guide.json").read_text(encoding="utf-8")))


@cache
def tours() -> dict[str, list[dict[str, str]]]:
    """Group → its five steps: dicts of title, text, path."""
    return dict(json.loads((DATA / "tours.json").read_text(encoding="utf-8")))


def pictures() -> list[tuple[str, str]]:
    """Choices of pictures that `make shots` has taken."""
    return [(path.stem, path.stem) for path in sorted(PICTURES.glob("*.webp"))]


def mark(title: str, lead: str, steps: list[dict[str, str]]) -> str:
    """Hex SHA-256 of a job's text, by which an edited one is told from one as shipped."""
    parts = [title, lead, [[step["title"], step["text"], step.get("picture") or ""] for step in steps]]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


#: Beginning of a path below /admin/ → slug of the job that explains it; the longest that fits wins.
SCREENS = {
    "": "ban-lam-viec",
    "toa-soan/": "ban-toa-soan",
    "toa-soan/viet/": "viet-bai",
    "toa-soan/viet-nhanh/": "viet-nhanh",
    "trang-nhat/": "trang-nhat",
    "toa-soan/lich/": "lich",
    "toa-soan/lay-bai/": "tin-ban",
    "pages/": "viet-bai",
    "images/": "anh",
    "documents/": "dua-tai-lieu",
    "snippets/media_library/": "dua-tai-lieu",
    "snippets/media_library/kit/": "bo-tai-lieu",
    "do-vui/": "do-vui",
    "nhap-vai/": "nhap-vai",
    "thu-thach/": "thu-thach",
    "su-kien/": "su-kien",
    "cuoc-thi/": "cuoc-thi",
    "kho/": "dua-tai-lieu",
    "bo-tai-lieu/": "bo-tai-lieu",
    "kol/": "moi-kol",
    "snippets/partners/": "moi-kol",
    "truong-hoc/": "do-phu",
    "truong-hoc/cho-xac-nhan/": "xac-nhan",
    "truong-hoc/ban-in/": "ban-in",
    "truong-hoc/kho-ban-in/": "ban-in",
    "snippets/schools/": "do-phu",
    "so-lieu/": "do-phu",
    "bao-cao/": "do-phu",
    "giao-viec/": "giao-viec",
    "bai-dang/": "giao-viec",
    "co-quan/": "giao-viec",
    "ngon-ngu/": "dich",
    "localize/": "dich",
    "users/": "tai-khoan",
    "groups/": "tai-khoan",
    "reports/": "bao-cao",
    "snippets/campaign/": "tu-vung",
    "snippets/search/": "tu-vung",
    "choose-page/": "viet-bai",
    "workflows/": "thiet-lap",
    "collections/": "anh",
    "thu-hoi/": "thu-hoi-tai-lieu",
    "o-ten-truong/": "dua-tai-lieu",
    "bao-cao-vien/": "su-kien",
    "account/": "tai-khoan",
    "thu/": "thu",
    "redirects/": "thiet-lap",
    "settings/": "thiet-lap",
    "sites/": "thiet-lap",
    "locales/": "thiet-lap",
    "tro-giup/": "tu-vung",
    "snippets/articles/": "viet-bai",
    "snippets/home/": "thiet-lap",
}


def slug_for(path: str) -> str:
    """Slug of the job that explains the page at `path` below /admin/."""
    place = path.removeprefix("/admin/")
    return SCREENS[max((start for start in SCREENS if place.startswith(start)), key=len)]
