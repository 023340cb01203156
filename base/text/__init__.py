"""Vietnamese and Khmer text: NFC, folding for search, slugs, sort keys, headlines, legacy fonts. No import of ours."""

from .compounds import unbroken
from .folding import KHMER_FIGURES, fold
from .khmer import is_khmer
from .legacy_fonts import legacy_text
from .plain import (
    MAX_KEY,
    REASON_CHARACTERS,
    WITHOUT_WORD_BREAKS,
    count_characters,
    count_tieng,
    count_words,
    free_slug,
    mail_address,
    nfc,
    one_line,
    says_why,
    slug_formatters,
    vn_slugify,
    whole_number,
)
from .sorting import given_name_key, sort_key

__all__ = [
    "KHMER_FIGURES",
    "MAX_KEY",
    "REASON_CHARACTERS",
    "WITHOUT_WORD_BREAKS",
    "count_characters",
    "count_tieng",
    "count_words",
    "fold",
    "free_slug",
    "given_name_key",
    "is_khmer",
    "legacy_text",
    "mail_address",
    "nfc",
    "one_line",
    "says_why",
    "slug_formatters",
    "sort_key",
    "unbroken",
    "vn_slugify",
    "whole_number",
]
