"""Generates clips from drawn frames, sounds from tones, and captions; uses ffmpeg."""

import subprocess
from pathlib import Path

import imageio_ffmpeg

from . import typeset
from .model import BuiltFile

FADE = 0.4  # seconds of the transition between two frames; changes are seconds apart, so nothing flashes

# Notes of the demo's chime in Hz.
NOTES = (261.63, 329.63, 392.00, 523.25, 392.00)


def ffmpeg(*arguments: object) -> None:
    """Run imageio-ffmpeg's ffmpeg. Raises CalledProcessError with its message."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-hide_banner", "-loglevel", "error", "-y"]
    subprocess.run([*command, *map(str, arguments)], check=True, capture_output=True)


def tone(seconds: float, step: float = 1.2) -> str:
    """lavfi source of NOTES one after the other, `step` seconds each, fading in and out, for `seconds`."""
    index = f"mod(floor(t/{step}),{len(NOTES)})"
    parts = "+".join(f"{note}*eq({index},{number})" for number, note in enumerate(NOTES))
    swell = f"pow(sin(PI*mod(t,{step})/{step}),2)"
    voice = f"0.12*{swell}*(sin(2*PI*t*({parts}))+0.4*sin(PI*t*({parts})))"
    return f"aevalsrc='{voice}':s=44100:d={seconds}"


def frames(out: Path, size: tuple[int, int]) -> list[Path]:
    """The four drawn frames as PNG files."""
    paths = []
    for number, data in enumerate(typeset.png_pages("video", w=size[0], h=size[1])):
        path = out / f".frame-{size[0]}-{number}.png"
        path.write_bytes(data)
        paths.append(path)
    return paths


def clip(out: Path, name: str, size: tuple[int, int], seconds: int, fps: int, *, sound: bool) -> Path:
    """Make an H.264 clip (yuv420p, faststart) of `seconds`; the last frame with the help lines shows at least 3 s."""
    pictures = frames(out, size)
    last = max(3.4, seconds / 4)
    each = (seconds - last) / (len(pictures) - 1)
    arguments: list[object] = []
    chain: list[str] = []
    for number, picture in enumerate(pictures):
        length = (last if number == len(pictures) - 1 else each) + FADE
        arguments += ["-i", picture]
        # Convert the PNG once, then repeat the frame: “-loop 1” would decode the PNG for every frame.
        still = f"format=yuv420p,loop=loop=-1:size=1,setpts=N/{fps}/TB,fps={fps},trim=duration={length:.3f}"
        chain.append(f"[{number}:v]{still}[still{number}]")
    label = "[still0]"
    for number, effect in enumerate(("slideleft", "slideleft", "fade"), start=1):
        target = f"[v{number}]"
        chain.append(
            f"{label}[still{number}]xfade=transition={effect}:duration={FADE}:offset={each * number:.3f}{target}"
        )
        label = target
    chain.append(f"{label}format=yuv420p[v]")
    if sound:
        arguments += ["-f", "lavfi", "-i", tone(seconds)]
    arguments += ["-filter_complex", ";".join(chain), "-map", "[v]"]
    if sound:
        arguments += ["-map", f"{len(pictures)}:a", "-c:a", "aac", "-b:a", "96k"]
    arguments += ["-t", seconds, "-r", fps, "-c:v", "libx264", "-preset", "superfast", "-crf", 22, "-threads", 1]
    ffmpeg(*arguments, "-map_metadata", -1, "-movflags", "+faststart", out / name)
    for picture in pictures:
        picture.unlink()
    return out / name


def captions(path: Path, lines: list[tuple[float, float, str]]) -> Path:
    """Write a WebVTT file from (start, end, text) with times in seconds."""

    def stamp(seconds: float) -> str:
        return f"00:00:{seconds:06.3f}"

    blocks = [f"{stamp(start)} --> {stamp(end)}\n{text}" for start, end, text in lines]
    path.write_text("WEBVTT\n\n" + "\n\n".join(blocks) + "\n", "utf-8")
    return path


#: Captions of the film: start and end in seconds, text.
TVC_VI = [
    (0.0, 7.4, "Dừng. Cúp máy trước. Bạn không có lỗi."),
    (7.5, 14.9, "Hỏi. Hỏi một người bạn tin trước khi làm theo."),
    (15.0, 22.4, "Báo. Kể với cha mẹ, thầy cô hoặc công an phường, xã."),
    (22.5, 30.0, "Không một mình. Gọi 111, miễn phí, cả ngày và đêm."),
]
TVC_KM = [
    (0.0, 7.4, "សូមដាក់ទូរស័ព្ទចុះ ហើយសួរមនុស្សដែលអ្នកទុកចិត្ត។"),
    (7.5, 22.4, "កុំផ្ទេរប្រាក់ ហើយកុំប្រាប់លេខកូដ OTP ដល់នរណាម្នាក់។"),
    (22.5, 30.0, "ត្រូវការជំនួយ? ទូរស័ព្ទលេខ 111 ឥតគិតថ្លៃ ២៤ ម៉ោង។"),
]


def smaller(film: Path, target: Path) -> Path:
    """Make a 720p version of a 1080p film; the sound is copied."""
    coded = [
        "-vf",
        "scale=1280:720",
        "-c:v",
        "libx264",
        "-preset",
        "superfast",
        "-crf",
        27,
        "-threads",
        1,
        "-c:a",
        "copy",
    ]
    ffmpeg("-i", film, *coded, "-map_metadata", -1, "-movflags", "+faststart", target)
    return target


def tvc(asset: dict, out: Path) -> list[BuiltFile]:
    """30 s film in 1080p with a light 720p version and captions in vi and km."""
    full = clip(out, "tvc-30-dung-hoi-bao-1080p.mp4", (1920, 1080), 30, 25, sound=True)
    light = smaller(full, out / "tvc-30-dung-hoi-bao-720p.mp4")
    vi = captions(out / "tvc-30-phu-de_vi.vtt", TVC_VI)
    km = captions(out / "tvc-30-phu-de_km.vtt", TVC_KM)
    return [
        BuiltFile(full, "1080p", "vi", "Bản 1080p cho LED và chào cờ", "mp4"),
        BuiltFile(light, "720p-nhe", "vi", "Bản nhẹ 720p", "mp4"),
        BuiltFile(vi, "phu-de", "vi", "Phụ đề tiếng Việt", "vtt"),
        BuiltFile(km, "phu-de", "km", "Phụ đề tiếng Khmer", "vtt"),
    ]


def upright(asset: dict, out: Path) -> list[BuiltFile]:
    """15 s vertical clip with its cover image."""
    path = clip(out, "clip-doc-15-giay-1080x1920.mp4", (1080, 1920), 15, 30, sound=True)
    image = typeset.picture("artpx", w=1080, h=1920, file="/art/assets/clip-doc-15.svg", fit="cover")
    cover = typeset.save_picture(image, out / "clip-doc-15-giay-anh-bia.jpg")
    return [
        BuiltFile(path, "1080x1920", "vi", "Clip dọc 1080 × 1920", "mp4"),
        BuiltFile(cover, "anh-bia", "vi", "Ảnh bìa 1080 × 1920", "jpg"),
    ]


def led_loop(asset: dict, out: Path) -> list[BuiltFile]:
    """10 s silent loop, and a small GIF for old LED controllers."""
    path = clip(out, "led-vong-lap-10-giay-1080p.mp4", (1920, 1080), 10, 25, sound=False)
    gif = out / "led-vong-lap-10-giay-960x540.gif"
    ffmpeg(
        "-i",
        path,
        "-vf",
        "fps=5,scale=960:540:flags=area,split[a][b];[a]palettegen=max_colors=48[p];[b][p]paletteuse=dither=none",
        "-loop",
        0,
        gif,
    )
    return [
        BuiltFile(path, "1080p", "vi", "Vòng lặp 1080p, không tiếng", "mp4"),
        BuiltFile(gif, "du-phong", "vi", "Ảnh động dự phòng 960 × 540", "gif"),
    ]


def jingle(out: Path, name: str) -> Path:
    """12 s of the chime as MP3 at 128 kbit/s."""
    ffmpeg(
        "-f",
        "lavfi",
        "-i",
        tone(12),
        "-c:a",
        "libmp3lame",
        "-b:a",
        "128k",
        "-map_metadata",
        -1,
        "-id3v2_version",
        0,
        out / name,
    )
    return out / name
