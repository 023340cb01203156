"""One thing of every kind that an address of the site can name, beside the rows of docs/permissions.md.

They belong to the paper “bao”, the school “T-01” and the partner “may”; what is kept back (drafts, briefs, phrases) has
a name of SECRETS, so that a test sees where it shows.
"""

import io
from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page

from activities.models import Contest, Entry, EntryAuthor, EntryFile, Event, Juror, Speaker, SpeakerRequest
from articles.models import ArticlePage, CalendarKey, PreviewLink
from campaign.models import Audience, Season
from files.intake.accept import accept_upload
from media_library.models import (
    Asset,
    AssetFile,
    Basket,
    HolderNotice,
    Kit,
    KitArchive,
    KitItem,
    KitText,
    KitVersion,
    Recall,
    SiteImage,
    SubjectConsent,
)
from notifications.models import Letter
from partners.models import Brief, Partner, ProfileProposal, Submission
from partners.models import Invitation as PartnersInvitation
from reporting.models import Post, Report, Task
from reporting.tasks import steps
from schools.models import ChecklistItem, Claim, EvidencePhoto, ImportRun, Invitation, Membership, PrintOrder, Unit
from search.models import DistressPhrase, MissedQuery, SynonymGroup
from tests.factories import (
    asset_row,
    make_locale,
    make_organisation,
    make_stored_file,
    make_user,
    picture_bytes,
    stored_row,
)
from tests.media_library.small_library import make_library
from tests.schools.print_rows import make_order, make_run
from tests.schools.register import make_member

#: kind → words that only those may read who have the right
SECRETS = {
    "asset": "Tài liệu nháp của kho",
    "staff asset": "Tài liệu chỉ của kho",
    "kit": "Bộ chưa phát hành",
    "brief": "Đề bài chưa công bố",
    "distress": "từ cầu cứu bí mật",
    "missed": "chữ tìm không ra bí mật",
    "synonym": "nhóm từ bí mật",
    "document": "Tệp chỉ của quản trị",
}
RELEASED_KIT = "KIT-01"


def fill_things(section: Page, writer) -> None:
    """Make them; called once for the world "permissions"."""
    outlet, now, vietnamese = section.outlet, timezone.now(), make_locale("vi")
    make_library()
    asset = Asset.objects.get(code="P-A3-01")
    asset_row("NHAP-01", name=SECRETS["asset"], released=False, access="staff")
    asset_row("KHO-01", name=SECRETS["staff asset"], access="staff")
    for code, name, is_released in ((RELEASED_KIT, "Bộ cho trường", True), ("KIT-02", SECRETS["kit"], False)):
        kit = Kit.objects.create(code=code, slug=code.lower(), is_released=is_released)
        KitText.objects.create(kit=kit, name=name, locale=vietnamese)
        KitItem.objects.create(kit=kit, asset=asset)
    version = KitVersion.objects.create(kit=Kit.objects.get(code=RELEASED_KIT), number="1.0", state="ready")
    archive = KitArchive.objects.create(version=version, variant="full", stored=stored_row(extension="zip"))
    archive.files.add(*AssetFile.objects.filter(version__asset=asset))
    consent = SubjectConsent.objects.create(
        subject="Một bạn", age_band="18", purpose="Poster", scope="site", collected_by=writer
    )
    consent.files.add(AssetFile.objects.get(version__asset__code="P-A3-01").stored)
    recall = Recall.objects.create(asset=asset_row("THU-HOI-01"), reason="In sai số.")
    MissedQuery.objects.create(language="vi", folded="chu tim khong ra bi mat", words=SECRETS["missed"])
    SynonymGroup.objects.create(phrases=f"{SECRETS['synonym']}\nlừa")
    DistressPhrase.objects.create(phrase=SECRETS["distress"])
    Audience.objects.create(slug="hoc-sinh", name="Học sinh")
    document = get_document_model()(title=SECRETS["document"])
    with accept_upload("document", io.BytesIO("Kính gửi".encode()), name="thu.txt") as accepted:
        document.file = accepted.as_django_file()
        document.save()
    live = ArticlePage.objects.live().descendant_of(section).get()
    sender = make_user("gui-xem@demo.example", is_superuser=True)
    PreviewLink.objects.create(page=live, reader="Chị Lan", expires_at=now + timedelta(days=900), created_by=sender)
    CalendarKey.objects.create(outlet=outlet, name="Máy của tòa soạn", created_by=writer)
    Redirect.objects.create(old_path="/cu", redirect_link="/vi/")
    Letter.objects.create(
        purpose="speaker-request", permission="activities.arrange_speakers", recipient="a@thu.example", subject="Thư",
        state=Letter.State.FAILED, created_at=now,
    )  # fmt: skip
    _fill_school(recall, now)
    _fill_partner(outlet, writer, now)
    _fill_reports(now)


def _fill_reports(now) -> None:
    """A draft and a frozen report on schools."""
    days = {"starts_on": now.date(), "ends_on": now.date(), "season": Season.objects.get(), "kinds": ["school"]}
    data = {"sections": [{"key": "do-phu", "title": "Độ phủ", "text": "Một câu.", "tables": []}]}
    head = {"issuer": "Cơ quan", "recipient": "Ủy ban", "data": data, "collected_at": now}
    Report.objects.create(state=Report.State.DRAFT, **head, **days)
    Report.objects.create(
        state=Report.State.FROZEN, number=1, sha256="0" * 64, frozen_at=now, frozen_by=None, **head, **days
    )


def _fill_school(recall: Recall, now) -> None:
    given_to = make_organisation("Phòng An ninh mạng (thử)", "city_police")
    unit = Unit.objects.get(code="T-01")
    facts = {"season": Season.objects.get(), "title": "Đi từng ngõ", "due_on": now.date()}
    steps.give([Task(owner=owner, **facts) for owner in (given_to, unit.organisation)], by=None)
    Post.objects.create(
        season=facts["season"], body=given_to, channel="fanpage", title="Cúp máy", planned_for=now.date()
    )
    lead = make_member(unit, is_lead=True, full_name="Cô Đầu Mối")
    make_member(unit, full_name="Thầy Giáo Viên")
    stored = make_stored_file(picture_bytes(40, 30), name="anh.jpg", zone="quarantine", profile="evidence")
    EvidencePhoto.objects.create(claim=Claim.objects.get(), stored=stored, added_by=lead)
    Invitation.objects.invite(unit, by=lead, email="moi@truong.example")
    ImportRun.objects.create(file_name="ds.xlsx", by=None, kinds=["school"])
    make_order(make_run(asset_row("IN-SAN-01")), unit)
    Basket.objects.create(organisation=unit.organisation, name="Tuần chào cờ", codes=["P-A3-01"])
    HolderNotice.objects.create(kind="recall", organisation=unit.organisation, asset=recall.asset, recall=recall)
    speaker = Speaker.objects.create(name="Anh Tư (demo)", field="officer", email="tu@congan.example")
    Event.objects.create(title="Nói chuyện dưới cờ", starts_at=now + timedelta(days=9), place="Sân trường")
    SpeakerRequest.objects.create(
        organisation=unit.organisation, asked_by=lead, field="officer", topic="Gọi ai?", audience="khối 8", size=240,
        first_date=(now + timedelta(days=9)).date(), place="Sân trường", speaker=speaker,
        state=SpeakerRequest.State.OFFERED, planned_at=now + timedelta(days=9), offer=1,
    )  # fmt: skip
    _fill_contest(unit, lead, now)


def _fill_contest(unit, lead, now) -> None:
    """A contest with results: its winner comes from the school; the school's own contest is closed."""
    days = {"opens_at": now - timedelta(days=30), "closes_at": now - timedelta(days=9), "formats": ["poster"]}
    contest = Contest.objects.create(slug="poster", title="Poster", state=Contest.State.RESULTS, results_at=now, **days)
    Contest.objects.create(slug="cua-truong", title="Của trường", host=unit.organisation, **days)
    entry = Entry.objects.create(
        contest=contest, code="7KM-2QX", format="poster", level="thcs", title="Hai vòng", alt="Hai vòng tròn.",
        organisation=unit.organisation, submitted_by=lead, submitted_at=now, state=Entry.State.SHORTLISTED,
        prize="nhat", is_hung=True,
    )  # fmt: skip
    consent = SubjectConsent.objects.create(
        subject="Mực Tím", age_band="18", person_agreed=True, purpose="Thi", scope="site", collected_by=lead
    )
    EntryAuthor.objects.create(entry=entry, consent=consent)
    stored = make_stored_file(zone="quarantine")
    type(stored).objects.filter(pk=stored.pk).update(state="clean")
    EntryFile.objects.create(entry=entry, declared_name="a.png", stored=stored)
    Juror.objects.create(contest=contest, user=lead, shown_as="Cô Đầu Mối")


def _fill_partner(outlet, writer, now) -> None:
    partner = Partner.objects.create(slug="may", display_name="Mây Miệt Vườn (demo)", is_listed=True, is_demo=True)
    kol = make_user("may@kol.example", full_name="Nguyễn Thị Mây")
    partner.members.create(user=kol)
    PartnersInvitation.objects.issue(partner=partner, email="moi@kol.example", invited_by=writer)
    ProfileProposal.objects.create(partner=partner, values={"bio": "Kể chuyện miệt vườn."}, proposed_by=kol)
    brief = Brief(title=SECRETS["brief"], wanted="…", outlet=outlet, live=False)
    brief.save()
    brief.save_revision(user=writer)
    Brief.objects.create(title="Đề bài đang mở", wanted="…", outlet=outlet, live=True, for_everyone=True)
    piece = Submission.objects.create(
        partner=partner, created_by=kol, title="Chợ nổi", text="Má đọc là thấy liền.", kind="text", has_minor=False,
        is_paid=False, uses_ai=False, music="none", state=Submission.State.SENT, sent_at=now,
    )  # fmt: skip
    piece.files.create(declared_name="a.png", declared_size=3, stored=make_stored_file(zone="quarantine"))
    piece.people.create(name="Em Lúa", age_band="18", paper=make_stored_file(zone="quarantine"))
    piece.remarks.create(text="Nói rõ hơn.", by=writer)
    piece.reported_links.create(url="https://www.tiktok.com/@may/video/1", posted_on=timezone.localdate())


def things() -> SimpleNamespace:
    """What fill_things() made, by name."""
    piece, unit = Submission.objects.get(), Unit.objects.get(code="T-01")
    return SimpleNamespace(
        released=Asset.objects.get(code="P-A3-01"),
        draft_asset=Asset.objects.get(code="NHAP-01"),
        staff_asset=Asset.objects.get(code="KHO-01"),
        file=AssetFile.objects.get(version__asset__code="P-A3-01"),
        task=Task.objects.get(owner__kind="city_police"),
        post=Post.objects.get(),
        unit_task=Task.objects.get(owner__kind="school"),
        kit=Kit.objects.get(code=RELEASED_KIT),
        draft_kit=Kit.objects.get(code="KIT-02"),
        archive=KitArchive.objects.get(),
        consent=SubjectConsent.objects.get(subject="Một bạn"),
        contest=Contest.objects.get(slug="poster"),
        own_contest=Contest.objects.get(slug="cua-truong"),
        entry=Entry.objects.get(),
        entry_file=EntryFile.objects.get(),
        recall=Recall.objects.get(),
        missed=MissedQuery.objects.get(),
        synonym=SynonymGroup.objects.get(phrases__contains=SECRETS["synonym"]),
        distress=DistressPhrase.objects.get(phrase=SECRETS["distress"]),
        document=get_document_model().objects.get(),
        image=SiteImage.objects.get(),
        brief=Brief.objects.get(live=False),
        open_brief=Brief.objects.get(live=True),
        piece=piece,
        piece_file=piece.files.get(),
        person_shown=piece.people.get(),
        remark=piece.remarks.get(),
        link=piece.reported_links.get(),
        partner=piece.partner,
        partners_invitation=PartnersInvitation.objects.get(),
        unit=unit,
        member=Membership.objects.get(is_lead=False),
        claim=Claim.objects.get(),
        print_order=PrintOrder.objects.get(),
        item=ChecklistItem.objects.get(code="C01"),
        photo=EvidencePhoto.objects.get(),
        invitation=Invitation.objects.get(),
        run=ImportRun.objects.get(),
        basket=Basket.objects.get(),
        audience=Audience.objects.get(slug="hoc-sinh"),
        notice=HolderNotice.objects.get(),
        request=SpeakerRequest.objects.get(),
        event=Event.objects.get(),
        preview=PreviewLink.objects.get(reader="Chị Lan"),
        calendar=CalendarKey.objects.get(name="Máy của tòa soạn"),
        report=Report.objects.get(number=None),
        letter=Letter.objects.get(subject="Thư"),
    )
