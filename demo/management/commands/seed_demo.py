"""manage.py seed_demo: fill an empty database with the fictional demo content."""

import itertools
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from base.site_context import FILLING
from demo.files import start_building
from demo.seeding import (
    Advance,
    activities,
    content,
    contests,
    coverage,
    languages,
    library,
    newsroom,
    people,
    pictures,
    readers,
    stories,
    submissions,
    tasks,
    tree,
    vocabulary,
)
from demo.seeding.library import Building
from demo.seeding.pictures import Pictures
from demo.seeding.playing import challenges, items, scenarios
from demo.seeding.tasks.posts import seed_posts
from media_library.models import SiteImage
from users.models import User

FILLING_SECONDS = 1800  # after which nobody is told any more that films follow, whatever happened to them
EDITOR = "bientap@baocantho.example"
CHIEF = "tongbientap@baocantho.example"


class Command(BaseCommand):
    """Runs the seeds of demo.seeding in two transactions: all that the first page needs, then what takes long.

    Raises CommandError where accounts exist already.
    """

    help = "Nạp nội dung minh họa vào cơ sở dữ liệu trống (tất cả là hư cấu)."

    stealth_options = ("building",)  # result of demo.files.start_building() where the caller has started it already

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --if-empty, --part, and --cache for the files built before."""
        parser.add_argument("--if-empty", action="store_true", help="Im lặng bỏ qua khi đã có dữ liệu.")
        about = "Phần nào của nội dung; films: bản dịch, clip, bộ tài liệu."
        parser.add_argument("--part", choices=("all", "first", "films"), default="all", help=about)
        parser.add_argument(
            "--cache", type=Path, default=Path(settings.BASE_DIR, ".demo", "files"), help="Nơi giữ các tệp đã dựng."
        )

    def handle(
        self, *, if_empty: bool, cache: Path, building: Building | None = None, part: str = "all", **options: Any
    ) -> None:
        """Seed an empty database, or add the films (--part films). Raises CommandError where accounts exist."""
        started = time.monotonic()
        if part == "films":
            self.follow(cache)
        elif User.objects.exists():
            if if_empty:
                tree.follow_address()
                return
            raise CommandError("Cơ sở dữ liệu đã có tài khoản. Chạy make demo-reset trước khi nạp lại.")
        else:
            self.first(building or start_building(library.rows_of(films=False), settings.SITE_URL, cache))
            if part == "all":
                self.follow(cache)
        self.stdout.write(f"Đã nạp nội dung minh họa trong {time.monotonic() - started:.0f} giây.")

    def first(self, building: Building) -> None:
        """Seed what the first page needs."""
        with transaction.atomic():  # an interrupted seed must not leave a database that looks complete
            self.seed(building)
        cache.set(FILLING, True, FILLING_SECONDS)
        readers.warm()

    def follow(self, files: Path) -> None:
        """Seed translations, then films and what needs them, unless they are there; `files`: folder of built files."""
        if languages.awaits_stories():
            with transaction.atomic():
                languages.seed_stories()
        if library.awaits_films():
            building = start_building(library.rows_of(films=True), settings.SITE_URL, files)
            with transaction.atomic():
                self.seed_films(building)
            library.draw_first_page()
        cache.delete(FILLING)

    def seed(self, building: Building) -> None:
        """Run the seeds in the order of their dependencies."""
        assets = library.rows_of(films=False)
        advance = self.counter(len(content("pictures")) + len(content()["articles"]) + len(assets))
        tree.seed_locales()
        vocabulary.seed_vocabulary()
        people.seed_staff()
        people.seed_schools()
        coverage.seed_register()
        vocabulary.seed_identity(tree.seed_tree())
        tree.seed_situations()
        editor = User.objects.get(email=EDITOR)
        images = pictures.seed_pictures(advance)
        library.seed_asset_texts(editor)
        people.seed_partners(images)
        stories.seed_stories(images, advance)
        readers.seed_readers()
        # late: other processes build the files meanwhile
        library.seed_files(assets, building, librarians(), advance)
        people.seed_rights()
        newsroom.seed_newsroom(images)
        languages.seed_languages()
        coverage.seed_claims()
        coverage.seed_last_season()
        coverage.seed_message()
        coverage.seed_printed_copies()
        activities.seed_speakers()
        activities.seed_events()
        activities.seed_pledges()
        activities.seed_quiz()
        activities.translate_quiz()
        scenarios.seed_scenarios()
        scenarios.translate_scenarios()
        challenges.seed_challenge()
        contests.seed_contests()
        tasks.seed_tasks()
        seed_posts()

    def seed_films(self, building: Building) -> None:
        """Run the seeds that need films: kits, downloads, players in articles, pieces of partners."""
        library.seed_files(library.rows_of(films=True), building, librarians())
        library.seed_kits()
        items.point_to_activities()
        library.seed_downloads()
        newsroom.seed_players()
        submissions.seed_submissions(stored_pictures())
        contests.seed_works()

    def counter(self, total: int) -> Advance:
        """A function that writes “@content 12/79” for tools/devserver, which shows it."""
        done = itertools.count(1)

        def advance() -> None:
            self.stdout.write(f"@content {next(done)}/{total}")
            self.stdout.flush()

        return advance


def librarians() -> tuple[User, User]:
    """Who adds the files of the library, and who releases them."""
    return User.objects.get(email=EDITOR), User.objects.get(email=CHIEF)


def stored_pictures() -> Pictures:
    """The pictures that the first part has stored, by their names in pictures.json."""
    by_title = {image.title: image for image in SiteImage.objects.all()}
    return {name: by_title[row["alt"][:120]] for name, row in content("pictures").items()}
