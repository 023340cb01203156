"""What is emptied when an entry ends: the words, names and files that could tell who took part."""

from __future__ import annotations

from activities.contests import files, letters
from activities.models import Entry
from files.models import UploadSession
from media_library.models import SubjectConsent

#: What the sender and the jury wrote of the work.
WORDS = ("title", "about", "alt", "tools", "office_note")


def empty(row: Entry) -> None:
    """Delete the files of a locked entry, and empty every text about it and its authors; the caller saves WORDS.

    Emptied too: the authors' names and ages, jurors' comments, reasons given at earlier steps, the sender's file names
    and the letters that quote the title. Code, level, format, dates, steps, marks and consents (who agreed, when, until
    when) stay, so that counts stay right and a withdrawal can be proven.
    """
    for file in row.files.select_related("stored"):
        files.remove(file)
    uploads = UploadSession.objects.filter(upload_target=files.UPLOAD_TARGET, object_id=str(row.uuid))
    uploads.update(name=row.code)
    SubjectConsent.objects.filter(authorship__entry=row).update(subject=row.code, age_band="")
    row.marks.update(comment="", recusal="")
    row.events.update(note="")
    letters.forget(row)
    for name in WORDS:
        setattr(row, name, "")
