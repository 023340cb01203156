"""Password validator: zxcvbn's estimate of guesses, with words of this site, city and language."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from base.text import fold

#: One word per line, without tone marks and spaces, the most likely first.
WORDS = Path(__file__).with_name("guessed_words.txt")
MIN_GUESSES_LOG10 = 10  # zxcvbn's best class: 10^10 guesses
MAX_CHARACTERS = 72  # zxcvbn's limit; further characters are not estimated


@cache
def guessed_words() -> tuple[str, ...]:
    """The words of the file, without comments."""
    return tuple(line for line in WORDS.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#"))


class GuessesValidator:
    """Refuses a password that takes fewer than 10^10 guesses, as typed or without spaces and marks."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError for a password that is easily guessed."""
        words = [*guessed_words(), *_own_words(user)]
        bare = re.sub(r"[\W_]+", "", fold(password))
        for form in {password, bare} - {""}:
            if zxcvbn(form[:MAX_CHARACTERS], user_inputs=words)["guesses_log10"] < MIN_GUESSES_LOG10:
                raise ValidationError(
                    _(
                        "Mật khẩu này dễ đoán. Bạn ghép bốn năm từ không liên quan, "
                        "đừng dùng tên, năm sinh hay tên trang."
                    ),
                    code="password_easily_guessed",
                )

    def get_help_text(self) -> str:
        """What makes a good password, for the form."""
        return _("Ghép bốn năm từ không liên quan thì dễ nhớ và khó đoán.")


def _own_words(user: Any) -> list[str]:
    """Parts of the account's e-mail address, and all runs of words of its name: “yen”, “yenvy”, “hoangyenvy”."""
    name = re.findall(r"\w+", fold(getattr(user, "full_name", "")))
    runs = ["".join(name[first:last]) for first in range(len(name)) for last in range(first + 1, len(name) + 1)]
    return [word for word in (*re.findall(r"\w+", fold(getattr(user, "email", ""))), *runs) if len(word) > 1]
