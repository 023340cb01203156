"""Protected files leave the storage through named doors only (CONTRIBUTING.md, rule 5)."""

import re
from pathlib import Path

from django.conf import settings

from tests.sources import Project

#: Module that signs or streams a stored object → what decides there whether the reader may have it.
DOORS = {
    "activities/contests/files.py": "Entry.objects.sent_by(user), the desk's and the jury's queries",
    "articles/presentation/player.py": "a live story with a released clip",
    "media_library/admin/files/private_files.py": "may_edit(), files.view_unredacted, view_consent_paper; all logged",
    "media_library/public/downloads/formats.py": "media_library/rights/permissions.py",
    "media_library/public/downloads/views.py": "media_library/rights/permissions.py; document(): Wagtail's policy",
    "media_library/public/screens/views.py": "media_library/rights/permissions.py",
    "partners/admin/submission_files.py": "sent_submission() for the KOL desk; logged",
    "partners/media/review_copies.py": "sent_submission() for the KOL desk",
    "partners/models/pages.py": "a live story with a released clip",
    "schools/claims/evidence.py": "schools/access.py",
}
SENDERS = re.compile(r"import .*\bsigned_\w+_url\b|files\.storage\.streaming import|\bgenerate_presigned_url\b")
#: What defines them, and the signed parts of an upload, which nobody can read from.
STORAGE = "files/storage/"


def test_signed_addresses_and_streams_are_made_behind_named_doors():
    product = Project(Path(settings.BASE_DIR)).modules
    callers = {
        name
        for name, module in product.items()
        if SENDERS.search(module.text) and not name.startswith((STORAGE, "tools/", "demo/"))
    }
    assert callers == DOORS.keys(), "decide in one of the doors, or name the new one here and say what decides"
