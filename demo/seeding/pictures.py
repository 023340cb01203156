"""Pictures of the newsroom from demo/art/, through the same door as every upload."""

import io
from concurrent.futures import ThreadPoolExecutor

from demo.files import build_picture
from media_library.intake import accept_upload
from media_library.models import SiteImage

from . import content

CREDIT = "Hải Đăng (demo)"


def seed_pictures() -> dict[str, SiteImage]:
    """name in pictures.json → image."""
    rows = content("pictures")
    with ThreadPoolExecutor(2) as threads:
        drawn = dict(zip(rows, threads.map(build_picture, rows), strict=True))
    return {name: store_picture(name, drawn[name], row["alt"]) for name, row in rows.items()}


def store_picture(name: str, jpeg: bytes, alt: str) -> SiteImage:
    with accept_upload("image", io.BytesIO(jpeg), name=f"{name}.jpg") as accepted:
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
        image.file = accepted.as_django_file()
        image.save()
    return image
