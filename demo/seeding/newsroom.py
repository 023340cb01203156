"""Seeds the newsroom: round-up, case studies, special page, storyline, correction, drafts in the workflow, plans."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page, TaskState

from articles.admin.quick.first_byline import sign_new
from articles.editorial import syndication
from articles.models import (
    ArticlePage,
    CaseStudyPage,
    Correction,
    PlannedStory,
    PreviewLink,
    RoundupPage,
    SectionPage,
    SpecialPage,
    StorylinePage,
)
from articles.rules.safety_checklist import POINTS
from media_library.models import Asset
from users.models import User

from . import Row, content
from .pictures import Pictures
from .stories import paragraphs

REPORTER, EDITOR = "phongvien@baocantho.example", "bientap@baocantho.example"
SECRETARY, CHIEF = "thuky@baocantho.example", "tongbientap@baocantho.example"
CULTURE = "thuky@vanhoa.example"

Stories = dict[str, ArticlePage]  # id in demo_content.json → article
People = dict[str, User]  # e-mail → account
Blocks = list[tuple[str, Any]]  # (name, value) of each block of a StreamField


def seed_newsroom(pictures: Pictures) -> None:
    """Run after people.seed_rights(): workflows and groups must exist."""
    plan = content("newsroom")
    people = {user.email: user for user in User.objects.filter(email__in=(REPORTER, EDITOR, SECRETARY, CHIEF, CULTURE))}
    stories = stories_by_id()
    seed_roundup(plan["roundup"])
    for row in plan["cases"]:
        seed_case(row, pictures)
    seed_special(plan["special"], pictures)
    seed_storyline(plan["storyline"], stories)
    for hashtag, ids in plan["hashtags"].items():
        for name in ids:
            stories[name].tags.add(hashtag)
            stories[name].save()
    seed_correction(plan["correction"], stories, people)
    syndication.syndicate(
        stories[plan["taken"]["story"]].specific, section_of(plan["taken"]["section"]), people[CULTURE]
    )
    drafts = [seed_waiting(row, plan["waiting_sapo"], people) for row in plan["waiting"]]
    seed_plans(plan["plans"], people)
    seed_preview(plan["preview"], drafts, people)


def stories_by_id() -> Stories:
    """The Vietnamese articles of demo_content.json that there are."""
    vietnamese = ArticlePage.objects.filter(locale__language_code="vi")
    stories = {row["id"]: vietnamese.filter(title=row["title_vi"]).first() for row in content()["articles"]}
    return {name: story for name, story in stories.items() if story}


def section_of(slug: str) -> SectionPage:
    """The Vietnamese section `slug`."""
    return SectionPage.objects.get(slug=slug, locale__language_code="vi")


def publish[P: Page](page: P, section: SectionPage, hours: int) -> P:
    """Publish `page` below `section`, dated `hours` ago."""
    moment = timezone.now() - timedelta(hours=hours)
    page.locale, page.first_published_at = section.locale, moment
    if isinstance(page, ArticlePage):
        page.published_at = moment
    section.add_child(instance=page)
    page.save_revision().publish(skip_permission_checks=True)
    type(page).objects.filter(pk=page.pk).update(last_published_at=moment)
    return page


def seed_roundup(row: Row) -> None:
    """Create a round-up of other media's articles."""
    today = timezone.localdate()
    items = [
        ("item", {"title": title, "source": source, "url": url, "published_on": today, "summary": summary})
        for title, source, url, summary in row["items"]
    ]
    page = RoundupPage(
        title=row["title"], sapo=row["sapo"], genre="diem-tin", items=items, source_name=row["source"],
        has_minor=False, has_victim=False,
    )  # fmt: skip
    publish(page, section_of(row["section"]), 20)


def seed_case(row: Row, pictures: Pictures) -> None:
    """Create a case study of a school."""
    steps = [{"action": action, "detail": detail} for action, detail in zip(*[iter(row["steps"])] * 2, strict=True)]
    body: Blocks = [("paragraph", paragraphs(row["paragraphs"]))]
    body += [("steps", {"title": "Làm lại ở trường bạn", "steps": steps}), ("help", None)]
    facts = {name: row[name] for name in ("place", "ward", "level", "is_pioneer", "challenge", "outcome", "effort")}
    page = CaseStudyPage(
        title=row["title"], sapo=row["sapo"], genre="cach-lam-hay", body=body, has_minor=False, has_victim=False,
        signed_by_outlet=True,
        lead_image=pictures.get(row["picture"]), lead_caption="Góc cầu thang nơi đặt hộp thư. Tranh minh họa.", **facts,
    )  # fmt: skip
    publish(page, section_of(row["section"]), 34)


def seed_special(row: Row, pictures: Pictures) -> None:
    """Create a special page with one of each kind of block."""
    figure, meaning = row["fact"]
    question, answer, person = row["question"]
    asset = Asset.objects.filter(kind="poster", status="released").first()
    body = [
        ("stories", {"title": "Đọc trước", "pages": [], "topic": None, "number": 4}),
        (
            "facts",
            {
                "title": "Con số cần nhớ",
                "facts": [{"figure": figure, "meaning": meaning}],
                "source": "Mẹo số 1 của chiến dịch",
            },
        ),
        ("question", {"question": question, "answer": f"<p>{answer}</p>", "who": person}),
        *([("asset", asset)] if asset else []),
        ("help", None),
    ]
    page = SpecialPage(
        title=row["title"], kicker=row["kicker"], intro=row["intro"], accent=row["accent"], is_sensitive=True,
        lead_image=pictures.get(row["picture"]), body=body,
    )  # fmt: skip
    publish(page, section_of(row["section"]), 15)


def seed_storyline(row: Row, stories: Stories) -> None:
    """Create a storyline and add its articles."""
    line = publish(StorylinePage(title=row["title"], intro=row["intro"]), section_of(row["section"]), 1)
    for name in row["stories"]:
        story = stories[name]
        story.storyline, story.is_milestone = line, name in row["milestones"]
        story.save()
        keep_in_draft(story, storyline=line.pk, is_milestone=story.is_milestone)


def keep_in_draft(story: ArticlePage, **values: Any) -> None:
    """Set `values` also in the newest revision: an editor starts from it, and would otherwise remove them."""
    revision = story.get_latest_revision()
    revision.content.update(values)
    revision.save(update_fields=["content"])


def seed_players() -> None:
    """Add a film or recording of the library, with its transcript, to the articles of players.json."""
    stories = stories_by_id()
    for name, row in content("players").items():
        asset, field = Asset.objects.filter(code=row["code"], status=Asset.Status.RELEASED).first(), row["field"]
        if asset is not None:
            story = stories[name]
            values = {field: asset, "transcript": "".join(f"<p>{time} {words}</p>" for time, words in row["lines"])}
            for attribute, value in values.items():
                setattr(story, attribute, value)
            if field == "audio":
                story.genre = "podcast"
            story.save()
            keep_in_draft(story, genre=story.genre, **{field: asset.pk, "transcript": values["transcript"]})


def seed_correction(row: Row, stories: Stories, people: People) -> None:
    """Add a correction to an article and publish a new revision."""
    story = stories[row["story"]].specific
    Correction.objects.create(
        page=story, text=row["text"], created_by=people[EDITOR], older_revision_id=story.live_revision_id
    )
    moment = story.first_published_at
    story.save_revision(user=people[EDITOR]).publish(skip_permission_checks=True)
    type(story).objects.filter(pk=story.pk).update(first_published_at=moment)


def seed_waiting(row: Row, sapo: str, people: People) -> ArticlePage:
    """Create a reporter's article at `row["step"]`: scheduled, or in the workflow (desk, returned, approved once)."""
    section = section_of(row["section"])
    body = [("paragraph", f"<p>{sapo}</p>"), ("help", None)]
    page = ArticlePage(
        title=row["title"], sapo=sapo, genre=row["genre"], body=body, owner=people[REPORTER], live=False,
        has_minor=row["minor"], has_victim=False, locale=section.locale,
    )  # fmt: skip
    sign_new(page)
    section.add_child(instance=page)
    if row["step"] == "scheduled":
        page.go_live_at = (timezone.now() + timedelta(hours=row["hours"])).replace(minute=0, second=0, microsecond=0)
        page.save()
        page.save_revision(user=people[REPORTER]).publish(skip_permission_checks=True)
        return page
    page.save_revision(user=people[REPORTER])
    if (workflow := page.get_workflow()) is None:
        raise LookupError(f"no workflow for “{page.title}”: run people.seed_rights() first")
    workflow.start(page, people[REPORTER])
    if row["step"] == "returned":
        pass_on(page, people[EDITOR], "reject", comment=row["comment"])
    elif row["step"] != "editing":
        pass_on(page, people[EDITOR], "approve")
    return page


def pass_on(page: ArticlePage, user: User, action: str, **data: str) -> None:
    """Do `action` ("approve", "reject") on the current workflow task, with all points of a checklist ticked."""
    state = ArticlePage.objects.get(pk=page.pk).current_workflow_task_state
    ticked = dict.fromkeys(POINTS, True) if hasattr(state, "ticks") else {}
    state.task.specific.on_action(TaskState.objects.get(pk=state.pk).specific, user, action, **ticked, **data)


def seed_plans(rows: list[list[Any]], people: People) -> None:
    """Create planned stories, due in days from now."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    for title, slug, genre, days in rows:
        PlannedStory.objects.create(
            title=title, section=section_of(slug), genre=genre, planned_for=now + timedelta(days=days),
            writer=people[REPORTER], created_by=people[SECRETARY],
        )  # fmt: skip


def seed_preview(row: Row, drafts: list[ArticlePage], people: People) -> None:
    """Create a link for an outside reader of a draft, with the reader's verdict."""
    page = drafts[row["story"]]
    link = PreviewLink.objects.create(
        page=page, reader=row["reader"], expires_at=timezone.now() + timedelta(days=7), created_by=people[EDITOR]
    )
    link.verdicts.create(says=row["says"], comment=row["comment"], revision=page.get_latest_revision())
