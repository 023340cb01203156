"""A partner on a phone: types, uploads straight to storage with an honest bar, ticks, sends."""

import pytest
from django.conf import settings

from tests.factories import make_home, make_user
from tests.partners.pieces import next_year


@pytest.fixture
def clip(tmp_path):
    import subprocess

    from media_library.sandbox import ffmpeg_path

    target = tmp_path / "má kiểm.mp4"
    source = ["-f", "lavfi", "-i", "testsrc2=size=180x320:rate=15:duration=2", "-pix_fmt", "yuv420p", "-c:v", "libx264"]
    subprocess.run([ffmpeg_path(), "-v", "error", "-nostdin", *source, str(target)], check=True, timeout=60)
    return target


@pytest.mark.parametrize("width", [390, 1280])
def test_a_partner_uploads_and_sends(page, live_server, shot, client_for, clip, width):
    from django_tasks_db.models import DBTaskResult

    from partners.models import Partner, Submission

    make_home()
    partner = Partner.objects.create(slug="may", display_name="Mây Miệt Vườn (demo)")
    user = make_user("kol@demo.example")
    partner.members.create(user=user)
    cookie = client_for(user).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{live_server.url}/doi-tac/")
    shot(f"partner-home-empty-{width}")
    page.get_by_role("button", name="Gửi nội dung mới").click()
    page.wait_for_url("**/sua/")
    page.get_by_label("Tên nội dung").fill("Má kiểm hợp đồng")
    page.locator("[name=has_minor][value=khong]").check()
    page.set_input_files("[data-upload-box] input[type=file]", clip)
    page.locator("[data-upload-box] [data-words]").get_by_text("kiểm tra").wait_for()
    for waiting in DBTaskResult.objects.filter(status="READY"):
        if not waiting.task.takes_context:
            waiting.task.call(*waiting.args_kwargs["args"], **waiting.args_kwargs["kwargs"])
    page.locator("[data-kept] [data-row]").get_by_text("Đã nhận").first.wait_for()
    for name, value in (("is_paid", "khong"), ("uses_ai", "khong"), ("music", "none")):
        page.locator(f"[name={name}][value={value}]").check(force=True)
    page.fill("[name=licence_until]", next_year())
    page.get_by_text("Đã lưu lúc").wait_for()
    shot(f"partner-form-{width}")
    page.get_by_role("button", name="Gửi cho tòa soạn").click()
    page.get_by_text("Còn thiếu điều “Tác giả”").first.wait_for()
    assert page.get_by_label("Tên nội dung").input_value() == "Má kiểm hợp đồng"
    shot(f"partner-errors-{width}")
    page.goto(f"{page.url}#b4")
    shot(f"partner-step4-{width}")
    for box in page.locator("[name=ticked]").all():
        box.check()
    page.get_by_role("link", name="Tiếp: xem lại").click()
    page.get_by_role("button", name="Gửi cho tòa soạn").click()
    page.get_by_text("Đã gửi cho tòa soạn").first.wait_for()
    shot(f"partner-sent-{width}")
    submission = Submission.objects.get()
    assert submission.state == "sent" and submission.files.get().stored.media_type == "video/mp4"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not [problem for problem in problems if "422" not in problem]
    page.goto(f"{live_server.url}/doi-tac/")
    shot(f"partner-home-{width}")
