"""Clips that live on other sites: which addresses we know, and what their player's address is. Nothing is fetched.

Until a reader taps, the page holds a picture of ours and a link: no request, no cookie, no script of others.
"""

from __future__ import annotations

import re

#: Hosts whose players a page may frame after a tap (browser policy of pages with such a block).
FRAMES = ("https://www.youtube-nocookie.com", "https://www.tiktok.com")
_YOUTUBE = re.compile(
    r"^https://(?:www\.|m\.)?(?:youtube\.com/(?:watch\?(?:[^#]*&)?v=|shorts/|embed/)|youtu\.be/)([\w-]{11})(?:[?&#/].*)?$"
)
_TIKTOK = re.compile(r"^https://(?:www\.|m\.)?tiktok\.com/(?:@[\w.-]+/video|embed/v2)/(\d{8,25})(?:[?#/].*)?$")


def player_address(url: str) -> str:
    """Address of the frame that plays `url` without cookies; empty when we do not know the site."""
    if found := _YOUTUBE.match(url):
        return f"https://www.youtube-nocookie.com/embed/{found[1]}?autoplay=1&rel=0&cc_load_policy=1"
    if found := _TIKTOK.match(url):
        return f"https://www.tiktok.com/embed/v2/{found[1]}"
    return ""


def site_name(url: str) -> str:
    return "TikTok" if _TIKTOK.match(url) else "YouTube"
