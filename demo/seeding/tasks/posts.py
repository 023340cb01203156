"""Seeds posts of bodies on their channels, published and planned; all is fictional."""

from __future__ import annotations

from datetime import timedelta

from articles.models import ArticlePage
from base.day import today
from campaign.models import Season
from media_library.models import Asset
from reporting.models import Post
from users.models import User

Channel = Post.Channel
#: (account, channel, days from today, title, reach)
POSTS = (
    ("congan@demo.example", Channel.FANPAGE, -9, "Kẻ lạ gọi video xưng công an: cúp máy, gọi 113", 18_400),
    ("congan@demo.example", Channel.ZALO, -6, "Ba câu hỏi trước khi chuyển tiền", 9_200),
    ("congan@demo.example", Channel.TIKTOK, -2, "Một phút: nhận ra giọng giả", 31_000),
    ("sogddt@demo.example", Channel.WEBSITE, -5, "Bộ tài liệu cho tiết chào cờ tuần này", None),
    ("thanhdoan@demo.example", Channel.FANPAGE, -3, "Đặt một viên gạch lên bức tường", 6_700),
    ("hoiphunu@demo.example", Channel.RADIO, -1, "Bài loa xã: hỏi con trước khi con phải giấu", 1_500),
    ("tongbientap@baocantho.example", Channel.PRINT, -4, "Trang chuyên đề: Không một mình", 12_000),
    ("tongbientap@baocantho.example", Channel.TELEVISION, 2, "Phóng sự: một buổi tập huấn ở trường", None),
    ("congan@demo.example", Channel.YOUTUBE, 3, "Phim ngắn: Vòng tròn", None),
    ("thanhdoan@demo.example", Channel.TIKTOK, 1, "Thử thách tường gạch của các lớp", None),
)


def seed_posts() -> None:
    """Log the posts of the running season; every second one comes from an asset, the others from a story."""
    season = Season.objects.get(is_current=True)
    assets = list(Asset.objects.on_pages(for_editors=False).order_by("code")[: len(POSTS)])
    stories = list(ArticlePage.objects.live().originals().order_by("-published_at")[: len(POSTS)])
    rows = []
    for number, (email, channel, days, title, reach) in enumerate(POSTS):
        person, day, is_past = User.objects.get(email=email), today() + timedelta(days=days), days < 0
        source = {"asset": assets[number]} if number % 2 else {"story": stories[number]}
        online = is_past and channel in Post.ONLINE
        rows.append(
            Post(
                season=season,
                body=person.organisation,
                channel=channel,
                title=title,
                planned_for=day,
                posted_on=day if is_past else None,
                url=f"https://kenh-{channel}.example/bai-{number + 1}" if online else "",
                reach=reach,
                reach_on=day if reach else None,
                by=person,
                **source,
            )
        )
    Post.objects.bulk_create(rows)
