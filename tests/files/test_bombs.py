"""Small files that would cost endless work are refused with a reason, or cleaned, in seconds; harmless ones pass."""

import io

import pytest

from files.intake import sandbox
from files.intake.accept import UploadRejected, accept_upload
from tests.files import bombs
from tests.files import sample_files as make
from tests.files.sample_files import CANARY

pytestmark = [pytest.mark.corpus, pytest.mark.usefixtures("no_temporary_file_is_left", "little_work")]
#: name → (bytes or maker, ending, reason)
BOMBS = {
    "frames that are not there": (bombs.frames_that_are_not_there, "png", "too_many_pixels"),
    "film of large frames": (bombs.film_of_large_frames, "png", "too_many_pixels"),
    "webp of 1500 frames": (lambda: make.animation("WEBP", frames=1500, size=(8, 8)), "webp", "too_many_pixels"),
    "picture of 2000 passes": (bombs.picture_of_many_passes, "jpg", "broken_picture"),
    "jpeg of 65,500 × 65,500": (lambda: bombs.jpeg_of(65_500, 65_500), "jpg", "too_many_pixels"),
    "avif larger than it is": (lambda: bombs.larger_than_it_is("AVIF"), "avif", "broken_picture"),
    "heic larger than it is": (lambda: bombs.larger_than_it_is("HEIF"), "heic", "broken_picture"),
    "jpeg called avif": (b"\0\0\0\x18ftypavif\0\0\0\0avifmif1" + make.picture(), "avif", "broken_picture"),
    "forms within forms": (bombs.forms_within_forms, "pdf", "undecodable"),
    "packed form": (bombs.packed_form, "pdf", "broken_pdf"),
    "packed font": (bombs.packed_font, "pdf", "broken_pdf"),
    "font packed three times": (lambda: bombs.packed_font(3), "pdf", "broken_pdf"),
    "letters that are drawings": (bombs.letters_that_are_drawings, "pdf", "broken_pdf"),
    "letters within letters": (bombs.letters_within_letters, "pdf", "broken_pdf"),
    "endless tiles": (lambda: bombs.pattern(0.0001), "pdf", "broken_pdf"),
    "clip without a clock": (bombs.clip_without_clock, "mp4", "clip_too_long"),
    "clip of millions of samples": (bombs.clip_of_millions_of_samples, "mp4", "broken_clip"),
    "clip of boxes in boxes": (bombs.clip_of_boxes, "mp4", "broken_clip"),
    "endless matroska": (bombs.endless_matroska, "mkv", "broken_clip"),
    "zip that ends twice": (bombs.zip_that_ends_twice, "zip", "zip_member"),
    "zip of four gigabytes by its word": (bombs.zip_of_four_gigabytes_by_its_word, "zip", "zip_bomb"),
    "wav without an end": (b"RIFF\xff\xff\xff\xffWAVE" + make.sound()[12:40] + b"\xff" * 4, "wav", "broken_sound"),
    "captions with a script": (b"WEBVTT\n\n00:00.000 --> 00:01.000\n<v <script>1</script>\n", "vtt", "markup"),
    "page in UTF-7": (b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-", "html", "markup"),
}
#: name → (bytes or maker, ending, media type); what is behind them does not come in with them
HARMLESS = {
    "words that unpack to a library": (bombs.words_that_unpack_to_a_library, "png", "image/png"),
    "colours that unpack to a library": (bombs.colours_that_unpack_to_a_library, "png", "image/png"),
    "a hundred thousand remarks": (bombs.hundred_thousand_remarks, "png", "image/png"),
    "jpeg of remarks": (bombs.jpeg_of_remarks, "jpg", "image/jpeg"),
    "jpeg of ten passes": (lambda: make.picture(progressive=True, size=(400, 300)), "jpg", "image/jpeg"),
    "heic that points elsewhere": (bombs.heic_from_elsewhere, "heic", "image/jpeg"),
    "gif of remarks": (bombs.gif_of_remarks, "gif", "image/gif"),
    "form in itself": (bombs.form_in_itself, "pdf", "application/pdf"),
    "mask in itself": (bombs.mask_in_itself, "pdf", "application/pdf"),
    "forms within forms, as a plan has": (lambda: bombs.forms_within_forms(4, 3), "pdf", "application/pdf"),
    "page of drawn letters": (bombs.page_of_drawn_letters, "pdf", "application/pdf"),
    "sheet of stickers": (bombs.sheet_of_stickers, "pdf", "application/pdf"),
    "fine tiles": (lambda: bombs.pattern(0.5), "pdf", "application/pdf"),
    "clip before its beginning": (bombs.clip_before_its_beginning, "mp4", "video/mp4"),
    "clip with luggage": (bombs.clip_with_luggage, "mp4", "video/mp4"),
    "song with a huge cover": (bombs.song_with_a_huge_cover, "mp3", "audio/mpeg"),
    "song behind many tags": (bombs.song_behind_many_tags, "mp3", "audio/mpeg"),
    "subtitles of a whole day": (lambda: bombs.subtitles(20_000), "srt", "application/x-subrip"),
    "zip of smileys": (lambda: make.archive({"😀" * 20 + ".txt": b"x"}), "zip", "application/zip"),
}


def built(content):
    return content() if callable(content) else content


#: Takes all the CPU seconds that the sandbox allows.
LONG = "forms within forms"


@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=pytest.mark.night) if case == LONG else case for case in BOMBS]
)
@pytest.mark.slow
def test_a_bomb_is_refused_for_its_own_reason(case):
    content, ending, reason = BOMBS[case]
    with pytest.raises(UploadRejected) as refusal:
        accept_upload("library", io.BytesIO(built(content)), name=f"a.{ending}")
    assert refusal.value.reason == reason
    assert 400 <= refusal.value.status < 500


@pytest.mark.parametrize("case", HARMLESS)
def test_what_only_looks_like_one_comes_in_without_its_luggage(case):
    content, ending, media_type = HARMLESS[case]
    with accept_upload("library", io.BytesIO(built(content)), name=f"a.{ending}") as accepted:
        assert accepted.media_type == media_type
        assert CANARY.encode() not in accepted.file.read()
        assert accepted.size < 2_000_000


@pytest.mark.parametrize("case", ["form in itself", "mask in itself", "page of drawn letters", "sheet of stickers"])
def test_what_comes_in_is_drawn(case, tmp_path):
    (tmp_path / "in").write_bytes(built(HARMLESS[case][0]))
    preview = sandbox.run("preview", tmp_path / "in", tmp_path / "out", {"media_type": "application/pdf"})
    assert preview["width"] and (tmp_path / "out").stat().st_size
    (tmp_path / "in").unlink(), (tmp_path / "out").unlink()
