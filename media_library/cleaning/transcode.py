"""A clip in another size or shape: H.264 and AAC, no metadata, never enlarged. Runs in the sandbox child."""

from pathlib import Path
from typing import Any

from media_library.cleaning import ffmpeg
from media_library.cleaning.rejection import Rejected
from media_library.limits import Profile

#: form → (shorter side in px, constant quality, sound in kbit/s)
LADDER = {"clip-1080": (1080, 23, 128), "clip-720": (720, 25, 96), "clip-360": (360, 28, 64)}
#: form → width : height of a cut from the middle
SHAPES = {"doc-9-16": (9, 16), "vuong-1-1": (1, 1)}
LARGEST_SHAPE = 1080  # px, shorter side
_EVEN = "crop='trunc(iw/2)*2':'trunc(ih/2)*2'"


def clean(source: Path, target: Path, profile: Profile | None, form: str, media_type: str, page: int) -> dict[str, Any]:
    """Write `form` to `target`; progress in thousandths goes to target + ".progress" about once a second."""
    demuxer = "matroska" if media_type == "video/webm" else "mov"
    seen = ffmpeg.probe(source, demuxer)
    if not seen.video or not seen.seconds:
        raise Rejected("broken_clip")
    quality, kbits = LADDER[form][1:] if form in LADDER else (23, 128)
    source_of = ["-progress", f"file:{target}.progress", *ffmpeg.inputs(source, demuxer), *ffmpeg.BARE]
    picture = ["-map", "0:v:0", "-map", "0:a:0?", "-vf", _filter(form), "-c:v", "libx264", "-profile:v", "high"]
    picture += ["-pix_fmt", "yuv420p", "-preset", "veryfast", "-crf", str(quality), "-maxrate", "6M", "-bufsize", "12M"]
    sound = ["-c:a", "aac", "-b:a", f"{kbits}k", "-ac", "2", "-ar", "48000", "-sn", "-dn", "-write_tmcd", "0"]
    container = ["-movflags", "+faststart", "-f", "mp4", f"file:{target}"]
    result = ffmpeg.run(["-v", "error", *source_of, *picture, *sound, *container])
    if result.returncode or not target.exists():
        raise Rejected("broken_clip")
    made = ffmpeg.probe(target, "mov")
    return {"media_type": "video/mp4", "extension": "mp4", "width": made.width, "height": made.height}


def _filter(form: str) -> str:
    """Scale so that the shorter side is at most the ladder's; shapes are cut from the middle first. Even sides."""
    if form in LADDER:
        side = LADDER[form][0]
        return f"scale='if(gte(iw,ih),-2,min({side},iw))':'if(gte(iw,ih),min({side},ih),-2)',{_EVEN}"
    across, down = SHAPES[form]
    crop = f"crop='min(iw,ih*{across}/{down})':'min(ih,iw*{down}/{across})'"
    side = LARGEST_SHAPE
    return f"{crop},scale='min({side},iw)':-2,{_EVEN}"
