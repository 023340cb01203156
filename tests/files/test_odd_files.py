"""The upload gate refuses hostile files made by hand, and accepts the good ones that look like them."""

import io
from dataclasses import replace
from time import monotonic

import pytest

from files import limits
from files.intake.accept import UploadRejected, accept_upload
from files.intake.deadline import RequestDeadline, deadline_of_request, shared_deadline
from files.models import StoredFile
from tests.files import odd_files as odd
from tests.files import sample_files as make
from tests.files.odd_files import RELATION
from tests.files.sample_files import CANARY, H264, TAGS
from tests.files.test_intake import all_bytes

pytestmark = [pytest.mark.corpus, pytest.mark.usefixtures("no_temporary_file_is_left")]
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
DDE_FIELD = '<w:fldChar w:fldCharType="begin"/><w:instrText> DDEAUTO c:\\x.exe</w:instrText>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

#: name → (profile, bytes or maker, file name, the reason it is refused for)
HOSTILE = {
    "one byte": ("image", b"x", "a.jpg", "unknown_type"),
    "one NUL": ("library", b"\0", "a.txt", "broken_text"),
    "gif beyond its screen": ("library", odd.gif_beyond_its_screen, "a.gif", "too_many_pixels"),
    "gif of 600 tiny frames": ("library", lambda: make.animation(frames=600, size=(4, 4)), "a.gif", "too_many_pixels"),
    "pdf of a kilometre": ("library", lambda: odd.page_with("/MediaBox", [0, 0, 10**9, 10**9]), "a.pdf", "broken_pdf"),
    "pdf of no size": ("library", lambda: odd.page_with("/MediaBox", [0, 0, 0, 0]), "a.pdf", "broken_pdf"),
    "pdf in huge units": ("library", lambda: odd.page_with("/UserUnit", 10**8), "a.pdf", "broken_pdf"),
    "pdf in units of words": ("library", lambda: odd.page_with("/UserUnit", odd.Name.x), "a.pdf", "broken_pdf"),
    "pdf turned by a word": ("library", lambda: odd.page_with("/Rotate", odd.Name.x), "a.pdf", "broken_pdf"),
    "pdf of objects in objects": ("library", lambda: make.pdf(edit=odd.deep_object), "a.pdf", "broken_pdf"),
    "pdf with a deep page tree": ("library", lambda: odd.page_tree(20_000), "a.pdf", "broken_pdf"),
    "pdf with a page tree in a circle": ("library", lambda: odd.page_tree(3, loop=True), "a.pdf", "broken_pdf"),
    "pdf with its table in a circle": ("library", odd.table_in_a_circle, "a.pdf", "broken_pdf"),
    "pdf with a bomb of instructions": ("library", odd.contents_bomb, "a.pdf", "broken_pdf"),
    "json of a number of 5000 digits": ("library", b'{"a":' + b"1" * 5000 + b"}", "a.json", "broken_json"),
    "json a million deep": ("library", b"[" * 1_000_000, "a.json", "broken_json"),
    "docx: > in a value": (
        "library",
        odd.relations(
            f'<Relationship Id="r>" Type="{RELATION}frame" Target="http://evil/x.htm" TargetMode="External"/>'
        ),
        "a.docx",
        "external_link",
    ),
    "docx: entity in a mode": (
        "library",
        odd.relations(f'<Relationship Id="r" Type="{RELATION}image" Target="//evil/x" TargetMode="&#69;xternal"/>'),
        "a.docx",
        "external_link",
    ),
    "docx: relations in UTF-16": (
        "library",
        odd.relations(f'<Relationship Id="r" Type="{RELATION}oleObject" Target="x.bin"/>', "utf-16"),
        "a.docx",
        "embedded_object",
    ),
    "docx: macro type by entity": (
        "library",
        make.office(parts={"[Content_Types].xml": b'<Types><Override ContentType="a.&#109;acroEnabled.b"/></Types>'}),
        "a.docx",
        "macros",
    ),
    "docx: DDE over two runs": (
        "library",
        odd.words("<w:instrText>DD</w:instrText><w:instrText>EAUTO c:\\x.exe</w:instrText>"),
        "a.docx",
        "macros",
    ),
    "docx: DDE in the second field": (
        "library",
        odd.words('<w:fldChar w:fldCharType="begin"/><w:instrText> PAGE </w:instrText>' + DDE_FIELD),
        "a.docx",
        "macros",
    ),
    "docx: DDE in a simple field": ("library", odd.words('<w:fldSimple w:instr=" DDE x"/>'), "a.docx", "macros"),
    "docx: DDE in UTF-16": ("library", odd.words("<w:instrText>DDEAUTO x</w:instrText>", "utf-16"), "a.docx", "macros"),
    "docx: OLE called a drawing": (
        "library",
        make.office(parts={"word/media/a.emf": OLE}),
        "a.docx",
        "embedded_object",
    ),
    "pptx: script in a UTF-16 drawing": (
        "library",
        odd.drawing("<script>alert(1)</script>", "utf-16"),
        "a.pptx",
        "embedded_object",
    ),
    "pptx: drawing that fetches": (
        "library",
        odd.drawing('<image xlink:href="http://evil/a.png"/>'),
        "a.pptx",
        "embedded_object",
    ),
    "pptx: drawing with an event": (
        "library",
        odd.drawing("<g/>", attributes=' onload="x()"'),
        "a.pptx",
        "embedded_object",
    ),
    "pptx: broken clip": (
        "library",
        lambda: make.office("pptx", {"ppt/media/media1.mp4": make.media("mp4", *H264)[:-2500]}),
        "a.pptx",
        "broken_office",
    ),
    "clip without streams": ("partner", b"\0\0\0\x10ftypisom\0\0\0\0" + b"\0\0\0\x08moov", "a.mp4", "broken_clip"),
    "sound of years": ("library", odd.sound_of_years, "a.wav", "sound_too_long"),
    "pdf with a kilometre of bleed": (
        "library",
        lambda: make.pdf(edit=lambda d: [d.pages[0].obj.__setitem__(*box) for box in odd.HUGE_BLEED]),
        "a.pdf",
        "broken_pdf",
    ),
    "sound as evidence": ("evidence", make.mp3, "a.jpg", "not_here"),
    "gif of a partner": ("partner", make.animation(), "a.mp4", "not_here"),
    "pdf of a partner": ("partner", make.pdf(), "a.mp4", "not_here"),
}

HOSTILE |= {
    "pdf with an endless picture": (
        "library",
        lambda: make.pdf(edit=odd.endless_picture),
        "a.pdf",
        "too_many_pixels",
    ),
    "docx: picture of a share": (
        "library",
        odd.words(r'<w:instrText>INCLUDEPICTURE "\\\\evil\\a.png" \\d</w:instrText>'),
        "a.docx",
        "external_link",
    ),
    "docx: text from elsewhere over two runs": (
        "library",
        odd.words("<w:instrText> INCLUDE</w:instrText><w:instrText>TEXT http://evil/a</w:instrText>"),
        "a.docx",
        "external_link",
    ),
    "docx: field leads to a program": (
        "library",
        odd.words('<w:fldSimple w:instr=" HYPERLINK &quot;file:///c:/x.exe&quot;"/>'),
        "a.docx",
        "external_link",
    ),
    "pptx: click that starts a program": (
        "library",
        make.office("pptx", {"ppt/slides/slide1.xml": b'<a><hlinkClick action="ppaction://program"/></a>'}),
        "a.pptx",
        "macros",
    ),
    "xlsx: query of the web": (
        "library",
        odd.workbook_that_asks("xl/connections.xml", '<connection id="1"><webPr url="http://evil"/></connection>'),
        "a.xlsx",
        "external_link",
    ),
    "xlsx: formula that asks the web": (
        "library",
        odd.workbook_that_asks("xl/worksheets/sheet1.xml", "<c><f>_xlfn.WEBSERVICE(A1)</f></c>"),
        "a.xlsx",
        "external_link",
    ),
    "wav with a page in its head": ("library", odd.wav_with_a_long_format(bytes(200)), "a.wav", "broken_sound"),
    "png with a long end": (
        "library",
        make.picture("PNG")[:-12] + make.png_chunk(b"IEND", odd.HIDDEN_HTML),
        "a.png",
        "broken_picture",
    ),
    "webp with a long head": ("library", odd.webp_with(b"ANIM", bytes(60)), "a.webp", "broken_picture"),
    "docx cut": ("library", make.office()[:-30], "Giáo án.docx", "broken_office"),
    "zip cut": ("library", make.archive({"a.txt": b"x" * 99})[:-10], "a.zip", "broken_zip"),
    "font": ("library", b"OTTO\x00\x0b\x00\x80" + bytes(300), "a.otf", "unknown_type"),
    "font named text": ("library", b"\x00\x01\x00\x00\x00\x0b" + bytes(300), "a.txt", "broken_text"),
    "web font": ("library", b"wOF2\x00\x01\x00\x00" + bytes(300), "a.woff2", "unknown_type"),
    "tar": ("library", b"a.jpg".ljust(257, b"\0") + b"ustar\x0000" + bytes(300), "a.tar", "unknown_type"),
    "avi": ("partner", b"RIFF\x00\x10\x00\x00AVI LIST" + bytes(300), "a.avi", "unknown_type"),
    "shortcut of Windows": ("library", b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(80), "a.pdf", "executable"),
    "letter with a page": ("library", b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<b>", "a.txt", "script"),
    "avif that moves": ("library", lambda: make.animation("AVIF"), "a.avif", "animated"),
}

#: name → (profile, bytes or maker, media type)
GOOD = {
    "burst of an iPhone": ("partner", odd.heic_of_three, "image/jpeg"),
    "picture with a second one": ("library", odd.two_pictures_in_one, "image/jpeg"),
    "cmyk jpeg with a profile for screens": ("image", make.picture(mode="CMYK", icc_profile=make.icc()), "image/jpeg"),
    "cmyk jpeg with half a profile": (
        "image",
        make.picture(mode="CMYK", icc_profile=make.icc()[:200]),
        "image/jpeg",
    ),
    "grey jpeg with a profile for colours": ("image", make.picture(mode="L", icc_profile=make.icc()), "image/jpeg"),
    "cmyk jpeg with no profile, library": (
        "library",
        make.picture(mode="CMYK", icc_profile=odd.not_a_profile()),
        "image/jpeg",
    ),
    "matroska with h264": ("partner", odd.matroska, "video/mp4"),
    "cut on the phone, library": ("library", odd.edited_mov, "video/mp4"),
    "docx with a page number and a table of contents": (
        "library",
        odd.words(
            '<w:instrText>TOC \\o "1-3" \\h</w:instrText><w:fldSimple w:instr=" HYPERLINK &quot;https://a.vn&quot;"/>'
        ),
        DOCX,
    ),
    "xlsx with formulas": (
        "library",
        odd.workbook_that_asks(
            "xl/worksheets/sheet1.xml", "<c><f>SUM(A1:A9)+VLOOKUP(B1,'Call (2)'!A:B,2,FALSE)</f><v>1</v></c>"
        ),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "pdf packed by an array of filters": ("library", odd.packed_contents, "application/pdf"),
    "pdf without a box": ("library", lambda: odd.page_with("/MediaBox", [0, 0, 10]), "application/pdf"),
    "pdf with a picture as a dot": ("library", odd.picture_as_a_dot, "application/pdf"),
    "pdf of a 20 m banner": ("library", lambda: make.pdf(size=(14_000, 4_000)), "application/pdf"),
    "clip that boasts": ("partner", odd.clip_that_boasts, "video/mp4"),
    "clip with a link outside": ("partner", odd.clip_with_a_link_outside, "video/mp4"),
    "sound of a partner": ("partner", make.mp3, "audio/mpeg"),
    "recording of a partner's phone": (
        "partner",
        lambda: make.media("m4a", "-c:a", "aac", *TAGS, image=False),
        "audio/mp4",
    ),
    "3gp from an old phone": (
        "partner",
        lambda: make.media("3gp", "-c:v", "mpeg4", "-c:a", "aac", "-ar", "8000"),
        "video/mp4",
    ),
    "docx with a field": (
        "library",
        odd.words("<w:instrText> PAGE </w:instrText>"),
        DOCX,
    ),
    "pptx with a drawing": (
        "library",
        odd.drawing('<path d="M0 0h9"/><image xlink:href="data:image/png;base64,AAAA"/>'),
        PPTX,
    ),
}

#: Places where few look for a name; all of them come in and come out without it.
HIDDEN = {
    "photo in a pdf, ASCII85": (
        "library",
        lambda: odd.photo_pdf(["/ASCII85Decode", "/DCTDecode"], odd.ASCII85_PHOTO),
        PDF,
    ),
    "photo in a pdf, packed": (
        "library",
        lambda: odd.photo_pdf(["/FlateDecode", "/DCTDecode"], odd.zlib.compress(odd.PHOTO)),
        PDF,
    ),
    "JPEG 2000 in a pdf": ("library", lambda: odd.photo_pdf(["/JPXDecode"], odd.jpeg2000()), PDF),
    "thumbnail of a page": ("library", lambda: make.pdf(edit=odd.old_thumbnail), PDF),
    "parts of a page from elsewhere": ("library", lambda: make.pdf(edit=odd.parts_from_elsewhere), PDF),
    "clip, between the pictures": ("partner", odd.clip_with_words_between_pictures, "video/mp4"),
    "webm, in the sound's head": (
        "partner",
        lambda: make.media("webm", "-c:v", "libvpx", "-c:a", "libvorbis", *TAGS),
        "video/webm",
    ),
    "clip in slides": (
        "library",
        lambda: make.office("pptx", {"ppt/media/m1.mp4": make.media("mp4", *H264, *TAGS)}),
        PPTX,
    ),
    "phone's clip in slides": (
        "library",
        lambda: make.office("pptx", {"ppt/media/m1.mov": make.media("mov", *H264, *TAGS)}),
        PPTX,
    ),
    "sound in slides": ("library", lambda: make.office("pptx", {"ppt/media/m1.mp3": make.mp3()}), PPTX),
    "scan in a document": (
        "library",
        lambda: make.office(parts={"word/media/a.tiff": make.picture("TIFF", exif=make.exif())}),
        DOCX,
    ),
}


HIDDEN |= {
    "burst of an iPhone": ("evidence", odd.heic_of_three, "image/jpeg"),
    "burst of an iPhone, library": ("library", odd.heic_of_three, "image/jpeg"),
    "clip cut on the phone": ("partner", odd.edited_mov, "video/mp4"),
    "matroska with tags": ("partner", lambda: odd.matroska(*TAGS), "video/mp4"),
    "program for the printer": ("library", lambda: make.pdf(edit=odd.printers_program), PDF),
    "picture's clip": ("evidence", odd.motion_photo, "image/jpeg"),
    "picture's clip, library": ("library", odd.motion_photo, "image/jpeg"),
}

#: Pictures whose parts are longer than such parts are; what is behind goes, the picture comes in.
LONG_PARTS = {
    "late height": odd.jpeg_with(0xDC, b"\0\x30" + odd.HIDDEN_HTML),
    "Adobe's marker": odd.jpeg_with(0xEE, b"Adobe\0\x64\0\0\0\0\x01" + odd.HIDDEN_HTML),
    "no colour profile": odd.jpeg_with(0xE2, b"ICC_PROFILE\0\x01\x01" + odd.not_a_profile()),
    "png's bits": make.png_with(b"sBIT", b"\x08\x08\x08" + odd.HIDDEN_HTML),
    "png's measures": make.png_with(b"pHYs", bytes(9) + odd.HIDDEN_HTML),
    "png's colours": make.png_with(b"iCCP", b"a\0\0" + odd.zlib.compress(odd.not_a_profile())),
    "behind png's colours": make.png_with(b"iCCP", b"a\0\0" + odd.zlib.compress(make.icc()) + odd.HIDDEN_HTML),
    "gif's loop": odd.gif_with(b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0" + odd.gif_block(odd.HIDDEN_HTML) + b"\0"),
    "gif's control": odd.gif_with(b"!\xf9" + odd.gif_block(odd.HIDDEN_HTML) + b"\0"),
    "webp's colours": odd.webp_with(b"ICCP", odd.not_a_profile()),
}


def built(content):
    return content() if callable(content) else content


@pytest.mark.usefixtures("little_work")
@pytest.mark.parametrize("case", HOSTILE)
def test_odd_file_is_refused_for_its_own_reason(case):
    profile, content, name, reason = HOSTILE[case]
    with pytest.raises(UploadRejected) as refusal:
        accept_upload(profile, io.BytesIO(built(content)), name=name)
    assert refusal.value.reason == reason
    assert 400 <= refusal.value.status < 500 and "%(" not in refusal.value.messages[0]


@pytest.mark.usefixtures("little_work")
@pytest.mark.parametrize("case", GOOD)
def test_good_neighbour_comes_in(case):
    profile, content, media_type = GOOD[case]
    with accept_upload(profile, io.BytesIO(built(content)), name="a") as accepted:
        assert accepted.media_type == media_type
        assert accepted.size
        fits_its_row(accepted)


def fits_its_row(accepted):
    """What StoredFile.objects.store() writes of the facts: each must fit its column."""
    shared = {field.name for field in StoredFile._meta.fields} & set(vars(accepted))
    facts = {name: value for name in shared if (value := getattr(accepted, name)) is not None}
    row = StoredFile(key="k", zone="quarantine", **facts)
    row.full_clean(validate_unique=False, validate_constraints=False)


@pytest.mark.usefixtures("little_work")
@pytest.mark.parametrize("case", HIDDEN)
def test_hidden_name_is_gone_and_the_file_comes_in(case):
    profile, content, media_type = HIDDEN[case]
    traces = (CANARY.encode(), b"+10.0328", make.exif()[-40:], b"TiffExif")
    with accept_upload(profile, io.BytesIO(built(content)), name="a") as accepted:
        assert accepted.media_type == media_type
        assert accepted.size
        fits_its_row(accepted)
        cleaned = all_bytes(accepted.file.read())
    assert not [trace for trace in traces if trace in cleaned]


@pytest.mark.parametrize("case", LONG_PARTS)
def test_nothing_hides_behind_what_draws(case):
    content = LONG_PARTS[case]
    assert b"<script" in content or case in {"png's colours", "webp's colours"}
    with accept_upload("library", io.BytesIO(content), name="a") as accepted:
        cleaned = accepted.file.read()
    assert b"<script" not in cleaned and b"iCCP" not in cleaned and b"ICCP" not in cleaned
    assert b"ICC_PROFILE" not in cleaned


def test_a_form_answers_in_time_and_a_worker_has_patience(monkeypatch):
    assert RequestDeadline().shorten(limits.BUDGETS["media"]).wall_seconds < 10
    assert limits.background_budget("pdf", 200 * limits.MB).wall_seconds > 60
    monkeypatch.setitem(limits.BUDGETS, "picture", replace(limits.BUDGETS["picture"], wall_seconds=0))
    with pytest.raises(UploadRejected) as refusal:
        accept_upload("image", io.BytesIO(make.picture()), name="a.jpg")
    assert refusal.value.reason == "too_slow"


def test_files_of_one_form_share_its_time():
    with shared_deadline():
        with accept_upload("image", io.BytesIO(make.picture()), name="a.jpg") as accepted:
            assert accepted.size
        deadline_of_request().ends = monotonic()
        with pytest.raises(UploadRejected, match="gửi lại riêng tệp này") as refusal:
            accept_upload("image", io.BytesIO(make.picture()), name="b.jpg")
        assert refusal.value.reason == "no_time_left"
        with accept_upload("image", io.BytesIO(make.picture()), name="b.jpg", patient=True) as accepted:
            assert accepted.size, "a worker has time"
    with accept_upload("image", io.BytesIO(make.picture()), name="b.jpg") as accepted:
        assert accepted.size, "alone it comes in"


def test_a_member_that_tells_two_stories_is_packed_anew():
    content = odd.zip_with_two_stories()
    with accept_upload("library", io.BytesIO(content), name="a.zip") as accepted:
        cleaned = accepted.file.read()
    assert cleaned != content and cleaned[8:10] == b"\x08\0" and all_bytes(cleaned).count(b"x" * 500) == 1
