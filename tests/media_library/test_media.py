"""/media/<key>: previews and renditions of the released bucket, nothing else."""

from io import BytesIO

import pytest
from django.test import override_settings

from files.storage import backends
from tests.factories import make_stored_file

pytestmark = pytest.mark.django_db
KEY = "previews/2026/11/8f14e45f-ceea-4672-a7f8-1234567890ab.webp"


@pytest.fixture
def preview(s3, buckets):
    """A picture in both buckets under the same key; the quarantined one has other bytes."""
    s3.put_object(Bucket=buckets[1], Key=KEY, Body=b"released", ContentType="text/html")
    s3.put_object(Bucket=buckets[0], Key=KEY.replace("8f14", "9f14"), Body=b"quarantined", ContentType="image/webp")
    return KEY


def test_a_preview_is_streamed_and_asked_about_again_within_a_minute(client, preview):
    response = client.get(f"/media/{preview}")
    assert response.status_code == 200 and response.getvalue() == b"released"
    assert response["Content-Type"] == "image/webp"  # from the key, whatever storage says
    assert response["Cache-Control"].startswith("public, max-age=50, s-maxage=50")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'"
    again = client.get(f"/media/{preview}", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304 and not again.content
    assert client.head(f"/media/{preview}").status_code == 200


def test_everything_else_is_not_found(client, preview, s3, buckets):
    released = make_stored_file()
    s3.put_object(Bucket=buckets[1], Key="originals/2026/11/a.webp", Body=b"x")
    keys = [
        released.key,
        "originals/2026/11/a.webp",
        KEY.replace("8f14", "9f14"),
        "previews/../" + released.key,
        "previews//" + KEY,
        "previews/%2e%2e/" + released.key,
        "previews/",
        "renditions/khong-co.webp",
        KEY[:-5] + ".html",
        "previews/a\\b.webp",
        "previews/" + "a/" * 120 + "b.webp",
    ]
    for key in keys:
        assert client.get(f"/media/{key}").status_code == 404, key
    assert client.get(f"/media/{KEY}").status_code == 200
    assert client.post(f"/media/{KEY}").status_code in {403, 405}


def test_storage_away_is_503_with_a_sentence(client, preview):
    nowhere = backends.ReleasedStorage(endpoint_url="http://127.0.0.1:9")
    with override_settings(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("media_library.public.downloads.views.storage_for", lambda zone: nowhere)
        response = client.get(f"/media/{preview}")
    assert response.status_code == 503 and response["Retry-After"]
    assert BytesIO(client.get(f"/media/{preview}").getvalue()).read() == b"released"
