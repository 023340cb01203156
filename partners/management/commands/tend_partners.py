"""manage.py tend_partners: what time does to pieces (partners/tending.py)."""

from django.core.management.base import BaseCommand

from partners import tending


class Command(BaseCommand):
    help = "Quét lại tệp chờ, gỡ bài hết hạn phép, xóa hẳn tệp đã gỡ, chỉnh lịch đăng bị bỏ."

    def handle(self, **options):
        counts = (
            tending.scan_waiting(),
            tending.expire_permissions(),
            tending.delete_leftovers(),
            tending.follow_schedules(),
        )
        self.stdout.write("Quét lại {}, hết hạn {}, xóa {} tệp, chỉnh {} lịch.".format(*counts))
