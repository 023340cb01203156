"""The demo's assets as rows, with topics and keywords, in the site's search: the world "teachers" of the tests."""

import json

from django.conf import settings

from campaign.models import Topic
from demo.seeding.library import moments_of
from demo.seeding.library_plan import KEYWORDS, TOPICS
from demo.seeding.vocabulary import TOPICS as NAMES
from media_library.catalogue.computed_fields import refresh_computed_fields
from media_library.models import Asset, AssetText
from search.index import rebuild
from search.models import SynonymGroup
from tests.factories import asset_row
from tests.media_library.small_library import make_library

FOLDER = settings.BASE_DIR / "demo" / "content"


def fill():
    make_library()
    for language, groups in json.loads((FOLDER / "synonyms.json").read_text()).items():
        for phrases in groups:
            SynonymGroup.objects.create(language=language, phrases=phrases)
    topics = {slug: Topic.objects.create(slug=slug, name=name) for slug, name, *_others in NAMES}
    texts = json.loads((FOLDER / "asset_texts.json").read_text())["assets"]
    for row in json.loads((FOLDER / "demo_content.json").read_text())["assets"]:
        words = texts[row["code"]]
        asset = asset_row(
            row["code"], name=row["name_vi"], kind=row["kind"], moments=moments_of(row), keywords=KEYWORDS[row["code"]]
        )
        place = ", ".join(row["placement_vi"])
        AssetText.objects.filter(asset=asset).update(summary=words["summary"], alt=words["alt"], placement=place)
        asset.topics.set(topics[slug] for slug, codes in TOPICS.items() if row["code"] in codes)
        refresh_computed_fields(Asset.objects.get(pk=asset.pk))
    rebuild()
