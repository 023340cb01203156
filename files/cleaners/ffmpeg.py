"""Run ffmpeg with a fixed demuxer, on local files only and without standard input. Runs inside the sandbox child."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .errors import Rejected
from .limits import MAX_STREAMS

_DURATION = re.compile(r"Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)")
_STREAM = re.compile(r"^\s*Stream #0:(\d+)\S*: (Video|Audio|Subtitle|Data|Attachment|Unknown)(?:: (\w+))?(.*)$")
_SIZE = re.compile(r", (\d{1,5})x(\d{1,5})[ ,\[]")
_PIXELS = re.compile(r", (\w+)(?:\([^)]*\))?, \d{1,5}x\d{1,5}")
_RATE = re.compile(r", (\d+(?:\.\d+)?) fps\b")
_LOUDNESS = re.compile(r"^\s*I:\s+(-?\d+(?:\.\d+)?) LUFS", re.MULTILINE)
_ROTATION = re.compile(r"rotation of (-?\d+(?:\.\d+)?) degrees")
#: Output options that drop all metadata: tags, chapters, encoder names, creation time.
BARE = (
    "-map_metadata",
    "-1",
    "-map_chapters",
    "-1",
    "-fflags",
    "+bitexact",
    "-flags:v",
    "+bitexact",
    "-flags:a",
    "+bitexact",
)


@dataclass
class Probe:
    """Length and streams of a file, parsed from the output of `ffmpeg -i` (the imageio-ffmpeg wheel has no ffprobe)."""

    seconds: float = 0.0
    video: str = ""
    pixel_format: str = ""
    width: int = 0
    height: int = 0
    rotated: bool = False
    frame_rate: str = ""  # decimal, "" when the container does not say
    audio: str = ""
    captions: int = 0  # text tracks
    streams: int = 0


def inputs(source: Path, demuxer: str) -> list[str]:
    """Input arguments for `source`; the protocol whitelist keeps ffmpeg from opening addresses that the file names."""
    return ["-protocol_whitelist", "file,pipe", "-f", demuxer, "-i", f"file:{source}"]


def run(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """Run ffmpeg with `arguments`; a failure shows in the return code. The sandbox's limits and time-out apply."""
    command = [os.environ["FFMPEG"], "-hide_banner", "-nostdin", "-y", "-threads", "2", *arguments]
    return subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)


def probe(source: Path, demuxer: str) -> Probe:
    """Streams and length of `source`; an empty Probe when ffmpeg cannot open it.

    Raises Rejected("broken_clip") for more than MAX_STREAMS streams.
    """
    result, seen_video = Probe(), False
    for line in run(inputs(source, demuxer)).stderr.splitlines():
        if duration := _DURATION.search(line):
            hours, minutes, seconds = duration.groups()
            result.seconds = int(hours) * 3600 + int(minutes) * 60 + float(seconds)
        elif stream := _STREAM.match(line):
            result.streams += 1
            seen_video = _note_stream(result, stream)
        elif seen_video and (rotation := _ROTATION.search(line)):
            result.rotated = round(float(rotation.group(1))) % 180 != 0
    if result.streams > MAX_STREAMS:
        raise Rejected("broken_clip")
    return result


def _note_stream(result: Probe, stream: re.Match[str]) -> bool:
    """Add one stream to `found`; True for the main video stream (the first one that is not cover art)."""
    _, kind, codec, rest = stream.groups()
    if kind == "Video" and "(attached pic)" not in rest and not result.video:
        result.video = codec or "unknown"
        if size := _SIZE.search(rest):
            result.width, result.height = int(size.group(1)), int(size.group(2))
        pixels = _PIXELS.search(rest)
        result.pixel_format = pixels.group(1) if pixels else ""
        rate = _RATE.search(rest)
        result.frame_rate = rate.group(1) if rate else ""
        return True
    if kind == "Audio" and not result.audio:
        result.audio = codec or "unknown"
    result.captions += kind == "Subtitle"
    return False


def plays(source: Path, demuxer: str, window: list[str], stream: str) -> bool:
    """Whether part of `source` (`window`: input options) decodes without an error and yields at least one frame."""
    result = run(
        [
            "-v",
            "error",
            "-xerror",
            *window,
            *inputs(source, demuxer),
            "-map",
            f"0:{stream}:0",
            "-f",
            "null",
            "-progress",
            "pipe:1",
            "-",
        ]
    )
    return (
        result.returncode == 0
        and not re.search(r"^total_size=N/A\nout_time_us=N/A", result.stdout)
        and "progress=end" in result.stdout
    )


def loudness(source: Path, demuxer: str, seconds: int) -> str | None:
    """Integrated loudness (EBU R 128) of the first `seconds` in LUFS, as a decimal; None below -69 LUFS (silence)."""
    window = ["-t", str(seconds), *inputs(source, demuxer), "-map", "0:a:0", "-vn"]
    levels = _LOUDNESS.findall(run([*window, "-af", "ebur128=framelog=quiet", "-f", "null", "-"]).stderr)
    return levels[-1] if levels and float(levels[-1]) > -69 else None
