"""Clean clips and M4A: ffmpeg remuxes them without metadata and re-encodes other codecs in short clips."""

from pathlib import Path
from typing import Any

from . import ffmpeg
from .errors import Rejected
from .limits import (
    CLIP_LOUDNESS_SECONDS,
    CLIP_MAX_PIXELS,
    CLIP_MAX_SECONDS,
    CLIP_PROBE_SECONDS,
    CLIP_TAIL_SECONDS,
    CLIP_TRANSCODE_MAX_SECONDS,
    CLIP_TRANSCODE_MAX_SIDE,
    Profile,
)

BROKEN = "broken_clip"
_SCREEN_PIXELS = {"yuv420p", "yuvj420p"}  # pixel formats that every browser decodes
_MP4_VIDEO = {"h264", "av1", "vp9"}
_WEBM_VIDEO = {"vp8", "vp9", "av1"}
_MP4_AUDIO = {"aac", "mp3"}
_WEBM_AUDIO = {"opus"}
#: Vorbis keeps title and location in the codec's header, which a remux copies: re-encoded as Opus.
_WEBM_ENCODED = {"vorbis"}
#: Filters that drop SEI units of H.264 and metadata units of AV1; dashcams write the location there in each frame.
_WITHOUT_WORDS = {"h264": "filter_units=remove_types=6", "av1": "filter_units=remove_types=5"}
#: Codecs re-encoded in clips up to CLIP_TRANSCODE_MAX_SECONDS. iPhones record hevc by default.
_CONVERTED = {"hevc", "h264", "mpeg4", "mjpeg", "prores", "vp8", "vp9", "av1", "h263", "mpeg2video"}


def clean(source: Path, target: Path, profile: Profile, found: str, declared: str = "") -> dict[str, Any]:
    """See the package. `found` is the demuxer: mov or matroska."""
    probe = ffmpeg.probe(source, found)
    kind = "clip" if probe.video else "audio"
    if not probe.video and not probe.audio:
        raise Rejected(BROKEN)
    if kind not in profile.sizes:
        raise Rejected("not_here", found=kind)
    if source.stat().st_size > profile.sizes[kind]:
        raise Rejected("too_large", limit_bytes=profile.sizes[kind])
    if probe.seconds > CLIP_MAX_SECONDS:
        raise Rejected("clip_too_long" if probe.video else "sound_too_long", limit=CLIP_MAX_SECONDS // 60)
    if kind == "audio":
        return _clean_audio(source, target, found, probe)
    if probe.width * probe.height > CLIP_MAX_PIXELS or not probe.width * probe.height:
        raise Rejected("clip_too_big" if probe.width else BROKEN)
    return _clean_clip(source, target, found, probe)


def _clean_clip(source: Path, target: Path, found: str, probe: ffmpeg.Probe) -> dict[str, Any]:
    webm = found == "matroska" and probe.video in _WEBM_VIDEO and probe.audio in {"", *_WEBM_AUDIO, *_WEBM_ENCODED}
    copied = webm or (probe.video in _MP4_VIDEO and probe.pixel_format in _SCREEN_PIXELS)
    if not copied and (probe.video not in _CONVERTED or probe.seconds > CLIP_TRANSCODE_MAX_SECONDS):
        raise Rejected("clip_codec", codec=probe.video.upper())
    video = ["-c:v", "copy", *_filter(probe.video)] if copied else _encoder()
    audio = _audio(probe.audio, webm=webm)
    muxer = ["-f", "webm"] if webm else ["-movflags", "+faststart", "-write_tmcd", "0", "-write_btrt", "0", "-f", "mp4"]
    _write(source, target, found, ["-map", "0:v:0", "-map", "0:a:0?", *video, *audio, *muxer])
    demuxer = "matroska" if webm else "mov"
    result = ffmpeg.probe(target, demuxer)
    tail = ["-ss", str(max(result.seconds - CLIP_TAIL_SECONDS, 0))]
    if not ffmpeg.plays(target, demuxer, ["-t", str(CLIP_PROBE_SECONDS)], "v") or not ffmpeg.plays(
        target, demuxer, tail, "v"
    ):
        raise Rejected(BROKEN)
    if result.audio and not ffmpeg.plays(target, demuxer, ["-t", str(CLIP_PROBE_SECONDS)], "a"):
        raise Rejected(BROKEN)
    width, height = (result.height, result.width) if result.rotated else (result.width, result.height)
    return {
        "media_type": "video/webm" if webm else "video/mp4",
        "extension": "webm" if webm else "mp4",
        "width": width,
        "height": height,
        "duration_ms": round(result.seconds * 1000),
        "has_audio": bool(result.audio),
        "video_codec": result.video,
        "frame_rate": result.frame_rate or None,
        "loudness_lufs": ffmpeg.loudness(target, demuxer, CLIP_LOUDNESS_SECONDS) if result.audio else None,
        "caption_tracks": probe.captions,
        "transcoded": not copied,
    }


def _filter(codec: str) -> list[str]:
    return ["-bsf:v", _WITHOUT_WORDS[codec]] if codec in _WITHOUT_WORDS else []


def _audio(codec: str, *, webm: bool) -> list[str]:
    if codec in (_WEBM_AUDIO if webm else _MP4_AUDIO):
        return ["-c:a", "copy"]
    return ["-c:a", "libopus", "-b:a", "96k"] if webm else ["-c:a", "aac", "-b:a", "160k", "-ac", "2"]


def _encoder() -> list[str]:
    """ffmpeg options for H.264 that all phones play: upright, longer side ≤ CLIP_TRANSCODE_MAX_SIDE px, even sides."""
    side = CLIP_TRANSCODE_MAX_SIDE
    scale = f"scale='min({side},iw)':'min({side},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2"
    return [
        "-c:v",
        "libx264",
        "-profile:v",
        "high",
        "-pix_fmt",
        "yuv420p",
        "-preset",
        "veryfast",
        "-crf",
        "23",
        "-vf",
        scale,
        "-sn",
        "-dn",
    ]


def _clean_audio(source: Path, target: Path, found: str, probe: ffmpeg.Probe) -> dict[str, Any]:
    codec = ["-c:a", "copy"] if probe.audio == "aac" else ["-c:a", "aac", "-b:a", "160k"]
    _write(source, target, found, ["-map", "0:a:0", "-vn", *codec, "-movflags", "+faststart", "-f", "ipod"])
    if not ffmpeg.plays(target, "mov", [], "a"):
        raise Rejected("broken_sound")
    seconds = ffmpeg.probe(target, "mov").seconds
    return {
        "media_type": "audio/mp4",
        "extension": "m4a",
        "duration_ms": round(seconds * 1000),
        "has_audio": True,
        "loudness_lufs": ffmpeg.loudness(target, "mov", CLIP_LOUDNESS_SECONDS),
    }


def _write(source: Path, target: Path, found: str, output: list[str]) -> None:
    """Run ffmpeg; raise Rejected for any read error, because ffmpeg itself would write what it could read."""
    result = ffmpeg.run(["-v", "error", *ffmpeg.inputs(source, found), *ffmpeg.BARE, *output, f"file:{target}"])
    if (
        result.returncode != 0
        or "partial file" in result.stderr
        or "Invalid data" in result.stderr
        or not target.exists()
    ):
        raise Rejected(BROKEN)
