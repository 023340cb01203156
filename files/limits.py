"""Every limit of an upload, in one place. Plain data: the sandbox child reads it without Django.

Sources: docs/security.md section 2 (“Bounded work per file”) and rules 5, 11–14; units are in the names.
"""

from dataclasses import dataclass, replace

MB, GB = 1000**2, 1000**3  # what people are told, so what is checked: phones, pages and filesize_vi count in tens
KIB, MIB, GIB = 1024, 1024**2, 1024**3  # what machines are given and nobody reads

# --- what a file may be ---------------------------------------------------------------------
PICTURES = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")
#: Kinds that are not pictures: pdf, clip, audio, office, text, zip.
MAX_NAME_CHARACTERS = 150
FORM_MAX_BYTES = 20 * MB  # a file in an ordinary form; more goes straight to storage (rule 23)

# --- pictures -------------------------------------------------------------------------------
MAX_PIXELS = 50_000_000  # width × height × frames
MAX_FRAMES = 500
JPEG_MAX_SCANS = 200  # a progressive picture has about ten; each is one more pass over every pixel for each reader
MAX_ICC_BYTES = 4 * MIB  # the largest press profiles are below 3 MB
JPEG_QUALITY = 92
WEBP_QUALITY = 92
AVIF_QUALITY = 85

# --- documents ------------------------------------------------------------------------------
PDF_MAX_PAGES = 200
PDF_MAX_OBJECTS = 300_000
PDF_MAX_DEPTH = 50  # objects within objects
PDF_MAX_BLEED_MM = 1000
PDF_MAX_DPI = 100_000  # beyond it a picture is a dot on the page and says nothing about the print
PDF_MAX_PICTURE_PIXELS = 1_000_000_000  # of one picture: a banner of 4 × 1 m at 300 dpi has half of them
PDF_MAX_SIDE_MM = 100_000  # a hundred metres: more than the longest banner
PDF_MAX_STREAM_BYTES = 256 * MIB  # instructions, fonts, profiles: everything that is no picture, unpacked
PDF_MAX_LETTER_BYTES = 256 * KIB  # instructions of one letter of a Type 3 font, drawn each time it is shown
PDF_EXACT_MAX_BYTES = 64 * MIB  # above this a PDF is always rebuilt: the byte check would cost too much
OFFICE_MAX_PARTS = 2000
OFFICE_MAX_XML_BYTES = 64 * MIB  # one XML part, unpacked
TEXT_MAX_BYTES = 5 * MB
JSON_MAX_DEPTH = 100

# --- archives -------------------------------------------------------------------------------
ZIP_MAX_ENTRIES = 1000
ZIP_MAX_RATIO = 100  # unpacked ÷ packed, counted from ZIP_RATIO_FREE_BYTES on
ZIP_RATIO_FREE_BYTES = 1 * MIB
ZIP_MAX_UNPACKED_BYTES = 2 * GIB
ZIP_MAX_NAME_BYTES = 255

# --- clips and sound ------------------------------------------------------------------------
CLIP_MAX_SECONDS = 2 * 3600
CLIP_MAX_PIXELS = 4096 * 2304  # one frame
CLIP_TRANSCODE_MAX_SECONDS = 180  # other codecs are re-encoded up to this length, refused above
CLIP_TRANSCODE_MAX_SIDE = 1920  # pixels, longer side of a re-encoded clip
CLIP_PROBE_SECONDS = 5  # decoded at the beginning and …
CLIP_TAIL_SECONDS = 2  # … at the end, as proof that the clip plays
CLIP_LOUDNESS_SECONDS = 300  # measured from the beginning; a campaign's clips are shorter
MAX_STREAMS = 16

# --- previews -------------------------------------------------------------------------------
PREVIEW_SIDE = 1200  # pixels, longer side
PREVIEW_BYTES = 60_000  # largest picture of a first view (docs/performance.md, P7); what is tried until it fits:
PREVIEW_SIDES = (PREVIEW_SIDE, 960, 768, 600)  # pixels, longer side
PREVIEW_QUALITIES = (80, 72, 64, 56)  # of WebP, at every side
SMALL_SIDE = 480  # pixels, longer side of the small preview
MIDDLE_SIDE = 800  # pixels, longer side of what a phone shows on an asset's own page
WEB_SIDE = 1920  # pixels, longer side of a web picture
PREVIEW_PAGES = 40  # pages of a document that get a picture each
VIEWING_SIDE = 640  # pixels, longer side of the copy of a clip that reviewers watch


@dataclass(frozen=True)
class Budget:
    """What one child process may use."""

    wall_seconds: float
    cpu_seconds: int
    memory_bytes: int  # RLIMIT_AS: address space, not resident memory
    file_bytes: int  # RLIMIT_FSIZE


#: Address space is generous for ffmpeg and pdfium, which reserve far more than they touch.
BUDGETS = {
    "picture": Budget(10, 20, 4 * GIB, 400 * MIB),
    "pdf": Budget(10, 15, 3 * GIB, 1 * GIB),
    "text": Budget(10, 10, 1 * GIB, 50 * MIB),
    "package": Budget(300, 300, 4 * GIB, 2 * GIB),
    "sound": Budget(120, 240, 4 * GIB, 1 * GIB),
    "media": Budget(900, 1800, 6 * GIB, 2 * GIB),
    "preview": Budget(20, 30, 4 * GIB, 50 * MIB),
    "derive": Budget(60, 90, 4 * GIB, 100 * MIB),
    "blur": Budget(60, 90, 4 * GIB, 400 * MIB),
    # Two hours of clip, all forms in one run on two slow cores that other processes share:
    "transcode": Budget(8 * 3600, 16 * 3600, 6 * GIB, 2 * GIB),
    "viewing": Budget(1800, 3600, 6 * GIB, 1 * GIB),
}


#: Somebody waits for the answer to a form; what needs longer goes through the upload box, whose files a worker checks.
#: Its ten seconds, for all files of the form together (intake/deadline.py):
REQUEST_SECONDS = 9.0  # cleaning is over by then, …
REQUEST_SCAN_SECONDS = 4.0  # … the scanner takes this much of it at most, …
REQUEST_LAST_SECONDS = 0.5  # … or this much after it; the rest is for storing. What is not scanned by then waits.
PATIENT_BYTES_PER_SECOND = 2 * MIB  # a worker gives a large file one more second for each of these many bytes


def patient_budget(tool: str, size: int) -> Budget:
    """What `tool` may use on a file of `size` bytes in the worker, where nobody waits for the answer."""
    budget = BUDGETS[tool]
    more = size // PATIENT_BYTES_PER_SECOND
    return replace(budget, wall_seconds=budget.wall_seconds + more, cpu_seconds=budget.cpu_seconds + more)


@dataclass(frozen=True)
class Profile:
    """What one kind of door lets in.

    `sizes`: largest file in bytes for each kind; a kind that is missing is refused.
    `exact`: keep the very bytes when nothing has to be removed (print files of the staff);
    otherwise pictures are always encoded anew.
    `animated`: moving GIF, PNG and WebP are allowed.
    """

    sizes: dict[str, int]
    pictures: tuple[str, ...] = PICTURES
    exact: bool = False
    animated: bool = False


_PICTURE_ONLY = Profile({"picture": 20 * MB})

PROFILES: dict[str, Profile] = {
    "image": _PICTURE_ONLY,
    "portrait": Profile({"picture": 10 * MB}),
    "evidence": _PICTURE_ONLY,
    "partner_picture": _PICTURE_ONLY,
    "table": Profile({"office": FORM_MAX_BYTES, "text": TEXT_MAX_BYTES}, exact=True),
    "consent": Profile({"picture": 20 * MB, "pdf": FORM_MAX_BYTES}, exact=True),
    "partner_clip": Profile({"clip": 500 * MB, "audio": 100 * MB, "text": 1 * MB}),
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
