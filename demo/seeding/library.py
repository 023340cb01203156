"""Seeds the library: 25 assets with generated files, four kits, downloads of two schools, a lease, a recall."""

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from wagtail.models import Locale

from campaign.models import Audience, Season, Topic
from demo.files import BuiltFile
from files.intake.accept import AcceptedFile, accept_upload
from media_library import notices
from media_library.catalogue import labels
from media_library.catalogue.requirements import gaps
from media_library.derivatives.tasks import make_preview_for
from media_library.kits import publishing
from media_library.models import Asset, AssetText, AssetVersion, DownloadEvent, Kit, KitText, Lease, NameZone
from media_library.public.finding.results import PER_PAGE
from media_library.recall import service
from media_library.review.files import FileTags, add_accepted
from media_library.review.release import release_version
from media_library.statistics import daily
from schools.models import Unit
from users.models import User

from . import FILMS, Advance, Row, content, silent
from .library_plan import (
    KEYWORDS,
    KIT_AUDIENCES,
    LEVELS,
    OLD_VERSIONS,
    OVERRIDE,
    PLACES,
    RECALLED,
    ROLES,
    SCHOOLS_ONLY,
    TOPICS,
    ZONES,
)

Cleaned = list[tuple[BuiltFile, AcceptedFile]]
Building = dict[str, Future[list[BuiltFile]]]  # code of an asset → its files


def role_of(built: BuiltFile) -> str:
    """FileRole of a built file, "screen" for an unknown role of the content list."""
    return next((role for start, role in ROLES.items() if built.role.startswith(start)), "screen")


def moments_of(row: Row) -> list[str]:
    """Values of Asset.moments for the places of a row."""
    return sorted({moment for place in row["placement_vi"] for word, moment in PLACES.items() if word in place})


def seed_asset_texts(editor: User) -> None:
    """Create the assets with their texts, without files: articles refer to them while the files are being built."""
    for row in reversed(content()["assets"]):  # the list shows the newest first: so the posters are created last
        seed_asset(row, editor)


def rows_of(*, films: bool) -> list[Row]:
    """The content list's assets that are films, or the others."""
    return [row for row in content()["assets"] if (row["code"] in FILMS) is films]


def awaits_films() -> bool:
    """Whether the films have their texts and no version yet: the second part of the seed is still to come."""
    waiting = Asset.objects.filter(code__in=FILMS)
    return waiting.exists() and not waiting.filter(versions__isnull=False).exists()


def seed_files(rows: list[Row], building: Building, people: tuple[User, User], advance: Advance = silent) -> None:
    """The first of `people` adds the files of the assets of `rows`, the second releases them (four eyes).

    Two threads clean files while others are stored.
    """
    with ThreadPoolExecutor(2) as threads:
        ready = sorted(rows, key=lambda row: not building[row["code"]].done())  # clean first what is built already
        cleaned = {row["code"]: threads.submit(clean, building[row["code"]]) for row in ready}
        for row in reversed(rows):
            seed_release(row, cleaned[row["code"]].result(), *people)
            advance()


def draw_first_page() -> None:
    """Make the previews of the library's first page; the worker makes the others."""
    codes = [row["code"] for row in content()["assets"][:PER_PAGE]]
    for asset in Asset.objects.filter(code__in=codes, current_version__isnull=False).with_cards():
        file = labels.best_file(asset.current_files)
        if file is not None:
            make_preview_for.func(str(file.stored_id))


def clean(files: Future[list[BuiltFile]]) -> Cleaned:
    """Pass an asset's built files through the upload gate; its child processes do the work."""
    accepted = []
    for file in files.result():
        with file.path.open("rb") as stream:
            accepted.append((file, accept_upload("library", stream, name=file.path.name, patient=True)))
    return accepted


def seed_asset(row: Row, editor: User) -> None:
    """Create an asset with its texts in all languages that there are."""
    words = content("asset_texts")["assets"].get(row["code"], {})
    asset = Asset(
        code=row["code"],
        kind=row["kind"],
        moments=moments_of(row),
        plan_ref=row["plan_ref"],
        levels=LEVELS.get(row["code"], []),
        season=Season.objects.get(is_current=True),
        access="schools" if row["code"] in SCHOOLS_ONLY else "open",
        keywords=KEYWORDS.get(row["code"], ""),
        created_by=editor,
    )
    asset.clean()
    asset.save()
    audiences = (
        ["giao-vien", "hoc-sinh"] if "mang-xa-hoi" not in asset.moments else ["hoc-sinh", "sinh-vien", "giao-vien"]
    )
    asset.audiences.set(Audience.objects.filter(slug__in=audiences))
    asset.topics.set(Topic.objects.filter(slug__in=[slug for slug, codes in TOPICS.items() if row["code"] in codes]))
    captions = content()["share_captions_vi"]
    AssetText.objects.create(
        asset=asset,
        locale=Locale.objects.get(language_code="vi"),
        translation_key=asset.uuid,
        name=row["name_vi"],
        summary=words.get("summary", ""),
        placement=capfirst(", ".join(row["placement_vi"])),
        alt=words.get("alt", ""),
        guide="\n".join(words.get("guide", [])),
        copy_text=words.get("copy_text", captions[asset.pk % len(captions)]),
    )
    for language, texts in content("asset_translations")["assets"].get(row["code"], {}).items():
        AssetText.objects.create(
            asset=asset,
            locale=Locale.objects.get(language_code=language),
            translation_key=asset.uuid,
            **texts | {"guide": "\n".join(texts["guide"])},
        )


def seed_release(row: Row, files: Cleaned, editor: User, chief: User) -> None:
    """Release the versions of an asset, the one of OLD_VERSIONS first."""
    asset = Asset.objects.get(code=row["code"])
    if any(role_of(built) == "school-print" for built, _ in files) and "in-tai-truong" not in asset.moments:
        asset.moments = sorted([*asset.moments, "in-tai-truong"])
        asset.save()
    older = [pair for pair in files if pair[0].older]
    if older:
        release(asset, older[0][0].older, OLD_VERSIONS[row["code"]], older, (editor, chief))
    newest = [pair for pair in files if not pair[0].older]
    release(asset, row["version"].removesuffix("-demo"), row["changelog_vi"], newest, (editor, chief))


def release(asset: Asset, number: str, changelog: str, files: Cleaned, people: tuple[User, User]) -> None:
    """Create a version with its files and release it; `people`: who adds the files, who releases them."""
    editor, chief = people
    version = asset.versions.create(number=number, changelog=changelog)
    for built, accepted in files:
        with accepted:
            tags = FileTags(role=role_of(built), language=built.language, label=built.label_vi, shows_minor=False)
            file = add_accepted(version, accepted, user=editor, **tags)
            if file.role == "print" and gaps(asset.kind, file):  # demo drawings miss print requirements: give a reason
                file.override, file.override_by, file.override_at = OVERRIDE, editor, timezone.now()
                file.save(update_fields=["override", "override_by", "override_at"])
    release_version(asset, version, by=chief)
    seed_zone(asset, version)


def seed_zone(asset: Asset, version: AssetVersion) -> None:
    """Create the name zone of ZONES on the version's files that are large enough for it."""
    if asset.code not in ZONES:
        return
    roles, x, y, width, height, largest, align, ink = ZONES[asset.code]
    place: dict[str, Any] = {
        "x": x,
        "y": y,
        "width": width,
        "height": height,
        "largest": largest,
        "align": align,
        "ink": ink,
    }
    place["smallest"] = 5 if asset.code == "BM-50150-11" else 7
    large = {"stored__trim_width_mm__gte": x + width, "stored__trim_height_mm__gte": y + height}
    for file in version.files.filter(role__in=roles, **large):
        NameZone.objects.create(file=file, takes_crest=asset.code == "P-A3-03", **place)


def seed_rights() -> None:
    """Create a lease that ends in ten days, recall the versions of RECALLED, notify holders, rebuild statistics."""
    day = timezone.localdate()
    Lease.objects.create(
        asset=Asset.objects.get(code="TVC-15D-15"),
        effect="allow",
        ends_on=day + timedelta(days=10),
        note="Giấy phép nhạc nền (mẫu demo) còn mười ngày.",
    )
    for code, (number, reason) in RECALLED.items():
        asset = Asset.objects.get(code=code)
        service.recall(asset, version=asset.versions.get(number=number), reason=reason)
    for event in DownloadEvent.objects.select_related("asset__current_version"):
        if event.asset.current_version:
            notices.notify_of_newer(event.asset, event.asset.current_version)
    daily.rebuild()


def seed_kits() -> None:
    """Create and publish the kits of demo_content.json."""
    locale = Locale.objects.get(language_code="vi")
    intros = content("asset_texts").get("kits", {})
    for order, row in enumerate(content()["kits"]):
        kit = Kit(code=row["code"], slug=row["code"].lower(), is_released=True, order=order)
        kit.save()
        kit.audiences.set(
            Audience.objects.filter(slug__in={slug for level in row["audience"] for slug in KIT_AUDIENCES[level]})
        )
        KitText.objects.create(
            kit=kit,
            locale=locale,
            translation_key=kit.uuid,
            name=row["name_vi"],
            intro=intros.get(row["code"], ""),
            guide="\n".join(row["steps_vi"]),
        )
        for language, texts in content("asset_translations")["kits"].get(row["code"], {}).items():
            KitText.objects.create(
                kit=kit,
                locale=Locale.objects.get(language_code=language),
                translation_key=kit.uuid,
                **texts | {"guide": "\n".join(texts["guide"])},
            )
        for position, code in enumerate(row["items"]):
            kit.items.create(asset=Asset.objects.get(code=code), order=position)
        kit.save()
        publishing.publish(Kit.objects.prefetch_related("texts").get(pk=kit.pk), changelog="Bản đầu.")


def seed_downloads() -> None:
    """Create downloads of two schools, one of them also of an old and of a recalled version; then seed_rights()."""
    old = Asset.objects.get(code="P-A3-03").versions.get(number="1.1").files.get()
    takers = {"truong@thcs.example": ["P-A4-04", "SL-169-20"], "truong@thpt.example": ["TVC-30-14", "P-A1-01"]}
    for email, codes in takers.items():
        school = Unit.objects.get(organisation__members__email=email)
        files = [Asset.objects.get(code=code).current_files[0] for code in codes]
        recalled = [
            Asset.objects.get(code=code).versions.get(number=v).files.get() for code, (v, _) in RECALLED.items()
        ]
        for file in [*recalled, old, *files] if email == "truong@thcs.example" else files:
            DownloadEvent.objects.create(
                organisation=school.organisation,
                asset=file.version.asset,
                version=file.version,
                file=file,
                language=file.language,
                role=file.role,
                level=school.level,
                ward=str(school.ward),
            )
    seed_rights()
