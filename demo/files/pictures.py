"""Generates article pictures and KOL portraits as JPEG."""

import io
import json

from . import typeset

RATIOS = {"16:9": 9 / 16, "3:2": 2 / 3, "4:5": 5 / 4, "108:169": 169 / 108}


def build_picture(name: str, width: int = 1600) -> bytes:
    """JPEG of a picture named in content/pictures.json, `width` px wide (at most 1600), in its row's ratio.

    A row with `initials` is drawn as a card with these initials. Raises KeyError for an unknown name.
    """
    row = json.loads((typeset.DEMO / "content" / "pictures.json").read_text("utf-8"))[name]
    width = min(width, 1600)
    if "initials" in row:
        image = typeset.picture("portrait", w=width, n=row["number"], initials=row["initials"], field=row["field"])
    else:
        height = round(width * RATIOS[row["ratio"]])
        image = typeset.picture("artpx", w=width, h=height, file=f"/art/{row['file']}", fit="cover")
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=88, optimize=True)
    return out.getvalue()
