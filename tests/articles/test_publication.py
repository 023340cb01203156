"""The order of articles/publication.py in fact, on every way to publish and off the site; what a step above may be."""

import pytest

from articles import closing, listings, publication, tasks
from articles.admin.takedowns import returns
from articles.models import ArticlePage, Correction, TakeDown
from articles.syndication import deletion, letters
from base import publishing
from base.caching import cdn_purge
from tests.articles import publish_ways
from tests.articles.newsroom_forms import SAPO
from tests.factories import make_article, make_user

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]

WAYS = {
    "editor": "Sửa bài, bấm Đăng",
    "workflow": "Duyệt ở bước cuối",
    "bulk": "Hàng loạt: publish",
    "schedule": "Hẹn giờ trong bài, tới giờ",
    "shell": "Lệnh: revision.publish(user=…)",
    "translation": "Bàn dịch: xuất bản cùng các bản dịch",
}
BEFORE = (publishing, "check")
PUBLISHED = [
    (publication, "freeze_corrections"),
    "submissions",
    "addresses",
    "translations",
    (closing, "close_dropped"),
    (tasks, "queue_pictures"),
    "kits",
    "index",
    (publication, "invalidate"),
    (letters, "tell_of_correction"),
    (cdn_purge, "purge_page"),
]
UNPUBLISHED = [
    (publication, "end_breaking"),
    (listings, "remove_from_list"),
    "submissions",
    (closing, "close"),
    "kits",
    "index",
    (publication, "invalidate"),
    (deletion, "tell_of_departure"),
    (cdn_purge, "purge_page"),
]


def names(steps):
    return [step if isinstance(step, str) else step[1] for step in steps]


@pytest.fixture
def watch(monkeypatch):
    """`watch(steps, registered)`: the names of those steps, in the order in which they are called from now on."""

    def start(steps, registered):
        calls = []

        def recorded(name, function):
            def call(*args, **kwargs):
                calls.append(name)
                return function(*args, **kwargs)

            return call

        for step in steps:
            if isinstance(step, str):
                monkeypatch.setitem(registered, step, recorded(step, registered[step]))
            else:
                module, name = step
                monkeypatch.setattr(module, name, recorded(name, getattr(module, name)))
        return calls

    return start


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_publish_takes_the_steps_in_this_order(way, newsroom, client_for, watch):
    case = publish_ways.make_case(newsroom, client_for, "Đủ điều kiện")
    Correction.objects.create(page=case.page, text="Cuộc thi có 14 trường.")
    publish = publish_ways.ways()[WAYS[way]]
    calls = watch([BEFORE, *PUBLISHED], publication._on_publish)
    publish(case)
    assert ArticlePage.objects.get(pk=case.page.pk).live
    print(way, *calls, sep="\n  ")
    last_gate = len(calls) - 1 - calls[::-1].index("check")  # a schedule takes the steps also when it is set
    assert calls[0] == "check"
    assert calls[last_gate + 1 :] == names(PUBLISHED)


def test_every_way_off_the_site_takes_the_steps_in_this_order(newsroom, client_for, watch):
    chief, admin = client_for(newsroom["chief"]), client_for(make_user(is_superuser=True, is_staff=True))
    take_down = {"reason": "sai", "note": "Tòa soạn quyết định.", "answers_410": "on"}
    ways = {
        "view": lambda page: chief.post(f"/admin/pages/{page.pk}/unpublish/"),
        "bulk": lambda page: chief.post(f"/admin/bulk/wagtailcore/page/unpublish/?id={page.pk}&next=/admin/", {}),
        "take-down": lambda page: chief.post(f"/admin/toa-soan/bai/{page.pk}/go/", take_down),
        "deletion": lambda page: admin.post(f"/admin/pages/{page.pk}/delete/"),
        "shell": lambda page: page.unpublish(),
    }
    pages = {way: make_article(f"Bài {way}", section=newsroom["section"], sapo=SAPO) for way in ways}
    calls = watch(UNPUBLISHED, publication._on_unpublish)
    for way, unpublish in ways.items():
        calls.clear()
        unpublish(pages[way])
        assert not ArticlePage.objects.filter(pk=pages[way].pk, live=True).exists(), way
        assert calls == names(UNPUBLISHED), way


def test_the_return_of_a_story_lifts_its_take_down_and_numbers_the_correction(newsroom):
    page = make_article("Bài đang đăng", section=newsroom["section"], sapo=SAPO)
    page = ArticlePage.objects.get(pk=page.pk)
    publication.take_down(page, TakeDown(reason="sai", note="Sai số."), newsroom["chief"])
    correction = Correction.objects.create(page=page, text="Cuộc thi có 14 trường.")
    returns.ask(page, "Đã sửa lại con số theo Ban tổ chức cuộc thi.", newsroom["secretary"])
    returns.approve(ArticlePage.objects.get(pk=page.pk), newsroom["chief2"])
    correction.refresh_from_db()
    assert TakeDown.objects.get().lifted_at and correction.number == 1


def test_a_step_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="feeds"):
        publication.register("feeds", publish=lambda page, revision: None)
