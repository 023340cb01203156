"""manage.py seed_demo: fill an empty database with the fictional demo content."""

import time
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from demo.files import BuiltFile, start_building
from demo.seeding import (
    activities,
    content,
    coverage,
    languages,
    library,
    newsroom,
    people,
    pictures,
    readers,
    stories,
    submissions,
    tree,
    vocabulary,
)
from users.models import User

Building = dict[str, Future[list[BuiltFile]]]  # code of an asset → its files


class Command(BaseCommand):
    """Runs all seeds of demo.seeding in one transaction. Raises CommandError where accounts exist already."""

    help = "Nạp nội dung minh họa vào cơ sở dữ liệu trống (tất cả là hư cấu)."

    stealth_options = ("building",)  # result of demo.files.start_building() where the caller has started it already

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --if-empty, and --cache for the files built before."""
        parser.add_argument("--if-empty", action="store_true", help="Im lặng bỏ qua khi đã có dữ liệu.")
        parser.add_argument(
            "--cache", type=Path, default=Path(settings.BASE_DIR, ".demo", "files"), help="Nơi giữ các tệp đã dựng."
        )

    def handle(self, *, if_empty: bool, cache: Path, building: Building | None = None, **options: Any) -> None:
        """Seed an empty database. Raises CommandError where accounts exist, unless with --if-empty."""
        if User.objects.exists():
            if if_empty:
                return
            raise CommandError("Cơ sở dữ liệu đã có tài khoản. Chạy make demo-reset trước khi nạp lại.")
        started = time.monotonic()
        building = building or start_building(content()["assets"], cache)
        with transaction.atomic():  # an interrupted seed must not leave a database that looks complete
            self.seed(building)
        library.draw_first_page()
        readers.warm()
        self.stdout.write(f"Đã nạp nội dung minh họa trong {time.monotonic() - started:.0f} giây.")

    def seed(self, building: Building) -> None:
        """Run the seeds in the order of their dependencies."""
        tree.seed_locales()
        vocabulary.seed_vocabulary()
        people.seed_staff()
        people.seed_schools()
        coverage.seed_register()
        vocabulary.seed_identity(tree.seed_tree())
        editor = User.objects.get(email="bientap@baocantho.example")
        images = pictures.seed_pictures()
        library.seed_asset_texts(editor)
        people.seed_partners(images)
        stories.seed_stories(images)
        readers.seed_readers()
        library.seed_files(building, editor)  # late: other processes build the files meanwhile, and films take longest
        library.seed_downloads()
        people.seed_rights()
        newsroom.seed_newsroom(images)
        languages.seed_languages()
        submissions.seed_submissions(images)
        coverage.seed_claims()
        coverage.seed_last_season()
        coverage.seed_message()
        activities.seed_speakers()
        activities.seed_events()
