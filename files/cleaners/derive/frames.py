"""Set a picture into a frame of a fixed ratio: whole, on the colour of its edges, or cropped. Nothing is enlarged."""

from PIL import Image

#: form → (width, height) of the frame in px
FRAMES = {"hinh-1-1": (1080, 1080), "hinh-4-5": (1080, 1350), "hinh-9-16": (1080, 1920), "hinh-16-9": (1920, 1080)}
#: crop → part of the spare length that is cut off before the picture: at the top, or on the left of a wide one
CROPS = {"tren": 0.0, "giua": 0.5, "duoi": 1.0}
PAGE_SIDE = 2800  # px, longer side of a drawn page, so that a poster fills a frame 1,920 px wide
_EDGE_SAMPLE = 64  # px, side of the picture whose edges give the ground


def framed(picture: Image.Image, form: str, crop: str) -> Image.Image:
    """`picture` in the frame of `form`: whole for crop "", else filling it. A small picture gets a smaller frame."""
    flat = flattened(picture)
    return _filled(flat, FRAMES[form], CROPS[crop]) if crop else _whole(flat, FRAMES[form])


def flattened(picture: Image.Image) -> Image.Image:
    """RGB; transparent parts become white."""
    if picture.mode == "RGB":
        return picture
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A") if "A" in picture.getbands() else None)
    ground.info = picture.info
    return ground


def _whole(picture: Image.Image, frame: tuple[int, int]) -> Image.Image:
    most = max(picture.width / frame[0], picture.height / frame[1])
    size = _scaled(frame, min(most, 1))
    inside = picture.copy()
    inside.thumbnail(size, Image.Resampling.LANCZOS)
    canvas = Image.new("RGB", size, _edge_colour(picture))
    canvas.paste(inside, ((size[0] - inside.width) // 2, (size[1] - inside.height) // 2))
    canvas.info = picture.info
    return canvas


def _filled(picture: Image.Image, frame: tuple[int, int], share: float) -> Image.Image:
    least = min(picture.width / frame[0], picture.height / frame[1])
    width, height = round(frame[0] * least), round(frame[1] * least)
    left, top = round((picture.width - width) * share), round((picture.height - height) * share)
    cut = picture.crop((left, top, left + width, top + height))
    cut.info = picture.info
    return cut.resize(_scaled(frame, min(least, 1)), Image.Resampling.LANCZOS)


def _scaled(frame: tuple[int, int], factor: float) -> tuple[int, int]:
    return max(round(frame[0] * factor), 1), max(round(frame[1] * factor), 1)


def _edge_colour(picture: Image.Image) -> tuple[int, int, int]:
    """The colour that most of the picture's edge has, roughly."""
    small = picture.resize((_EDGE_SAMPLE, _EDGE_SAMPLE), Image.Resampling.BOX)
    last = _EDGE_SAMPLE - 1
    edge = [small.getpixel(place) for at in range(_EDGE_SAMPLE) for place in ((at, 0), (at, last), (0, at), (last, at))]
    return tuple(sorted(channel)[len(channel) // 2] for channel in zip(*edge, strict=True))
