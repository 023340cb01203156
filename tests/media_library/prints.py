"""Print files and kits for the library's tests: small, real, through the gate where bytes matter."""

import io
from random import Random

import pikepdf
from reportlab.lib.units import mm
from reportlab.pdfgen import canvas

from media_library.models import Kit, KitItem, KitText, NameZone
from tests.factories import make_asset, make_locale, make_stored_file


def sheet_pdf(width=210, height=297, bleed=3, *, strokes=0, filled=False):
    """A CMYK page of `width` × `height` mm with `bleed` mm around, a bar at the top and nothing below.

    Each of `strokes` drawn in the bar adds about 15 bytes; `filled` makes the bar as high as the page.
    """
    target = io.BytesIO()
    page = canvas.Canvas(target, pagesize=((width + 2 * bleed) * mm, (height + 2 * bleed) * mm))
    page.setFillColorCMYK(0.9, 0.4, 0.3, 0.2)
    bar = height + 2 * bleed if filled else 60
    page.rect(0, (height + 2 * bleed - bar) * mm, (width + 2 * bleed) * mm, bar * mm, stroke=0, fill=1)
    chance = Random(1)
    for _n in range(strokes):
        page.line(*(chance.uniform(low, high) * mm for low, high in ((5, width), (height - 40, height)) * 2))
    page.save()
    pdf = pikepdf.open(target)
    box = [bleed * mm, bleed * mm, (width + bleed) * mm, (height + bleed) * mm]
    pdf.pages[0].obj.TrimBox = pikepdf.Array(box)
    pdf.pages[0].obj.BleedBox = pdf.pages[0].obj.MediaBox
    condition = pikepdf.Dictionary(S=pikepdf.Name.GTS_PDFX, OutputConditionIdentifier=pikepdf.String("FOGRA39"))
    pdf.Root.OutputIntents = pikepdf.Array([condition])
    del pdf.pages[0].obj.Resources.Font  # reportlab names Helvetica, which no word here uses and no file embeds
    out = io.BytesIO()
    pdf.save(out)
    out.seek(0)
    return out


def make_poster(code="P-A4-01", *, zone=False, strokes=0, **fields):
    """A released A4 poster with a real print file and a light picture; with `zone` a place for a school's name.

    `strokes` make the print file heavier, as sheet_pdf() says.
    """
    files = [
        {
            "role": "print",
            "label": "Bản in A4",
            "override": "Tờ thử.",
            "stored": make_stored_file(sheet_pdf(strokes=strokes), name="poster.pdf"),
        },
        {"role": "light", "label": "Bản nhẹ", "stored": make_stored_file()},
    ]
    asset = make_asset(code, name=fields.pop("name", "Poster “Gọi ai khi cần?”"), files=files, **fields)
    if zone:
        file = asset.current_version.files.get(role="print")
        NameZone.objects.create(file=file, x=20, y=240, width=170, height=30, largest=32, smallest=10)
    return asset


def make_kit(assets, code="KIT-THCS", *, released=True, guide="In tờ A4 trước.\nTreo ngang tầm mắt."):
    kit = Kit.objects.create(code=code, slug=code.lower(), is_released=released)
    KitText.objects.create(
        kit=kit, name="Bộ khởi động THCS", intro="Ba món cho tuần đầu.", guide=guide, locale=make_locale("vi")
    )
    for order, asset in enumerate(assets):
        KitItem.objects.create(kit=kit, asset=asset, order=order)
    return Kit.objects.prefetch_related("texts__locale").get(pk=kit.pk)
