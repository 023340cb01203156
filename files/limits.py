"""Every limit of an upload. Plain data, because the sandbox child reads it without Django.

Sources: docs/security.md section 2 (“Bounded work per file”) and rules 5, 11–14; units are in the names.
"""

from dataclasses import dataclass, replace

MB, GB = 1000**2, 1000**3  # for limits that people are told: phones, pages and filesize_vi use decimal units
KIB, MIB, GIB = 1024, 1024**2, 1024**3  # for all other limits

# --- what a file may be ---------------------------------------------------------------------
#: Formats of the kind “picture”. The other kinds are pdf, clip, audio, office, text and zip.
PICTURES = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")
MAX_NAME_CHARACTERS = 150
FORM_MAX_BYTES = 20 * MB  # one file in an ordinary form; larger ones are uploaded in parts (rule 23)

# --- pictures -------------------------------------------------------------------------------
MAX_PIXELS = 50_000_000  # width × height × frames
MAX_FRAMES = 500
JPEG_MAX_SCANS = 200  # a progressive picture has about ten; each costs a viewer one pass over every pixel
MAX_ICC_BYTES = 4 * MIB  # the largest press profiles are below 3 MB
JPEG_QUALITY = 92
WEBP_QUALITY = 92
AVIF_QUALITY = 85

# --- documents ------------------------------------------------------------------------------
PDF_MAX_PAGES = 200
PDF_MAX_OBJECTS = 300_000
PDF_MAX_DEPTH = 50  # objects within objects
PDF_MAX_BLEED_MM = 1000
PDF_MAX_DPI = 100_000  # finer pictures are dots on the page and are not measured
PDF_MAX_PICTURE_PIXELS = 1_000_000_000  # of one picture; a banner of 4 × 1 m at 300 dpi has 558 million
PDF_MAX_SIDE_MM = 100_000  # longer than any banner
PDF_MAX_STREAM_BYTES = 256 * MIB  # one stream that is not a picture (instructions, font, profile), unpacked
PDF_MAX_LETTER_BYTES = 256 * KIB  # instructions of one glyph of a Type 3 font, run each time it is shown
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
CLIP_PROBE_SECONDS = 5  # decoded at the beginning, as proof that the clip plays
CLIP_TAIL_SECONDS = 2  # decoded at the end, for the same reason
CLIP_LOUDNESS_SECONDS = 300  # measured from the beginning; a campaign's clips are shorter
MAX_STREAMS = 16

# --- previews -------------------------------------------------------------------------------
PREVIEW_SIDE = 1200  # pixels, longer side
PREVIEW_BYTES = 60_000  # aim for a preview (docs/performance.md, P7); sides and qualities are tried until it fits
PREVIEW_SIDES = (PREVIEW_SIDE, 960, 768, 600)  # pixels, longer side
PREVIEW_QUALITIES = (80, 72, 64, 56)  # of WebP, tried at every side
SMALL_SIDE = 480  # pixels, longer side of the small preview
MIDDLE_SIDE = 800  # pixels, longer side of the preview for phones on an asset's page
WEB_SIDE = 1920  # pixels, longer side of a web picture
PNG_SIDE = 2400  # pixels, longer side of a page or picture downloaded as PNG
LOOP_SECONDS = 15  # length of the silent loop that is cut from a clip
PREVIEW_PAGES = 40  # pages of a document that get a picture each
VIEWING_SIDE = 640  # pixels, longer side of the review copy of a clip


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
    "sound": Budget(120, 240, 4 * GIB, 1 * GIB),
    "media": Budget(900, 1800, 6 * GIB, 2 * GIB),
    "preview": Budget(20, 30, 4 * GIB, 50 * MIB),
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


@dataclass(frozen=True)
class Profile:
    """What a form or an upload target accepts.

    `sizes`: largest file in bytes for each kind; a kind that is missing is refused.
    `exact`: keep the original bytes when nothing has to be removed (print files of the staff);
    otherwise pictures are always re-encoded.
    `animated`: animated GIF, PNG and WebP are allowed.
    `words`: caption and credit that a photographer wrote into a picture are reported before they are removed.
    """

    sizes: dict[str, int]
    pictures: tuple[str, ...] = PICTURES
    exact: bool = False
    animated: bool = False
    words: bool = False


_PICTURE_ONLY = Profile({"picture": 20 * MB})

PROFILES: dict[str, Profile] = {
    "image": Profile({"picture": 20 * MB}, words=True),
    "portrait": Profile({"picture": 10 * MB}),
    "evidence": _PICTURE_ONLY,
    "partner_picture": _PICTURE_ONLY,
    "contest": Profile({"picture": 20 * MB, "pdf": FORM_MAX_BYTES, "clip": 500 * MB, "audio": 100 * MB}),
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
