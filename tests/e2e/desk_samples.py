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
    """Small photographs, new each time, as Playwright's file choosers take them; Wagtail asks about known ones."""
    photo_files = []
    for index in range(number):
        image, into = Image.effect_noise((1280, 720), 20 + index).convert("RGB"), io.BytesIO()
        image.paste(f"#{secrets.token_hex(3)}", (0, 0, 640, 360))  # the noise is the same in each process
        image.save(into, "JPEG", quality=60)
        photo_files.append({"name": f"anh-{index + 1}.jpg", "mimeType": "image/jpeg", "buffer": into.getvalue()})
    return photo_files


def twelve_files() -> dict[str, bytes]:
    """Three assets as an agency delivers them: a poster, slides, a radio spot.

    Names and content are new each time, for the library names what it has already.
    """
    mark = secrets.token_hex(3)

    def picture(side: int) -> bytes:
        image, into = make.pixels((side, side)), io.BytesIO()
        image.paste(f"#{mark}", (0, side // 2, side // 2, side))
        image.save(into, "PNG")
        return into.getvalue()

    def words(text: str) -> bytes:
        return f"{text} {mark}".encode()

    volume = f"volume={0.1 + int(mark, 16) / 2**25}"
    return {
        f"Poster cúp máy {mark}_A3_in.pdf": sheet_pdf(297, 420).getvalue(),
        f"Poster cúp máy {mark} A3 khmer in.pdf": sheet_pdf(297, 420, strokes=3).getvalue(),
        f"Poster cúp máy {mark}_A4_den-trang.pdf": make.pdf(size=(595, 842)),
        f"Poster cúp máy {mark} 1080x1080 facebook.png": picture(1080),
        f"Poster cúp máy {mark} 1920x1080 chiếu.png": picture(1081),
        f"Slide chào cờ {mark}.pptx": make.office("pptx"),
        f"Slide chào cờ {mark} chiếu.pdf": make.pdf(3, size=(960, 540)),
        f"Slide chào cờ {mark} khmer chiếu.pdf": make.pdf(4, size=(960, 540)),
        f"Slide chào cờ {mark} bản chữ.txt": words("Ba việc cần làm."),
        f"Phát thanh ra chơi {mark}.mp3": make.media("mp3", "-b:a", "64k", "-filter:a", volume, image=False),
        f"Phát thanh ra chơi {mark} bản chữ.txt": words("Kể ra là hết sợ."),
        f"Phát thanh ra chơi {mark} khmer bản chữ.txt": words("ប្រាប់ចេញ"),
    }


def uploads(*endings: str) -> list[Any]:
    """Those of the twelve files whose names end so, as Playwright's file choosers take them."""
    kinds = {"pdf": "application/pdf", "png": "image/png", "txt": "text/plain", "mp3": "audio/mpeg"}
    return [
        {"name": name, "mimeType": kinds.get(name[-3:], "application/octet-stream"), "buffer": content}
        for name, content in twelve_files().items()
        if name.endswith(endings)
    ]
