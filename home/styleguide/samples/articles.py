"""Samples of blocks and parts of articles."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from .sample import KHMER, LONG, Sample, story


def samples(image: Any) -> tuple[Sample, ...]:
    """Samples of blocks and parts of articles; `image`: the picture of the cards, or None."""
    clips = [story(title, image=image) for title in (LONG, "Ba phút", KHMER)]
    result = SimpleNamespace(
        entry=SimpleNamespace(address="#", language="vi"), kind_label="Bài", language_name="tiếng Việt", title=LONG,
        snippet="Dọa cho sợ, dỗ cho tin, rồi tách bạn khỏi người thân.",
    )  # fmt: skip
    chapter: dict[str, Any] = {"title": LONG, "intro": "Lời dẫn của chương.", "image": None, "body": []}
    correction = SimpleNamespace(
        number=1, kind_label="Đính chính", frozen_at=timezone.now(), text="5656 chỉ nhận tin nhắn.", has_older=False
    )
    return (
        Sample("articles/blocks/facts.html", "Con số", ({"value": {"title": "Con số", "source": "Kế hoạch", "facts": [
            {"figure": "12–24", "meaning": "tuổi"}, {"figure": "111", "meaning": LONG}]}},), wrap="prose"),
        Sample("articles/blocks/question.html", "Hỏi đáp", (
            {"value": {"question": "Làm gì trước?", "answer": "<p>Cúp máy trước.</p>", "who": "Cô An"}},
        ), wrap="prose"),
        Sample("base/blocks/quote.html", "Trích lời", (
            {"value": {"text": "Người tốt không cần bạn giấu cha mẹ.", "who": "Một cô giáo"}},
            {"value": {"text": KHMER}},
        ), wrap="prose"),
        Sample("base/blocks/warning.html", "Chữ cần bấm mới mở", (
            {"value": {"summary": "Có lời đe dọa", "text": "“Bị bắt ngay.”"}},), wrap="prose"),
        Sample("articles/blocks/chapter.html", "Chương của phóng sự dài", ({"value": chapter, "number": 1},),
               wrap="longform band night sgnight"),
        Sample("articles/parts/corrections.html", "Đính chính", ({"page": {"corrections_shown": [correction]}},)),
        Sample("articles/parts/source_corrections.html", "Đính chính của bản gốc", (
            {"page": {"source_corrections": [
                {"kind_label": "Đính chính", "frozen_at": timezone.now(), "address": "/vi/", "language": "vi",
                 "is_behind": is_behind} for is_behind in (True, False)]}},
        )),
        Sample("articles/parts/friends.html", "Nói gì với người đang cần mình", ({},)),
        Sample("articles/parts/clips.html", "Kệ video", ({"clips": clips},),
               wrap="band night sgnight"),
        Sample("search/parts/search_elsewhere.html", "Kết quả tìm", ({"elsewhere": [result]},), wrap="results"),
    )  # fmt: skip
