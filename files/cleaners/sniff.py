"""Choose the decoder by the first bytes of a file; names and declared types are not used. The decoder then decides."""

import re

from .errors import Rejected

HEAD_BYTES = 4096

_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_AVIF_BRANDS = {b"avif", b"avis"}
_SCRIPT = re.compile(
    rb"#!|<\?php|%!PS|\{\\rtf|@echo |MIME-Version:|From: |\[InternetShortcut\]|\[Desktop Entry\]|BEGIN:VCARD",
    re.IGNORECASE,
)
_PLAYLIST = re.compile(rb"#EXTM3U|#EXT-X|ffconcat |v=0\r?\no=|\[playlist\]", re.IGNORECASE)
_BINARY = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"dex\n",
    b"\x00asm",
    b"!<arch>",
    b"L\x00\x00\x00\x01\x14\x02\x00",
)
_OTHER_ARCHIVES = (b"Rar!", b"7z\xbc\xaf'\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"MSCF")


def sniff(head: bytes) -> tuple[str, str]:
    """(tool, format) for the first HEAD_BYTES of a file, e.g. ("picture", "PNG").

    Tools: picture, pdf, media, sound, package, text. Raises Rejected for types that are never accepted.
    """
    if head.startswith(_BINARY):
        raise Rejected("executable")
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise Rejected("old_office")
    if head.startswith(_OTHER_ARCHIVES):
        raise Rejected("archive_type")
    result = _picture(head) or _container(head)
    if result:
        return result
    pdf_at = head[:1024].find(b"%PDF-")
    if pdf_at == 0 or (pdf_at > 0 and not _is_markup(head[:pdf_at])):
        return "pdf", "PDF"
    refuse_active_text(head)
    return "text", "TEXT"


def refuse_active_text(head: bytes) -> None:
    """Raise Rejected when text begins like markup, a script or a playlist, in UTF-8 or UTF-16."""
    plain = head.replace(b"\x00", b"") if head[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in head[:64] else head
    plain = plain.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").removeprefix(b"\xef\xbb\xbf").lstrip()
    if _is_markup(plain):
        raise Rejected("svg" if b"<svg" in plain.lower() else "markup")
    if _PLAYLIST.match(plain):
        raise Rejected("playlist")
    if _SCRIPT.match(plain):
        raise Rejected("script")


def _is_markup(head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\x00\t\n\x0b\x0c\r ").startswith(b"<")


def _picture(head: bytes) -> tuple[str, str] | None:
    if head.startswith(b"\xff\xd8\xff"):
        return "picture", "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "picture", "PNG"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "picture", "GIF"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "picture", "WEBP"
    if head.startswith((b"II*\x00", b"MM\x00*", b"BM", b"8BPS")):
        raise Rejected("picture_type")
    return None


def _container(head: bytes) -> tuple[str, str] | None:
    if head[4:8] == b"ftyp":
        length = min(int.from_bytes(head[:4], "big"), len(head))
        brands = {head[8:12], *(head[at : at + 4] for at in range(16, length - 3, 4))}
        if head[8:12] in _AVIF_BRANDS or (head[8:12] in {b"mif1", b"msf1"} and brands & _AVIF_BRANDS):
            return "picture", "AVIF"
        if head[8:12] in _HEIF_BRANDS:
            return "picture", "HEIF"
        return "media", "mov"
    if (head[4:8] in {b"moov", b"mdat", b"wide", b"free", b"skip"} and int.from_bytes(head[:4], "big") >= 8) or head[
        4:8
    ] == b"mdat":
        return "media", "mov"  # old QuickTime files have no ftyp box
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "media", "matroska"
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "sound", "wav"
    if head.startswith(b"ID3") or (head[:1] == b"\xff" and len(head) > 1 and head[1] & 0xE6 == 0xE2):
        return "sound", "mp3"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "package", "zip"
    return None
