"""Every gate in every place: the editor's panel, the editor's preview, the chief's button, a program."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django.utils.html import escape

from articles.editorial.gate_panels import CHECK_WORDS
from articles.models import ArticlePage, OutsideLink, Person
from articles.rules import gates, publishing
from campaign.models import Topic
from tests.articles.newsroom_forms import SAPO
from tests.factories import make_article, make_asset, make_help_line, make_image, make_locale

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]
TELLING = "Em Nguyễn Thị Bông, lớp 9A2 Trường THCS Sen Trắng, ở hẻm 45, gọi 0912 345 678."


def decided(story):
    story.has_minor, story.body = True, [("paragraph", f"<p>{TELLING}</p>")]
    details = [[detail.kind, detail.text] for detail in gates.telling_details(story)]
    story.detail_overrides.create(details=details, reason="Gia đình đề nghị nêu tên để cảm ơn.")


def child(**fields):
    facts = {"title": "Em bé", "description": "Một em bé cười", "credit": "Hải Đăng", "has_minor": True}
    return make_image(**facts | fields)


def figure(image):
    return [("figure", {"image": image, "caption": "Sân trường", "credit": "Demo An"})]


def sensitive(story):
    story.topics.add(Topic.objects.create(slug="doa-nat", name="Dọa nạt", is_sensitive=True))


def warned(story):
    make_help_line("111")
    story.has_victim, story.content_warning = True, "Có lời đe dọa; bấm để bỏ qua."


def gone_picture(story):
    image = make_image(has_minor=False)
    story.body = figure(image)
    image.delete()


def shared_by(*shares):
    def divide(story):
        for share in shares:
            story.bylines.create(person=Person.objects.create(full_name="Trần Thị Hạnh"), share=share)

    return divide


def pictured_in_english(story):
    """A translation whose picture is described in Vietnamese only; a revision takes its language from the page."""
    story.locale = make_locale("en")
    ArticlePage.objects.filter(pk=story.pk).update(locale=story.locale)
    story.lead_image = make_image(description="Hai vòng tròn chạm nhau", credit="An", has_minor=False)


def leads_to_a_gone_page(story):
    address = "https://gone.example/trang"
    OutsideLink.objects.create(page=make_article("Bài dẫn cùng trang"), address=address, status=404, failures=1)
    story.body = [("paragraph", f'<p><a href="{address}">trang ấy</a></p>')]


def unpublished():
    return make_article("Bài đã gỡ", live=False)


def shown_again(story):
    story.never_print = "Bé Bống"
    story.save_revision(clean=False)
    story.never_print = ""


#: (code, whether it forbids) → fields of a story that is else in order, or a function that spoils it
CASES = {
    ("title-long", True): {"title": "T" * 111},
    ("title-soft", False): {"title": "Một tít có mười lăm tiếng thì hơi dài nên tòa soạn nhắc bớt đi"},
    ("sapo-length", True): {"sapo": "Ngắn quá."},
    ("body-empty", False): {"body": []},
    ("has-minor-unanswered", True): {"has_minor": None},
    ("has-victim-unanswered", True): {"has_victim": None},
    ("text-too-long", True): {"body": [("paragraph", f"<p>{'Chữ ' * 50_001}</p>")]},
    ("personal-details", True): {"has_minor": True, "body": [("paragraph", f"<p>{TELLING}</p>")]},
    ("personal-details", False): decided,
    ("answers-lowered", True): {"had_minor": True},
    ("answers-lowered", False): {"had_minor": True, "answers_reason": "Em trong bài nay đã hai mươi tuổi."},
    ("never-print", True): {"never_print": "Bé Bống", "body": [("paragraph", "<p>Hôm ấy be bong ở nhà.</p>")]},
    ("never-print-removed", False): shown_again,
    ("correction-pending", False): lambda story: story.corrections.create(text="Có 14 trường."),
    ("warning-missing", True): sensitive,
    ("no-help-line", True): {"content_warning": "Có lời đe dọa."},
    ("no-help-block", True): warned,
    ("no-video", False): {"genre": "video"},
    ("no-audio", False): {"genre": "podcast"},
    ("no-transcript", False): lambda story: setattr(story, "audio", make_asset(kind="audio")),
    ("no-gallery", False): {"genre": "chum-anh"},
    ("broken-link", False): lambda story: setattr(story, "body", [("link", {"story": unpublished()})]),
    ("broken-outside", False): leads_to_a_gone_page,
    ("no-byline", True): {"signed_by_outlet": False},
    ("shares", False): shared_by(80, 80),
    ("image-gone", True): gone_picture,
    ("image-withdrawn", True): lambda story: setattr(
        story, "lead_image", make_image(credit="An", has_minor=False, is_withdrawn=True)
    ),
    ("alt-missing", True): lambda story: setattr(
        story, "lead_image", make_image(title="IMG_2034.jpg", description="", credit="An", has_minor=False)
    ),
    ("alt-untranslated", False): pictured_in_english,
    ("credit-missing", True): lambda story: setattr(story, "lead_image", make_image(has_minor=False)),
    ("image-unanswered", False): lambda story: setattr(story, "body", figure(make_image(has_minor=None))),
    ("minor-contradiction", True): lambda story: setattr(story, "body", figure(child())),
    ("consent", True): lambda story: (setattr(story, "has_minor", True), setattr(story, "body", figure(child()))),
}  # fmt: skip


def test_no_gate_is_left_out_here():
    source = "".join(
        (Path(settings.BASE_DIR) / "articles/rules" / name).read_text(encoding="utf-8")
        for name in ("gates.py", "gates_images.py")
    )
    codes = set(re.findall(r'(?:_stop|_warn|Problem)\(\s*"([a-z-]+)"', source))
    codes |= {f"{field}-unanswered" for field in ("has-minor", "has-victim")}  # made from the field's name
    assert codes == {code for code, _forbids in CASES} == set(CHECK_WORDS)


@pytest.mark.slow
@pytest.mark.parametrize(("code", "forbids"), CASES, ids=lambda value: str(value))
def test_a_gate_says_the_same_wherever_one_meets_it(newsroom, client_for, code, forbids):
    page = make_article("Cúp máy trước", section=newsroom["section"], live=False, sapo=SAPO, owner=newsroom["reporter"])
    story, spoilt = page.get_latest_revision_as_object(), CASES[code, forbids]
    spoilt(story) if callable(spoilt) else [setattr(story, name, value) for name, value in spoilt.items()]
    story.save_revision(user=newsroom["reporter"], clean=False)
    page = ArticlePage.objects.get(pk=page.pk)

    story = page.get_latest_revision_as_object()
    finding = next(item for item in gates.check(story) if item.code == code)
    assert finding.is_stop is forbids
    form = ArticlePage.get_edit_handler().get_form_class()
    assert finding.field in {*form.base_fields, *form.formsets}, "the place it names is in the editor"
    for words in (finding.where, finding.problem, finding.mend):
        assert len(words) >= 3, finding
    assert finding.problem.endswith(".") and finding.mend.endswith(".")

    editor, chief = client_for(newsroom["editor"]), client_for(newsroom["chief"])
    panel = editor.get(f"/admin/toa-soan/bai/{page.pk}/kiem/").text
    preview = editor.get(f"/admin/pages/{page.pk}/view_draft/").text
    severity = "stop" if forbids else "warn"
    in_checks = f'data-gate="{severity}" data-code="{code}"'  # the selector of its rule in Wagtail's content checks
    for html, mark in ((panel, f"newsroom-gate--{severity}"), (preview, in_checks)):
        mine = next(part for part in html.split(mark)[1:] if escape(finding.problem) in part)
        assert escape(finding.where) in mine and escape(finding.mend) in mine

    page.revisions.filter(pk=page.latest_revision_id).update(approved_go_live_at=timezone.now())
    bulk = chief.post(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/account/", {}, follow=forbids)
    if forbids:
        assert escape(finding.problem) in bulk.text
        call_command("publish_scheduled")
        assert not ArticlePage.objects.get(pk=page.pk).live
    elif not publishing.reasons_against(story):
        assert ArticlePage.objects.get(pk=page.pk).live, "a warning leaves it to the newsroom"
