"""A small H.264 copy of a clip for people who decide on it: encoded anew, blurred on request. Runs in the sandbox."""

from pathlib import Path
from typing import Any

from media_library.cleaning import ffmpeg
from media_library.cleaning.rejection import Rejected
from media_library.limits import VIEWING_SIDE, Profile


def clean(source: Path, target: Path, profile: Profile | None, media_type: str, blur: bool) -> dict[str, Any]:
    """Write an MP4, longer side ≤ VIEWING_SIDE px, nothing of the maker's metadata; {"duration_ms": …}."""
    demuxer = "matroska" if media_type == "video/webm" else "mov"
    side = VIEWING_SIDE
    shape = f"scale='min({side},iw)':'min({side},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2"
    picture = f"{shape},gblur=sigma={side // 32}" if blur else shape
    video = ["-map", "0:v:0", "-c:v", "libx264", "-preset", "veryfast", "-crf", "28", "-pix_fmt", "yuv420p"]
    sound = ["-map", "0:a:0?", "-c:a", "aac", "-b:a", "96k", "-ac", "2", "-sn", "-dn"]
    output = [*video, "-vf", picture, *sound, "-movflags", "+faststart", "-f", "mp4", f"file:{target}"]
    result = ffmpeg.run(["-v", "error", *ffmpeg.inputs(source, demuxer), *ffmpeg.BARE, *output])
    if result.returncode != 0 or not target.exists():
        raise Rejected("broken_clip")
    return {"duration_ms": round(ffmpeg.probe(target, "mov").seconds * 1000)}
