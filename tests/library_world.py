"""The world "library": an asset of every kind with real files, of every access and status, and a kit with its archive.

Every file of `CODES` and every part of the kit can be downloaded. Look assets up by code; `LIBRARIAN` is an account of
the library's editor, `TEACHER` one of a school.
"""

import io

from media_library.kits import publishing
from media_library.models import Asset
from media_library.vocabulary import Kind
from tests.factories import (
    make_asset,
    make_help_line,
    make_locale,
    make_organisation,
    make_stored_file,
    make_user,
    picture_bytes,
)
from tests.files import sample_files as make
from tests.media_library.prints import make_kit, make_poster
from tests.media_library.small_library import make_library
from tests.worker import run_waiting_tasks
from users.roles import Role, grant, sync_roles

LIBRARIAN, TEACHER = "library@office.example", "teacher@school.example"
#: kind → code; the kinds that are no poster, clip or recording hold one picture each
CODES = {kind: f"K-{kind}".upper() for kind in Kind.values} | {"poster": "P-A4-01", "video": "V-01", "audio": "AM-01"}
FOR_SCHOOLS, FOR_STAFF, DRAFT, WITHDRAWN, KIT = "S-01", "N-01", "D-01", "W-01", "KIT-THCS"


def fill_library() -> None:
    for language in ("vi", "en", "km"):
        make_locale(language)
    make_library()
    make_help_line("111")
    sync_roles()
    grant(make_user(LIBRARIAN, full_name="Lê Thị Kho"), Role.LIBRARY_EDITOR)
    make_user(TEACHER, full_name="Trần Thị Hạnh", organisation=make_organisation())
    poster = make_poster(CODES["poster"], zone=True, moments=["chao-co", "in-tai-truong"], levels=["thcs"])
    clip, sound = make.media("mp4", *make.H264, seconds="0.6"), make.mp3()
    for kind, facts in (
        ("video", {"role": "screen", "label": "Clip", "stored": _stored(clip, "clip.mp4")}),
        ("audio", {"role": "audio", "label": "Âm thanh", "stored": _stored(sound, "ban-doc.mp3")}),
    ):
        make_asset(CODES[kind], kind=kind, name=f"Tài liệu {CODES[kind]}", moments=["chao-co"], files=[facts])
    for kind, code in CODES.items():
        if kind not in {"poster", "video", "audio"}:
            make_asset(code, kind=kind, name=f"Tài liệu {code}", moments=["lop-hoc"], files=[_picture()])
    for code, fields in (
        (FOR_SCHOOLS, {"access": "schools"}),
        (FOR_STAFF, {"access": "staff"}),
        (DRAFT, {"released": False}),
        (WITHDRAWN, {}),
    ):
        make_asset(code, name=f"Tài liệu {code}", files=[_picture()], **fields)
    the_asset(WITHDRAWN).withdraw()
    kit = make_kit([poster, the_asset(CODES["infographic"])], KIT)
    publishing.publish(kit, changelog="Bản đầu.")
    run_waiting_tasks()


def the_asset(code: str = "P-A4-01") -> Asset:
    return Asset.objects.get(code=code)


def _picture() -> dict:
    return {"role": "social", "label": "Đăng mạng", "stored": _stored(picture_bytes(64, 48).read(), "anh.jpg")}


def _stored(content: bytes, name: str):
    return make_stored_file(io.BytesIO(content), name=name)
