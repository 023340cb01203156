"""Fill an empty database with the fictional demo content."""

import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from demo.seeding import people, pictures, shelf, stories, tree, vocabulary
from users.models import User


class Command(BaseCommand):
    help = "Nạp nội dung minh họa vào cơ sở dữ liệu trống (tất cả là hư cấu)."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="Im lặng bỏ qua khi đã có dữ liệu.")
        parser.add_argument(
            "--cache", type=Path, default=Path(settings.BASE_DIR, ".demo", "files"), help="Nơi giữ các tệp đã dựng."
        )

    def handle(self, *, if_empty, cache, **options):
        if User.objects.exists():
            if if_empty:
                return
            raise CommandError("Cơ sở dữ liệu đã có tài khoản. Chạy make demo-reset trước khi nạp lại.")
        started = time.monotonic()
        with transaction.atomic():  # all or nothing: a half-seeded site would look finished
            self.seed(cache)
        self.stdout.write(f"Đã nạp nội dung minh họa trong {time.monotonic() - started:.0f} giây.")

    def seed(self, cache):
        tree.seed_locales()
        vocabulary.seed_vocabulary()
        people.seed_staff()
        people.seed_schools()
        vocabulary.seed_identity(tree.seed_tree())
        images = pictures.seed_pictures()
        shelf.seed_library(cache, User.objects.get(email="bientap@baocantho.example"))
        people.seed_partners(images)
        stories.seed_stories(images)
        shelf.seed_downloads()
        people.seed_rights()
