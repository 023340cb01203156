"""Printed copies and orders of them, as rows."""

from schools.models import PrintOrder, PrintRun
from tests.factories import asset_row

PLACE = "Nhận tại phòng Văn thư của Sở, giờ hành chính."


def make_run(asset=None, **fields):
    asset = asset or asset_row("P-A3-03", name="Poster “Gọi ai khi cần?”")
    fields = {"label": "A3, giấy couché", "stock": 50, "limit": 20, "pick_up": PLACE, "kinds": ["school"]} | fields
    return PrintRun.objects.create(version=asset.current_version, **fields)


def make_order(run, unit, copies=10, **fields):
    return PrintOrder.objects.create(run=run, unit=unit, copies=copies, **fields)
