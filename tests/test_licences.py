"""No package of the product is under the GPL or AGPL, none brings such a library along, and the notices list all."""

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.meta

ROOT = Path(settings.BASE_DIR)
#: GPL and AGPL by name, not LGPL: whoever replaces the library keeps its terms.
STRONG = re.compile(r"(?<![A-Za-z])A?GPL|(?<!Lesser )General Public License", re.IGNORECASE)
#: Libraries under the GPL that wheels are known to bring along.
BUNDLED = re.compile(r"libx26[45]", re.IGNORECASE)
LOCKED = re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)


def installed() -> list[Distribution]:
    """The packages of requirements.txt that this platform has."""
    packages = []
    for name in LOCKED:
        try:
            packages.append(distribution(name))
        except PackageNotFoundError:  # for another platform or implementation
            continue
    return packages


def licence_of(metadata) -> str:
    """The licence as the metadata names it, on one line; "" without one."""
    if expression := metadata.get("License-Expression"):
        return str(expression)
    classifiers = [line.split(" :: ")[-1] for line in metadata.get_all("Classifier", []) if line.startswith("License")]
    names = [name for name in classifiers if name not in {"OSI Approved", "Other/Proprietary License"}]
    text = " ".join(str(metadata.get("License") or "").split())
    return " or ".join(names) or (text if len(text) <= 60 else "")


def is_strong(licence: str) -> bool:
    """Whether every alternative of `licence` is the GPL or AGPL."""
    return all(STRONG.search(choice) for choice in re.split(r"\s+or\s+", licence, flags=re.IGNORECASE))


def test_the_product_is_free_of_strong_copyleft_and_its_notices_list_all_packages():
    packages = installed()
    assert len(packages) > 60
    licences = {package.metadata["Name"]: licence_of(package.metadata) for package in packages}
    assert not {name: licence for name, licence in licences.items() if not licence or is_strong(licence)}
    assert not [file for package in packages for file in package.files or () if BUNDLED.search(Path(str(file)).name)]
    notices = (ROOT / "THIRD_PARTY_NOTICES.md").read_text(encoding="utf-8")
    rows = [f"| {name} | {licence} |" for name, licence in licences.items()]
    assert not [row for row in rows if row not in notices], "add these rows to THIRD_PARTY_NOTICES.md"


@pytest.mark.parametrize(
    ("licence", "strong"),
    [
        ("GPL-3.0-or-later", True),
        ("AGPL-3.0-only", True),
        ("GNU General Public License v2 or later (GPLv2+)", True),
        ("MIT AND GPL-3.0-only", True),
        ("MIT OR GPL-3.0-only", False),
        ("LGPL-3.0-only", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MIT", False),
    ],
)
def test_which_licences_are_refused(licence, strong):
    assert is_strong(licence) is strong


def test_heic_is_read_without_the_encoder_and_no_product_code_asks_for_it():
    assert "pillow-heif" not in LOCKED and "pi-heif" in LOCKED
    assert "clamav-client" not in LOCKED
    imports = re.compile(r"^\s*(?:import|from) (?:pillow_heif|clamav_client)", re.MULTILINE)
    apps = [path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name not in {"tests", "tools"}]
    assert len(apps) > 12
    assert not [path for app in apps for path in app.rglob("*.py") if imports.search(path.read_text(encoding="utf-8"))]
    assert "--no-deps" in (ROOT / "Dockerfile").read_text(), "else pip asks for what the lock leaves out"
