"""The picture beside a shared link: real size, real letters, drawn once, never of what is not public."""

import io

import pytest
from PIL import Image, ImageChops
from wagtail.models import PageViewRestriction

from articles.presentation import share_images
from articles.tasks import prepare_pictures
from base.images import share_images as drawing
from base.images.image_specs import TEASER_SHAPES, specs
from tests.factories import make_article, make_image, make_section
from tests.objects import empty

#: The letters that fail first: stacked marks, horn with mark, dot below, đ.
HARD_LETTERS = "ẲẴỔỖỘỬỮỰỆễếẵặừữợđĐ"


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def ink(text: str, voice: str = "serif") -> Image.Image:
    sheet = Image.new("L", (160, 160), 0)
    from PIL import ImageDraw

    drawing.write(ImageDraw.Draw(sheet), (20, 20), text, voice, 80, 255)
    return sheet


@pytest.mark.parametrize("voice", ["serif", "sans"])
def test_every_hard_letter_is_drawn_with_its_marks(voice):
    nothing = ink("\ue000", voice)  # a letter no font has: the empty box
    for letter in HARD_LETTERS:
        base = ink("D" if letter == "Đ" else "d" if letter == "đ" else cards_base(letter), voice)
        image = ink(letter, voice)
        assert ImageChops.difference(image, nothing).getbbox(), letter
        assert ImageChops.difference(image, base).getbbox(), letter


def cards_base(letter: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFD", letter)[0]


def test_khmer_subscripts_are_shaped_and_not_set_in_a_row():
    font = drawing.font("serif", "khmer", 80)
    assert font.getlength("ន្ត") < font.getlength("ន") + font.getlength("ត") * 0.9
    image = drawing.draw(drawing.ShareImage("អ្នកមិននៅម្នាក់ឯងទេ – រួមគ្នាមានសុវត្ថិភាពលើអ៊ីនធឺណិត", "", "sen", "km"))
    assert opened(image).size == (1200, 630)


@pytest.mark.parametrize("title", ["Ngắn", "Một tựa rất dài không có hồi kết " * 9, "Khôngcódấucáchnàocả" * 12])
def test_any_headline_stays_on_the_card(title):
    card = drawing.ShareImage(title[:300], "Nhận diện chiêu trò", "phusa", "vi")
    picture = opened(drawing.draw(card)).convert("RGB")
    assert picture.size == (1200, 630)
    edge = picture.crop((1190, 0, 1200, 330)).getcolors()
    assert len(edge) <= 4  # nothing but the ground at the right margin


@pytest.mark.django_db
def test_address_is_drawn_once_and_follows_the_headline(client, s3, buckets):
    empty(s3, buckets[1], "cards/")
    page = make_article("Cúp máy trước", lead_image=make_image())
    address = share_images.address_of(page)
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert opened(response.content).size == (1200, 630) and len(response.content) < 1_000_000
    assert response["Cache-Control"].startswith("public, max-age=50, s-maxage=50")
    assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304
    stored_files = s3.list_objects_v2(Bucket=buckets[1], Prefix=f"cards/{page.pk}-")["Contents"]
    assert len(stored_files) == 1
    assert client.get(address).content == response.content

    page.title = "Cúp máy ngay"
    page.save_revision().publish(skip_permission_checks=True)
    moved = client.get(address)
    page.refresh_from_db()
    assert moved.status_code == 302 and moved["Location"] == share_images.address_of(page) != address


@pytest.mark.django_db
def test_what_is_not_public_has_no_card(client):
    section = make_section()
    draft = make_article("Còn nháp", section=section, live=False)
    published = make_article("Đã đăng", section=section)
    assert client.get(share_images.address_of(draft)).status_code == 404
    assert client.get(f"/anh-chia-se/999999-{'0' * 12}.jpg").status_code == 404
    assert client.get(share_images.address_of(section)).status_code == 200
    PageViewRestriction.objects.create(page=section, restriction_type="password", password="x")
    assert client.get(share_images.address_of(published)).status_code == 404


@pytest.mark.django_db
def test_worker_makes_every_picture_before_the_first_reader(client):
    image = make_image()
    page = make_article("Có ảnh", lead_image=image)
    result = prepare_pictures.func(page.pk)
    expected = {spec for shape in TEASER_SHAPES for spec in (*specs(shape)[0], specs(shape)[1])}
    assert expected <= set(image.renditions.values_list("filter_spec", flat=True))
    assert prepare_pictures.func(page.pk) == result  # done twice is once
    before = image.renditions.count()
    client.get(page.url)
    client.get("/vi/")
    assert image.renditions.count() == before
