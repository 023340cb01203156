"""manage.py first_day as tests call it; the world “opening” is what it leaves of an empty database."""

import io
import re

from django.core.management import call_command

WHO = {"email": "Mo.Dau@toasoan.example", "name": "Nguyễn Thị Mở Đầu"}


def first_day(**arguments):
    """What the command prints."""
    output = io.StringIO()
    call_command("first_day", stdout=output, **arguments)
    return output.getvalue()


def begin():
    """Filler of the world."""
    first_day(**WHO)


def link_in(output):
    """Path of the one link that was printed."""
    links = re.findall(r"^https?://[^/]+(/tai-khoan/dat-lai-mat-khau/\S+)$", output, re.MULTILINE)
    assert len(links) == 1, output
    return links[0]
