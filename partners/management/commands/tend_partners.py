"""manage.py tend_partners: what time does to pieces (partners/tending.py)."""

from django.core.management.base import BaseCommand

from partners import tending


class Command(BaseCommand):
    help = "Gỡ bài hết phép, xóa tệp đã gỡ, chỉnh lịch bị bỏ, nhắc bài quá hạn trả lời, xếp lại việc nền bị mất."

    def handle(self, **options):
        counts = (
            tending.expire_permissions(),
            tending.delete_leftovers(),
            tending.follow_schedules(),
            tending.tell_late_answers(),
            tending.tend_tasks(),
        )
        self.stdout.write(
            "Hết hạn {}, xóa {} tệp, chỉnh {} lịch, nhắc {} bài quá hạn, xếp lại {} việc.".format(*counts)
        )
