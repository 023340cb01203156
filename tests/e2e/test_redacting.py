"""Covering faces with a pointer: places typed into the field stay, what is drawn is added, the last is taken back."""

import io

from playwright.sync_api import expect

from media_library.derivatives.tasks import make_preview_for
from tests.e2e.looking import DESK
from tests.factories import make_asset, make_stored_file
from tests.files import sample_files as make
from tests.media_library.test_redaction import file_of, staff

TYPED = "10,20,15,25"


def test_places_that_were_typed_stay_when_one_draws(person, live_server):
    picture = make_stored_file(io.BytesIO(make.noise(300)), name="lop.png", zone="quarantine")
    asset = make_asset("K-03", released=False, files=[{"stored": picture}])
    make_preview_for.call(str(picture.pk))
    desk = person(staff("change_asset", "view_asset"), viewport=DESK)
    desk.goto(f"/admin/kho/{asset.pk}/che-mat/{file_of(asset).pk}/")
    parts, boxes, stage = desk.locator("[name=parts]"), desk.locator("[data-redact] i"), desk.locator("[data-redact]")
    parts.fill(TYPED)
    expect(boxes).to_have_count(1)
    box = stage.bounding_box()
    desk.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    desk.mouse.down()
    desk.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] * 0.8)
    desk.mouse.up()
    expect(boxes).to_have_count(2)
    first, second = parts.input_value().split("; ")
    assert [float(number) for number in first.split(",")] == [10, 20, 15, 25] and second.startswith("50.")
    desk.get_by_role("button", name="Bỏ chỗ vừa khoanh").click()
    expect(boxes).to_have_count(1)
    assert not desk.problems
