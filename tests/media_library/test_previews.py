"""Previews: contained, never enlarged, and None where there is nothing to see."""

import io

import pytest
from PIL import Image

from media_library.previews import make_preview
from tests.factories import busy_bytes
from tests.media_library import sample_files as make
from tests.media_library.sample_files import H264


@pytest.mark.parametrize(
    ("content", "media_type", "size"),
    [
        (lambda: make.picture(size=(3000, 1500)), "image/jpeg", (1200, 600)),
        (lambda: make.picture(size=(64, 48)), "image/jpeg", (64, 48)),
        (lambda: make.picture(mode="CMYK"), "image/jpeg", (64, 48)),
        (lambda: make.picture("PNG", "P", transparency=0), "image/png", (64, 48)),
        (lambda: make.picture("PNG", "I;16"), "image/png", (64, 48)),
        (lambda: make.picture("AVIF"), "image/avif", (64, 48)),
        (make.animation, "image/gif", (32, 32)),
        (lambda: make.pdf(2, size=(595, 842)), "application/pdf", (848, 1200)),
        (lambda: make.media("mp4", *H264), "video/mp4", (64, 48)),
        (make.turned, "video/mp4", (48, 64)),
    ],
)
def test_preview(tmp_path, content, media_type, size):
    path = tmp_path / "file"
    path.write_bytes(content())
    drawn = make_preview(path, media_type)
    data, width, height = drawn.picture, drawn.width, drawn.height
    assert len(drawn.lookalike_hash) == 32
    with Image.open(io.BytesIO(data), formats=["WEBP"]) as picture:
        assert picture.size == (width, height)
        assert abs(width - size[0]) <= 1 and abs(height - size[1]) <= 1


def test_a_busy_print_is_light_enough_for_a_phones_first_view(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(busy_bytes(2400, 3400, grain=24).read())
    drawn = make_preview(path, "image/jpeg")
    assert len(drawn.picture) <= 60_000  # P7
    assert max(drawn.width, drawn.height) >= 600 and abs(drawn.width / drawn.height - 2400 / 3400) < 0.01


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"xin", "text/plain"),
        (make.archive({"a.txt": b"x"}), "application/zip"),
        (b"%PDF-1.7 nonsense", "application/pdf"),
        (b"noise", "image/png"),
    ],
)
def test_no_preview(tmp_path, content, media_type):
    path = tmp_path / "file"
    path.write_bytes(content)
    assert make_preview(path, media_type) is None
