"""The frame maker: a policy without connections, frames of the library only, and nothing that takes a photo."""

import re

import pytest

from media_library.models import Asset
from tests.factories import make_asset, make_stored_file, picture_bytes

pytestmark = pytest.mark.django_db
AT = "/vi/khung-anh/"


def frames_asset(number=6, code="AV-1080-21", **fields):
    """An asset with `number` square frames."""
    files = [
        {"label": f"Khung {at}", "stored": make_stored_file(picture_bytes(1080, 1080, file_format="PNG"), name="k.png")}
        for at in range(number)
    ]
    return make_asset(code, kind="avatar-frame", name="Khung ảnh đại diện", files=files, **fields)


def test_the_page_may_open_no_connection_and_has_no_form(client_for):
    response = client_for().get(AT)
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert {policy[name] for name in ("connect-src", "form-action", "media-src", "default-src")} == {"'none'"}
    assert policy["img-src"] == "'self' data: blob:" and policy["script-src"] == "'self'"
    body = response.text.split("<main", 1)[1].split("</main>", 1)[0]
    assert (
        'type="file"' in body
        and "<form" not in response.text
        and " name=" not in re.findall(r"<input[^>]*file[^>]*>", body)[0]
    )
    assert "Ảnh không rời khỏi máy bạn" in body and "data-without-script" in body and not response.cookies
    assert client_for().post(AT, {"anh": "x"}).status_code == 405


def test_frames_come_from_released_open_assets_and_leave_with_them(client_for):
    asset = frames_asset(number=2)
    closed = frames_asset(number=1, code="AV-1080-99", access="schools")
    poster = make_asset("P-A3-03")
    client = client_for()
    addresses = re.findall(r'src="(/vi/khung-anh/[0-9a-f-]+\.png)"', client.get(AT).text)
    assert len(addresses) == 2
    picture = client.get(addresses[0])
    assert picture.status_code == 200 and picture["Content-Type"] == "image/png"
    assert b"".join(picture.streaming_content)[:4] == b"\x89PNG"
    for other in (closed, poster):
        assert client.get(f"{AT}{other.current_version.files.get().uuid}.png").status_code == 404
    Asset.objects.filter(pk=asset.pk).update(status="withdrawn")
    assert client.get(addresses[0]).status_code == 404
