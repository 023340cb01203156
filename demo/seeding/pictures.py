"""Pictures of the newsroom from demo/art/, through the same door as every upload."""

import io
from concurrent.futures import ThreadPoolExecutor

from demo.files import build_picture
from files.intake.accept import AcceptedFile, accept_upload
from media_library.models import SiteImage

from . import content

CREDIT = "Hải Đăng (demo)"


def seed_pictures() -> dict[str, SiteImage]:
    """name in pictures.json → image. The next ones are drawn and cleaned while one is stored."""
    rows = content("pictures")
    with ThreadPoolExecutor(2) as threads:
        ready = threads.map(make_picture, rows)
        return {name: store_picture(next(ready), row["alt"], row.get("focus")) for name, row in rows.items()}


def make_picture(name: str) -> AcceptedFile:
    return accept_upload("image", io.BytesIO(build_picture(name)), name=f"{name}.jpg")


def store_picture(cleaned: AcceptedFile, alt: str, focus: float | None = None) -> SiteImage:
    """`focus`: how far down (0 to 1) the middle of a wider cut lies, where words of the drawing would be cut in two."""
    with cleaned as accepted:
        image = SiteImage(
            title=alt[:120],
            description=alt[:255],
            credit=CREDIT,
            has_minor=False,
            width=accepted.width,
            height=accepted.height,
            file_size=accepted.size,
            file_hash=accepted.sha256[:40],
        )
        if focus is not None:
            image.focal_point_x, image.focal_point_y = accepted.width // 2, round(accepted.height * focus)
            image.focal_point_width = image.focal_point_height = 1
        image.file = accepted.as_django_file()
        image.save()
    return image
