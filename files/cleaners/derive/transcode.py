"""Transcode a clip to other sizes and aspect ratios in one run of ffmpeg: H.264 and AAC, no metadata, never enlarged.

Runs in the sandbox child.
"""

from pathlib import Path
from typing import Any

from .. import ffmpeg
from ..errors import Rejected
from ..limits import LOOP_SECONDS, Profile

#: form → (shorter side in px, constant quality, sound in kbit/s)
LADDER = {"clip-1080": (1080, 23, 128), "clip-720": (720, 25, 96), "clip-360": (360, 28, 64), "vong-lap": (720, 25, 0)}
#: form → width : height of a crop from the centre
SHAPES = {"doc-9-16": (9, 16), "vuong-1-1": (1, 1)}
LOOP, SOUND = "vong-lap", "tieng"  # the first LOOP_SECONDS without sound; the sound without pictures
LARGEST_SHAPE = 1080  # px, shorter side
_EVEN = "crop='trunc(iw/2)*2':'trunc(ih/2)*2'"


def clean(source: Path, target: Path, profile: Profile | None, forms: list[str], media_type: str) -> dict[str, Any]:
    """Decode `source` once and write every form to target + "." + form; returns {form: facts}.

    ffmpeg writes its progress to target + ".progress" about once a second. Raises Rejected("broken_clip").
    """
    demuxer = "matroska" if media_type == "video/webm" else "mov"
    probe = ffmpeg.probe(source, demuxer)
    if not probe.video or not probe.seconds:
        raise Rejected("broken_clip")
    arguments = ["-v", "error", "-progress", f"file:{target}.progress", *ffmpeg.inputs(source, demuxer)]
    arguments += _graph(forms)
    for number, form in enumerate(forms):
        arguments += _output(number, form, Path(f"{target}.{form}"))
    result = ffmpeg.run(arguments)
    paths = {form: Path(f"{target}.{form}") for form in forms}
    if result.returncode or not all(path.exists() for path in paths.values()):
        raise Rejected("broken_clip")
    return {form: _facts(form, path) for form, path in paths.items()}


def _graph(forms: list[str]) -> list[str]:
    """Arguments of the filters: the picture is decoded once for all forms that have one."""
    video_forms = [(number, form) for number, form in enumerate(forms) if form != SOUND]
    if not video_forms:
        return []
    heads = "".join(f"[in{number}]" for number, _form in video_forms)
    chains = [f"[in{number}]{_filter(form)}[out{number}]" for number, form in video_forms]
    return ["-filter_complex", ";".join([f"[0:v:0]split={len(video_forms)}{heads}", *chains])]


def _output(number: int, form: str, path: Path) -> list[str]:
    if form == SOUND:
        return [
            "-map",
            "0:a:0",
            "-vn",
            *ffmpeg.BARE,
            "-c:a",
            "aac",
            "-b:a",
            "128k",
            "-ac",
            "2",
            "-f",
            "mp4",
            f"file:{path}",
        ]
    quality, kbits = LADDER[form][1:] if form in LADDER else (23, 128)
    audio_options = ["-an", "-t", str(LOOP_SECONDS)] if form == LOOP else ["-map", "0:a:0?"]
    picture = ["-map", f"[out{number}]", *audio_options, *ffmpeg.BARE, "-c:v", "libx264", "-profile:v", "high"]
    picture += ["-pix_fmt", "yuv420p", "-preset", "veryfast", "-crf", str(quality), "-maxrate", "6M", "-bufsize", "12M"]
    sound = (
        []
        if form == LOOP
        else ["-c:a", "aac", "-b:a", f"{kbits}k", "-ac", "2", "-ar", "48000", "-sn", "-dn", "-write_tmcd", "0"]
    )
    return [*picture, *sound, "-movflags", "+faststart", "-f", "mp4", f"file:{path}"]


def _facts(form: str, path: Path) -> dict[str, Any]:
    if form == SOUND:
        return {"media_type": "audio/mp4", "extension": "m4a"}
    probe = ffmpeg.probe(path, "mov")
    return {"media_type": "video/mp4", "extension": "mp4", "width": probe.width, "height": probe.height}


def _filter(form: str) -> str:
    """ffmpeg filter: shorter side at most that of the form, never enlarged, even sides; SHAPES are cropped first."""
    if form in LADDER:
        side = LADDER[form][0]
        return f"scale='if(gte(iw,ih),-2,min({side},iw))':'if(gte(iw,ih),min({side},ih),-2)',{_EVEN}"
    across, down = SHAPES[form]
    crop = f"crop='min(iw,ih*{across}/{down})':'min(ih,iw*{down}/{across})'"
    side = LARGEST_SHAPE
    return f"{crop},scale='min({side},iw)':-2,{_EVEN}"
