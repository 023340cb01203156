"""Make a small copy of a clip or recording for reviewers: re-encoded, blurred on request. Runs in the sandbox child."""

from pathlib import Path
from typing import Any

from .. import ffmpeg
from ..errors import Rejected
from ..limits import VIEWING_SIDE, Profile

DEMUXERS = {"video/webm": "matroska", "audio/mpeg": "mp3"}  # clips of all other types are stored as MP4


def clean(source: Path, target: Path, profile: Profile | None, media_type: str, blur: bool) -> dict[str, Any]:
    """Write an MP4 without metadata, longer side ≤ VIEWING_SIDE px; returns {"duration_ms": …}.

    The copy of a recording (audio/…) has no video stream; cover art is dropped. Raises Rejected("broken_clip").
    """
    video = [] if media_type.startswith("audio/") else _picture(blur)
    sound = ["-map", "0:a:0?" if video else "0:a:0", "-c:a", "aac", "-b:a", "96k", "-ac", "2", "-sn", "-dn"]
    output = [*video, *sound, "-movflags", "+faststart", "-f", "mp4", f"file:{target}"]
    opened = ffmpeg.inputs(source, DEMUXERS.get(media_type, "mov"))
    result = ffmpeg.run(["-v", "error", *opened, *ffmpeg.BARE, *output])
    if result.returncode != 0 or not target.exists():
        raise Rejected("broken_clip")
    return {"duration_ms": round(ffmpeg.probe(target, "mov").seconds * 1000)}


def _picture(blur: bool) -> list[str]:
    side = VIEWING_SIDE
    shape = f"scale='min({side},iw)':'min({side},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2"
    video_filter = f"{shape},gblur=sigma={side // 32}" if blur else shape
    codec = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "28", "-pix_fmt", "yuv420p"]
    return ["-map", "0:v:0", *codec, "-vf", video_filter]
