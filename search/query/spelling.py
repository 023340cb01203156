"""Spelling correction: raw Telex and VNI input, one wrong letter, letters that dialects confuse, abbreviations.

Apart from abbreviations, a correction is always a word or a pair of adjacent words that a document contains.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence

from django.conf import settings

from base.text import fold
from search.query.synonyms import KnownWord, known
from search.tokens import Word, words_of

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONGEST = 14  # letters of a word of which all spellings are tried
MOST_CORRECTED = 3  # words of a query
MOST_NEIGHBOURS = 4  # words of a query up to which all spellings of its pairs are tried
SHORTEST_JOINED = 7  # letters from which two unknown words are tried as one
SHORTEST_PARTED, LONGEST_PARTED, MOST_PARTS = 5, 24, 5  # letters of a word that is split; number of parts
COMMON = 1_000  # documents with a word are counted up to this number
NUMBERS = dict(zip("123456789", ["mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin"], strict=True))
#: Abbreviations of chat language; used only where no document contains the abbreviation itself.
SHORT = {
    "ko": "không", "k": "không", "kg": "không", "khg": "không", "hok": "không", "hong": "không", "dc": "được",
    "j": "gì", "bit": "biết", "bik": "biết", "ntn": "như thế nào", "ngta": "người ta", "mn": "mọi người",
    "tk": "tài khoản", "dt": "điện thoại", "sdt": "số điện thoại", "ck": "chuyển khoản", "cx": "cũng", "vs": "với",
    "r": "rồi", "lm": "làm", "trc": "trước", "nt": "nhắn tin", "gd": "gia đình", "mxh": "mạng xã hội",
}  # fmt: skip
_TELEX_MARKS = [("dd", "đ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("aw", "ă"), ("ow", "ơ"), ("uw", "ư"), ("w", "ư")]
_TELEX_TONES = dict(zip("sfrxj", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_VNI_TONES = dict(zip("12345", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_VNI_MARKS = {"a6": "â", "e6": "ê", "o6": "ô", "o7": "ơ", "u7": "ư", "a8": "ă", "d9": "đ"}
_VNI_LATE = {
    "6": (("a", "â"), ("e", "ê"), ("o", "ô")), "7": (("uo", "ươ"), ("o", "ơ"), ("u", "ư")), "8": (("a", "ă"),),
    "9": (("d", "đ"),),
}  # fmt: skip
_VOWELS = "aăâeêioôơuưy"
_ONSET = "(ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
_SYLLABLE = re.compile(f"^{_ONSET}[{_VOWELS}]{{1,3}}(ch|nh|ng|[cmnpt])?$")
#: Letters that dialects or fast typing exchange at the start and at the end of syllables, in both directions.
_HEARD = [
    ("ch", "tr"), ("x", "s"), ("d", "gi"), ("d", "v"), ("d", "r"), ("gi", "r"), ("l", "n"), ("g", "r"), ("k", "c"),
    ("c", "q"), ("f", "ph"), ("ng", "ngh"), ("g", "gh"), ("j", "gi"), ("z", "d"), ("w", "qu"), ("h", "qu"),
]  # fmt: skip
_HEARD_ENDS = [("c", "t"), ("n", "ng"), ("i", "y"), ("ch", "t"), ("n", "nh"), ("nh", "ng"), ("k", "ch")]


def decoded(typed: str) -> str:
    """Decode raw Telex or VNI: “luwaf” or “lu7a2” → “lừa”; empty where `typed` is neither."""
    word = typed.lower()
    if not word.isascii() or not word.isalnum() or not 2 <= len(word) <= 10:
        return ""
    tones, letters = (_TELEX_TONES, _telex) if word.isalpha() else (_VNI_TONES, _vni)
    body, tone = word, ""
    for at in range(len(word) - 1, 0, -1):  # the tone key may come before the last consonants: “toafn”
        if word[at] in tones and not (tones is _TELEX_TONES and word[at] == "r" and at + 1 < len(word) < 4):
            body, tone = word[:at] + word[at + 1 :], tones[word[at]]
            break
    for part, mark in ((body, tone), (word, "")) if tone else ((word, ""),):
        base = letters(part)
        if _SYLLABLE.match(base) and (base != word or (mark and base == body)):
            return _with_tone(base, mark)
    return ""


def _telex(word: str) -> str:
    for keys, letter in _TELEX_MARKS:
        word = word.replace(keys, letter)
    word = re.sub("uơ(?=[cimnpt]|ng$|u$)", "ươ", re.sub("ưo", "ươ", word))
    for plain, marked in (("a", "â"), ("e", "ê"), ("o", "ô"), ("d", "đ")):
        # the key for the mark typed at the end of the syllable: “donfgo”, “dangd”
        if word.endswith(plain) and plain in word[:-2]:
            tried = word[:-1].replace(plain, marked, 1)
            if _SYLLABLE.match(tried):
                return tried
    return word


def _vni(word: str) -> str:
    for keys, letter in _VNI_MARKS.items():
        word = word.replace(keys, letter)
    for key, pairs in _VNI_LATE.items():  # the key at the end of the syllable: “nguoi72”
        match = next((pair for pair in pairs if key in word and pair[0] in word), None)
        if match:
            word = word.replace(key, "").replace(*match, 1)
    return re.sub("ưo|uơ", "ươ", word)


def _with_tone(base: str, tone: str) -> str:
    """Put the tone on the right vowel: a marked one, else the last but one of an open syllable, else the last."""
    if not tone:
        return base
    start = 2 if base[:2] in {"qu", "gi"} and any(char in _VOWELS for char in base[2:]) else 0
    vowels = [at for at, char in enumerate(base) if char in _VOWELS and at >= start]
    marked = [at for at in vowels if base[at] in "ăâêôơư"]
    if marked:
        at = marked[-1]
    elif len(vowels) == 1 or vowels[-1] != len(base) - 1:
        at = vowels[-1]
    else:
        at = vowels[-2]
    return unicodedata.normalize("NFC", base[: at + 1] + tone + base[at + 1 :])


def spellings(word: str) -> set[str]:
    """All spellings one edit away from `word`: a letter removed, added, replaced or swapped, or a confused sound."""
    if not 2 <= len(word) <= LONGEST or not word.isascii():
        return set()
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    results = {left + right[1:] for left, right in halves if right}
    results |= {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    results |= {left + letter + right[1:] for left, right in halves if right for letter in LETTERS}
    results |= {left + letter + right for left, right in halves for letter in LETTERS}
    return (results | set(_heard(word))) - {word, ""}


def _heard(word: str) -> Iterator[str]:
    for sound, other in (*_HEARD, *((other, sound) for sound, other in _HEARD)):
        if word.startswith(sound):
            yield other + word[len(sound) :]
    for sound, other in (*_HEARD_ENDS, *((other, sound) for sound, other in _HEARD_ENDS)):
        if word.endswith(sound):
            yield word[: -len(sound)] + other


def corrected(words: Sequence[Word], language: str) -> str:
    """The query as probably meant, in words that documents contain; empty where there is no better one."""
    typed = {word.folded for word in words}
    if (
        language != settings.LANGUAGE_CODE
        and len(typed) > 1
        and len(known(typed, settings.LANGUAGE_CODE)) == len(typed)
    ):
        return ""  # Vietnamese, typed on a page of another language
    words, joined = _joined(words, language)
    have = known({word.folded for word in words}, language)
    result, changed = [], joined
    for at, word in enumerate(words):
        if word.folded in have or word.folded.isdigit() or word.folded.startswith("km"):
            result.append(word.written or word.folded)
            continue
        near = [words[other].folded for other in (at - 1, at + 1) if 0 <= other < len(words)]
        better = _better(word, near, language)
        changed += bool(better)
        result.append(better or word.written)
    if changed:
        return " ".join(result) if changed <= MOST_CORRECTED or _is_typed_raw(words) else ""
    return _neighbours(words, language) if len(words) <= MOST_NEIGHBOURS else ""


def _better(word: Word, near: list[str], language: str) -> str:
    """Replacement for an unknown word: abbreviation, raw Telex or VNI, a spelling one edit away, or a split."""
    return (
        (SHORT.get(word.folded, "") if language == "vi" else "")
        or _decoded_known(word, language)
        or _nearest(word.folded, near, language)
        or parted(word.folded, language)
    )


def _joined(words: Sequence[Word], language: str) -> tuple[list[Word], int]:
    """Join words that documents write as one, e.g. “story teller”: (words, number of joins)."""
    pairs = {f"{first.folded}{other.folded}" for first, other in itertools.pairwise(words)}
    have = known({*pairs, *(word.folded for word in words)}, language)
    for first, other in itertools.pairwise(words):  # “deep face”: neither is known, joined they are one edit away
        whole = first.folded + other.folded
        if (
            not {first.folded, other.folded} & have.keys()
            and len(whole) >= SHORTEST_JOINED
            and (better := _nearest(whole, [], language))
        ):
            have[whole] = KnownWord(whole, better)
    result: list[Word] = []
    count = 0
    for word in words:
        whole = result[-1].folded + word.folded if result else ""
        if whole in pairs and whole in have and not (result[-1].folded in have and word.folded in have):
            result[-1] = Word(whole, "", have[whole].shown or whole)
            count += 1
        else:
            result.append(word)
    return result, count


def parted(word: str, language: str) -> str:
    """Split words written as one (“viecnhe”, “cyberday”, a hashtag) into the fewest known words; else empty."""
    if not SHORTEST_PARTED <= len(word) <= LONGEST_PARTED or not word.isalpha() or not word.isascii():
        return ""
    ends = [(start, end) for start in range(len(word)) for end in range(start + 2, min(start + 8, len(word)) + 1)]
    halves = {f"{word[:at]} {word[at:]}" for at in range(2, len(word) - 1)}
    have = known({*(word[start:end] for start, end in ends), *halves}, language)
    together = max((row for row in have.values() if row.word in halves), key=lambda row: row.documents, default=None)
    if together is not None:  # “congan”: a pair of a headline is preferred to any two words
        return together.shown or together.word
    best: dict[int, tuple[int, int, list[str]]] = {0: (0, 0, [])}  # end → (number of parts, rarity, the parts)
    for start, end in sorted(ends):
        row = have.get(word[start:end])
        if row is not None and start in best:
            parts, rare, texts = best[start]
            tried = (parts + 1, rare - min(row.documents, COMMON), [*texts, row.shown or row.word])
            best[end] = min(best.get(end, tried), tried)
    parts, _rare, texts = best.get(len(word), (1, 0, []))
    return " ".join(texts) if 1 < parts <= MOST_PARTS else ""


def _is_typed_raw(words: Sequence[Word]) -> bool:
    return sum(bool(decoded(word.written)) for word in words) > MOST_CORRECTED


def _decoded_known(word: Word, language: str) -> str:
    text = decoded(word.written)
    return text if text and known([fold(text).strip()], language) else ""


def _nearest(word: str, near: list[str], language: str) -> str:
    """The known spelling that occurs most often next to the neighbours, else the most frequent one."""
    tries = spellings(word)
    pairs = {f"{candidate} {other}": candidate for other in near for candidate in tries}
    pairs |= {f"{other} {candidate}": candidate for other in near for candidate in tries}
    have = known([*tries, *pairs], language)
    beside = [(row.documents, pairs[pair]) for pair, row in have.items() if pair in pairs]
    alone = [(row.documents, text) for text, row in have.items() if text in tries]
    best = max(beside, default=None) or max(alone, default=None)
    return (have[best[1]].shown if best[1] in have else "") or best[1] if best else ""


def _neighbours(words: Sequence[Word], language: str) -> str:
    """Correct one word of one pair where all words are known but not together: “lua dap” → “lừa đảo”.

    A word that forms a known pair with a neighbour is not changed: “bảo vệ tài khoảng” is corrected in its second half.
    """
    pairs = [f"{first.folded} {second.folded}" for first, second in itertools.pairwise(words)]
    known_pairs = known(pairs, language)
    meant_already = {place for at, pair in enumerate(pairs) if pair in known_pairs for place in (at, at + 1)}
    tries: dict[str, tuple[int, str]] = {}
    for at, (first, second) in enumerate(itertools.pairwise(words)):
        if at not in meant_already:
            tries |= {f"{spelling} {second.folded}": (at, spelling) for spelling in _other_ways(first.folded)}
        if at + 1 not in meant_already:
            tries |= {f"{first.folded} {spelling}": (at + 1, spelling) for spelling in _other_ways(second.folded)}
    have = known(tries, language)
    if not have:
        return ""
    likely = {way for word in words for way in (*_heard(word.folded), NUMBERS.get(word.folded, ""))}

    def sense(row: KnownWord) -> tuple[bool, int, int]:
        """Sort key: likely confusions first, then pairs of two doubtful words, then frequency."""
        at, way = tries[row.word]
        first = at - (row.word.split()[0] != way)
        doubtful = sum(place not in meant_already for place in (first, first + 1))
        return way in likely, doubtful, row.documents

    best = max(have.values(), key=sense)
    at, way = tries[best.word]
    start = at - (best.word.split()[0] != way)
    result = [word.written or word.folded for word in words]
    result[start : start + 2] = (best.shown or best.word).split()
    return " ".join(result)


def _other_ways(word: str) -> set[str]:
    return {NUMBERS[word]} if word in NUMBERS else spellings(word)


def plainly(text: str) -> str:
    """Folded words of `text`, joined by spaces, for comparison."""
    return " ".join(word.folded for word in words_of(text, query=True))
