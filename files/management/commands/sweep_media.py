"""manage.py sweep_media: delete what nobody has held for a day, from a complete listing only."""

from django.core.management.base import BaseCommand

from files.maintenance.garbage import sweep


class Command(BaseCommand):
    help = "Dọn tệp không còn ai giữ quá một ngày; danh sách kho phải đọc đủ thì mới xóa."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="chỉ đếm, không xóa")

    def handle(self, **options):
        rows, objects = sweep(dry=options["dry_run"])
        self.stdout.write(f"rows purged: {rows}, objects deleted: {objects}")
