"""Password validator: zxcvbn's estimate of guesses, with words of this site, city and language."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from base.text import fold

#: One per line, without diacritics and spaces, the most likely first: local words, and every syllable of the language,
#: so that text without diacritics is recognised as words and not taken for random letters.
WORDS, SYLLABLES = (Path(__file__).with_name(f"{name}.txt") for name in ("guessed_words", "syllables"))
FEWEST_SYLLABLES = 4  # three and figures are a name with its year of birth
MIN_GUESSES_LOG10 = 10  # zxcvbn's best class: 10^10 guesses
MAX_CHARACTERS = 72  # zxcvbn's limit; further characters are not estimated
#: zxcvbn keeps `user_inputs` in its module: a thread would estimate with the words of another thread's account.
_one_at_a_time = Lock()


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")]


@cache
def guessed_words() -> tuple[str, ...]:
    """The words of both files, each once."""
    return tuple(dict.fromkeys([*_lines(WORDS), *_lines(SYLLABLES)]))


@cache
def _syllables() -> frozenset[str]:
    return frozenset(_lines(SYLLABLES))


def is_short_phrase(letters: str) -> bool:
    """Whether `letters`, without marks and spaces, are fewer than FEWEST_SYLLABLES syllables."""
    ends = {0}
    for _syllable in range(FEWEST_SYLLABLES - 1):
        ends = {end for begin in ends for end in range(begin + 1, begin + 8) if letters[begin:end] in _syllables()}
        if len(letters) in ends:
            return True
    return False


def is_made_of(words: list[str], letters: str) -> bool:
    """Whether `letters`, without marks and spaces, are nothing but `words`, in any order and number."""
    begins = {0}
    for begin in range(len(letters)):
        if begin in begins:
            begins |= {begin + len(word) for word in words if letters.startswith(word, begin)}
    return len(letters) in begins


class GuessesValidator:
    """Refuses a password of fewer than 10^10 guesses, also if typed without marks, and three syllables with digits.

    And one made of the account's own words alone: zxcvbn takes them for any words, and counts four as many guesses.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError for a password that is easily guessed."""
        own = _own_words(user)
        words = list(dict.fromkeys([*own, *guessed_words()]))  # the first is the most likely
        bare = re.sub(r"[\W_]+", "", fold(password))
        with _one_at_a_time:
            estimates = [zxcvbn(form[:MAX_CHARACTERS], user_inputs=words) for form in {password, bare} - {""}]
        is_guessed = any(estimate["guesses_log10"] < MIN_GUESSES_LOG10 for estimate in estimates)
        letters = re.sub(r"\d+", "", bare)
        if is_guessed or is_short_phrase(letters) or is_made_of(own, letters):
            raise ValidationError(
                _("Mật khẩu này dễ đoán. Bạn ghép bốn năm từ không liên quan, đừng dùng tên, năm sinh hay tên trang."),
                code="password_easily_guessed",
            )

    def get_help_text(self) -> str:
        """What makes a good password, for the form."""
        return _("Ghép bốn năm từ không liên quan thì dễ nhớ và khó đoán.")


def _own_words(user: Any) -> list[str]:
    """Parts of the account's e-mail address, and all runs of words of its name and of the name of its organisation.

    Of “Hoàng Yến Vy”: “hoang”, “hoangyen”, “hoangyenvy”, “yen”, “yenvy”, “vy”.
    """
    words = re.findall(r"\w+", fold(getattr(user, "email", "")))
    for named in (user, getattr(user, "organisation", None)):
        name = re.findall(r"\w+", fold(getattr(named, "full_name", "") or getattr(named, "name", "")))
        words += ["".join(name[first:last]) for first in range(len(name)) for last in range(first + 1, len(name) + 1)]
    return [word for word in words if len(word) > 1]
