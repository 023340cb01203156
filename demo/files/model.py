"""BuiltFile: the description of a generated file."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class BuiltFile:
    """One generated file.

    path: its path; role: the role in the content list, with a suffix where an asset has several designs;
    language: vi, km or en; label_vi: its name for people; format: extension without the dot;
    also_languages: further languages on the same sheet (bilingual standee);
    older: the number of the earlier version that the file belongs to, "" for the version of the content list.
    """

    path: Path
    role: str
    language: str
    label_vi: str
    format: str
    also_languages: tuple[str, ...] = ()
    older: str = ""
