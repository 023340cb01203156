"""Detection of crisis terms in search queries; the search page then shows the help card before all results.

Neither the query nor the result of the detection is stored, counted or logged. Editors may add phrases
(`DistressPhrase`); those in this module cannot be removed and work while the database cannot be reached.
"""

from __future__ import annotations

import logging
import re
import unicodedata

from django.db import DatabaseError

from base import context
from base.text import fold, nfc
from search.models import DistressPhrase
from search.query.spelling import SHORT, decoded
from search.tokens import exact_form

log = logging.getLogger(__name__)

#: Phrases with their marks. A word typed without marks matches too; a word with other marks does not: “từ từ” (slowly)
#: is not “tự tử” (suicide).
PHRASES = [
    "bị dọa", "dọa đăng", "đe dọa", "tống tiền", "tự tử", "tự sát", "tự hại", "muốn chết", "không muốn sống", "xâm hại",
    "hiếp dâm", "cưỡng hiếp", "cưỡng bức", "quấy rối", "bị ép", "bị đánh", "bạo hành", "bạo lực", "lộ ảnh", "đăng ảnh",
    "phát tán ảnh", "ảnh nóng", "ảnh nhạy cảm", "bị bắt cóc", "bị nhốt", "bị giữ", "bị lừa", "vừa bị lừa", "bị bắt nạt",
    "chán sống", "không thiết sống", "muốn biến mất", "nhảy cầu", "nhảy lầu", "uống thuốc ngủ", "cắt tay", "cắt cổ tay",
    "cứu em", "cứu mình", "cứu tôi", "cứu con", "sợ quá", "sàm sỡ", "sờ mó", "ép gửi ảnh", "dọa tung", "dọa giết",
    "dọa đánh", "tung ảnh", "tung clip", "clip nóng", "lừa mất tiền", "lừa bán", "bán sang", "sang campuchia",
    "qua campuchia", "ra campuchia", "sang myanmar",
    "tung hình", "đăng hình", "lộ hình", "hình nóng", "đòi tung",
    "rạch tay", "bị chụp lén", "bị quay lén", "bị theo dõi", "bị ghép ảnh", "lỡ gửi ảnh", "lỡ chuyển tiền",
    "suicide", "kill myself", "blackmail", "blackmailed", "sextortion", "rape", "raped", "abused", "threatened",
    "self harm", "want to die", "suicidal", "kill my self", "end my life", "hurt myself", "cut myself", "bullied",
    "threatening", "molested", "harassed", "kidnapped", "scammed", "leaked", "help me",
]  # fmt: skip
#: Threaten, kill oneself (two words), rape, extort, kidnap, want to die, mistreat, molest, beat, help me.
KHMER = [
    "គំរាម", "ធ្វើអត្តឃាត", "សម្លាប់ខ្លួន", "រំលោភ", "ជំរិត", "ចាប់ពង្រត់", "ចង់ស្លាប់", "ធ្វើបាប", "បៀតបៀន", "វាយដំ", "ជួយខ្ញុំ",
]  # fmt: skip
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
SHORTEST_MISMARKED = 8  # letters from which a phrase matches with wrong marks: “tống tiên” for “tống tiền”
SHORTEST_JOINED = 6  # letters from which a phrase matches without marks and spaces: “tongtien”, but not “tutu”


def is_distress(query: str, language: str = "vi") -> bool:
    """Whether `query` contains one of the phrases, with all, some or none of its marks, or as raw Telex or VNI.

    Abbreviations (“ko muon song”) and phrases written as one word (“tựtử”, a hashtag) match too.
    """
    text = nfc(query).lower()
    words = re.findall(r"\w+", text)
    meant = [part for word in words for part in (SHORT.get(fold(word).strip()) or _untyped(word)).split()]
    bare = text.replace("\u200b", "")
    added = _added()
    khmer = [phrase.replace("\u200b", "") for phrase in (*KHMER, *added) if "\u1780" <= phrase[:1] <= "\u17ff"]
    if any(phrase in bare for phrase in khmer):
        return True
    return any(
        _holds(words, phrase.split()) or _holds(meant, phrase.split()) or _is_joined(words, phrase)
        for phrase in (*PHRASES, *added)
    )


def _added() -> list[str]:
    """Editors' phrases in all languages, because a reader may search in another language than the page's."""
    try:
        return context.cached(
            "distress", lambda: [nfc(p).lower() for p in DistressPhrase.objects.values_list("phrase", flat=True)]
        )
    except DatabaseError as error:
        log.error("distress: database is away: %s", error)
        return []


def _untyped(word: str) -> str:
    """`word` decoded from raw Telex or VNI; without marks where no tone was typed (“tuw”), as if typed without any."""
    found = decoded(word) or word
    toneless = not _TONES.intersection(unicodedata.normalize("NFD", found))
    return fold(found).strip() if found != word and toneless else found


def _is_joined(words: list[str], phrase: str) -> bool:
    whole = phrase.replace(" ", "")
    bare = fold(whole).strip()
    return " " in phrase and (whole in words or (len(bare) >= SHORTEST_JOINED and bare in words))


def _holds(words: list[str], phrase: list[str]) -> bool:
    length, whole = len(phrase), fold(" ".join(phrase))
    mismarked = length > 1 and len(whole.replace(" ", "")) >= SHORTEST_MISMARKED
    windows = (words[at : at + length] for at in range(len(words) - length + 1))
    return bool(phrase) and any(
        all(_same(word, wanted) for word, wanted in zip(window, phrase, strict=True))
        or (mismarked and len(window) == length and fold(" ".join(window)) == whole)
        for window in windows
    )


def _same(word: str, wanted: str) -> bool:
    """Whether `word` is `wanted` with the same marks (any tone placement: hoà, hòa) or without any."""
    return word == fold(wanted).strip() or (word == wanted or exact_form(word) == exact_form(wanted) != "")
