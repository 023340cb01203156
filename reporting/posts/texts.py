"""Ready texts of an asset or a story, one for each channel with a limit, cut to what the channel takes."""

from __future__ import annotations

from dataclasses import dataclass

from articles.models import ArticlePage
from articles.presentation.structured_data import absolute
from campaign.models import SiteIdentity
from media_library.models import Asset
from reporting.models import Post

Channel = Post.Channel
#: Characters that a channel takes: a post, an Official Account's message, a caption, a description.
LIMITS = {Channel.FANPAGE: 63_206, Channel.ZALO: 2000, Channel.TIKTOK: 2200, Channel.YOUTUBE: 5000}


@dataclass(frozen=True)
class ReadyText:
    """A text to be copied, and the number of characters that its channel takes."""

    channel: Post.Channel
    text: str
    limit: int

    @property
    def element(self) -> str:
        """Identifier of its element in the page."""
        return f"loi-{self.channel}"

    @property
    def length(self) -> int:
        return len(self.text)


def ready_texts(source: Asset | ArticlePage) -> list[ReadyText]:
    """Text, address and hashtags of `source` for each channel of LIMITS; hashtags that the text has are not repeated.

    Zalo's message goes without hashtags, and TikTok's caption without the address, which cannot be pressed there.
    """
    words, address = _words(source)
    all_hashtags = (SiteIdentity.objects.values_list("hashtags", flat=True).first() or "").split()
    hashtags = " ".join(hashtag for hashtag in all_hashtags if hashtag not in words.split())
    parts = {
        Channel.FANPAGE: (address, hashtags),
        Channel.ZALO: (address,),
        Channel.TIKTOK: (hashtags,),
        Channel.YOUTUBE: (address, hashtags),
    }
    return [ReadyText(channel, _joined(words, parts[channel], limit), limit) for channel, limit in LIMITS.items()]


def _words(source: Asset | ArticlePage) -> tuple[str, str]:
    """What `source` says of itself, and its public address."""
    if isinstance(source, ArticlePage):
        return source.social_text or f"{source.title}\n{source.sapo}".strip(), absolute(source.canonical_address)
    text = source.text()
    said = text.copy_text or f"{text.name}\n{text.summary}".strip() if text else source.code
    return said, absolute(source.get_absolute_url())


def _joined(words: str, after: tuple[str, ...], limit: int) -> str:
    """`words`, shortened where needed, and below them the lines `after`, which stay whole."""
    end = "".join(f"\n{line}" for line in after if line)
    room = limit - len(end)
    return (words if len(words) <= room else f"{words[: room - 1].rstrip()}…") + end
