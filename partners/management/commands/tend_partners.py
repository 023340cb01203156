"""manage.py tend_partners: what time does to pieces (partners/tending.py)."""

from django.core.management.base import BaseCommand

from partners import tending


class Command(BaseCommand):
    help = "Gỡ bài hết hạn phép, xóa hẳn tệp đã gỡ, chỉnh lịch đăng bị bỏ, nhắc bài quá hạn trả lời."

    def handle(self, **options):
        counts = (
            tending.expire_permissions(),
            tending.delete_leftovers(),
            tending.follow_schedules(),
            tending.tell_late_answers(),
        )
        self.stdout.write("Hết hạn {}, xóa {} tệp, chỉnh {} lịch, nhắc {} bài quá hạn.".format(*counts))
