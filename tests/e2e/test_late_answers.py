"""The server's answer comes while somebody types in the same form: what is typed stays, and the caret too."""

from django.contrib.auth.models import Permission
from playwright.sync_api import expect

from files.models import UploadSession
from media_library.models import AssetFile
from partners.models import Partner
from tests.e2e.newsroom_hands import DESK, PHONE
from tests.e2e.traffic import HeldAnswers, Traffic
from tests.factories import make_asset, make_home, make_user, picture_bytes
from tests.worker import run_waiting_tasks

NAME = "Áp phích gọi ai.png"


def png(name, width=64):
    return {"name": name, "mimeType": "image/png", "buffer": picture_bytes(width, 48, file_format="PNG").getvalue()}


def test_the_name_of_a_library_file_is_typed_while_it_travels(live_server, person):
    editor = make_user()
    editor.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "change_asset"]))
    asset = make_asset("T-12", released=False)
    asset.versions.get().files.all().delete()
    page = person(editor, **DESK)
    page.goto(f"/admin/kho/{asset.pk}/")
    begin = HeldAnswers(page, "/tai-tep/", "POST")
    page.set_input_files("[data-upload-box] input[type=file]", png(NAME))
    begin.wait()
    label = page.locator(".upload-row").get_by_label("Tên gọi")
    assert label.input_value() == "Áp phích gọi ai", "the file's name is offered before the server has answered"
    label.fill("")
    traffic = Traffic(page)
    begin.let_go()
    traffic.settle()
    expect(page.locator(".upload-row")).to_contain_text("đang kiểm tra")
    page.keyboard.type("Bản in")
    assert label.input_value() == "Bản in", "nothing was put into the field that is being written in"
    label.blur()
    traffic.settle()
    decided = HeldAnswers(page, f"/{UploadSession.objects.get().uuid}/")
    run_waiting_tasks()
    decided.wait()
    label.press("End")
    page.keyboard.type(" A3")
    decided.let_go()
    expect(page.locator(".upload-row[data-kind=good]")).to_be_visible()
    assert label.input_value() == "Bản in A3", "an answer from before the last keys does not take them"
    label.blur()
    traffic.settle()
    assert AssetFile.objects.get().label == "Bản in A3"
    assert not page.problems


def test_a_partner_captions_one_file_while_the_next_is_decided(live_server, settings, person):
    settings.SITE_URL = live_server.url
    make_home()
    user = make_user("kol@demo.example")
    Partner.objects.create(slug="may", display_name="Mây Miệt Vườn").members.create(user=user)
    phone = person(user, **PHONE)
    phone.goto("/doi-tac/")
    phone.get_by_role("button", name="Gửi nội dung mới").click()
    phone.wait_for_url("**/sua/")
    phone.goto(f"{phone.url}#b2")
    choose = "[data-upload-box] input[type=file]"
    phone.set_input_files(choose, png("một.png"))
    expect(phone.locator("[data-upload-box] [data-words]")).to_contain_text("kiểm tra")
    run_waiting_tasks()
    caption = phone.locator("[data-kept] input[name^=chu-]").first
    expect(caption).to_be_visible()
    list_of_files = HeldAnswers(phone, "/tep/")
    phone.set_input_files(choose, png("hai.png", 70))
    expect(phone.locator("[data-upload-box] [data-words]").last).to_contain_text("kiểm tra")
    caption.press_sequentially("Má và ")
    run_waiting_tasks()
    list_of_files.wait()
    phone.keyboard.type("hợp")
    list_of_files.let_go()
    expect(phone.locator("[data-kept] [data-row]")).to_have_count(2)
    phone.keyboard.type(" đồng")
    assert phone.locator("[data-kept] input[name^=chu-]").first.input_value() == "Má và hợp đồng"
    assert not phone.problems
