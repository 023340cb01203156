"""A quiz is played to its end without script and cookie, on paper and offline; answers are counted, people are not."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from wagtail.models import PageViewRestriction

from activities.models import ChoiceTally, QuizPage
from activities.playable import papers, tally
from articles.rules import gates
from articles.syndication.closed import closed_paths
from tests.activities.quizzes import BROWSER, answers, band, make_quiz, question, two_questions
from tests.activities.scenarios import make_scenario
from tests.factories import make_help_line, make_home, make_image, make_section, story_row

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


def fields_of(page):
    """(action, {name: value of hidden fields}) of the form of a question."""
    form = re.search(r'<form method="post" action="(/vi/do-vui/[^"]+)">(.*?)</form>', page, re.S)
    return form[1], dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[2]))


def test_a_quiz_is_played_to_its_end_without_script_and_cookie(client_for):
    quiz, client = make_quiz(), client_for()
    page = client.get(quiz.address)
    assert page.status_code == 200 and "Có người dọa đăng ảnh?" in page.text
    assert "Dừng ở đây cũng được" in page.text
    action, hidden = fields_of(page.text)
    wrong = client.post(action, hidden | {"chon": "b", "cap": "thcs"}, **BROWSER)
    assert wrong.status_code == 303 and wrong["Location"].endswith("/b/?cap=thcs")
    feedback = client.get(wrong["Location"])
    assert "Nghĩ lại nhé" in feedback.text and "Vì xóa hết." in feedback.text and "Vì báo người lớn." in feedback.text
    assert "Vì trả tiền." not in feedback.text, "reasons of what nobody chose stay out"
    following = client.get(re.search(r'href="(/vi/do-vui/[^"]+/tiep/[^"]*)"', feedback.text)[1])
    action, hidden = fields_of(following.text)
    assert hidden == {"lam": "b", "cap": "thcs"} and "Gọi số nào?" in following.text
    last = client.get(client.post(action, hidden | {"chon": "a"}, **BROWSER)["Location"])
    assert "Xem lời kết" in last.text
    end = client.get(f"{action}ba/tiep/")
    assert "Học thêm được nhiều" in end.text and "1/2" not in end.text
    better = client.get(f"{action}ca/tiep/")
    assert "Bạn giúp được người khác" in better.text
    for response in (page, wrong, feedback, following, last, end):
        assert not response.cookies
    assert all(response["Cache-Control"] == "private, no-store" or "no-store" in response["Cache-Control"]
               for response in (wrong, feedback, end))  # fmt: skip
    assert feedback["X-Robots-Tag"] == "noindex"
    counted = {(row.level, row.times, row.week.isoformat()) for row in ChoiceTally.objects.all()}
    assert counted == {("thcs", 1, "2026-11-16")} and ChoiceTally.objects.count() == 2


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"lam": "", "chon": "d"}, 400),  # a letter that the question does not have
        ({"lam": "", "chon": ""}, 400),
        ({"lam": "ccc", "chon": "a"}, 400),
        ({"lam": "", "chon": "ca"}, 400),
        ({"lam": "<script>", "chon": "a"}, 400),
        ({"lam": "", "chon": "c", "cap": "'><script>"}, 303),
    ],
)
def test_a_made_up_answer_is_refused_in_words_and_not_counted(client_for, sent, status):
    quiz, client = make_quiz(), client_for()
    response = client.post(f"/vi/do-vui/{quiz.pk}/", sent, **BROWSER)
    assert response.status_code == status and "<script>" not in response.text
    if status == 400:
        assert "Chưa rõ bạn chọn câu nào" in response.text and not ChoiceTally.objects.exists()
    else:
        assert ChoiceTally.objects.get().level == ""
    assert client.get(f"/vi/do-vui/{quiz.pk}/dddd/").status_code == 404
    assert client.get(f"/en/do-vui/{quiz.pk}/c/").status_code == 404, "its own language only"


def test_the_next_question_is_shown_without_limit_and_counted_within_it(client_for, settings):
    """A class behind one address plays on; what it taps from then on says nothing in the numbers."""
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"quiz_answer": "2/m/ip"}
    quiz, client = make_quiz(), client_for()
    place = f"/vi/do-vui/{quiz.pk}/"
    assert client.get(place)["Location"] == quiz.address, "the address of the form, opened in a new tab"
    responses = [client.post(place, {"chon": "c"}, **BROWSER) for _tap in range(4)]
    assert [(response.status_code, response["Location"]) for response in responses] == [(303, f"{place}c/")] * 4
    assert ChoiceTally.objects.get().times == 2


def test_the_questions_of_a_sensitive_quiz_offer_the_way_out(client_for):
    sensitive = make_section("Khi bị đe dọa", slug="khi-bi-de-doa", is_sensitive=True)
    plain = make_section()
    for facts, is_offered in (
        ({"section": plain}, False),
        ({"section": plain, "content_warning": "Có chuyện bị dọa."}, True),
        ({"section": sensitive}, True),
    ):
        quiz = make_quiz(f"Đố {is_offered} {len(facts)}", **facts)
        page = client_for().get(f"/vi/do-vui/{quiz.pk}/c/").text
        assert ("data-exit" in page) is is_offered, facts


def test_drafts_are_not_played_and_programs_are_not_counted(client_for):
    quiz, client = make_quiz(live=False), client_for()
    assert client.post(f"/vi/do-vui/{quiz.pk}/", {"chon": "c"}, **BROWSER).status_code == 404
    QuizPage.objects.filter(pk=quiz.pk).update(live=True)
    assert client.post(f"/vi/do-vui/{quiz.pk}/", {"chon": "c"}, HTTP_USER_AGENT="curl/8").status_code == 303
    assert not ChoiceTally.objects.exists()


def test_paper_has_questions_and_key_and_the_offline_copy_asks_nothing_of_a_network(client_for):
    quiz, client = make_quiz(), client_for()
    paper = client.get(f"/vi/do-vui/{quiz.pk}/ban-in.pdf")
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")
    copy = client.get(f"/vi/do-vui/{quiz.pk}/ngoai-tuyen.html")
    assert "attachment" in copy["Content-Disposition"]
    assert not re.search(r'(?:src|href)="(?!data:|tel:)', copy.text) and "<link" not in copy.text
    assert "Vì trả tiền." in copy.text and "Bạn giúp được người khác" in copy.text


def test_the_offline_copy_names_numbers_of_its_language_that_can_be_called(client_for):
    quizzes = {"vi": make_quiz(), "km": make_quiz(section=make_section("ព័ត៌មាន", home=make_home("km"), slug="tin-km"))}
    client = client_for()

    def numbers(language):
        cache.clear()
        copy = client.get(f"/{language}/do-vui/{quizzes[language].pk}/ngoai-tuyen.html").text
        return re.findall(r'href="tel:([^"]*)"', copy)

    assert numbers("vi") == ["113", "111"], "without any that is checked"
    make_help_line("", url="https://takeitdown.ncmec.org", language="km")
    assert numbers("km") == ["113", "111"], "an address cannot be called"
    make_help_line("111", language="vi")
    make_help_line("156", language="km")
    assert (numbers("vi"), numbers("km")) == (["111"], ["156"])


def test_the_offline_copy_does_without_a_picture_that_is_away_or_too_large(client_for, monkeypatch):
    image = make_image()
    quiz, client = make_quiz(questions=two_questions(image)), client_for()
    copy = f"/vi/do-vui/{quiz.pk}/ngoai-tuyen.html"
    assert "data:image/jpeg;base64," in client.get(copy).text
    with monkeypatch.context() as patch:
        patch.setattr(papers, "MAX_PICTURE_BYTES", 10)
        assert "data:image" not in client.get(copy).text
    image.renditions.all().delete()
    image.file.storage.delete(image.file.name)
    response = client.get(copy)
    assert response.status_code == 200 and "data:image" not in response.text and "Vì trả tiền." in response.text


def test_small_numbers_are_hidden_and_cannot_be_computed_from_the_total():
    quiz = make_quiz()
    first = quiz.question_list[0]
    for response, times in zip(first.answers, (3, 7, 20), strict=True):
        tally.count(quiz, first, response, "thcs", times)
    hidden = tally.summary(quiz)[0]
    assert [(line.times, line.share) for line in hidden.lines] == [(None, None), (7, None), (20, None)]
    tally.count(quiz, first, first.answers[0], "thcs", 1)
    assert [line.times for line in tally.summary(quiz)[0].lines] == [None, 7, 20], "four are few"
    tally.count(quiz, first, first.answers[0], "thcs", 1)
    summary = tally.summary(quiz)[0]
    assert [line.times for line in summary.lines] == [5, 7, 20]
    assert [line.share for line in summary.lines] == [16, 22, 62]
    for nothing in ({"level": "thpt"}, {"week": timezone.localdate() - timedelta(days=30)}):
        assert [line.times for line in tally.summary(quiz, **nothing)[0].lines] == [0, 0, 0]
    second = quiz.question_list[1]
    for response in second.answers:
        tally.count(quiz, second, response, "thcs", 2)
    assert [(line.times, line.share) for line in tally.summary(quiz)[1].lines] == [(None, None)] * 2


def test_what_is_chosen_at_a_copy_counts_for_the_original():
    quiz = make_quiz()
    copy = quiz.create_alias(parent=make_section("Cơ quan khác", slug="co-quan-khac"))
    first = quiz.question_list[0]
    for page in (quiz, copy):
        tally.count(page, first, first.answers[0], "", 5)
    assert tally.summary(quiz)[0].lines[0].times == 10


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"questions": []}, "quiz-questions"),
        ({"questions": [question("Gì?", "Một", "Hai", right="")]}, "quiz-right"),
        ({"questions": [question("Gì?", "Một", right="a")]}, "quiz-answers"),
        ({"bands": [band(1, "Giỏi")]}, "quiz-bands"),
        ({}, ""),
    ],
)
def test_a_quiz_without_a_safe_answer_a_reason_or_closing_words_is_stopped(fields, code):
    codes = {finding.code for finding in gates.stops(make_quiz(**fields))}
    assert {name for name in codes if name.startswith("quiz-")} == ({code} if code else set())


def test_an_answer_without_a_reason_is_stopped_and_named():
    silent = question("Gì?", "Một", "Hai", right="a")
    silent[1]["answers"] = answers("Một", "Hai", right="a")
    silent[1]["answers"][1]["reason"] = "  "
    stop = next(finding for finding in gates.stops(make_quiz(questions=[silent])) if finding.code == "quiz-reason")
    assert stop.where == "Câu 1" and "B" in stop.problem


def test_closing_words_lead_to_the_quizs_own_language_with_one_query(django_assert_num_queries):
    section = make_section("ព័ត៌មាន", home=make_home("km"), slug="tin-km")
    stories = [story_row(f"Bài {number}") for number in range(3)]
    translated = [
        story_row(f"Bài {number}", section=section, live=number != 2, translation_key=story.translation_key)
        for number, story in enumerate(stories)
    ]
    bands = [
        ("band", {"least": number, "title": "Lời kết", "text": "Đọc tiếp.", "page": story, "button": ""})
        for number, story in enumerate(stories)
    ]
    quiz = make_quiz(section=section, bands=bands)
    links = [translated[0].url, translated[1].url, stories[2].url]
    quiz = QuizPage.objects.get(pk=quiz.pk)
    assert [block.value["page"].pk for block in quiz.bands] == [story.pk for story in stories]
    assert closed_paths() == (), "every page has read what is closed"
    with django_assert_num_queries(1):
        assert [band.link for band in quiz.band_list] == links, "a draft leads to its original"


def test_closing_words_lead_nowhere_that_asks_for_a_password():
    inner = make_section("Tập huấn", slug="tap-huan")
    bands = [
        (
            "band",
            {"least": 0, "title": "Lời kết", "text": "Đọc.", "page": story_row("Kín", section=inner), "button": ""},
        )
    ]
    quizzes = [make_quiz("Đố ngoài", bands=bands), make_quiz("Đố trong", bands=bands, section=inner)]

    def links():
        return [bool(QuizPage.objects.get(pk=quiz.pk).band_list[0].link) for quiz in quizzes]

    assert links() == [True, True]
    PageViewRestriction.objects.create(page=inner, restriction_type="password", password="x")
    assert links() == [False, True], "who plays behind the password has given it"


def test_the_front_page_asks_the_newest_quiz_that_everybody_may_read(client_for):
    older, newer = make_quiz("Đố đã lâu"), make_quiz("Đố mới")
    story, new_story = make_scenario("Vai đã lâu"), make_scenario("Vai mới")
    reader = client_for()

    def named():
        text = reader.get("/vi/").text
        band = text[text.index('class="quizfront"') :].split("</section>")[0] if 'class="quizfront"' in text else ""
        return {page.title for page in (older, newer, story, new_story) if page.title in band}

    assert named() == {newer.title, new_story.title}
    locks = [
        PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
        for page in (newer, new_story)
    ]
    assert named() == {older.title, story.title}
    PageViewRestriction.objects.create(page=older, restriction_type="login")
    assert named() == set()
    locks[0].delete()
    assert named() == {newer.title, story.title}
