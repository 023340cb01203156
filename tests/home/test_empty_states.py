"""A list without rows says what to do first: our own templates by a second sentence or link, Wagtail's by its link."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from wagtail.snippets.models import get_snippet_models

ROOT = Path(settings.BASE_DIR)
OF_STAFF = re.compile(r"/admin/|/dashboard/|wagtailadmin")
#: `{% empty %}`, or `{% else %}` with a sentence that says that there is nothing, up to the end of the block.
EMPTY = re.compile(
    r"\{% (empty|else) %\}((?:(?!\{% (?:endfor|endif|else|if|for)\b).)*?)\{% (?:endfor|endif) %\}", re.DOTALL
)
#: States in which nothing is to be done: work that is finished, a part that is not used, a cell of a table.
DONE = {
    "Chưa mời",  # a cell; the button stands beside it
    "Chưa đơn vị nào có tài liệu này.",
    "Không còn bước nào ở đây.",
    "Không còn bản nào thiếu.",
    "Không có",  # one column of the board, one answer of a form
    "Không có bài nào trong lịch hôm nay.",
    "Không có bản nào hết hạn trong 30 ngày tới.",
    "Không có liên kết hỏng trong các bài đang đăng.",
    "Không có tệp nào ở bước này.",
    "Không có việc nào chờ xác nhận.",
    "Không có yêu cầu nào đang mở.",
    "Không kèm tệp.",
}


def sentences_of(markup: str) -> str:
    """The words of a piece of a template, without tags, quotes of `translate` and markup."""
    words = re.sub(r'\{% translate "([^"]+)" %\}', r"\1", markup)
    return " ".join(re.sub(r"\{%.*?%\}|<[^>]*>", " ", words).split())


def empty_states():
    for path in sorted(ROOT.glob("*/templates/**/*.html")):
        if OF_STAFF.search(path.as_posix()):
            for kind, markup in EMPTY.findall(path.read_text(encoding="utf-8")):
                text = sentences_of(markup)
                if text[:5] in {"Chưa ", "Không"} and (kind == "empty" or not re.search(r"<button|\{\{", markup)):
                    yield f"{path.relative_to(ROOT)}: {text}", text, markup


def test_our_own_lists_say_what_to_do_first():
    """A second sentence or a link beside “Chưa có …”, but for what is finished."""
    states = list(empty_states())
    mute = [
        where
        for where, text, markup in states
        if text not in DONE and "<a " not in markup and len(re.findall(r"[^.]{3,}[.]", text)) < 2
    ]
    assert len(states) > 30 and not mute
    assert {text for _where, text, _markup in states} >= DONE, "a state that no list has any more"


@pytest.mark.night
@pytest.mark.django_db
def test_wagtails_own_lists_lead_to_the_first_row(admin_client):
    """Every snippet's list, emptied where the database of the tests has rows, by who may add one."""
    seen_models = []
    for model in get_snippet_models():
        viewset = model.snippet_viewset
        try:
            addresses = reverse(viewset.get_url_name("list")), reverse(viewset.get_url_name("add"))
        except NoReverseMatch:
            continue
        if model._default_manager.exists():
            continue
        links = admin_client.get(addresses[0]).content.decode().count(f'href="{addresses[1]}"')
        if links:  # texts of an asset are made with it, so their list offers none
            seen_models.append(model)
            assert links >= 2, f"{model}: no link beside “no rows”"
    assert len(seen_models) > 5
