"""Seeds images from demo/art/, through the upload gate (accept_upload)."""

import io
from concurrent.futures import ThreadPoolExecutor

from campaign.models import Outlet
from demo.files import build_picture
from files.intake.accept import AcceptedFile, accept_upload
from media_library.models import SiteImage
from media_library.rights.pictures import collection_of

from . import Advance, Row, content, silent

Pictures = dict[str, SiteImage]  # name in pictures.json → image

CREDIT = "Hải Đăng (demo)"
OUTLET = "bao-can-tho"  # all pictures belong to it


def seed_pictures(advance: Advance = silent) -> Pictures:
    """Store all pictures: name in pictures.json → image. Two threads draw and clean the next ones meanwhile."""
    rows = content("pictures")
    with ThreadPoolExecutor(2) as threads:
        ready = threads.map(make_picture, rows)
        stored = {}
        for name, row in rows.items():
            stored[name] = store_picture(next(ready), row)
            advance()
    return stored


def make_picture(name: str) -> AcceptedFile:
    """Draw a picture and pass it through the upload gate."""
    return accept_upload("image", io.BytesIO(build_picture(name)), name=f"{name}.jpg")


def store_picture(cleaned: AcceptedFile, row: Row) -> SiteImage:
    """Store an image with the words of its row of pictures.json.

    `focus`: vertical centre (0 top, 1 bottom) for wider crops, to keep the drawing's text whole.
    """
    alt, focus = row["alt"], row.get("focus")
    with cleaned as accepted:
        image = SiteImage(
            title=alt[:120],
            description=alt[:255],
            description_en=row.get("en", ""),
            description_km=row.get("km", ""),
            credit=CREDIT,
            has_minor=False,
            width=accepted.width,
            height=accepted.height,
            file_size=accepted.size,
            file_hash=accepted.sha256[:40],
            collection=collection_of(Outlet.objects.filter(slug=OUTLET).first()),
        )
        if focus is not None:
            image.focal_point_x, image.focal_point_y = (accepted.width or 0) // 2, round((accepted.height or 0) * focus)
            image.focal_point_width = image.focal_point_height = 1
        image.file = accepted.as_django_file()
        image.save()
    return image
