"""A scenario of six scenes for tests: forks, a scene where the story is told no further, two endings, a way back."""

from activities.models import ScenarioPage
from tests.factories import story_row


def scene(key, *choices, kind="scene", title="", ending="", learned="", feeling=False, lines="", image=None):
    """`choices`: “text -> key”."""
    value = {
        "key": key,
        "title": title or key.capitalize(),
        "text": f"Kể về {key}.",
        "choices": [dict(zip(("text", "to"), map(str.strip, choice.split("->")), strict=True)) for choice in choices],
        "ending": ending,
        "learned": learned,
        "asks_feeling": feeling,
        "image": image,
    }
    if kind != "scene":
        value |= {"who": "Số lạ", "lines": lines or "Số lạ: Vào phòng đi.\nNa: Dạ.\nCuộc gọi nhỡ"}
    return (kind, value)


def six_scenes(image=None):
    return [
        scene("reo", "Cúp máy -> cup", "Nghe tiếp -> nghe", kind="call", title="Điện thoại reo", feeling=True,
              image=image),
        scene("cup", "Gọi mẹ -> me", "Nghe lại -> nghe", kind="notification", title="Rung lần nữa"),
        scene("nghe", "Kể với mẹ -> me", "Làm theo -> dung", kind="chat", title="Kể cả mẹ"),
        scene("dung", "Quay lại -> cup", "Gọi 111 -> goi", title="Dừng lại", ending="stop"),
        scene("me", title="Mẹ nghe", ending="end", learned="Dừng: cúp máy\nHỏi mẹ"),
        scene("goi", title="Có người nghe", ending="end", learned="Báo: gọi 111"),
    ]  # fmt: skip


def make_scenario(title="Cuộc gọi số 7", **fields):
    fields = {
        "scenes": six_scenes(), "player": "Na", "content_warning": "Có lời dọa.", "teacher_notes": "Đọc.\nHỏi.",
        "roles": [("role", {"name": "Số lạ", "brief": "Nói nhanh."})],
    } | fields  # fmt: skip
    return story_row(title, model=ScenarioPage, genre="nhap-vai", **fields)
