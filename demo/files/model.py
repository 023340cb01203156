"""What a build hands back."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class BuiltFile:
    """One generated file.

    path: where it lies; role: the role named in the content list, with a suffix where an asset has several designs;
    language: vi, km or en; label_vi: its name for people; format: extension without the dot;
    also_languages: further languages that the same sheet carries (bilingual standee).
    """

    path: Path
    role: str
    language: str
    label_vi: str
    format: str
    also_languages: tuple[str, ...] = ()
