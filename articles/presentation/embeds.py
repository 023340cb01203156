"""Addresses of clips on other sites, and of their players. Nothing is fetched.

Until a reader taps, the page has only a picture of this site and a link: no request, cookie or script of other sites.
"""

from __future__ import annotations

import re
from urllib.parse import quote

#: Origins that pages with such a block may frame (content security policy).
FRAMES = ("https://www.youtube-nocookie.com", "https://www.tiktok.com", "https://www.facebook.com")
_YOUTUBE = re.compile(
    r"^https://(?:www\.|m\.)?(?:youtube\.com/(?:watch\?(?:[^#]*&)?v=|shorts/|embed/)|youtu\.be/)([\w-]{11})(?:[?&#/].*)?$"
)
_TIKTOK = re.compile(r"^https://(?:www\.|m\.)?tiktok\.com/(?:@[\w.-]+/video|embed/v2)/(\d{8,25})(?:[?#/].*)?$")

_FACEBOOK = re.compile(
    r"^https://(?:www\.|m\.)?facebook\.com/"
    r"(?:watch/?\?(?:[^#]*&)?v=\d{8,25}|reel/\d{8,25}|[\w.-]+/videos/(?:[\w.-]+/)?\d{8,25})(?:[/?&#].*)?$"
)


def player_address(url: str) -> str:
    """Address of the frame that plays `url` without cookies; empty for unknown sites."""
    if match := _YOUTUBE.match(url):
        return f"https://www.youtube-nocookie.com/embed/{match[1]}?autoplay=1&rel=0&cc_load_policy=1"
    if match := _TIKTOK.match(url):
        return f"https://www.tiktok.com/embed/v2/{match[1]}"
    if _FACEBOOK.match(url):
        return f"https://www.facebook.com/plugins/video.php?href={quote(url, safe='')}&autoplay=true&show_text=false"
    return ""


def site_name(url: str) -> str:
    """Name of the site of a known clip."""
    if _FACEBOOK.match(url):
        return "Facebook"
    return "TikTok" if _TIKTOK.match(url) else "YouTube"
