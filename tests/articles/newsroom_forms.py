"""What the editor's form of a story sends, and the clicks of the workflow."""

from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from articles.models import ArticlePage
from articles.rules.safety_checklist import POINTS

TITLE = "Cúp máy trước, nghĩ sau"
SAPO = (
    "Cuộc gọi dọa dẫm cần bạn nghe tiếp. Cúp máy không làm bạn có lỗi, lại cho bạn thời gian kiểm tra "
    "và hỏi một người lớn mà bạn tin trước khi làm bất cứ việc gì."
)


def form(title=TITLE, body=None, **extra):
    return nested_form_data(
        {
            "title": title,
            "kicker": "",
            "slug": "",
            "seo_title": "",
            "search_description": "",
            "genre": "tin",
            "sapo": SAPO,
            "bylines": inline_formset([]),
            "signed_by_outlet": "on",
            "body": streamfield(body or [("paragraph", rich_text("<p>Đoạn văn.</p>"))]),
            "lead_caption": "",
            "lead_credit": "",
            "transcript": rich_text(""),
            "content_warning": "",
            "has_minor": "false",
            "has_victim": "false",
            "answers_reason": "",
            "never_print": "",
            "source_name": "",
            "source_url": "",
            "tags": "",
            "published_at": "",
            "pinned_until": "",
            "social_text": "",
            "comments": inline_formset([]),
            "go_live_at": "",
            "expire_at": "",
        }
        | extra
    )


def write(client, section, title=TITLE, **extra):
    response = client.post(f"/admin/pages/add/articles/articlepage/{section.pk}/", form(title, **extra))
    assert response.status_code == 302, response.context["form"].errors
    return ArticlePage.objects.get(title=title)


def edit(client, page, **extra):
    """POST the editor's form; returns the answer."""
    return client.post(f"/admin/pages/{page.pk}/edit/", form(**extra))


def act(client, page, action="approve", **data):
    """Press a workflow button of the step the page is on."""
    state = ArticlePage.objects.get(pk=page.pk).current_workflow_state.current_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    return client.post(address, {"comment": ""} | data)


def say_outside(client, link, says, comment=""):
    """What an outside reader's browser sends: the answer, and the words it is about."""
    place = f"/xem-truoc/{link.token}/"
    words = client.get(place).text.split('name="words" value="', 1)[1].split('"', 1)[0]
    return client.post(place, {"says": says, "comment": comment, "words": words})


def ticks(*, without=()):
    return {key: "on" for key in POINTS if key not in without}


def step_of(page) -> str:
    """Key of the step the page waits at, empty when it waits nowhere."""
    task = ArticlePage.objects.get(pk=page.pk).current_workflow_task
    return task.step if task else ""
