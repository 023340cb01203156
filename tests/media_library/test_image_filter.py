"""P7 with real photographs: leaves, water and a market are as light on a phone as a drawing, and stay looking good."""

import pytest

from base.images.image_specs import PHONE_KB, PHONE_PIXELS, SHAPES, specs
from media_library.derivatives.image_filter import TRIED
from tests.factories import make_busy_image, make_image

pytestmark = pytest.mark.django_db
BIG = [shape for shape, (_rule, _ratio, widths, _sizes) in SHAPES.items() if widths[-1] >= PHONE_PIXELS]


def weight(image, spec) -> int:
    with image.get_rendition(spec).file.open("rb") as file:
        return len(file.read())


ALWAYS = {"lead", "portrait"}  # the first picture of a story, and an upright one


@pytest.mark.parametrize(
    "shape", [case if case in ALWAYS else pytest.param(case, marks=pytest.mark.night) for case in BIG]
)
@pytest.mark.slow
def test_what_a_phone_takes_of_a_busy_photograph_is_light(shape):
    image = make_busy_image()
    files = {int(spec.split("|")[0].split("-")[1].split("x")[0]): spec for spec in specs(shape)[0]}
    picked_width = min(width for width in files if width >= PHONE_PIXELS)
    plain = weight(image, f"{files[picked_width].split('|')[0]}|format-webp|webpquality-{TRIED[0][0]}")
    assert plain > 60_000  # what it would have weighed
    assert weight(image, files[picked_width]) <= PHONE_KB * 1_000


def test_a_drawing_keeps_the_best_quality():
    image = make_image()
    rule = specs("lead")[0][1]
    best = f"{rule.rsplit('|', 1)[0]}|webpquality-{TRIED[0][0]}"
    assert weight(image, rule) == weight(image, best)
