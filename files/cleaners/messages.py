"""What a refused file is answered, in English: code of Rejected → sentence with reason, limit and what to do.

The Vietnamese catalogue is locale/vi/LC_MESSAGES/cleaners.po. This site says the same in files/intake/messages.py, with
the status of the answer and for the languages that it has; tests/test_packages.py holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

#: `accepted` and `limit_bytes` of a sentence come from the profile, which the caller knows.
MESSAGES = {
    "empty": "The file is empty (0 bytes). Open it on your device, then choose it again.",
    "too_large": "The file is larger than %(limit)s. Try to compress it or export it at a lower quality.",
    "unknown_type": "This kind of file is not recognised. Accepted here: %(accepted)s.",
    "not_here": "This file is: %(found)s. Accepted here: %(accepted)s.",
    "picture_type": "TIFF, BMP and PSD pictures are not accepted. Please export as JPEG or PNG and send it again.",
    "svg": "SVG files are not accepted: they may carry code. Please export as PNG or PDF and send it again.",
    "markup": (
        "HTML and XML files are not accepted: they may carry code. Please save as PDF, DOCX or TXT and send it again."
    ),
    "script": "This is a script, which is not accepted. Please send the content as PDF, DOCX or TXT.",
    "executable": "This is a program and no document; it is not accepted.",
    "playlist": "This is a playlist and no video. Please send the MP4 video itself.",
    "archive_type": "Only ZIP archives are accepted. Please pack it as ZIP or send the files one by one.",
    "old_office": (
        "Office files of the old kind or with a password are not accepted. Please take the password off and "
        "save as DOCX, PPTX or XLSX."
    ),
    "broken_picture": (
        "The picture is damaged or did not arrive whole. Please open it on your device, then send it again."
    ),
    "too_many_pixels": (
        "The picture has more than %(limit)s million pixels (all frames together). Please make it smaller and"
        " send it again."
    ),
    "animated": "Moving pictures are not accepted here. Please send a still one (JPEG, PNG) or an MP4 video.",
    "encrypted": (
        "The file has a password or is locked, so it cannot be checked. Please take the password off and send it again."
    ),
    "broken_pdf": "The PDF is damaged or did not arrive whole. Please export it again and send it.",
    "too_many_pages": "The PDF has more than %(limit)s pages. Please split it and send it again.",
    "broken_office": "The Office file is damaged. Please open it, save it as DOCX, PPTX or XLSX and send it again.",
    "macros": (
        "The Office file has macros or other code. Please save it without macros as DOCX, PPTX, XLSX or as "
        "PDF and send it again."
    ),
    "embedded_object": (
        "The Office file has an embedded object that cannot be checked. Please turn it into a picture or save"
        " as PDF and send it again."
    ),
    "external_link": (
        "The Office file links to a file or picture elsewhere (%(target)s). Please embed it or save as PDF "
        "and send it again."
    ),
    "broken_text": "Text files must be UTF-8 without control characters. Please save it as UTF-8 and send it again.",
    "broken_json": "The JSON file has a mistake in line %(line)s. Please mend it and send it again.",
    "broken_captions": (
        "The captions are not in order: a VTT file begins with the line WEBVTT, an SRT file with a number and"
        " a time. Please export them again and send them."
    ),
    "broken_zip": "The ZIP is damaged or did not arrive whole. Please pack it again and send it.",
    "too_many_entries": "The ZIP has more than %(limit)s entries. Please split it and send it again.",
    "zip_bomb": "The archive grows far too large when it is opened. Please send the files themselves.",
    "zip_path": "The ZIP has an unsafe path or link (%(name)s). Please pack the files again in an ordinary folder.",
    "zip_member": "In the ZIP “%(name)s” is not accepted: %(reason)s",
    "nested_archive": "The ZIP contains another archive (%(name)s). Please unpack it and pack everything once.",
    "broken_clip": "The video is damaged or did not arrive whole. Please play it on your device, then send it again.",
    "broken_sound": (
        "The recording is damaged or did not arrive whole. Please play it on your device, then send it again."
    ),
    "clip_too_long": "The video is longer than %(limit)s minutes. Please cut it and send it again.",
    "sound_too_long": "The recording is longer than %(limit)s minutes. Please cut it and send it again.",
    "clip_too_big": "The video's frame is larger than 4K. Please export it at 1080p and send it again.",
    "clip_codec": (
        "The video is encoded as %(codec)s. Please export it as MP4 (H.264) and send it again; on an iPhone "
        "choose Settings › Camera › Formats › Most Compatible."
    ),
    "undecodable": "This file cannot be read. Please open it on your device, save it again and send it.",
}


class _Blank(dict[str, object]):
    """Values of a sentence; one that only the caller knows reads “…”."""

    def __missing__(self, key: str) -> str:
        return "…"


def sentence(code: str, params: Mapping[str, object], translate: Callable[[str], str] = str) -> str:
    """The sentence of a Rejected(`code`, **`params`); `translate`: gettext() of a catalogue of these messages.

    A nested reason (“zip_member”) becomes its own sentence.
    """
    values = _Blank(params)
    if "limit_bytes" in values:
        values["limit"] = f"{int(str(values['limit_bytes'])) // 1_000_000} MB"
    if "reason" in values:
        values["reason"] = translate(MESSAGES.get(str(values["reason"]), MESSAGES["undecodable"])) % values
    return translate(MESSAGES.get(code, MESSAGES["undecodable"])) % values
