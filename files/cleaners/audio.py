"""Clean MP3 and WAV: keep frames or samples unchanged, drop tags and trailing data, check that the file decodes."""

import struct
from pathlib import Path
from typing import Any

from . import ffmpeg
from .errors import Rejected
from .limits import CLIP_MAX_SECONDS, Profile

BROKEN = "broken_sound"
_WAV_KEPT = {b"fmt ", b"data", b"fact"}
_WAV_LONGEST = {b"fmt ": 64, b"fact": 16}  # bytes of a chunk's body; longer ones are refused
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}  # MPEG 1, 2, 2.5
_KBITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_MIN_FRAMES = 3
_MIN_SHARE = 0.9  # least share of the bytes between tags that are frames; below it the file is damaged or not MP3
_TAGS = (b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"3DI")


def clean(source: Path, target: Path, profile: Profile, found: str, declared: str = "") -> dict[str, Any]:
    """See the package. `found` is mp3 or wav."""
    data = source.read_bytes()
    try:
        cleaned = mp3_frames(data) if found == "mp3" else wav_samples(data)
    except (IndexError, struct.error) as error:
        raise Rejected(BROKEN) from error
    if cleaned != data:
        target.write_bytes(cleaned)
    path = target if target.exists() else source
    seconds = ffmpeg.probe(path, found).seconds
    if seconds > CLIP_MAX_SECONDS:
        raise Rejected("sound_too_long", limit=CLIP_MAX_SECONDS // 60)
    if not ffmpeg.plays(path, found, [], "a"):
        raise Rejected(BROKEN)
    media_type = "audio/mpeg" if found == "mp3" else "audio/wav"
    return {"media_type": media_type, "extension": found, "duration_ms": round(seconds * 1000), "has_audio": True}


def wav_samples(data: bytes) -> bytes:
    """`data` as RIFF/WAVE with its fmt, data and fact chunks only. Raises Rejected or struct.error."""
    end = struct.unpack_from("<I", data, 4)[0] + 8
    if end > len(data):
        raise Rejected(BROKEN)
    chunks, at = [], 12
    while at + 8 <= end:
        kind, length = struct.unpack_from("<4sI", data, at)
        stop = at + 8 + length
        if stop > end:
            raise Rejected(BROKEN)
        if length > _WAV_LONGEST.get(kind, length):
            raise Rejected(BROKEN)
        if kind in _WAV_KEPT:
            chunks.append(data[at:stop] + b"\x00" * (length & 1))
        at = stop + (length & 1)
    body = b"WAVE" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def mp3_frames(data: bytes) -> bytes:
    """The MPEG layer III frames of `data` without tags before and after them. Raises Rejected or IndexError."""
    start = _after_id3(data)
    at, frames = start, 0
    while length := _frame_length(data, at):
        if at + length > len(data):
            break  # encoders may stop inside the last frame; the incomplete frame is dropped
        at += length
        frames += 1
    tail = data[at:]
    if frames < _MIN_FRAMES or (at - start) < _MIN_SHARE * (len(data) - start - _tag_bytes(tail)):
        raise Rejected(BROKEN)
    return data[start:at]


def _after_id3(data: bytes) -> int:
    """Offset of the first frame, after ID3v2 tags (several are allowed) and their zero padding."""
    at = 0
    while data[at : at + 3] == b"ID3":
        size = 0
        for byte in data[at + 6 : at + 10]:
            size = size << 7 | byte & 0x7F
        at += 10 + size + (10 if data[at + 5] & 0x10 else 0)
    while at < len(data) and data[at] == 0:
        at += 1
    return at


def _tag_bytes(tail: bytes) -> int:
    """Length in bytes of the tags that end the file, from the first known tag on."""
    at = min((position for position in (tail.find(tag) for tag in _TAGS) if position >= 0), default=len(tail))
    return len(tail) - at


def _frame_length(data: bytes, at: int) -> int:
    """Bytes of the MPEG layer III frame at `at`, 0 when there is none."""
    if at + 4 > len(data) or data[at] != 0xFF or data[at + 1] & 0xE6 != 0xE2:
        return 0
    version, rate, kbits = data[at + 1] >> 3 & 3, data[at + 2] >> 2 & 3, data[at + 2] >> 4
    if version == 1 or rate == 3 or kbits in {0, 15}:
        return 0
    bits = (_KBITS_1 if version == 3 else _KBITS_2)[kbits] * 1000
    return (144 if version == 3 else 72) * bits // _RATES[version][rate] + (data[at + 2] >> 1 & 1)
