"""A redacted picture keeps its type: what the file says it is, is what it holds."""

import io

import pytest
from PIL import Image

from files.cleaners.derive import redact
from files.cleaners.errors import Rejected
from tests.files import sample_files as make

WHOLE = [[0, 0, 100, 100]]


@pytest.mark.parametrize(("kind", "extension"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("AVIF", "avif")])
def test_a_redacted_picture_has_the_type_of_its_original(tmp_path, kind, extension):
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(make.picture(kind))
    media_type = f"image/{kind.lower()}"
    facts = redact.clean(source, target, None, media_type, WHOLE)
    assert (facts["media_type"], facts["extension"]) == (media_type, extension)
    assert Image.open(io.BytesIO(target.read_bytes())).format == kind


@pytest.mark.parametrize(("kind", "mode", "parts"), [("GIF", "P", WHOLE), ("PNG", "RGB", [])])
def test_an_animation_and_no_parts_are_refused(tmp_path, kind, mode, parts):
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(make.picture(kind, mode))
    with pytest.raises(Rejected):
        redact.clean(source, target, None, f"image/{kind.lower()}", parts)
    assert not target.exists()
