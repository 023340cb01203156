"""P5: a download takes at most three queries, sends no byte through Django, and can be resumed."""

from __future__ import annotations

import urllib.request

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from media_library.models import AssetFile
from tools.bench.figures import Figure
from tools.bench.site import Site


def measure(_site: Site) -> list[Figure]:
    """Download the largest released file of the demo as a visitor."""
    file = AssetFile.objects.filter(version__asset__status="released").order_by("-stored__size")[0]
    client = Client(headers={"host": "127.0.0.1"})
    client.get(file.get_absolute_url())
    with CaptureQueriesContext(connection) as counted:
        response = client.get(file.get_absolute_url())
    location = response.headers.get("Location", "")
    part = urllib.request.Request(location, headers={"Range": "bytes=10-19"})
    with urllib.request.urlopen(part, timeout=20) as piece:
        resumes = piece.status == 206 and len(piece.read()) == 10
    return [
        Figure("P5 tải một tệp: truy vấn", str(len(counted)), "≤ 3", len(counted) <= 3),
        Figure("P5 số byte của tệp đi qua Django", str(len(response.content)), "0", not response.content),
        Figure("P5 tải tiếp được sau khi đứt", "được" if resumes else "không", "được", resumes),
    ]
