"""Seeds the partners' work: briefs, submissions in several states, remarks, a reported link, a profile proposal."""

from datetime import timedelta

from django.utils import timezone

from campaign.models import HelpLine, Outlet, Topic
from files.intake.accept import accept_upload
from files.models import StoredFile
from media_library.derivatives.tasks import make_preview_for
from media_library.models import Asset, AssetFile, SiteImage
from partners.consents import KEYS
from partners.media.tasks import draw
from partners.models import (
    Brief,
    BriefAsset,
    Invitation,
    KolStoryPage,
    Partner,
    ProfileProposal,
    Submission,
    SubmissionEvent,
    SubmissionFile,
)
from partners.workflow import transitions
from partners.workflow.steps import move
from users.models import User

from . import Row, content
from .pictures import Pictures

DESK = "bientap@baocantho.example"
NOTE = "Clip rõ và ấm lắm. Tòa soạn nhờ bạn sửa hai chỗ nhỏ, các đoạn khác giữ nguyên."


def seed_submissions(pictures: Pictures) -> None:
    """Run after partners, stories, library and rights. Files are cleaned here; the worker makes their previews."""
    desk = User.objects.get(email=DESK)
    briefs = [seed_brief(row, desk) for row in content("briefs")["briefs"]]
    for row in content("briefs")["pieces"]:
        seed_piece(row, briefs, pictures, desk)
    seed_published(desk)
    seed_proposal()


def account_of(partner: Partner) -> User:
    """The first account of a partner. Raises User.DoesNotExist without one."""
    first = partner.members.order_by("pk").values("user")[:1]
    return User.objects.get(pk__in=first)


def seed_brief(row: Row, desk: User) -> Brief:
    """Create and publish a brief; unless it is for everyone, with a used invitation of each partner with an account."""
    now = timezone.localtime()
    words = ("title", "wanted", "must_say", "must_not", "formats", "audience_line", "hashtags", "for_everyone")
    brief = Brief(
        **{name: row[name] for name in words},
        fee=row.get("fee", ""),
        script_vi=row["script_vi"],
        script_km=row["script_km"],
        outlet=Outlet.objects.first(),
        topic=Topic.objects.first(),
        help_line=HelpLine.objects.filter(number="111").first(),
        deadline=(now + timedelta(days=row["days"])).replace(hour=23, minute=59, second=0, microsecond=0),
        licence_until=now.date() + timedelta(days=400),
        end_card=Asset.objects.filter(code=row["end_card"]).first(),
        live=False,
    )
    brief.assets = [
        BriefAsset(asset=asset, sort_order=order)
        for order, asset in enumerate(Asset.objects.filter(code__in=row["assets"]).order_by("code"))
    ]
    brief.save()
    brief.save_revision(user=desk).publish()
    brief.refresh_from_db()
    if not brief.for_everyone:
        for partner in Partner.objects.filter(members__isnull=False):
            member = account_of(partner)
            invitation, _token = Invitation.objects.invite(partner, member.email, by=desk, brief=brief)
            invitation.used_at, invitation.used_by = timezone.now(), member
            invitation.save()
    return brief


def seed_piece(row: Row, briefs: list[Brief], pictures: Pictures, desk: User) -> Submission:
    """Create a submission and bring it to the state `row["to"]`."""
    partner = Partner.objects.get(slug=row["partner"])
    user = account_of(partner)
    brief = briefs[row["brief"]]
    answers = {"has_minor": False, "is_paid": False, "uses_ai": False, "music": "none", "kind": "clip"}
    piece = Submission.objects.create(
        partner=partner,
        created_by=user,
        brief=brief,
        outlet=brief.outlet,
        title=row["title"],
        post_url=row["url"],
        credit=partner.display_name,
        languages=["vi"],
        licence_until=brief.licence_until,
        text="Clip một phút, quay bằng điện thoại, kể bằng giọng tỉnh rụi.\nNội dung minh họa.",
        **(answers if row["to"] != "draft" else {}),
    )
    file = seed_file(piece, pictures.get(row["picture"]), user) if row["picture"] else None
    if row["to"] != "draft":
        transitions.send(piece, list(KEYS), by=user)
        decide(piece, row["to"], file, desk)
    return piece


def decide(piece: Submission, to: str, file: SubmissionFile | None, desk: User) -> None:
    """Apply the desk's decisions up to state `to`; for "changes" with remarks on clip, picture and text."""
    if to in {"in_review", "changes", "accepted"}:
        transitions.decide(piece, "in_review", by=desk)
    if to == "changes":
        clip = seed_clip(piece, account_of(piece.partner))
        if clip:
            piece.remarks.create(file=clip, second=2, text="Chỗ này hình hơi tối, bạn quay lại giúp.", by=desk)
        if file:
            make_preview_for.func(str(file.stored_id))  # the partner's first page shows it, before the worker starts
            piece.remarks.create(
                file=file,
                spot_x=62,
                spot_y=40,
                spot_w=14,
                spot_h=9,
                text="Che giúp số điện thoại trên tờ giấy.",
                by=desk,
            )
        piece.remarks.create(paragraph=1, text="Thêm một câu nói tên người để hỏi, ví dụ má.", by=desk)
        transitions.decide(piece, "changes", by=desk, note=NOTE)
    if to == "accepted":
        transitions.decide(piece, "accepted", by=desk, took_unscanned=True)


def seed_file(piece: Submission, image: SiteImage | None, user: User) -> SubmissionFile | None:
    """Store a picture of the demo as a partner's upload; the worker makes its preview. None without an image."""
    if image is None:
        return None
    with image.file.open("rb") as source, accept_upload("partner", source, name="khung-hinh.jpg") as accepted:
        stored = StoredFile.objects.store(accepted, zone="quarantine", user=user, kind="partners")
    row = piece.files.create(
        declared_name="khung-hinh.jpg",
        declared_size=stored.size,
        stored=stored,
        caption="Cảnh quay ở Cái Răng, minh họa",
    )
    draw(row)
    return row


def seed_clip(piece: Submission, user: User) -> SubmissionFile | None:
    """Store the library's smallest clip as a partner's upload; the worker makes its preview. None without a clip."""
    clips = AssetFile.objects.filter(stored__media_type="video/mp4").select_related("stored").order_by("stored__size")
    source = clips.first()
    if source is None:
        return None
    with (
        source.stored.storage.open(source.stored.key) as file,
        accept_upload("partner", file, name="ma-kiem-hop-dong.mp4") as accepted,
    ):
        stored = StoredFile.objects.store(accepted, zone="quarantine", user=user, kind="partners")
    row = piece.files.create(declared_name="ma-kiem-hop-dong.mp4", declared_size=stored.size, stored=stored)
    draw(row)
    return row


def seed_published(desk: User) -> None:
    """Create the published submission of a KOL story that exists already, with its events and a reported link."""
    story = KolStoryPage.objects.filter(partner__slug="may-miet-vuon").select_related("partner").first()
    if story is None:
        return
    user = account_of(story.partner)
    piece = Submission.objects.create(
        partner=story.partner,
        created_by=user,
        outlet=Outlet.objects.first(),
        title=story.title,
        text=story.sapo,
        credit=story.partner.display_name,
        kind="clip",
        languages=["vi"],
        licence_until=timezone.localdate() + timedelta(days=400),
        has_minor=False,
        is_paid=False,
        uses_ai=False,
        music="own",
    )
    transitions.send(piece, list(KEYS), by=user)
    transitions.decide(piece, "accepted", by=desk)
    piece.story = story
    piece.save(update_fields=["story"])
    event = move(piece, Submission.State.PUBLISHED, by=desk, steps=Submission.NEWSROOM_STEPS)
    event.sign(SubmissionEvent.Desk.BOARD, piece.outlet)
    piece.reported_links.create(
        url="https://www.tiktok.com/@demo_may_miet_vuon/video/2", posted_on=timezone.localdate(), reported_by=user
    )


def seed_proposal() -> None:
    """Create an undecided proposal of a partner to change the own profile."""
    partner = Partner.objects.filter(slug="sorya-ke-chuyen", members__isnull=False).first()
    if partner:
        values = {name: getattr(partner, name) for name in ProfileProposal.FIELDS}
        values["bio"] = "Sinh viên sư phạm, đọc truyện song ngữ cho thiếu nhi phum sóc, mỗi tối thứ Bảy."
        ProfileProposal.objects.create(partner=partner, values=values, proposed_by=account_of(partner))
