"""A tip as a picture: light to look at, whole to save, drawn once, never of what is not public."""

import io
import re

import pytest
from django.core.cache import cache
from PIL import Image
from wagtail.models import PageViewRestriction

from articles.models import TipPage
from articles.presentation import tip_images
from articles.tasks import prepare_pictures
from tests.factories import make_article, make_section
from tests.objects import empty

#: The longest words that the form takes, the hardest letters, and Khmer, which stands taller.
WORDS = {
    "short": ("Cúp máy trước", "Thở đã.", "Cúp máy.", "Nghe tiếp.", "vi"),
    "long": ("Đừng giữ bí mật với kẻ dọa nạt " * 4, "Ặ Ẵ Ữ Ỗ mỗi lời dọa đều sợ ánh sáng " * 10, "Kể ngay. " * 30,
             "Im lặng. " * 30, "vi"),
    "khmer": ("អ្នកមិននៅម្នាក់ឯងទេ រួមគ្នាមានសុវត្ថិភាព", "កុំរក្សាទុកជាអាថ៌កំបាំង។ " * 6, "ប្រាប់មនុស្សពេញវ័យ។",
              "នៅស្ងៀម។", "km"),
}  # fmt: skip


FIRST, *OTHERS = tip_images.TONES


@pytest.mark.parametrize("tone", [FIRST, *(pytest.param(tone, marks=pytest.mark.night) for tone in OTHERS)])
@pytest.mark.parametrize("words", WORDS)
def test_the_picture_to_look_at_is_light_and_the_one_to_save_is_whole(words, tone):
    title, text, do_this, not_this, language = WORDS[words]
    images = tip_images.draw(tip_images.TipImage(12, title, text, do_this, not_this, tone, language))
    whole, light = (Image.open(io.BytesIO(images[form])) for form in ("jpg", "webp"))
    assert (whole.format, whole.size) == ("JPEG", (1080, 1350)) and len(images["jpg"]) < 400_000
    assert (light.format, light.size) == ("WEBP", (720, 900)) and len(images["webp"]) <= 60_000  # P7


@pytest.fixture
def tip(db):
    cache.clear()
    section = make_section("Mẹo nhanh", slug="meo-nhanh", is_tip_wall=True)
    return make_article("Cúp máy trước", section=section, slug="cup-may", model=TipPage, genre="meo", number=1,
                        do_this="Cúp máy.", not_this="Nghe tiếp.")  # fmt: skip


def test_the_page_shows_the_light_one_and_hands_out_the_whole_one(client, tip, s3, buckets):
    empty(s3, buckets[1], "cards/")
    text = client.get(tip.address).text
    picture_url = re.search(r'<img src="(/meo/[^"]+)"', text)[1]
    assert picture_url == tip.light_picture_address and f'href="{tip.picture_address}?tai"' in text
    for address, kind in ((picture_url, "image/webp"), (tip.picture_address, "image/jpeg")):
        response = client.get(address)
        assert (response.status_code, response["Content-Type"]) == (200, kind)
        assert response["Cache-Control"].startswith("public, max-age=50, s-maxage=50") and not response.cookies
        assert client.get(address).content == response.content
    saved = client.get(f"{tip.picture_address}?tai")
    assert saved["Content-Disposition"] == 'attachment; filename="meo-cup-may-truoc.jpg"'
    stored_files = s3.list_objects_v2(Bucket=buckets[1], Prefix=f"cards/meo-{tip.pk}-")["Contents"]
    assert len(stored_files) == 2  # both were drawn at once
    old = tip.light_picture_address
    tip.do_this = "Cúp máy ngay."
    tip.save_revision().publish(skip_permission_checks=True)
    tip = TipPage.objects.get(pk=tip.pk)
    moved = client.get(old)
    assert moved.status_code == 302 and moved["Location"] == tip.light_picture_address != old


def test_the_worker_draws_it_before_the_first_reader(tip, s3, buckets):
    empty(s3, buckets[1], "cards/")
    prepare_pictures.func(tip.pk)
    keys = {item["Key"] for item in s3.list_objects_v2(Bucket=buckets[1], Prefix=f"cards/meo-{tip.pk}-")["Contents"]}
    assert keys == {f"cards/meo-{tip.pk}-{tip.tip_image.digest}.{form}" for form in ("jpg", "webp")}


def test_drafts_closed_tips_other_pages_and_forms_have_no_picture(client, tip):
    digest = "0" * 12
    for path in (f"/meo/999999-{digest}.jpg", f"/meo/{tip.get_parent().pk}-{digest}.webp", f"/meo/{tip.pk}-x.jpg",
                 f"/meo/{tip.pk}-{digest}.svg"):  # fmt: skip
        assert client.get(path).status_code == 404, path
    assert client.get(tip.picture_address).status_code == 200
    PageViewRestriction.objects.create(page=tip.get_parent(), restriction_type="password", password="x")
    assert client.get(tip.picture_address).status_code == 404
    PageViewRestriction.objects.all().delete()
    tip.unpublish()
    assert client.get(tip.light_picture_address).status_code == 404
