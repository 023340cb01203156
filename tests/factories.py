"""Plain functions that build what tests need: every default is valid, every argument may be replaced.

Pictures and files pass through `accept_upload`, as everything else does, and land in the real S3.
"""

import io
import os
from datetime import timedelta
from itertools import count
from uuid import uuid4

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import connection
from django.db.models import F
from django.utils import timezone
from PIL import Image
from wagtail.models import Locale, Page, Site

from base.text import vn_slugify
from media_library.catalogue.computed_fields import computed_values
from media_library.review.release import release_version

PASSWORD = "chim-se-tren-mai-ngoi"
#: Six digits, so that what is named by them sorts as it was made, far from the codes that tests write themselves; of
#: each process its own, for a world holds the numbers of whoever filled it.
_serial = count(100_000 * (1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))))


def count_rows() -> None:
    """Let PostgreSQL count what was just written in bulk, as its autovacuum does in production within a minute.

    The test server has none, and without counts the plan of a join over thousands of rows is a matter of luck.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def next_number() -> int:
    """A number that no other thing of this run has."""
    return next(_serial)


def totp_code(secret):
    """The six digits that an app with this secret shows now; accepted until the period of 30 s is over."""
    (now,) = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now))


def make_user(email=None, *, full_name="Trần Thị Hạnh", organisation=None, groups=(), **fields):
    """An account with PASSWORD; `groups` are names of Wagtail groups (created when missing)."""
    from django.contrib.auth.models import Group

    from users.models import User

    user = User.objects.create_user(
        email or f"nguoi{next_number()}@demo.example",
        PASSWORD,
        full_name=full_name,
        organisation=organisation,
        **fields,
    )
    user.groups.set([Group.objects.get_or_create(name=name)[0] for name in groups])
    return user


def yesterday():
    """The day before today: the last day of an organisation that has closed."""
    return timezone.localdate() - timedelta(days=1)


def make_organisation(name="Trường THCS Sen Trắng (minh họa)", kind="school", **fields):
    from users.models import Organisation

    return Organisation.objects.create(name=name, kind=kind, **fields)


def make_locale(language="vi"):
    return Locale.objects.get_or_create(language_code=language)[0]


def make_home(language="vi", **fields):
    """The front page of `language`, made once; the Vietnamese one becomes the root of the site."""
    from home.models import HomePage

    locale = make_locale(language)
    existing = HomePage.objects.filter(locale=locale).first()
    if existing:
        return existing
    if language != "vi":
        home = make_home().copy_for_translation(locale)
        for name, value in fields.items():
            setattr(home, name, value)
        home.save_revision().publish(skip_permission_checks=True)
        return HomePage.objects.get(pk=home.pk)
    root = Page.get_first_root_node()
    # Wagtail's first migration makes a “Welcome” page and a site for it, to which nothing refers.
    Site.objects.all()._raw_delete("default")
    root.get_children()._raw_delete("default")
    Page.objects.filter(pk=root.pk).update(numchild=0)
    root.refresh_from_db()
    home = HomePage(title=fields.pop("title", "Không một mình"), slug="vi", locale=locale, **fields)
    root.add_child(instance=home)
    Site.objects.create(hostname="localhost", port=80, root_page=home, is_default_site=True, site_name="Không một mình")
    Site.clear_site_root_paths_cache()
    return home


def make_section(title="Nhận diện chiêu trò", *, home=None, **fields):
    """A section below the Vietnamese front page."""
    from articles.models import SectionPage

    home = home or make_home()
    section = SectionPage(title=title, locale=home.locale, **fields)
    home.add_child(instance=section)
    return section


def make_article(
    title="Cúp máy trước, nghĩ sau", *, section=None, live=True, author="", paragraphs=("Đoạn văn thử.",), **fields
):
    """An article; live ones have been through publish() and so have a revision and the index knows them."""
    from articles.models import ArticlePage, Person

    section = section or make_section()
    fields.setdefault("sapo", "Cuộc gọi dọa dẫm cần bạn nghe tiếp. Cúp máy không làm bạn có lỗi.")
    fields.setdefault("has_minor", False)
    fields.setdefault("has_victim", False)
    fields.setdefault("signed_by_outlet", not author)
    model = fields.pop("model", ArticlePage)
    page = model(title=title, locale=section.locale, live=False, **fields)
    page.body = [("paragraph", f"<p>{text}</p>") for text in paragraphs]
    if author:
        page.bylines.create(person=Person.objects.create(full_name=author))
    section.add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish(skip_permission_checks=True)
    page.refresh_from_db()
    return page


def story_row(
    title="Cúp máy trước, nghĩ sau", *, section=None, live=True, author="", paragraphs=("Đoạn văn thử.",), **fields
):
    """The rows of an article alone, for tests that only read pages: no revision, no log, no signals, not in the search.

    Takes what make_article() takes; two stories of a section need two titles or slugs.
    """
    from articles.models import ArticleByline, ArticlePage, Person

    section = section or make_section()
    now, model = timezone.now(), fields.pop("model", ArticlePage)
    moment = now if live else None
    defaults = {
        "sapo": "Cuộc gọi dọa dẫm cần bạn nghe tiếp. Cúp máy không làm bạn có lỗi.",
        "slug": vn_slugify(title),
        "has_minor": False,
        "has_victim": False,
        "signed_by_outlet": not author,
        "first_published_at": moment,
        "published_at": moment,
        "last_published_at": moment,
        "has_unpublished_changes": not live,
    }
    page = model(title=title, draft_title=title, locale=section.locale, live=live, **defaults | fields)
    page.body = [("paragraph", f"<p>{text}</p>") for text in paragraphs]
    page.listed_in = section.pk if live else None
    page.latest_revision_created_at = now
    last = section.get_last_child()
    page.depth, page.url_path = section.depth + 1, f"{section.url_path}{page.slug}/"
    page.path = last._inc_path() if last else Page._get_path(section.path, page.depth, 1)
    page._save_parents(model, using="default", update_fields=None, force_insert=(Page,))
    page._save_table(cls=model, using="default", force_insert=True)
    page._state.adding, page._state.db = False, "default"
    Page.objects.filter(pk=section.pk).update(numchild=F("numchild") + 1)
    section.numchild += 1
    if author:
        ArticleByline.objects.create(page=page, person=Person.objects.create(full_name=author))
    return page


def picture_bytes(width=1600, height=900, colour=(6, 74, 87), file_format="JPEG"):
    """A small real picture of two circles that touch."""
    from PIL import ImageDraw

    picture = Image.new("RGB", (width, height), colour)
    draw, radius = ImageDraw.Draw(picture), min(width, height) // 4
    for offset, fill in ((-0.75, (255, 194, 51)), (0.75, (143, 193, 196))):
        x = width // 2 + int(offset * radius)
        draw.ellipse((x - radius, height // 2 - radius, x + radius, height // 2 + radius), fill=fill)
    target = io.BytesIO()
    picture.save(target, file_format)
    target.seek(0)
    return target


def busy_bytes(width=1600, height=1600, grain=8):
    """A picture full of detail, as a photograph of leaves is: about twice as heavy as a usual one."""
    small = (width // grain, height // grain)
    noise = [Image.effect_noise(small, 40).resize((width, height)) for _ in range(3)]
    target = io.BytesIO()
    Image.merge("RGB", noise).save(target, "JPEG", quality=90)
    target.seek(0)
    return target


def make_busy_image(title="Lá cây", *, width=1600, height=1600, **fields):
    """A SiteImage of busy_bytes()."""
    return _image(busy_bytes(width, height), title, **fields)


def make_image(title="Hai vòng tròn chạm nhau", *, width=1600, height=900, colour=(6, 74, 87), **fields):
    """A SiteImage of picture_bytes()."""
    return _image(picture_bytes(width, height, colour), title, **fields)


def _image(content, title, **fields):
    from files.intake.accept import accept_upload
    from media_library.models import SiteImage

    with accept_upload("image", content, name="anh.jpg") as accepted:
        image = SiteImage(title=title, description=fields.pop("description", title), **fields)
        image.file = accepted.as_django_file()
        image.width, image.height, image.file_size = accepted.width, accepted.height, accepted.size
        image.file_hash = accepted.sha256[:40]
        image.save()
    return image


def make_stored_file(content=None, *, name="poster.png", zone="released", profile="library", shows_minor=False):
    """A StoredFile in the real S3; `content` is a binary file, by default a PNG that shows no minor."""
    from files.intake.accept import accept_upload
    from files.models import StoredFile

    with accept_upload(profile, content or picture_bytes(600, 800, file_format="PNG"), name=name) as accepted:
        return StoredFile.objects.store(accepted, zone=zone, shows_minor=shows_minor)


def make_asset(
    code=None, *, name="Poster “Gọi ai khi cần?”", kind="poster", language="vi", files=None, released=True, **fields
):
    """A released asset with one version and one PNG; `files` is a list of dicts for AssetFile."""
    from media_library.models import Asset, AssetFile, AssetVersion

    asset = Asset(code=code or f"P-A3-{next_number()}", kind=kind, **fields)
    asset.clean()
    asset.texts.create(name=name, summary="Dán ở hành lang.", locale=make_locale("vi"))
    asset.save()
    version = AssetVersion.objects.create(asset=asset, number="1.0")
    for order, facts in enumerate(files or [{}]):
        facts = {"role": "screen", "label": "Bản trình chiếu", "language": language} | facts
        facts.setdefault("stored", None)
        facts["stored"] = facts["stored"] or make_stored_file()
        AssetFile.objects.create(version=version, order=order, **facts)
    if released:
        release_version(asset, version)
    return asset


#: facts of stored_row(): one A4 sheet to print
SHEET = {
    "zone": "released",
    "state": "clean",
    "display_name": "to-dan.pdf",
    "media_type": "application/pdf",
    "extension": "pdf",
    "size": 300_000,
    "shows_minor": False,
    "trim_width_mm": 210,
    "trim_height_mm": 297,
}


def stored_row(**facts):
    """A StoredFile as a row that claims an object, SHEET by default: for pages that list, useless for a download."""
    from files.models import StoredFile

    name = uuid4().hex
    return StoredFile.objects.create(**{"key": f"files/2026/11/{name}.pdf", "sha256": name * 2} | SHEET | facts)


def asset_row(
    code=None, *, name="Poster “Gọi ai khi cần?”", kind="poster", language="vi", files=None, released=True, **fields
):
    """What make_asset() makes, as rows only: no gate, no storage, no release(), no entry in the site's search.

    For tests that read lists and pages; those of intake, release, recall, delivery and search make the real thing.
    """
    from media_library.models import Asset, AssetFile, AssetText, AssetVersion

    now = timezone.now() if released else None
    status = Asset.Status.RELEASED if released else Asset.Status.DRAFT
    asset = Asset(code=code or f"P-A3-{next_number()}", kind=kind, status=status, released_at=now, **fields)
    asset.clean()
    Asset.objects.bulk_create([asset])
    AssetText.objects.bulk_create(
        [AssetText(asset=asset, name=name, summary="Dán ở hành lang.", locale=make_locale("vi"))]
    )
    version = AssetVersion(asset=asset, number="1.0", released_at=now, approved_at=now)
    AssetVersion.objects.bulk_create([version])
    plain = {"role": "screen", "label": "Bản trình chiếu", "language": language}
    AssetFile.objects.bulk_create(
        AssetFile(version=version, order=order, **plain | file | {"stored": file.get("stored") or stored_row()})
        for order, file in enumerate(files or [{}])
    )
    asset.current_version = version if released else None
    Asset.objects.filter(pk=asset.pk).update(current_version=asset.current_version, **computed_values(asset))
    return Asset.objects.get(pk=asset.pk)


def make_situation(title="Bạn bị ép chuyển tiền", *, situation="money", **fields):
    """A situation page as the desk publishes it, below the list of the Vietnamese front page."""
    from home.models import SituationIndexPage, SituationPage

    make_help_line("111")
    home = make_home()
    index = SituationIndexPage.objects.child_of(home).first()
    if index is None:
        index = home.add_child(instance=SituationIndexPage(title="Chuyện gì", slug="tinh-huong", locale=home.locale))
        index.save_revision().publish(skip_permission_checks=True)
    checked = {"checked_on": timezone.localdate(), "checked_by": "Chị Hạnh", "checked_source": "Gọi thử"}
    step = ("step", {"title": "Cúp máy", "text": "Không chuyển tiền.", "comfort": ""})
    words = {
        "lead": "Bạn không có lỗi.", "numbers": "111", "from_eighteen": "Đến công an phường.", "to_say": "Cảm ơn con.",
        "steps": [step] * 3, "after_call": [step] * 2, "messages": [("message", {"to": "Gửi mẹ", "text": "Mẹ ơi."})],
        "evidence": [("line", "Tin nhắn")], "not_to_say": [("line", "Sao dại vậy")] * 2,
    }  # fmt: skip
    page = SituationPage(title=title, situation=situation, locale=home.locale, **words | checked | fields)
    index.add_child(instance=page)
    page.save_revision().publish(skip_permission_checks=True)
    return SituationPage.objects.get(pk=page.pk)


def make_help_line(
    number="111", *, label="Bảo vệ trẻ em, miễn phí, cả ngày và đêm", language="vi", verified=True, **fields
):
    from campaign.models import HelpLine

    return HelpLine.objects.create(
        number=number,
        label=label,
        locale=make_locale(language),
        verified_on=timezone.localdate() if verified else None,
        **fields,
    )
