"""The fee sheet of a story in three languages, counted by hand."""

import io
import re
from html import unescape

import pytest
from openpyxl import load_workbook
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from articles.models import ArticlePage, Person
from tests.factories import make_article, make_locale, make_user
from tests.translations.test_dashboard import SAPO
from translations.diff import source_of
from translations.publish import publish_together, start
from users.models import User
from users.roles import grant

#: wagtail-localize publishes when its transaction is over.
pytestmark = [pytest.mark.world("languages"), pytest.mark.django_db(transaction=True)]
SHEET = "/admin/toa-soan/nhuan-but/?co-quan=bao-thu"
VIETNAMESE = 40 + 5  # tiếng of SAPO and of the paragraph


def translate(page, language, *, sapo_by, rest_by):
    for segment in source_of(page).stringsegment_set.select_related("context", "string"):
        path = segment.context.path
        data = f"{language}-{page.pk}" if path == "slug" else "កុំខ្លាច\u200bឡើយ" if language == "km" else "Hang up first"
        by = sapo_by if path == "sapo" else rest_by
        written = {"last_translated_by": by or paper_admin(), "translation_type": "manual" if by else "machine"}
        StringTranslation.objects.update_or_create(
            translation_of=segment.string, context=segment.context, locale=make_locale(language),
            defaults={"data": data} | written,
        )  # fmt: skip


def paper_admin():
    return User.objects.get(is_superuser=True)


def test_a_story_in_three_languages_pays_its_people_once_and_each_translator(client_for, paper):
    page = make_article("Cúp máy trước", section=paper["section"], sapo=SAPO, paragraphs=["một hai ba bốn năm"])
    for order, (name, role) in enumerate((("Minh Thư", "text"), ("Hải Đăng", "photo"))):
        page.bylines.create(person=Person.objects.create(full_name=name), role=role, sort_order=order)
    page.save_revision().publish(skip_permission_checks=True)
    for language in ("km", "en"):
        if language == "en":
            start(paper["section"], make_locale("en"), paper["admin"])
        start(page, make_locale(language), paper[language])
    Person.objects.create(full_name="Sơn Thị Sóc Kha", pen_name="Sóc Kha", account=paper["km"])
    translate(page, "km", sapo_by=paper["km"], rest_by=paper["km"])
    translate(page, "en", sapo_by=paper["en"], rest_by=None)
    assert publish_together(page, paper["admin"]) == (["en", "km"], [])
    khmer, sapo = paper["khmer_section"].specific, "កុំ ខ្លាច\u200bឡើយ"
    written = make_article("ខ្មែរ", section=khmer, sapo=sapo, paragraphs=["ក ខ"], signed_by_outlet=False)
    assert ArticlePage.objects.filter(pk=written.pk, live=True).exists()

    chief = client_for(paper["other"])
    chief.post(SHEET, {"unit": "100000", "genre_tin": "4", f"genre_{page.genre}": "10", "genre_translation": "5"})
    file = chief.get(f"{SHEET}&xlsx=1")
    rows = list(load_workbook(io.BytesIO(file.getvalue())).active.iter_rows(min_row=2, values_only=True))
    people = [row for row in rows if row[0]]
    by_title = {}
    for row in people:
        by_title.setdefault(row[11].split("/")[3], []).append((*row[1:5], *row[6:8], *row[12:]))
    assert by_title["vi"] == [
        ("Minh Thư", "Minh Thư", "Bài", 50, VIETNAMESE, "tiếng", 10, 500_000),
        ("Hải Đăng", "Hải Đăng", "Ảnh", 50, None, None, 10, 500_000),
    ]
    assert by_title["en"] == [
        ("Lâm Minh Anh", "Lâm Minh Anh", "Dịch", 100, VIETNAMESE, "tiếng của bản gốc", 5, 500_000)
    ], "what a machine translated is nobody's"
    assert by_title["km"] == [
        ("Sơn Thị Sóc Kha", "Sóc Kha", "Dịch", 100, VIETNAMESE, "tiếng của bản gốc", 5, 500_000),
        ("(chưa ghi tác giả)", None, None, None, 3 + 5 + 3 + 2, "ký tự", None, None),
    ]
    shown = chief.get(SHEET).text
    table = re.findall(r"<tr>(.*?)</tr>", shown.partition("<tbody>")[2].partition("</tbody>")[0], re.DOTALL)
    on_page = [
        [
            " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split())
            for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)
        ]
        for row in table
    ]
    assert [row[:6] + row[7:9] for row in on_page] == [
        ["" if value is None else str(value) for value in (*row[:6], *row[7:9])] for row in people
    ]
    assert "đếm ký tự không kể dấu cách" in shown and any("đếm ký tự" in (row[8] or "") for row in rows)


def test_two_translators_share_by_what_each_translated_and_a_byline_of_the_translation_stands_first(client_for, paper):
    page = make_article("Cúp máy trước", section=paper["section"], sapo=SAPO, author="Minh Thư")
    start(page, make_locale("km"), paper["km"])
    second = make_user("hai@thu.example", full_name="Thạch Rô")
    grant(second, "translator_km")
    translate(page, "km", sapo_by=second, rest_by=paper["km"])
    assert publish_together(page, paper["admin"])[0] == ["km"]
    sizes = {"sapo": len(SAPO), "rest": len("Cúp máy trước") + len("Đoạn văn thử.")}
    mine = sizes["rest"] * 100 // sum(sizes.values())

    def people():
        text = client_for(paper["other"]).get(f"{SHEET}&xlsx=1").getvalue()
        rows = load_workbook(io.BytesIO(text)).active.iter_rows(min_row=2, values_only=True)
        return [(row[1], row[3], row[4]) for row in rows if row[0] and "/km/" in row[11]]

    assert people() == [("Thạch Rô", "Dịch", 100 - mine), ("Sơn Thị Sóc Kha", "Dịch", mine)]
    User.objects.filter(pk=second.pk).update(full_name="")
    assert people()[0] == ("hai@thu.example", "Dịch", 100 - mine), "an account without a name is told by its address"
    twin = page.get_translation(make_locale("km"))
    twin.bylines.create(person=Person.objects.create(full_name="Danh Thị Ly"), role="translation")
    twin.save()
    assert people() == [("Danh Thị Ly", "Dịch", 100)]
    Page.objects.filter(pk=page.pk).update(live=False)
    assert people() == [("Danh Thị Ly", "Dịch", 100)], "an original that left changes nothing"


@pytest.mark.clock("2026-11-18 09:00")
def test_a_translation_is_paid_in_the_month_it_came_out_and_not_in_that_of_its_original(client_for, paper, clock):
    """Its shown hour is copied from the original, whose month may be paid and signed by then."""
    page = make_article("Cúp máy trước", section=paper["section"], sapo=SAPO, author="Minh Thư")
    clock.move_to("2026-12-02 10:00")
    start(page, make_locale("km"), paper["km"])
    translate(page, "km", sapo_by=paper["km"], rest_by=paper["km"])
    assert publish_together(page, paper["admin"])[0] == ["km"]

    def people(month):
        text = client_for(paper["other"]).get(f"{SHEET}&xlsx=1&thang={month}").getvalue()
        rows = load_workbook(io.BytesIO(text)).active.iter_rows(min_row=2, values_only=True)
        return [(row[1], f"{row[10]:%d-%m %H:%M}") for row in rows if row[0]]

    assert people("2026-11") == [("Minh Thư", "18-11 09:00")]
    assert people("2026-12") == [("Sơn Thị Sóc Kha", "02-12 10:00")]
