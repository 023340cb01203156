"""Words and pictures that the flows use."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

SAPO = (
    "Từ sáng nay, mỗi chuyến phà sớm qua Cồn Ấu có thêm một việc nhỏ: đoàn viên phát thẻ ghi ba số điện thoại "
    "giúp đỡ và nhắc các em cúp máy khi gặp cuộc gọi lạ."
)
PARAGRAPH = "Trên bến, bốn đoàn viên đứng thành hai cặp, mỗi cặp một xấp thẻ khổ bằng thẻ học sinh."
ALT, CREDIT = "Bến phà buổi sáng, người xuống phà", "Minh Thư"


def photos(number: int) -> list[Any]:
    """Small different photographs, as Playwright's file choosers take them."""
    found = []
    for index in range(number):
        into = io.BytesIO()
        Image.effect_noise((1280, 720), 20 + index).convert("RGB").save(into, "JPEG", quality=60)
        found.append({"name": f"anh-{index + 1}.jpg", "mimeType": "image/jpeg", "buffer": into.getvalue()})
    return found
