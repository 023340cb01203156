"""What cleaners and makers of derivatives bound a file by, and what a caller may ask for (Profile).

Units are in the names.
"""

from dataclasses import dataclass

MB, GB = 1000**2, 1000**3  # for limits that people are told: phones, pages and filesize_vi use decimal units
KIB, MIB, GIB = 1024, 1024**2, 1024**3  # for all other limits

# --- what a file may be ---------------------------------------------------------------------
#: Formats of the kind “picture”. The other kinds are pdf, clip, audio, office, text and zip.
PICTURES = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")
MAX_NAME_CHARACTERS = 150

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
MIDDLE_SIDE = 960  # pixels, longer side of the preview for phones on an asset's page
WEB_SIDE = 1920  # pixels, longer side of a web picture
PNG_SIDE = 2400  # pixels, longer side of a page or picture downloaded as PNG
LOOP_SECONDS = 15  # length of the silent loop that is cut from a clip
PREVIEW_PAGES = 40  # pages of a document that get a picture each
VIEWING_SIDE = 640  # pixels, longer side of the review copy of a clip


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
