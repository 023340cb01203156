"""What faults.py asks for, made in the web container's place: `python -m tests.load.fault_world`.

Prints one line of JSON with the addresses. Runs once on a database that first_day has filled.
"""

from __future__ import annotations

import json
from datetime import timedelta

import django

django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402 - Django is ready only now
from django.utils import timezone  # noqa: E402
from wagtail.models import Locale  # noqa: E402

from home.models import ContentPage, HomePage  # noqa: E402
from tests.factories import (  # noqa: E402
    PASSWORD,
    make_article,
    make_asset,
    make_organisation,
    make_section,
    make_user,
)
from users.models import User  # noqa: E402

PLANNED = 60  # pages that wait for their hour, one for each fault
RECIPIENTS = 4000  # accounts that ask for a letter, each once


def planned(home: HomePage, number: int) -> tuple[int, int]:
    """(page, revision) of a page that a program lets out by setting the revision's hour, far away until then."""
    now = timezone.now()
    page = ContentPage(title=f"Hẹn giờ {number}", slug=f"hen-gio-{number}", locale=home.locale, live=False)
    home.add_child(instance=page)
    page.go_live_at = now - timedelta(minutes=1)
    revision = page.save_revision(approved_go_live_at=now + timedelta(days=3000))
    return page.pk, revision.pk


def main() -> None:
    """Make everything; print where it is."""
    home = HomePage.objects.get(locale=Locale.objects.get(language_code="vi"))
    section = make_section("Sự cố", home=home, slug="su-co")
    story = make_article("Bài đọc khi có sự cố", section=section, slug="bai-doc")
    asset = make_asset("P-A3-901", name="Poster khi có sự cố")
    school = make_user("truong@faults.example", organisation=make_organisation())
    password = make_password(PASSWORD)
    User.objects.bulk_create(
        User(email=f"thu{number}@faults.example", full_name="Người nhận", password=password)
        for number in range(RECIPIENTS)
    )
    world = {
        "story": story.address,
        "download": asset.current_version.files.get().get_absolute_url(),
        "school": school.email,
        "password": PASSWORD,
        "planned": [planned(home, number) for number in range(PLANNED)],
    }
    print(json.dumps(world))


if __name__ == "__main__":
    main()
