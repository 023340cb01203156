"""Requirements of each kind of asset, what a file lacks of them, and what prevents the release of a version."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings

from base.templatetags.vi import filesize_vi
from files.intake.accept import accept_upload
from files.models import StoredFile
from media_library.catalogue import labels
from media_library.catalogue.labels import admin_labels, file_line
from media_library.catalogue.requirements import REQUIREMENTS, gaps
from media_library.models import SubjectConsent
from media_library.review.release import release_version
from media_library.vocabulary import Kind
from tests.factories import make_asset, make_stored_file, make_user
from tests.files import sample_files as make

A3 = (841.89 + 17, 1190.55 + 17)  # points with 3 mm of bleed on each side


def boxed(pdf):
    """A3 with trim and bleed box, CMYK throughout, one picture of 100 dpi and a font that stays at home."""
    from pikepdf import Array, Dictionary, Name

    page = pdf.pages[0]
    page.obj["/TrimBox"] = Array([8.5, 8.5, A3[0] - 8.5, A3[1] - 8.5])
    page.obj["/BleedBox"] = Array([0, 0, *A3])
    picture = pdf.make_stream(bytes(100 * 100 * 4), Type=Name.XObject, Subtype=Name.Image, Width=100, Height=100)
    picture["/ColorSpace"], picture["/BitsPerComponent"] = Name.DeviceCMYK, 8
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/Arial")))
    page.obj["/Resources"] = Dictionary(XObject=Dictionary(P=picture), Font=Dictionary(F=font))
    page.obj["/Contents"] = pdf.make_stream(b"q 72 0 0 72 100 100 cm /P Do Q 0 0 0 1 k 0 0 10 10 re f")


def test_a_printers_facts_are_read_from_the_file():
    with accept_upload("library", io.BytesIO(make.pdf(size=A3, edit=boxed))) as accepted:
        assert (accepted.dpi, accepted.fonts_embedded, accepted.colour_space) == (100, False, "CMYK")
        assert abs(accepted.bleed_mm - 3) < 0.2 and round(accepted.trim_width_mm) == 297


@pytest.mark.django_db
def test_a_file_is_told_in_one_line_as_a_print_shop_would_say_it(client_for):
    def two_pages(pdf):
        boxed(pdf)
        pdf.pages.append(pdf.pages[0])

    sheet = make.pdf(size=A3, edit=two_pages)
    files = [
        {"stored": make_stored_file(io.BytesIO(sheet), name=f"{role}.pdf", zone="quarantine"), "role": role}
        for role in ("print", "screen")
    ]
    file, screen = make_asset("PR-3", released=False, files=files).versions.get().files.all()
    line = f"PDF · A3 · có xén 3 mm · CMYK · 2 trang · {filesize_vi(file.stored.size)}"
    assert file_line(file).replace("\xa0", " ") == line.replace("\xa0", " ")
    assert "xén" not in file_line(screen), "nobody who shows it asks for that"
    page = client_for(make_user(is_superuser=True, is_staff=True)).get(f"/admin/kho/{file.version.asset_id}/")
    page_text = " ".join(page.text.split())
    line = line.replace("\xa0", " ")
    assert f"{line} · phông chưa nhúng hết · 100 dpi <br>" in page_text, "each fact once"
    assert admin_labels(screen) == ["CMYK", "phông chưa nhúng hết", "100 dpi"]


@pytest.mark.django_db
def test_the_desk_reads_what_a_clip_is():
    content = make.media("mp4", *make.H264)
    stored = make_stored_file(io.BytesIO(content), name="a.mp4", zone="quarantine")
    file = make_asset("PR-4", released=False, files=[{"stored": stored, "role": "screen"}]).versions.get().files.get()
    stored.caption_tracks = 2
    file.stored = stored
    size, clock = f"{stored.width} × {stored.height}", labels.length(stored)
    assert file_line(file).replace("\xa0", " ").startswith(f"MP4 · {size} · {clock} · ")
    codec, rate, loudness, tracks = admin_labels(file)
    assert (codec, rate, tracks) == ("H264", "10 fps", "2 phụ đề kèm") and loudness.endswith(" LUFS")


def test_a_clips_facts_are_read_from_the_file():
    with accept_upload("library", io.BytesIO(make.media("mp4", *make.H264))) as accepted:
        assert accepted.video_codec == "h264" and float(accepted.frame_rate) == 10
        assert -40 < float(accepted.loudness_lufs) < 0 and accepted.caption_tracks == 0


def test_every_kind_has_a_profile():
    assert set(REQUIREMENTS) == set(Kind)


@pytest.mark.django_db
def test_a_print_that_misses_its_profile_stays_in_until_somebody_says_why():
    stored = make_stored_file(io.BytesIO(make.pdf()), name="a.pdf", zone="quarantine")
    asset = make_asset("PR-1", released=False, files=[{"stored": stored, "role": "print"}])
    version, file = asset.versions.get(), asset.versions.get().files.get()
    words = " ".join(gaps("poster", file))
    assert "điều kiện in" not in words, "the colours are none of a press"
    assert "Khổ" in words and "Xén 0 mm" in words and "CMYK" in words
    with pytest.raises(ValidationError, match="Xén"):
        release_version(asset, version)
    file.override = "Nhà in đã đồng ý tự thêm xén."
    file.save()
    release_version(asset, version)


@pytest.mark.django_db
def test_inks_without_a_printing_condition_are_a_gap():
    stored = make_stored_file(io.BytesIO(make.pdf(size=A3, edit=boxed)), name="a.pdf", zone="quarantine")
    asset = make_asset("PR-5", released=False, files=[{"stored": stored, "role": "print"}])
    file = asset.versions.get().files.get()
    assert "không ghi điều kiện in" in " ".join(gaps("poster", file))
    stored.output_condition = file.stored.output_condition = "FOGRA39"
    assert "điều kiện in" not in " ".join(gaps("poster", file))
    assert "FOGRA39" in admin_labels(file) and ("Điều kiện in", "FOGRA39") in labels.sheet_rows(stored)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "consent", "reason"),
    [
        (None, None, "chưa trả lời"),
        (True, None, "giấy đồng ý"),
        (True, {"age_band": "7-15", "representative_agreed": True}, "từ 7 tuổi"),
        (True, {"age_band": "16-17", "person_agreed": True}, "giám hộ"),
        (True, {"age_band": "0-6", "representative_agreed": True, "expires_on": "2020-01-01"}, "hết hạn"),
        (True, {"age_band": "7-15", "person_agreed": True, "representative_agreed": True}, None),
        (False, None, None),
    ],
)
def test_who_is_shown_decides_whether_it_goes_out(answer, consent, reason):
    stored = make_stored_file(zone="quarantine", shows_minor=answer)
    asset = make_asset("PR-2", released=False, files=[{"stored": stored}])
    if consent:
        agreement = SubjectConsent.objects.create(
            subject="Nhóm bốn bạn", purpose="Áp phích", scope="campaign", collected_by=make_user(), **consent
        )
        agreement.files.add(stored)
        assert SubjectConsent.objects.valid_on().exists() is (reason is None)
    if reason is None:
        release_version(asset, asset.versions.get())
        return
    with pytest.raises(ValidationError, match=reason):
        release_version(asset, asset.versions.get())


@pytest.mark.django_db
def test_not_scanned_needs_a_written_decision_where_there_is_a_scanner():
    stored = make_stored_file(zone="quarantine")
    asset = make_asset("PR-3", released=False, files=[{"stored": stored}])
    with override_settings(CLAMD_URL="unix:///run/clamd"):
        with pytest.raises(ValidationError, match="ghi quyết định"):
            release_version(asset, asset.versions.get())
        stored.decision = "Nhận trực tiếp từ nhà thiết kế, 2 GB."
        stored.save()
        release_version(asset, asset.versions.get())


def pressed(client, asset):
    """Status and words of the answer to “Phát hành”."""
    response = client.post(f"/admin/kho/{asset.pk}/", {"action": "release", "version": asset.versions.get().pk})
    return response.status_code, response.content.decode()


@pytest.mark.django_db
def test_what_the_scanner_has_not_seen_or_refuses_is_released_by_nobody(client_for):
    stored = make_stored_file(zone="quarantine")
    asset = make_asset("PR-4", released=False, files=[{"stored": stored}])
    boss = client_for(make_user(is_superuser=True, is_staff=True))
    for state, words in (
        ("received", "sẽ tự xong"),
        ("scanning", "sẽ tự xong"),
        ("infected", "không dùng được"),
        ("refused", "không dùng được"),
        ("purged", "không dùng được"),
    ):
        StoredFile.objects.filter(pk=stored.pk).update(state=state)
        status, html = pressed(boss, asset)
        assert status == 400 and words in html, state
    StoredFile.objects.filter(pk=stored.pk).update(state="clean")
    assert pressed(boss, asset)[0] == 302
    asset.refresh_from_db()
    assert asset.status == "draft", "the worker opens it"


@pytest.mark.django_db
def test_whatever_may_show_somebody_needs_the_answer_about_minors(client_for):
    stored = make_stored_file(zone="quarantine", shows_minor=None)
    asset = make_asset("PR-5", released=False, files=[{"stored": stored}])
    boss = client_for(make_user(is_superuser=True, is_staff=True))
    office = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    for media_type in ("image/png", "video/mp4", "audio/mpeg", "application/pdf", "application/zip", office):
        StoredFile.objects.filter(pk=stored.pk).update(media_type=media_type)
        status, html = pressed(boss, asset)
        assert status == 400 and "chưa trả lời" in html, media_type
    StoredFile.objects.filter(pk=stored.pk).update(media_type="text/plain")
    assert pressed(boss, asset)[0] == 302
