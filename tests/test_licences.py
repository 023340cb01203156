"""No package of the product is under the GPL or AGPL, none brings such a library along, and the notices list all."""

import re
from importlib.metadata import PathDistribution
from pathlib import Path

import pytest
from django.conf import settings

from tools import licences

ROOT = Path(settings.BASE_DIR)


def package(folder, *lines, files=()):
    """A distribution with these lines of metadata and these files."""
    info = folder / "thing-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("\n".join(["Metadata-Version: 2.4", "Name: thing", "Version: 1", *lines, ""]))
    for file in files:
        (folder / file).parent.mkdir()
        (folder / file).touch()
    (info / "RECORD").write_text("".join(f"{file},,\n" for file in files))
    return PathDistribution(info)


def test_the_product_is_free_of_strong_copyleft_and_its_notices_are_whole():
    packages = licences.installed()
    assert len(packages) > 60
    assert [sentence for one in packages for sentence in licences.problems_of(one)] == []
    assert licences.noticed(packages) == licences.NOTICES.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("lines", "refused"),
    [
        (["License-Expression: GPL-3.0-or-later"], True),
        (["License-Expression: AGPL-3.0-only"], True),
        (["License: GPL-2.0"], True),
        (["Classifier: License :: OSI Approved :: GNU General Public License v2 or later (GPLv2+)"], True),
        (["License-Expression: MIT AND GPL-3.0-only"], True),
        (["License-Expression: MIT OR GPL-3.0-only"], False),
        (["License-Expression: LGPL-3.0-only"], False),
        (["Classifier: License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)"], False),
        (["License: MIT"], False),
        ([], True),
        (["License: " + "a long text that names nothing " * 9], True),
    ],
)
def test_what_is_refused(tmp_path, lines, refused):
    assert bool(licences.problems_of(package(tmp_path, *lines))) is refused


def test_a_wheel_that_brings_an_encoder_under_the_gpl_is_refused(tmp_path):
    told = licences.problems_of(
        package(tmp_path, "License: BSD-3-Clause", files=["thing.libs/libx265-4883ecb5.so.217"])
    )
    assert told == ["thing: brings libx265-4883ecb5.so.217 along, which is under the GPL"]


def test_heic_is_read_without_the_encoder_and_no_product_code_asks_for_it():
    assert "pillow-heif" not in licences.locked() and "pi-heif" in licences.locked()
    assert "clamav-client" not in licences.locked()
    asked = re.compile(r"^\s*(?:import|from) (?:pillow_heif|clamav_client)", re.MULTILINE)
    apps = [path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name not in {"tests", "tools"}]
    assert len(apps) > 12
    assert not [path for app in apps for path in app.rglob("*.py") if asked.search(path.read_text(encoding="utf-8"))]
    assert "--no-deps" in (ROOT / "Dockerfile").read_text(), "else pip asks for what the lock leaves out"
