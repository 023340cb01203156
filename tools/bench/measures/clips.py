"""P9: time to make all derivatives of a clip, relative to its duration; and that captions are kept."""

from __future__ import annotations

import io
import subprocess
import tempfile
import time
from pathlib import Path

import psutil

from files.intake.accept import accept_upload
from files.intake.sandbox import ffmpeg_path
from files.models import StoredFile
from media_library.derivatives import specs
from media_library.models import Derivative
from tools.bench.figures import Figure, at_least
from tools.bench.site import Site

SECONDS = 30
CLIPS = ("clip-1080", "clip-720", "clip-360")
LADDER = (*CLIPS, "poster", "xem-nho")
_CAPTIONS = b"WEBVTT\n\n00:01.000 --> 00:04.000\nKhong mot minh\n"


def measure(_site: Site) -> list[Figure]:
    """Make all derivatives of a 30 s clip in 1080p as one worker does."""
    with tempfile.TemporaryDirectory(prefix="bench-clip-") as folder:
        path = Path(folder) / "clip.mp4"
        _record(path)
        with path.open("rb") as file, accept_upload("library", file, name="clip.mp4", patient=True) as accepted:
            clip = StoredFile.objects.store(accepted, zone="quarantine", shows_minor=False)
    with accept_upload("library", io.BytesIO(_CAPTIONS), name="phu-de.vtt") as accepted:
        captions = StoredFile.objects.store(accepted, zone="quarantine", shows_minor=False)
    before = _cpu_seconds()
    took = {", ".join(forms): _make(clip, forms) for forms in (CLIPS, ("poster",), ("xem-nho",))}
    cores = (_cpu_seconds() - before) / 2
    keeps_captions = _make(captions, ("phu-de",)) >= 0
    rows = clip.derivatives.filter(state="done").values_list("form", flat=True)
    each = "; ".join(f"{forms} {seconds:.1f}" for forms, seconds in took.items())
    figures = [
        at_least("P9 bản dẫn xuất của một clip: tốc độ so với thời gian thực", SECONDS / sum(took.values()), 1),
        Figure("P9 như trên, tính theo giây CPU trên hai nhân rảnh", f"{SECONDS / cores:.2f} ×"),
        Figure("P9 giây cho từng lượt", each),
        Figure("P9 đủ mọi bản", f"{len(rows)} / {len(LADDER)}", f"{len(LADDER)}", len(rows) == len(LADDER)),
        Figure("P9 phụ đề giữ nguyên", "được" if keeps_captions else "không", "được", keeps_captions),
    ]
    for stored in (clip, captions):
        stored.derivatives.all().delete()
        stored.delete()
    return figures


def _cpu_seconds() -> float:
    """CPU seconds of the sandbox's server and its children that have ended; independent of the machine's other load."""
    servers = [child for child in psutil.Process().children() if "files.intake.sandbox_server" in child.cmdline()]
    times = [server.cpu_times() for server in servers]
    return sum(used.user + used.system + used.children_user + used.children_system for used in times)


def _record(path: Path) -> None:
    """Write a moving test picture with noise, as hard to encode as a film, and a tone."""
    picture = f"testsrc2=size=1920x1080:rate=30:duration={SECONDS},noise=alls=12:allf=t"
    command = [ffmpeg_path(), "-v", "error", "-f", "lavfi", "-i", picture]
    command += ["-f", "lavfi", "-i", f"sine=frequency=440:duration={SECONDS}", "-shortest"]
    command += ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "30", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    subprocess.run([*command, str(path)], check=True)


def _make(stored: StoredFile, forms: tuple[str, ...]) -> float:
    """Seconds to make these forms in one run; -1 where one could not be made."""
    ticket = f"bench-{forms[0]}"
    rows = [Derivative(stored=stored, form=form, state="running", ticket=ticket) for form in forms]
    jobs = Derivative.objects.bulk_create(rows)
    started = time.monotonic()
    specs.work(ticket, clips=forms[0] in specs.CLIPS)
    took = time.monotonic() - started
    return took if not Derivative.objects.filter(pk__in=[job.pk for job in jobs]).exclude(state="done") else -1.0
