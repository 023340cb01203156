"""Passing a story on: nothing of a network before a tap, Zalo always, its script with an account, words to copy."""

import re

import pytest
from django.core.cache import cache

from campaign.models import SiteIdentity
from tests.factories import make_article, make_home, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    cache.clear()
    make_home()
    return make_article("Cúp máy trước", social_text="Đọc rồi gửi cho một người bạn nghĩ tới.")


def name_account(account="1234567890") -> None:
    identity = SiteIdentity.for_site(make_home().get_site())
    identity.zalo_oa_id = account
    identity.save()
    cache.clear()


def test_without_an_account_zalo_gets_the_link_and_nothing_of_zalo_is_loaded(client, story, settings):
    own = f"/vi/chia-se-zalo/{story.pk}/"
    assert f'href="{own}" rel="nofollow"' in client.get(story.address).text
    page = client.get(own)
    assert f'<p id="lien-ket">{settings.SITE_URL}{story.address}</p>' in page.text
    assert 'src="data:image/svg+xml' in page.text and 'data-address="' in page.text
    assert "zalo.me" not in page.text + page["Content-Security-Policy"]
    assert not page.cookies and 'name="robots" content="noindex"' in page.text


def test_zalos_script_is_loaded_on_a_page_of_its_own_after_a_tap_and_nowhere_else(client, story):
    name_account()
    page = client.get(story.address)
    assert f'href="/vi/chia-se-zalo/{story.pk}/" rel="nofollow"' in page.text
    assert "sp.zalo.me" not in page.text + page["Content-Security-Policy"]
    own = client.get(f"/vi/chia-se-zalo/{story.pk}/")
    assert own.status_code == 200 and '<script src="https://sp.zalo.me/plugins/sdk.js" async>' in own.text
    assert 'data-oaid="1234567890"' in own.text and f"{story.address}" in own.text
    assert "https://sp.zalo.me" in own["Content-Security-Policy"]
    assert not own.cookies and own["Cache-Control"].startswith("public")
    assert 'name="robots" content="noindex"' in own.text


def test_what_is_not_public_cannot_be_shared(client, story):
    name_account()
    draft = make_article("Còn nháp", section=make_section("Thời sự"), live=False)
    for number in (draft.pk, 999_999, story.get_parent().pk):
        assert client.get(f"/vi/chia-se-zalo/{number}/").status_code == 404


def test_facebook_is_a_plain_link_that_carries_only_the_address(client, story, settings):
    text = client.get(story.address).text
    link = re.search(r'<a [^>]*href="(https://www\.facebook\.com/sharer[^"]+)"\s+rel="([^"]+)"', text)
    whole = f"{settings.SITE_URL}{story.address}".replace(":", "%3A").replace("/", "%2F")
    assert link[1] == f"https://www.facebook.com/sharer/sharer.php?u={whole}"
    assert set(link[2].split()) == {"nofollow", "noopener", "noreferrer"}


def test_the_words_to_copy_carry_the_editors_text_the_address_and_three_hashtags(client, story, settings):
    text = client.get(story.address).text
    words = re.search(r'<p id="loi-dang">(.*?)</p>', text, re.DOTALL)[1]
    assert "Đọc rồi gửi cho một người bạn nghĩ tới." in words and settings.SITE_URL + story.address in words
    assert re.findall(r"#\w+", words) == SiteIdentity._meta.get_field("hashtags").default.split()
    assert len(re.findall(r"#\w+", words)) == 3
    story.social_text = ""
    story.save_revision().publish(skip_permission_checks=True)
    assert story.sapo in client.get(story.address).text.split('id="loi-dang"')[1]


def test_buttons_that_need_a_script_are_hidden_until_it_runs(client, story):
    text = client.get(story.address).text
    for button in ("data-share", "data-print", "data-larger"):
        assert re.search(rf"<button [^>]*{button}[^>]* hidden", text), button
    copying = re.findall(r"<button [^>]*data-copy[^>]*>", text)
    assert copying and all(" hidden" in tag for tag in copying)
