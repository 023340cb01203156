"""The library in the administration: answers, decisions, consents, grid, side by side, tables, and who may not."""

import io
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from files.models import StoredFile
from media_library.admin.viewsets import AssetViewSet
from media_library.catalogue import labels
from media_library.catalogue.duplicates import similar_pictures
from media_library.derivatives import specs
from media_library.derivatives.queue import plan
from media_library.derivatives.tasks import make_preview_for, take_back_pictures
from media_library.maintenance import requeue_previews
from media_library.models import Asset, AssetFile, Recall, SubjectConsent
from media_library.recall import service
from media_library.review.release import release_version
from media_library.vocabulary import FileRole, Moment
from tests.factories import (
    make_article,
    make_asset,
    make_home,
    make_image,
    make_locale,
    make_organisation,
    make_section,
    make_stored_file,
    make_user,
    picture_bytes,
)
from tests.files import odd_files as odd
from tests.files import sample_files as make
from tests.media_library.small_library import make_library, new_version
from tests.objects import keys_in
from tests.worker import run_waiting_tasks

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets")]


def staff(*names):
    user = make_user()
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *names]))
    return user


@pytest.fixture
def desk(client_for):
    return client_for(staff("change_asset", "add_asset", "view_asset", "release_asset"))


def draft(code="K-01", **stored):
    stored_file = make_stored_file(zone="quarantine", **stored)
    return make_asset(code, released=False, files=[{"stored": stored_file}])


def act(client, asset, action, **fields):
    file = asset.versions.first().files.first()
    return client.post(f"/admin/kho/{asset.pk}/", {"action": action, "file": file.pk} | fields)


def test_an_answer_about_people_opens_the_way(desk, client_for):
    asset = draft(shows_minor=None)
    page = f"/admin/kho/{asset.pk}/"
    release = {"action": "release", "version": asset.versions.get().pk}
    refused = desk.post(page, release)
    assert refused.status_code == 400 and "chưa trả lời" in refused.content.decode()
    assert "chưa trả lời" in desk.post(page, release | {"action": "submit"}).text
    second = client_for(staff("change_asset", "release_asset"))
    asset.versions.update(submitted_at=timezone.now())  # sent before this was asked
    assert "chưa trả lời" in second.post(page, release | {"action": "approve"}).content.decode()
    words = {"role": "screen", "language": "vi", "label": "Bản trình chiếu"}
    assert act(desk, asset, "describe", **words, shows_minor="yes").status_code == 302
    assert "giấy đồng ý" in desk.post(page, release).content.decode()
    consent = {
        "subject": "Nhóm bốn bạn",
        "age_band": "7-15",
        "purpose": "Áp phích",
        "scope": "campaign",
        "person_agreed": "on",
    }
    assert act(desk, asset, "consent", **consent).status_code == 400, "the representative is missing"
    paper = SimpleUploadedFile("Giấy đồng ý.pdf", make.pdf())
    without = act(desk, asset, "consent", **consent | {"representative_agreed": "on"})
    assert without.status_code == 400 and "kèm giấy đồng ý" in without.content.decode()
    full = consent | {"representative_agreed": "on", "paper_file": paper}
    assert act(desk, asset, "consent", **full).status_code == 302
    agreement = SubjectConsent.objects.get()
    assert agreement.paper.zone == "quarantine" and len(agreement.paper_sha256) == 64
    assert desk.get(f"/admin/kho/giay/{agreement.pk}/").status_code == 404, "its own right"
    for word in ("goc", "hinh"):
        assert desk.get(f"/admin/kho/{word}/{agreement.paper_id}/").status_code == 404, "not at an address for pictures"
    assert desk.post(page, release).status_code == 400, "who answered has changed the version"
    assert second.post(page, release).status_code == 302
    reader = client_for(staff("view_consent_paper"))
    assert reader.get(f"/admin/kho/giay/{agreement.pk}/").status_code == 302
    look = ModelLogEntry.objects.get(action="media_library.view_paper")
    assert look.object_id == str(agreement.pk) and look.data["sha256"] == agreement.paper_sha256
    assert ModelLogEntry.objects.get(action="media_library.add_consent").data["subject"] == "Nhóm bốn bạn"


def test_withdrawn_consent_is_a_recall_of_what_shows_the_person(
    desk, client, client_for, s3, buckets, django_capture_on_commit_callbacks
):
    make_library()
    asset = draft("K-02", shows_minor=True)
    stored = asset.versions.get().files.get().stored
    consent = SubjectConsent.objects.create(
        subject="Em A", age_band="0-6", representative_agreed=True, purpose="x", scope="site", collected_by=make_user()
    )
    consent.files.add(stored)
    make_preview_for.call(str(stored.pk))
    release_version(asset, asset.versions.get())
    stored.refresh_from_db()
    file = asset.versions.get().files.get()
    school = make_organisation()
    client_for(make_user(organisation=school)).get(file.get_absolute_url())
    picture = stored.preview_url
    addresses = (file.get_absolute_url(), "/vi/kho-tai-lieu/k-02/", "/t/k-02/")
    assert [client.get(url).status_code for url in (*addresses, picture)] == [302, 200, 200, 200]
    with django_capture_on_commit_callbacks(execute=True):
        assert act(desk, asset, "withdraw-consent", consent=consent.pk).status_code == 302
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 410 and "rút lại sự đồng ý" in response.content.decode()
        assert "Em A" not in response.content.decode()
    assert client.get(picture).status_code == 404
    recall = Recall.objects.get(asset=asset)
    assert [notice.organisation for notice in recall.notices.all()] == [school]
    service.clear(recall.pk)
    queued = DBTaskResult.objects.filter(task_path=take_back_pictures.module_path, status="READY")
    assert [take_back_pictures.call(*task.args_kwargs["args"]) for task in queued] == [1]
    assert client.get(picture).status_code == 404
    StoredFile.objects.filter(pk=stored.pk).update(created_at=timezone.now() - timedelta(hours=1))
    assert requeue_previews() == (0, 0), "what was taken back is not drawn again"
    stored.refresh_from_db()
    assert stored.preview_error and not stored.preview_key


@pytest.mark.slow
def test_the_worker_deletes_every_picture_of_who_has_withdrawn_wherever_a_recall_has_moved_it(
    desk, s3, buckets, django_capture_on_commit_callbacks
):
    names = {}
    for code in ("K-22", "K-23"):
        asset = draft(code, shows_minor=True)
        stored = asset.versions.get().files.get().stored
        consent = given_for(stored, subject=f"Em của {code}")
        release_with_pictures(asset, stored)
        keys = [stored.preview_key, *stored.derivatives.values_list("key", flat=True)]
        assert len(keys) == 6 and set(keys) <= keys_in(s3, buckets[1])
        names[code] = {key.rpartition("/")[2] for key in keys}
    asset = Asset.objects.get(code="K-23")
    with django_capture_on_commit_callbacks(execute=True):
        assert act(desk, asset, "withdraw-consent", consent=consent.pk).status_code == 302
    run_waiting_tasks()
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())  # it cannot be undone any more
    run_waiting_tasks()
    remaining = {key.rpartition("/")[2] for key in keys_in(s3, buckets[1])}
    assert names["K-22"] <= remaining and not names["K-23"] & remaining


def test_a_version_without_the_person_stays(desk, client, django_capture_on_commit_callbacks):
    make_library()
    asset = draft("K-12", shows_minor=True)
    first = asset.versions.get()
    consent = SubjectConsent.objects.create(
        subject="Em B", age_band="0-6", representative_agreed=True, purpose="x", scope="site", collected_by=make_user()
    )
    consent.files.add(first.files.get().stored)
    release_version(asset, first)
    with django_capture_on_commit_callbacks(execute=True):
        release_version(asset, new_version(asset))
        assert act(desk, asset, "withdraw-consent", consent=consent.pk, file=first.files.get().pk).status_code == 302
    assert client.get("/t/k-12/v1.0/").status_code == 410 and client.get("/t/k-12/").status_code == 200
    assert client.get(asset.versions.get(number="1.1").files.get().get_absolute_url()).status_code == 302


def release_with_pictures(asset, stored):
    """Release the asset of one file once its preview and all its pictures are drawn."""
    make_preview_for.call(str(stored.pk))
    plan(stored)
    while specs.work("ticket", clips=False):
        pass
    release_version(asset, asset.versions.get())
    stored.refresh_from_db()


def given_for(stored, *, days=None, **facts):
    """A consent for a small child in `stored`; `days`: how far off its last day is."""
    until = timezone.localdate() + timedelta(days=days) if days is not None else None
    words = {"subject": "Em C", "age_band": "0-6", "representative_agreed": True, "purpose": "x", "scope": "site"}
    consent = SubjectConsent.objects.create(**words | facts, expires_on=until, collected_by=make_user())
    consent.files.add(stored)
    return consent


@pytest.mark.slow
def test_a_consent_that_runs_out_closes_everything_and_a_new_one_opens_it(desk, client, client_for):
    """Nobody has to be there on the day: page, download, printed address, the very pictures; editors are readers."""
    make_library()
    asset = draft("K-15", shows_minor=True)
    stored = asset.versions.get().files.get().stored
    old = given_for(stored, days=0)
    release_with_pictures(asset, stored)
    file, pictures = asset.versions.get().files.get(), [stored.preview_url]
    pictures += [job.url for job in stored.derivatives.all()]
    assert len(pictures) == 6 and all(pictures)
    school = make_user(organisation=make_organisation())
    readers = [client, client_for(school), client_for(staff()), desk, client_for(make_user(is_superuser=True))]
    pages = (file.get_absolute_url(), "/vi/kho-tai-lieu/k-15/", "/t/k-15/")
    for reader in readers:
        assert [reader.get(address).status_code for address in (*pages, *pictures)] == [302, 200, 200, *[200] * 6]
    SubjectConsent.objects.filter(pk=old.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    for reader in readers:
        assert [reader.get(address).status_code for address in pages] == [410, 410, 410]
        assert [reader.get(address).status_code for address in pictures] == [404] * 6
    assert f"/admin/kho/hinh/{stored.pk}/" in desk.get("/admin/snippets/media_library/asset/").content.decode()
    given_for(stored, subject="Một bạn khác")
    assert client.get(pages[0]).status_code == 410, "of somebody else"
    given_for(stored, subject="EM C", scope="print")
    assert client.get(pages[0]).status_code == 410, "for paper alone"
    given_for(stored, subject="em c", days=30)
    SubjectConsent.objects.filter(scope="print").delete()
    for reader in readers:
        assert [reader.get(address).status_code for address in (*pages, *pictures)] == [302, 200, 200, *[200] * 6]


@pytest.mark.slow
def test_a_refused_consent_keeps_what_was_typed_and_a_new_one_begins_with_the_old(desk, client_for):
    asset = draft("K-18", shows_minor=True)
    other = AssetFile.objects.create(
        version=asset.versions.get(), role="screen", label="Khác", stored=make_stored_file(shows_minor=True)
    )
    file = asset.versions.get().files.exclude(pk=other.pk).get()
    typed = {"subject": "Em D, lớp 8A", "age_band": "7-15", "purpose": "Áp phích tuần lễ", "scope": "site"}
    both = {"person_agreed": "on", "representative_agreed": "on"}
    broken = {"paper_file": SimpleUploadedFile("giay.pdf", b"%PDF-1.4 broken")}
    for sent in (typed, typed | both | broken):
        page = desk.post(f"/admin/kho/{asset.pk}/", {"action": "consent", "file": file.pk} | sent)
        form = page.context["open_consent"]
        assert page.status_code >= 400 and form["file"] == file.pk and "Em D, lớp 8A" in page.content.decode()
        assert page.content.decode().count(f'id="id_consent_{file.pk}_subject"') == 1, "one label, one field"
    assert "paper_file" in form["form"].errors
    days = {"K-18": -1, "K-19": 30, "K-20": 300}
    assets = {"K-18": asset} | {code: draft(code, shows_minor=True) for code in ("K-19", "K-20")}
    for code, days_left in days.items():
        given_for(assets[code].versions.get().files.first().stored, days=days_left, subject=f"Bạn của {code}")
    over = SubjectConsent.objects.get(subject="Bạn của K-18")
    assert "Sự đồng ý đã hết hạn" in desk.get(f"/admin/kho/{asset.pk}/").content.decode()
    again = desk.get(f"/admin/kho/{asset.pk}/?gia-han={over.pk}&tep={file.pk}")
    assert again.context["open_consent"]["form"]["subject"].value() == "Bạn của K-18"
    # Whoever answers “no child” later does not make the consent unseen: it still closes the file.
    StoredFile.objects.filter(pk=file.stored_id).update(shows_minor=False)
    again = desk.get(f"/admin/kho/{asset.pk}/?gia-han={over.pk}&tep={file.pk}").content.decode()
    assert f'id="id_consent_{file.pk}_subject"' in again and "Sự đồng ý đã hết hạn" in again
    StoredFile.objects.filter(pk=file.stored_id).update(shows_minor=True)
    for wrong in (f"gia-han={over.pk}&tep={other.pk}", "gia-han=x&tep=", f"gia-han={'9' * 5000}&tep={file.pk}"):
        assert desk.get(f"/admin/kho/{asset.pk}/?{wrong}").context["open_consent"] is None
    subjects_by_word = {
        word: [row.subject for row in desk.get(f"/admin/kho/dong-y/?xem={word}").context["page_obj"]]
        for word in ("", "sap-het", "khong-con")
    }
    assert subjects_by_word == {
        "": ["Bạn của K-20", "Bạn của K-19", "Bạn của K-18"],
        "sap-het": ["Bạn của K-19"],
        "khong-con": ["Bạn của K-18"],
    }
    given_for(file.stored, days=90, subject="bạn của k-18")
    assert not desk.get("/admin/kho/dong-y/?xem=khong-con").context["page_obj"], "given anew"
    assert "Đã có lần đồng ý mới" in desk.get(f"/admin/kho/{asset.pk}/").content.decode()
    assert any(row.soon for row in desk.get("/admin/kho/dong-y/").context["page_obj"])
    SubjectConsent.objects.filter(subject="Bạn của K-19").update(withdrawn_at=timezone.now())
    assert not any(row.soon for row in desk.get("/admin/kho/dong-y/").context["page_obj"])
    assert not desk.get("/admin/kho/dong-y/?xem=sap-het").context["page_obj"], "nobody asks again who has withdrawn"
    assert client_for(staff()).get("/admin/kho/dong-y/").status_code == 403


def test_a_draft_is_seen_in_the_list_by_the_desks_own_door(desk, client):
    asset = draft("K-21")
    stored = asset.versions.get().files.get().stored
    assert f"/admin/kho/hinh/{stored.pk}/" not in desk.get("/admin/snippets/media_library/asset/").content.decode()
    make_preview_for.call(str(stored.pk))
    assert f"/admin/kho/hinh/{stored.pk}/" in desk.get("/admin/snippets/media_library/asset/").content.decode()
    assert client.get(f"/admin/kho/hinh/{stored.pk}/").status_code == 302


@pytest.mark.slow
def test_the_list_shows_the_file_that_stands_for_the_asset(rf):
    """In each language that of best_file(), found by the query of the list: no captions, none without a picture."""
    kinds = [("km", "vtt", True), ("en", "png", True), ("km", "png", False), ("vi", "png", True), ("km", "png", True)]
    for turn in range(len(kinds)):
        for rest in (kinds[turn:], kinds[turn:][::-1], kinds[:turn]):
            files = []
            for language, extension, is_drawn in rest or kinds:
                stored = make_stored_file()
                key = f"{stored.pk}.webp" if is_drawn else ""
                StoredFile.objects.filter(pk=stored.pk).update(preview_key=key, extension=extension)
                files.append({"language": language, "stored": stored})
            make_asset(files=files)
    seen_pairs = set()
    for language in ("vi", "km", "en"):
        with override(language):
            for asset in AssetViewSet().get_queryset(rf.get("/admin/")):
                stored = labels.preview_of(asset.current_files)
                expected = {"stored": str(stored.pk), "key": stored.preview_key} if stored else None
                assert asset.picture == expected, (language, asset.code)
                seen_pairs.add(stored and (language, stored.asset_file.language))
    assert {("km", "km"), ("km", "vi"), ("en", "km"), ("vi", "vi")} <= seen_pairs and len(seen_pairs) > 6, seen_pairs


def test_a_consent_for_print_alone_does_not_carry_what_stands_on_the_web(desk):
    asset = draft("K-16", shows_minor=True)
    stored = asset.versions.get().files.get().stored
    given_for(stored, scope="print")
    release = {"action": "release", "version": asset.versions.get().pk}
    refused = desk.post(f"/admin/kho/{asset.pk}/", release)
    assert refused.status_code == 400 and "chỉ cho in" in refused.content.decode()
    plan(stored)
    assert set(stored.derivatives.values_list("form", flat=True)) == {"xem-nho"}, "for the desk alone"
    given_for(stored, scope="campaign")
    assert desk.post(f"/admin/kho/{asset.pk}/", release).status_code == 302


@pytest.mark.slow
def test_decisions_need_a_reason_and_the_right(client_for, desk):
    asset = draft("K-04")
    file = asset.versions.get().files.get()
    for action in ("decide", "override"):
        assert act(client_for(staff("change_asset")), asset, action, reason="Nhận tận tay.").status_code == 403
    assert act(desk, asset, "decide", reason="ok").status_code == 400
    assert act(desk, asset, "decide", reason="Nhận trực tiếp từ nhà thiết kế.").status_code == 302
    file.stored.refresh_from_db()
    assert file.stored.decision and file.stored.decided_by
    assert ModelLogEntry.objects.get(action="media_library.decide_scan").data["reason"] == file.stored.decision
    assert act(desk, asset, "override", reason="Đúng chuẩn rồi mà.").status_code == 400
    assert act(desk, asset, "nonsense").status_code == 400
    for key in ("9" * 40, "9" * 5000, "-1", "١"):
        for action in ("describe", "again", "withdraw-consent"):
            assert desk.post(f"/admin/kho/{asset.pk}/", {"action": action, "file": key}).status_code == 400
            assert act(desk, asset, action, job=key, consent=key).status_code == 400
        assert desk.post(f"/admin/kho/{asset.pk}/", {"action": "remove", "file": key}).status_code == 404


def test_grid_debts_and_side_by_side(desk):
    asset = draft("K-05")
    page = f"/admin/kho/{asset.pk}/"
    assert "còn thiếu" in desk.get(page).content.decode() and "chưa ai lo" in desk.get(page).content.decode()
    owner = make_user(is_superuser=True, full_name="Lê Văn Lo")
    need = {"action": "require", "language": "km", "role": "print", "owner": owner.pk, "due_on": "2026-12-24"}
    assert desk.post(page, need).status_code == 302
    assert "24-12-2026" in desk.get(page).content.decode()
    assert "K-05" in desk.get("/admin/kho/con-thieu/").content.decode()
    assert "K-05" not in desk.get("/admin/kho/con-thieu/?cua=toi").content.decode()
    assert desk.post(page, need | {"owner": "", "waived": "Không in tiếng Khmer"}).status_code == 302
    debts = desk.get("/admin/kho/con-thieu/").content.decode()
    assert "Tiếng Khmer" not in debts and "Tiếng Việt · In tại trường" in debts, "what the kind asks for, of nobody"
    nobody = desk.get("/admin/kho/con-thieu/?cua=chua-ai").content.decode()
    assert "In tại trường" in nobody
    own = need | {"language": "vi", "role": "school-print", "owner": owner.pk, "due_on": "2020-01-02"}
    assert desk.post(page, own).status_code == 302
    assert "In tại trường" not in desk.get("/admin/kho/con-thieu/?cua=chua-ai").content.decode()
    assert "quá hạn" in desk.get("/admin/kho/con-thieu/").content.decode()
    second = asset.versions.create(number="1.1")
    AssetFile.objects.create(version=second, role="screen", label="Mới", stored=make_stored_file(zone="quarantine"))
    compared = desk.get(f"{page}so-sanh/").content.decode()
    assert "Bản trình chiếu" in compared and "Mới" in compared


def test_side_by_side_each_file_stands_beside_the_one_it_follows(desk):
    """A wallpaper has five files of one purpose; none hides another."""
    sizes = ["1080 × 2400", "1366 × 768", "1920 × 1080"]
    asset = make_asset("K-17", kind="wallpaper", files=[{"label": size} for size in sizes])
    old, new = asset.versions.get(), asset.versions.create(number="1.1")
    by_label = {file.label: file for file in old.files.all()}
    for label in ("2560 × 1440", "1920 × 1080", "1366 × 768"):
        AssetFile.objects.create(version=new, role="screen", label=label, stored=make_stored_file())
    rows = desk.get(f"/admin/kho/{asset.pk}/so-sanh/", {"cu": old.pk, "moi": new.pk}).context["rows"]
    pairs = {tuple(file.label if file else "" for file, _line in row["sides"]) for row in rows}
    assert {("1366 × 768",) * 2, ("1920 × 1080",) * 2} <= pairs and len(rows) == 3
    assert {file.pk for row in rows for file, _line in row["sides"][:1]} == {file.pk for file in by_label.values()}


def test_pages_cost_the_same_for_one_file_and_for_many(desk, django_assert_max_num_queries):
    asset = draft("K-06")
    for number in range(12):
        AssetFile.objects.create(
            version=asset.versions.get(), role="screen", label=f"Bản {number}", stored=make_stored_file()
        )
    with django_assert_max_num_queries(40):
        assert desk.get(f"/admin/kho/{asset.pk}/").status_code == 200


def test_look_alikes_are_flagged(desk):
    first, second = make_stored_file(), make_stored_file(picture_bytes(300, 400), name="nho.jpg")
    other = make_stored_file(io.BytesIO(make.noise(300)), name="khac.png")
    for stored in (first, second, other):
        make_preview_for.call(str(stored.pk))
    make_asset("K-07", files=[{"stored": first}], released=False)
    asset = make_asset("K-08", files=[{"stored": second}, {"stored": other}], released=False)
    files = list(asset.versions.get().files.all())
    assert {pk: [twin.version.asset.code for twin in twins] for pk, twins in similar_pictures(files).items()} == {
        files[0].pk: ["K-07"]
    }
    assert "Trông giống K-07" in desk.get(f"/admin/kho/{asset.pk}/").content.decode()


@pytest.mark.slow
def test_tables_go_out_without_formulas_and_come_back(desk):
    make_locale("vi")
    asset = make_asset("K-09", name="=1+1")
    out = desk.get("/admin/snippets/media_library/asset/", {"export": "csv"}).getvalue().decode()
    assert "'=1+1" in out and "K-09" in out
    book = load_workbook(io.BytesIO(desk.get("/admin/snippets/media_library/asset/?export=xlsx").getvalue()))
    assert any(cell.value == "=1+1" and cell.data_type == "s" for row in book.active for cell in row)
    exported = desk.get("/admin/snippets/media_library/asset/?export=xlsx").getvalue()
    back = desk.post("/admin/kho/nhap/", {"table": SimpleUploadedFile("kho.xlsx", exported)})
    assert back.status_code == 200 and [row.changes for row in back.context["rows"]] == [{}], "as it went out"
    form = desk.get("/admin/kho/nhap/").content.decode()
    assert "?export=xlsx" in form and "chao-co" in form and "plan_ref" in form, "what a table may say"
    table = "code,kind,name,moments\nK-09,poster,Gọi ai khi cần,chao-co lop-hoc\nK-10,banner,Băng rôn mới,\n"
    send = lambda text, name="bang.csv": desk.post(  # noqa: E731
        "/admin/kho/nhap/", {"table": SimpleUploadedFile(name, text.encode())}
    )
    shown = send(table)
    assert shown.status_code == 200 and "Gọi ai khi cần" in shown.content.decode()
    assert desk.post("/admin/kho/nhap/", {"lines": shown.context["lines"] + "x"}).status_code == 400
    assert desk.post("/admin/kho/nhap/", {"lines": shown.context["lines"]}).status_code == 302
    asset = Asset.objects.get(code="K-09")
    assert asset.name == "Gọi ai khi cần" and asset.moments == ["chao-co", "lop-hoc"]
    assert Asset.objects.get(code="K-10").status == "draft"
    for bad in ("ten,loai\nx,y\n", "code,kind\nK-11,xe-tang\n", "code,price\nK-1,3\n", "code\nK-09\nK-09\n", "<svg/>"):
        response = send(bad)
        assert 400 <= response.status_code < 500, bad
    assert send("PK\x03\x04", "a.xlsx").status_code in {415, 422}
    for bad, words in (
        (f"code,name\nK-09,{'ộ' * 141}\n", "dài hơn 140 ký tự"),
        (f"code,plan_ref\nK-09,{'x' * 61}\n", "dài hơn 60 ký tự"),
        ("code,kind,name\nK-A--1,poster,Một\nK-A-1,poster,Hai\n", "có hai dòng"),
        (f'code,name\nK-09,"{"x" * 200_000}\n', "Không đọc được bảng này"),
    ):
        response = send(bad)
        assert response.status_code == 422 and words in response.content.decode(), words
    for bad in (odd.endless_sheet(), odd.merged_for_ever(), make.office("xlsx")):
        file = SimpleUploadedFile("bang.xlsx", bad)
        response = desk.post("/admin/kho/nhap/", {"table": file})
        assert response.status_code == 422 and "Không đọc được bảng này" in response.content.decode()
    assert not Asset.objects.filter(code="K-11").exists()


def test_a_line_is_named_by_its_number_in_the_file_and_a_failed_formula_is_no_name(desk):
    """Blank lines before it shifted the number, and who mended line 5 mended the wrong one."""
    table = b"code,kind,name\nK-20,poster,A\n,,\n,,\nK-21,poster,#REF!\n"
    response = desk.post("/admin/kho/nhap/", {"table": SimpleUploadedFile("bang.csv", table)})
    rows = {row.number: row.errors for row in response.context["rows"]}
    assert set(rows) == {2, 5} and not rows[2] and "báo lỗi #REF!" in rows[5][0]
    assert desk.post("/admin/kho/nhap/", {"lines": response.context["lines"]}).status_code == 302
    assert Asset.objects.get().code == "K-20"


def test_filters_and_bulk_edit(desk, client_for):
    first, second = make_asset("K-12"), make_asset("K-13", released=False)
    listing = "/admin/snippets/media_library/asset/"
    assert f'href="{listing}edit/{first.pk}/"' in desk.get(listing).content.decode(), "the name leads to the editor"
    text = desk.get(listing, {"status": "draft"}).content.decode()
    assert "K-13" in text and "K-12" not in text
    StoredFile.objects.update(shows_minor=None)
    for query in ({"unanswered": "people"}, {"unanswered": "scan"}, {"languages": "vi"}, {"role": "screen"}):
        assert desk.get(listing, query).status_code == 200
    address = f"/admin/bulk/media_library/asset/edit_many/?id={first.pk}&id={second.pk}"
    assert desk.get(address).status_code == 200
    reader = client_for(staff("view_asset"))
    assert "K-12" in reader.get(listing).text
    reader.post(address, {"access": "staff", "add_moment": "chao-co"})
    assert not Asset.objects.filter(access="staff").exists() and not ModelLogEntry.objects.exists()
    assert desk.post(address, {"access": "staff", "add_moment": "chao-co"}).status_code == 302
    assert set(Asset.objects.filter(access="staff", moments__contains=["chao-co"])) == {first, second}


@pytest.mark.slow
def test_filters_show_what_is_chosen_and_whom_there_is_to_choose_each_time(desk):
    """The choices are drawn once for what is offered and chosen, and drawn anew for anything else."""
    address = "/admin/snippets/media_library/asset/"

    def shown(name, **chosen):
        """{label: whether it is chosen} of a filter."""
        (select,) = re.findall(rf'<select name="{name}"[^>]*>(.*?)</select>', desk.get(address, chosen).text, re.S)
        options = re.findall(r"<option([^>]*)>([^<]*)</option>", select)
        return {label: "selected" in attributes for attributes, label in options}

    def chosen(name, **query):
        return [label for label, is_chosen in shown(name, **query).items() if is_chosen]

    for _again in range(2):
        assert chosen("moments") == []
        assert chosen("moments", moments=["chao-co", "lop-hoc"]) == [Moment("chao-co").label, Moment("lop-hoc").label]
        assert chosen("role", role="print") == [FileRole.PRINT.label] and chosen("role") != [FileRole.PRINT.label]
        assert 'value="draft"\n            id="id_status_1" checked' in desk.get(address, {"status": "draft"}).text
        assert 'value="draft"\n            id="id_status_1">' in desk.get(address).text
    assert len(shown("created_by")) == 1
    maker = make_user(full_name="Lê Văn Mới")
    draft("K-02")
    Asset.objects.update(created_by=maker)
    assert len(shown("created_by")) == 2 and chosen("created_by", created_by=maker.pk) == [str(maker)]


@pytest.mark.indexed
def test_where_it_is_used_names_what_everybody_reads(desk, client_for):
    """The library's editor may not edit the paper's stories, but reads them like everybody."""
    home = make_home()
    section = make_section("Cảnh giác", home=home)
    asset = make_asset("K-18")
    address = f"/admin/snippets/media_library/asset/usage/{asset.pk}/"
    for slug, live in (("bai-len-bao", True), ("bai-nhap", False)):
        page = make_article(f"Tựa của {slug}", section=section, slug=slug, live=False)
        page.body.append(("asset", asset))
        page.save()
        if live:
            page.save_revision().publish(skip_permission_checks=True)
    rows = {row["object"].slug: row for row in desk.get(address).context["table"].data}
    assert rows["bai-len-bao"]["label"] == "Tựa của bai-len-bao"
    assert rows["bai-len-bao"]["edit_url"].endswith("/canh-giac/bai-len-bao/")
    assert "bai-nhap" not in rows["bai-nhap"]["label"] and rows["bai-nhap"]["edit_url"] is None


def test_the_plain_form_offers_what_is_there_already(desk):
    known_asset = make_asset("K-19")
    asset = make_asset("K-20", released=False)
    content = make.picture(size=(90, 70))
    form = {"action": "file", "role": "screen", "language": "vi", "shows_minor": "no", "label": "Bản trình chiếu"}
    send = lambda to, **more: desk.post(  # noqa: E731
        f"/admin/kho/{to.pk}/",
        form | {"version": to.versions.first().pk, "file": SimpleUploadedFile("a.jpg", content)} | more,
    )
    known_asset.versions.create(number="1.1")
    assert send(known_asset).status_code == 302
    offered = send(asset)
    page = offered.content.decode()
    assert (
        offered.status_code == 409 and "đã có ở K-19, phiên bản 1.1" in page and 'type="checkbox" name="again"' in page
    )
    assert asset.versions.get().files.count() == 1
    assert send(asset, again="on").status_code == 302 and asset.versions.get().files.count() == 2


def test_the_admins_api_lists_what_an_account_may_choose(client_for):
    make_image("Ảnh chưa đăng của báo")
    for name in ("images", "documents"):
        outsider = client_for(staff("view_downloadevent")).get(f"/admin/api/main/{name}/")
        assert outsider.status_code in {200, 403}
        assert outsider.status_code == 403 or outsider.json()["meta"]["total_count"] == 0
    boss = client_for(make_user(is_superuser=True, is_staff=True)).get("/admin/api/main/images/")
    assert boss.json()["meta"]["total_count"] == 1


def test_who_has_no_business_here(client_for):
    asset = draft("K-14")
    addresses = [
        f"/admin/kho/{asset.pk}/",
        f"/admin/kho/{asset.pk}/so-sanh/",
        f"/admin/kho/{asset.pk}/che-mat/{asset.versions.get().files.get().pk}/",
        f"/admin/kho/hinh/{asset.versions.get().files.get().stored_id}/",
        f"/admin/kho/goc/{asset.versions.get().files.get().stored_id}/",
        "/admin/kho/con-thieu/",
        "/admin/kho/dong-y/",
        "/admin/kho/nhap/",
    ]
    for address in addresses:
        assert client_for(None).get(address).status_code == 302
        assert client_for(staff()).get(address).status_code in {403, 404}, address
    assert client_for(staff("change_asset")).get("/admin/kho/nhap/").status_code == 403, "a table makes assets, too"
