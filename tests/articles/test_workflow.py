"""From a reporter's draft to the published story, approved by two other people, through the forms that they use."""

import contextlib
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Task, WorkflowPage
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from articles.editorial.permissions import open_newsroom, sync_newsrooms
from articles.models import ArticlePage, Person, SectionPage, SpecialPage, StorylinePage, TipPage
from articles.rules.four_eyes import last_editor_id
from base.templatetags.vi import headline
from campaign.models import Outlet
from home.dashboard.panels import WorklistPanel
from tests.articles.newsroom_forms import act, edit, form, write
from tests.factories import make_article, make_section, make_user
from users.models import RoleGroup
from users.roles import Role, grant

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]


def test_from_draft_to_the_front(newsroom, client_for, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = write(client_for(newsroom["reporter"]), newsroom["section"], **{"action-submit": "1"})
    assert not page.live
    assert any("editor@thu.example" in mail.to for mail in mailoutbox)
    act(client_for(newsroom["reporter"]), page)
    act(client_for(newsroom["chief"]), page)
    page.refresh_from_db()
    assert page.current_workflow_task_state.task.name.startswith("Biên tập")
    act(client_for(newsroom["editor"]), page)
    act(client_for(newsroom["editor"]), page)
    page = ArticlePage.objects.get(pk=page.pk)
    assert page.current_workflow_task_state.task.name.startswith("Tổng Biên tập")
    assert not page.live
    act(client_for(newsroom["chief"]), page)
    page = ArticlePage.objects.get(pk=page.pk)
    assert page.live
    reader = client_for(None)
    assert reader.get(page.url).status_code == 200
    assert headline(page.title) in reader.get(newsroom["section"].url).text


def test_nobody_publishes_directly_or_alone(newsroom, client_for):
    for name in ("reporter", "editor", "secretary", "chief"):
        page = write(client_for(newsroom[name]), newsroom["section"], **{"action-publish": "1"})
        assert not page.live, name
        client_for(newsroom[name]).post(f"/admin/pages/{page.pk}/edit/", form(**{"action-publish": "1"}))
        page.refresh_from_db()
        assert not page.live, name
        page.delete()
    page = write(client_for(newsroom["reporter"]), newsroom["section"])
    edit(client_for(newsroom["chief"]), page, kicker="Nhà tôi")
    client_for(newsroom["chief"]).post(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/", {})
    page.refresh_from_db()
    assert not page.live
    edit(client_for(newsroom["chief2"]), page, kicker="Nhà tôi", **{"action-publish": "1"})
    page.refresh_from_db()
    assert page.live


def test_who_signs_what_another_wrote_does_not_publish_it(newsroom, client_for):
    page = write(client_for(newsroom["reporter"]), newsroom["section"])
    page.bylines.create(person=Person.objects.create(full_name="Tâm", account=newsroom["chief"]))
    page.save_revision(user=newsroom["reporter"])
    for name, goes_out in (("chief", False), ("chief2", True)):
        client_for(newsroom[name]).post(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/", {})
        assert ArticlePage.objects.get(pk=page.pk).live is goes_out, name


def test_who_signs_a_story_does_not_take_the_own_account_off_its_author(newsroom, client_for):
    """Four eyes know by the author's account whose story it is."""
    chief, page = newsroom["chief"], write(client_for(newsroom["reporter"]), newsroom["section"])
    author = Person.objects.create(full_name="Tâm", outlet=newsroom["section"].outlet, account=chief)
    page.bylines.create(person=author)
    page.save_revision(user=newsroom["reporter"])
    at, sent = f"/admin/snippets/articles/person/edit/{author.pk}/", {"full_name": "Tâm", "has_page": "on"}
    assert "chỉ quản trị viên gỡ hoặc đổi" in client_for(chief).get(at).text
    for account in ("", newsroom["chief2"].pk):
        assert client_for(chief).post(at, sent | {"bio": "Nhà báo", "account": account}).status_code == 302
        author.refresh_from_db()
        assert (author.bio, author.account) == ("Nhà báo", chief), account
    client_for(chief).post(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/", {})
    assert not ArticlePage.objects.get(pk=page.pk).live
    assert client_for(newsroom["chief2"]).post(at, sent | {"account": ""}).status_code == 302
    author.refresh_from_db()
    assert author.account is None, "a colleague is a second person, whom the history names"


def test_own_text_is_refused_at_every_step(newsroom, client_for):
    page = write(client_for(newsroom["editor"]), newsroom["section"], **{"action-submit": "1"})
    act(client_for(newsroom["editor"]), page)
    data = form(**{"action-workflow-action": "1", "workflow-action-name": "approve"})
    client_for(newsroom["editor"]).post(f"/admin/pages/{page.pk}/edit/", data)
    page = ArticlePage.objects.get(pk=page.pk)
    assert page.current_workflow_task_state.task.name.startswith("Biên tập")
    act(client_for(newsroom["secretary"]), page)
    page = ArticlePage.objects.get(pk=page.pk)
    assert page.current_workflow_task_state.task.name.startswith("Tổng Biên tập")


def test_each_newsroom_stays_in_its_own_sections(newsroom, client_for):
    ours, theirs = (
        make_article("Bài của báo", section=newsroom["section"], live=False),
        make_article("Bài văn hóa", section=newsroom["other"], live=False),
    )
    for name, own, foreign in (("culture", theirs, ours), ("editor", ours, theirs)):
        client = client_for(newsroom[name])
        assert client.get(f"/admin/pages/{own.pk}/edit/").status_code == 200
        for path in (
            "{}/edit/",
            "{}/delete/",
            "{}/copy/",
            "{}/move/",
            "{}/history/",
            "{}/revisions/" + str(foreign.latest_revision_id) + "/view/",
        ):
            assert client.get(f"/admin/pages/{path.format(foreign.pk)}").status_code in {302, 403, 404}, path
        assert client.get(f"/admin/pages/add/articles/articlepage/{foreign.get_parent().pk}/").status_code in {302, 403}
        assert foreign.title not in client.get(f"/admin/choose-page/{foreign.get_parent().pk}/").json().get("html", "")


def send_outlet(client, address, **values):
    """Post Wagtail's form at `address` with `values` instead of what it shows."""
    outlet_form = client.get(address).context["form"]
    sent = {field.html_name: "" if field.value() is None else field.value() for field in outlet_form}
    return client.post(address, sent | values)


def test_an_administrator_opens_a_newsroom_with_the_form_of_an_outlet(newsroom, client_for):
    """Groups, rights and workflows come with the form; a row that a program writes has none until `sync_site`."""
    add = "/admin/snippets/campaign/outlet/add/"
    new = {"name": "Đài Thử", "short_name": "Đài", "slug": "dai-thu"}
    assert client_for(newsroom["chief"]).post(add, new).status_code in {302, 403}
    assert not Outlet.objects.filter(slug="dai-thu").exists()
    admin = client_for(make_user(is_superuser=True))
    assert send_outlet(admin, add, **new).status_code == 302
    for short in ("Đài", "đài"):
        response = send_outlet(admin, add, name="Đài Khác", short_name=short, slug="dai-khac")
        assert response.status_code == 200 and "đã có tên gọn này" in response.text, "groups are named by it"
    assert (
        send_outlet(admin, f"/admin/snippets/campaign/outlet/edit/{newsroom['section'].outlet_id}/").status_code == 302
    )
    outlet, roles = Outlet.objects.get(slug="dai-thu"), RoleGroup.objects.filter(scope="dai-thu")
    assert "Đài – Biên tập viên" in roles.values_list("group__name", flat=True)
    assert outlet.workflows.count() == 2
    section = make_section("Phát thanh", outlet=outlet)
    editors = roles.get(role=Role.EDITOR).group
    assert editors.page_permissions.filter(page=section).exists()
    assert section.workflowpage.workflow.newsroom_way.outlet == outlet
    bare = Outlet.objects.create(slug="cho-mo", name="Chờ mở", short_name="Chờ mở")
    later = make_section("Chưa có người", outlet=bare)
    assert not RoleGroup.objects.filter(scope="cho-mo").exists() and not bare.workflows.exists()
    sync_newsrooms()
    assert later.group_permissions.filter(group__role__scope="cho-mo").exists() and bare.workflows.count() == 2


def test_a_renamed_outlet_keeps_its_people_and_repeating_changes_nothing(newsroom, client_for):
    outlet = Outlet.objects.get(slug="bao-thu")
    edit_form = f"/admin/snippets/campaign/outlet/edit/{outlet.pk}/"
    workflow = Page.objects.get(pk=newsroom["section"].pk).workflowpage.workflow
    Task.objects.filter(pk=workflow.tasks[1].pk).update(name="Sếp duyệt")
    assert send_outlet(client_for(make_user(is_superuser=True)), edit_form, short_name="Báo Mới").status_code == 302
    workflow.refresh_from_db()
    named = [workflow.name, *workflow.tasks.values_list("name", flat=True)]
    assert named == ["Tin nhanh (Báo Mới)", "Biên tập (Báo Mới)", "Sếp duyệt"]
    assert newsroom["editor"].groups.get().name == "Báo Mới – Biên tập viên"
    before = newsroom["editor"].groups.get().page_permissions.count()
    sync_newsrooms()
    assert newsroom["editor"].groups.get().page_permissions.count() == before
    assert Page.objects.get(pk=newsroom["section"].pk).workflowpage.workflow.workflow_tasks.count() == 2


def test_a_section_that_changes_hands_changes_its_people_at_the_cost_of_one(newsroom, django_assert_max_num_queries):
    section, mine, theirs = newsroom["section"], newsroom["editor"].groups.get(), newsroom["culture"].groups.get()
    for number in range(3):
        name = f"Nhà {number}"
        open_newsroom(Outlet.objects.create(slug=f"nha-{number}", name=name, short_name=name))

    def held():
        return [group.page_permissions.filter(page=section).count() for group in (mine, theirs)]

    before = held()
    assert before[0] and not before[1]
    section.outlet = Outlet.objects.get(slug="van-hoa")
    section.save_revision()  # a draft names the new house: nothing moves yet
    assert held() == before
    with django_assert_max_num_queries(45):  # most are the page's own; it was hundreds with five houses
        section.save()
    assert held() == before[::-1]
    assert section.workflowpage.workflow.newsroom_way.outlet.slug == "van-hoa"
    section.outlet = None
    section.save()
    assert held() == [0, 0]
    assert not WorkflowPage.objects.filter(page=section).exists()


def test_another_newsroom_does_not_even_learn_the_headline(newsroom, client_for):
    """Wagtail's explorer, bulk actions and the move within a section name a page before they ask for rights."""
    draft = make_article("Tin chưa đăng về vụ án", section=newsroom["section"], live=False)
    places = [
        f"/admin/pages/{draft.pk}/",
        f"/admin/pages/{draft.pk}/edit/",
        f"/admin/pages/{draft.pk}/history/",
        f"/admin/pages/{draft.pk}/move/{newsroom['section'].pk}/confirm/",
        "/admin/reports/page-types-usage/",
        *(f"/admin/bulk/wagtailcore/page/{deed}/?id={draft.pk}" for deed in ("delete", "move", "publish", "unpublish")),
    ]
    assert client_for(newsroom["editor"]).get(places[0]).status_code == 200
    assert draft.title in client_for(newsroom["editor"]).get(places[5]).text
    for name in ("culture", "education"):
        account = newsroom.get(name) or make_user("so@thu.example")
        if name == "education":
            grant(account, Role.EDUCATION)
        client = client_for(account)
        for place in places:
            response = client.get(place)
            assert response.status_code in {302, 403} and draft.title not in response.text, place
            assert client.post(place).status_code in {302, 403, 405}, place
    draft.refresh_from_db()
    assert draft.get_parent().pk == newsroom["section"].pk and not draft.live


def test_the_editors_empty_paragraph_is_no_edit_and_words_are(newsroom, client_for):
    """Else whoever only approves becomes the last editor, and may not approve."""
    page = write(client_for(newsroom["reporter"]), newsroom["section"])
    ArticlePage.objects.filter(pk=page.pk).update(transcript="")
    page = ArticlePage.objects.get(pk=page.pk)
    form_class = ArticlePage.get_edit_handler().get_form_class()
    for words, changes in (("", False), ("<p></p>", False), ("<p>Lời trong clip.</p>", True)):
        sent = form_class(form(transcript=rich_text(words)), instance=page, for_user=newsroom["editor"])
        assert ("transcript" in sent.changed_data) is changes, words
        assert sent.is_valid() and bool(sent.cleaned_data["transcript"]) is changes


def test_who_saves_a_programs_text_unchanged_has_not_edited_it(newsroom, client_for):
    """A program's paragraphs have no keys; the first browser that saves them gives some."""
    page = write(client_for(newsroom["reporter"]), newsroom["section"], **{"action-submit": "1"})
    stored = ArticlePage.objects.get(pk=page.pk).get_latest_revision()
    stored.content["body"] = re.sub(r' data-block-key=\\"[^"]*"', "", stored.content["body"])
    assert "data-block-key" not in stored.content["body"]
    stored.save(update_fields=["content"])
    act(client_for(newsroom["editor"]), page)
    for kicker, approved in (("Nhà tôi", False), ("", True)):
        chief = newsroom["chief" if kicker else "chief2"]
        edit(client_for(chief), page, kicker=kicker)
        saved = ArticlePage.objects.get(pk=page.pk)
        assert saved.get_latest_revision().user == chief
        assert (last_editor_id(saved) == chief.pk) is not approved, kicker
        if not approved:  # the other words are taken back, by the one who had written them
            saved.revisions.filter(pk=saved.latest_revision_id).delete()  # as no tidying would (protected_revisions.py)
            ArticlePage.objects.filter(pk=page.pk).update(latest_revision=stored)
    act(client_for(newsroom["chief2"]), page)
    assert ArticlePage.objects.get(pk=page.pk).live


@pytest.mark.slow
def test_who_sets_the_hour_of_a_waiting_text_may_approve_it_and_who_changes_a_word_may_not(newsroom, client_for):
    hour = f"{timezone.localtime() + timedelta(days=2):%Y-%m-%d %H:%M}"
    for changes, may in (({}, True), ({"kicker": "Nhà tôi"}, False), ({"lead_caption": "Sân trường"}, False)):
        page = write(client_for(newsroom["reporter"]), newsroom["section"], **{"action-submit": "1"})
        act(client_for(newsroom["editor"]), page)
        chief = client_for(newsroom["chief"])
        edit(chief, page, go_live_at=hour, **changes)
        saved = ArticlePage.objects.get(pk=page.pk)
        assert saved.get_latest_revision().user == newsroom["chief"]
        assert f"{timezone.localtime(saved.get_latest_revision_as_object().go_live_at):%Y-%m-%d %H:%M}" == hour
        editor = chief.get(f"/admin/pages/{page.pk}/edit/").text
        assert ('data-workflow-action-name="approve"' in editor) is may, changes
        assert ("việc của bạn" in card_of(chief, page)) is may and (page.title in waits_for(chief)) is may
        act(chief, page)
        assert page.revisions.exclude(approved_go_live_at=None).exists() is may, changes
        if not may:
            act(client_for(newsroom["chief2"]), page)
            assert page.revisions.exclude(approved_go_live_at=None).exists()
        page.delete()


def waits_for(client) -> str:
    """Titles on the dashboard that wait for this person."""
    work = next(panel.found for panel in client.get("/admin/").context["panels"] if isinstance(panel, WorklistPanel))
    return " ".join(card.title for card in [work.next, *work.waiting] if card and card.waits_for)


def test_the_dashboard_lists_what_one_may_approve_and_nothing_else(newsroom, client_for):
    page = write(client_for(newsroom["reporter"]), newsroom["section"], **{"action-submit": "1"})
    own = write(client_for(newsroom["editor"]), newsroom["section"], "Bài của biên tập", **{"action-submit": "1"})
    signed = make_article("Bài ký tên biên tập", section=newsroom["section"], live=False, owner=newsroom["reporter"])
    signed.bylines.create(person=Person.objects.create(full_name="Bình", account=newsroom["editor"]))
    signed.save_revision(user=newsroom["reporter"])
    signed.get_workflow().start(signed, newsroom["reporter"])
    listed = waits_for(client_for(newsroom["editor"]))
    assert page.title in listed and own.title not in listed and signed.title not in listed
    listed = waits_for(client_for(newsroom["secretary"]))
    assert all(title in listed for title in (page.title, own.title, signed.title))
    assert "việc của bạn" not in card_of(client_for(newsroom["editor"]), own)
    assert "việc của bạn" not in card_of(client_for(newsroom["editor"]), signed)
    assert "việc của bạn" in card_of(client_for(newsroom["secretary"]), own)

    act(client_for(newsroom["editor"]), page)
    for kicker, is_listed in (("", True), ("Nhà tôi", False)):  # pressed “save” only; wrote a word
        edit(client_for(newsroom["chief"]), page, kicker=kicker)
        assert (page.title in waits_for(client_for(newsroom["chief"]))) is is_listed, kicker
        assert page.title in waits_for(client_for(newsroom["chief2"]))
    assert not waits_for(client_for(newsroom["culture"]))


def card_of(client, page) -> str:
    """The text's card on the board."""
    cards = client.get("/admin/toa-soan/").text.split('<li class="newsroom-card')
    return next(card.partition("</li>")[0] for card in cards if page.title in card)


def ripe(page):
    """The approved hour of `page` comes, and the scheduler with it."""
    for revision in page.revisions.exclude(approved_go_live_at=None):
        revision.content["go_live_at"], revision.approved_go_live_at = timezone.now().isoformat(), timezone.now()
        revision.save(update_fields=["content", "approved_go_live_at"])
    call_command("publish_scheduled")


def by_program(page, user):
    with contextlib.suppress(PermissionDenied):
        page.get_latest_revision().publish(user=user)


def by_schedule(client, page):
    hour = f"{timezone.localtime() + timedelta(hours=2):%Y-%m-%d %H:%M}"
    edit(client, page, go_live_at=hour, **{"action-publish": "1"})
    assert not ArticlePage.objects.get(pk=page.pk).live
    ripe(page)


#: path to the reader → what is done on it; translations have theirs in tests/translations/test_translation_gates.py
PATHS = {
    "editor's publish button": lambda client, page, user: edit(client, page, **{"action-publish": "1"}),
    "workflow button, as dashboard and board use it": lambda client, page, user: act(client, page),
    "workflow button in the editor's form": lambda client, page, user: edit(
        client, page, **{"action-workflow-action": "1", "workflow-action-name": "approve"}
    ),
    "bulk action": lambda client, page, user: client.post(
        f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/", {}
    ),
    "schedule set in the editor": lambda client, page, user: by_schedule(client, page),
    "program in somebody's name": lambda client, page, user: by_program(page, user),
}


def assert_chief2_lets_it_out_and_the_chief_does_not(newsroom, client_for, page):
    """On every path, each from the same text in the same state: first the chief tries, then the other."""
    for path, go in PATHS.items():
        with transaction.atomic():
            for name, goes_out in (("chief", False), ("chief2", True)):
                go(client_for(newsroom[name]), page, newsroom[name])
                assert ArticlePage.objects.get(pk=page.pk).live is goes_out, (path, name)
            transaction.set_rollback(True)
        cache.clear()  # may hold what was undone
        page.refresh_from_db()


@pytest.mark.slow
def test_on_every_path_the_own_text_stays_in_and_another_person_lets_it_out(newsroom, client_for):
    page = write(client_for(newsroom["chief"]), newsroom["section"], **{"action-submit": "1"})
    act(client_for(newsroom["editor"]), page)
    assert_chief2_lets_it_out_and_the_chief_does_not(newsroom, client_for, page)


@pytest.mark.slow
def test_who_wrote_an_earlier_version_does_not_let_the_text_out(newsroom, client_for):
    """The chief's words, another person's last comma: still the chief's words, until they were published."""
    page = write(client_for(newsroom["reporter"]), newsroom["section"])
    edit(client_for(newsroom["chief"]), page, kicker="Lời của tổng")
    edit(client_for(newsroom["editor"]), page, kicker="Lời của tổng, dấu phẩy của ban")
    client_for(newsroom["reporter"]).post(f"/admin/pages/{page.pk}/edit/", form(**{"action-submit": "1"}))
    if not ArticlePage.objects.get(pk=page.pk).current_workflow_state:  # a reporter edits the own text only
        ArticlePage.objects.get(pk=page.pk).get_workflow().start(page, newsroom["reporter"])
    act(client_for(newsroom["secretary"]), page)
    opened = client_for(newsroom["chief"]).get(f"/admin/pages/{page.pk}/edit/")
    assert "Bạn đã viết hoặc sửa một bản của bài trong lượt này" in opened.text
    assert "việc của bạn" not in card_of(client_for(newsroom["chief"]), page)
    assert page.title not in waits_for(client_for(newsroom["chief"]))
    assert "việc của bạn" in card_of(client_for(newsroom["chief2"]), page)
    assert_chief2_lets_it_out_and_the_chief_does_not(newsroom, client_for, page)


def test_a_round_ends_with_publication_and_hours_are_no_words(newsroom, client_for):
    """What readers have was let out by another person: its writers may decide the next round; arrangers always may."""
    page = write(client_for(newsroom["reporter"]), newsroom["section"])
    edit(client_for(newsroom["chief"]), page, kicker="Lời của tổng")
    PATHS["bulk action"](client_for(newsroom["chief2"]), page, newsroom["chief2"])
    chief, editor = client_for(newsroom["chief"]), client_for(newsroom["editor"])
    tomorrow = f"{timezone.localtime() + timedelta(days=1):%Y-%m-%d %H:%M}"
    rounds = (
        ("a pin, then the chief's words", {"kicker": "Lời của tổng", "pinned_until": tomorrow}, True),
        ("words, then the chief's words", {"kicker": "Lời khác của tổng"}, False),
    )
    for label, sent, may in rounds:
        assert ArticlePage.objects.get(pk=page.pk).live_revision_id
        edit(chief, page, **sent)
        edit(editor, page, **sent, lead_caption=f"Chú thích: {label}")
        chief.post(f"/admin/pages/{page.pk}/unpublish/")  # also without a live version the round is known
        PATHS["bulk action"](chief, page, newsroom["chief"])
        assert ArticlePage.objects.get(pk=page.pk).live is may, label
    copied = {"new_title": "Bản sao", "new_slug": "ban-sao", "new_parent_page": newsroom["section"].pk}
    client_for(newsroom["secretary"]).post(f"/admin/pages/{page.pk}/copy/", copied)
    copy = ArticlePage.objects.get(slug="ban-sao").get_latest_revision_as_object()
    copy.has_minor = copy.has_victim = False  # a copy is asked anew
    copy.save_revision(user=newsroom["secretary"])
    for name, goes_out in (("chief", False), ("chief2", True)):
        PATHS["bulk action"](client_for(newsroom[name]), copy, newsroom[name])
        assert ArticlePage.objects.get(pk=copy.pk).live is goes_out, name


@pytest.mark.parametrize("model", [SpecialPage, StorylinePage])
def test_gatherings_too_are_let_out_by_another_person(newsroom, client_for, model):
    page = model(title="Tuần lễ an toàn", slug="tuan-le", locale=newsroom["section"].locale, live=False)
    newsroom["section"].add_child(instance=page)
    page.save_revision(user=newsroom["chief"])
    fields = {"title": page.title, "slug": page.slug, "kicker": "", "intro": "Mới", "accent": "song"}
    fields |= {"body": streamfield([]), "comments": inline_formset([]), "seo_title": "", "search_description": ""}
    publish = nested_form_data(fields | {"action-publish": "1"})
    client, edit_address = client_for(newsroom["chief"]), f"/admin/pages/{page.pk}/edit/"
    client.post(edit_address, publish)
    client.post(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/", {})
    by_program(model.objects.get(pk=page.pk), newsroom["chief"])
    client_for(newsroom["editor"]).post(edit_address, publish)
    assert not model.objects.get(pk=page.pk).live
    assert client_for(newsroom["culture_secretary"]).post(edit_address, publish).status_code in {302, 403}
    client_for(newsroom["chief2"]).post(edit_address, publish)
    assert model.objects.get(pk=page.pk).live


def test_commands_copies_calendar_and_api_publish_for_nobody(newsroom, client_for):
    """Paths on which no second person stands: nothing goes out, whoever asks."""
    page = write(client_for(newsroom["reporter"]), newsroom["section"])
    page.get_latest_revision().publish()  # a program in nobody's name
    for name in ("chief", "chief2"):
        client = client_for(newsroom[name])
        write(client, newsroom["section"], "Bài tự đăng", **{"action-publish": "1"}).delete()
        soon = f"{timezone.localtime() + timedelta(hours=5):%Y-%m-%d %H:%M}"
        assert client.post(f"/admin/toa-soan/lich/story/{page.pk}/", {"do": "move", "moment": soon}).status_code == 302
        ArticlePage.objects.filter(pk=page.pk).update(go_live_at=timezone.now())
        call_command("publish_scheduled")
        copy = {"new_title": "Bản sao", "new_slug": f"sao-{name}", "new_parent_page": newsroom["section"].pk}
        client.post(f"/admin/pages/{page.pk}/copy/", copy | {"publish_copies": "on"})
        assert not ArticlePage.objects.filter(slug=copy["new_slug"]).exists()
        client.post(f"/admin/pages/{page.pk}/copy/", copy)
        for method in (client.post, client.put, client.patch):
            assert method(f"/api/v2/pages/{page.pk}/", {"live": True}).status_code in {403, 404, 405}
    assert ArticlePage.objects.filter(slug__startswith="sao-").count() == 2
    assert not ArticlePage.objects.filter(live=True).exists()


def test_an_alias_is_held_back_by_the_fields_of_its_page_type_too(newsroom, client_for):
    admin, section = client_for(make_user(is_superuser=True, is_staff=True)), newsroom["section"]
    for advice, goes_out in (("Cúp máy.", True), ("Gọi em Bông lớp 9A2 số 0912 345 678.", False)):
        tip = make_article("Mẹo", section=section, model=TipPage, genre="meo", do_this=advice, not_this="Nghe tiếp.")
        copy = {"new_title": "Mẹo", "new_slug": f"theo-{tip.pk}", "new_parent_page": section.pk, "alias": "on"}
        admin.post(f"/admin/pages/{tip.pk}/copy/", copy)
        assert TipPage.objects.filter(alias_of=tip.pk).exists() is goes_out, advice


@pytest.mark.parametrize("way", ["alias", "publish_copies"])
def test_a_section_is_copied_alone_whatever_stands_below_it(newsroom, client_for, way):
    admin, section = client_for(make_user(is_superuser=True, is_staff=True)), newsroom["section"]
    make_article("Bài lộ", section=section, paragraphs=["Gọi em Bông lớp 9A2 số 0912 345 678."])
    home = section.get_parent()
    for below, is_made in (({"copy_subpages": "on"}, False), ({}, way == "alias")):
        copy = {"new_title": "Chép", "new_slug": "chep", "new_parent_page": home.pk, way: "on"} | below
        admin.post(f"/admin/pages/{section.pk}/copy/", copy)
        assert SectionPage.objects.filter(slug="chep", live=True).exists() is is_made, below
    assert ArticlePage.objects.filter(title="Bài lộ").count() == 1


def test_a_new_story_that_a_gate_refuses_is_listed_nowhere(newsroom, client_for):
    admin, section = client_for(make_user(is_superuser=True, is_staff=True)), newsroom["section"]
    refused = write(admin, section, "Bài chưa đủ", sapo="Ngắn quá.", **{"action-publish": "1"})
    assert not refused.live
    assert not ArticlePage.objects.listed_in(section).exists(), "the section's number of pages counts it"
    out = write(admin, section, "Bài đủ", **{"action-publish": "1"})
    assert out.live and list(ArticlePage.objects.listed_in(section).values_list("pk", flat=True)) == [out.pk]


def test_the_order_of_three_people_is_the_same_in_editor_preview_and_live(newsroom, client_for):
    people = [Person.objects.create(full_name=name) for name in ("Trần Thị Hạnh", "Lê Văn An", "Phạm Minh Bảo")]
    roles = ("text", "photo", "video")
    rows = [
        {"id": "", "person": person.pk, "role": role, "signed_as": "", "share": ""}
        for person, role in zip(people, roles, strict=True)
    ]
    reporter, editor = client_for(newsroom["reporter"]), client_for(newsroom["editor"])
    page = write(reporter, newsroom["section"], bylines=inline_formset(rows), **{"action-submit": "1"})
    keys = list(page.bylines.values_list("pk", flat=True))
    moved = [row | {"id": pk, "ORDER": place} for row, pk, place in zip(rows, keys, (3, 1, 2), strict=True)]
    sent = form(bylines=inline_formset(moved, initial=3))
    expected = ["Lê Văn An", "Phạm Minh Bảo", "Trần Thị Hạnh"]

    assert editor.post(f"/admin/pages/{page.pk}/edit/preview/", sent).json()["is_valid"]
    assert editor.post(f"/admin/pages/{page.pk}/edit/", sent).status_code == 302
    opened = editor.get(f"/admin/pages/{page.pk}/edit/").context["form"].formsets["bylines"].forms
    assert [str(item.instance.person) for item in sorted(opened, key=lambda item: item.instance.sort_order)] == expected
    for name in ("editor", "chief"):
        act(client_for(newsroom[name]), page)
    page = ArticlePage.objects.get(pk=page.pk)
    assert page.live
    for place in (f"/admin/pages/{page.pk}/edit/preview/", f"/admin/pages/{page.pk}/view_draft/", page.url):
        byline = editor.get(place).text.split('<div class="byline">', 1)[1].split("</div>", 1)[0]
        assert sorted(expected, key=byline.index) == expected, place
