"""Words, pictures and files that the flows use."""

from __future__ import annotations

import io
import secrets
from typing import Any

from PIL import Image

from tests.files import sample_files as make
from tests.media_library.prints import sheet_pdf

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


def twelve_files(mark: str = "") -> dict[str, bytes]:
    """Three assets as an agency delivers them: a poster, slides, a radio spot. `mark`: a word in their names."""

    def picture(side: int) -> bytes:
        return bytes(make.picture("PNG", size=(side, side)))

    return {
        f"Poster cúp máy{mark}_A3_in.pdf": sheet_pdf(297, 420).getvalue(),
        f"Poster cúp máy{mark} A3 khmer in.pdf": sheet_pdf(297, 420, strokes=3).getvalue(),
        f"Poster cúp máy{mark}_A4_den-trang.pdf": make.pdf(size=(595, 842)),
        f"Poster cúp máy{mark} 1080x1080 facebook.png": picture(1080),
        f"Poster cúp máy{mark} 1920x1080 chiếu.png": picture(1081),
        f"Slide chào cờ{mark}.pptx": make.office("pptx"),
        f"Slide chào cờ{mark} chiếu.pdf": make.pdf(3, size=(960, 540)),
        f"Slide chào cờ{mark} khmer chiếu.pdf": make.pdf(4, size=(960, 540)),
        f"Slide chào cờ{mark} bản chữ.txt": "Ba việc cần làm.".encode(),
        f"Phát thanh ra chơi{mark}.mp3": make.mp3(),
        f"Phát thanh ra chơi{mark} bản chữ.txt": "Kể ra là hết sợ.".encode(),
        f"Phát thanh ra chơi{mark} khmer bản chữ.txt": "ប្រាប់ចេញ".encode(),
    }


def uploads(*endings: str) -> list[Any]:
    """Those of the twelve files whose names end so, as Playwright's file choosers take them; new names in each run."""
    kinds = {"pdf": "application/pdf", "png": "image/png", "txt": "text/plain", "mp3": "audio/mpeg"}
    return [
        {"name": name, "mimeType": kinds.get(name[-3:], "application/octet-stream"), "buffer": content}
        for name, content in twelve_files(f" {secrets.token_hex(3)}").items()
        if name.endswith(endings)
    ]
