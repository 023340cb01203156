"""The limits of an upload that this site sets: per form and upload target, per child process, per request.

Plain data, because the sandbox child reads it without Django. What a file may be: files/cleaners/limits.py. Sources:
docs/security.md section 2 (“Bounded work per file”) and rules 5, 11–14; units are in the names.
"""

from dataclasses import dataclass, replace

from files.cleaners.limits import GB, GIB, MB, MIB, PICTURES, TEXT_MAX_BYTES, Profile

FORM_MAX_BYTES = 20 * MB  # one file in an ordinary form; larger ones are uploaded in parts (rule 23)


@dataclass(frozen=True)
class Budget:
    """Limits of one child process of the sandbox."""

    wall_seconds: float
    cpu_seconds: int
    memory_bytes: int  # RLIMIT_AS: address space, not resident memory
    file_bytes: int  # RLIMIT_FSIZE


#: Limits per tool of the sandbox. ffmpeg and pdfium reserve much more address space than they use.
BUDGETS = {
    "picture": Budget(10, 20, 4 * GIB, 400 * MIB),
    "pdf": Budget(10, 15, 3 * GIB, 1 * GIB),
    "text": Budget(10, 10, 1 * GIB, 50 * MIB),
    "package": Budget(300, 300, 4 * GIB, 2 * GIB),
    "table": Budget(10, 15, 1 * GIB, 12 * MIB),  # the web process reads their JSON at one go, in a tenth of a second
    "word": Budget(10, 15, 1 * GIB, 50 * MIB),
    "sound": Budget(120, 240, 4 * GIB, 1 * GIB),
    "media": Budget(900, 1800, 6 * GIB, 2 * GIB),
    "preview": Budget(20, 30, 4 * GIB, 50 * MIB),
    "overlay": Budget(10, 15, 3 * GIB, 100 * MIB),
    "codes": Budget(20, 30, 4 * GIB, 1 * MIB),
    "derive": Budget(60, 90, 4 * GIB, 100 * MIB),
    "redact": Budget(60, 90, 4 * GIB, 400 * MIB),
    # Two hours of clip, all forms in one run on two slow cores that other processes share:
    "transcode": Budget(8 * 3600, 16 * 3600, 6 * GIB, 2 * GIB),
    "viewing": Budget(1800, 3600, 6 * GIB, 1 * GIB),
}


#: A form is answered within ten seconds, all its files together (intake/deadline.py). Larger files go through the
#: upload box and are checked by a worker.
REQUEST_SECONDS = 9.0  # cleaning ends by then
REQUEST_SCAN_SECONDS = 4.0  # longest time for the scanner within the request
REQUEST_LAST_SECONDS = 0.5  # the scanner may run this long after REQUEST_SECONDS; a file not scanned by then waits
BACKGROUND_BYTES_PER_SECOND = 2 * MIB  # the worker's time grows by one second for each of these many bytes


def background_budget(tool: str, size: int) -> Budget:
    """Limits for `tool` on a file of `size` bytes in the worker, where no request waits for the answer."""
    budget = BUDGETS[tool]
    more = size // BACKGROUND_BYTES_PER_SECOND
    return replace(budget, wall_seconds=budget.wall_seconds + more, cpu_seconds=budget.cpu_seconds + more)


PROFILES: dict[str, Profile] = {
    "image": Profile({"picture": 20 * MB}, words=True),
    "portrait": Profile({"picture": 10 * MB}),
    "evidence": Profile({"picture": 20 * MB}),
    "contest": Profile({"picture": 20 * MB, "pdf": FORM_MAX_BYTES, "clip": 500 * MB, "audio": 100 * MB}),
    "table": Profile({"office": FORM_MAX_BYTES, "text": TEXT_MAX_BYTES}, exact=True),
    "text": Profile({"text": TEXT_MAX_BYTES}, exact=True),
    "word": Profile({"office": FORM_MAX_BYTES}, exact=True),
    "consent": Profile({"picture": 20 * MB, "pdf": FORM_MAX_BYTES}, exact=True),
    "partner": Profile({"picture": 20 * MB, "clip": 500 * MB, "audio": 100 * MB, "text": 1 * MB}),
    "consent_paper": Profile({"picture": 20 * MB, "pdf": FORM_MAX_BYTES}),
    "document": Profile({"pdf": FORM_MAX_BYTES, "office": FORM_MAX_BYTES, "text": TEXT_MAX_BYTES}, exact=True),
    "library": Profile(
        {
            "picture": 100 * MB,
            "pdf": 300 * MB,
            "clip": 2 * GB,
            "audio": 500 * MB,
            "office": 200 * MB,
            "text": TEXT_MAX_BYTES,
            "zip": 2 * GB,
        },
        pictures=(*PICTURES, "GIF"),
        exact=True,
        animated=True,
    ),
}
