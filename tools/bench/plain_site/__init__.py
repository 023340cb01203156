"""A site as `wagtail start` makes it, with a blog of 60 posts: what a page costs that nobody made quick or slow.

Made anew from the installed Wagtail in `.bench/plain/`; nothing of it is kept in the repository but the blog's own
files in `blog/`, which are written as Wagtail's tutorial teaches it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.devserver.state import LocalError

HERE = Path(__file__).resolve().parent
SETTINGS = """
from plain.settings.base import *
import os

INSTALLED_APPS = ["blog", "django.contrib.postgres", *INSTALLED_APPS]
DEBUG = False
SECRET_KEY = "measured, never served"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 600,
                         "NAME": "plain", "USER": os.environ["PLAIN_USER"], "PASSWORD": os.environ["PLAIN_PASSWORD"],
                         "HOST": os.environ["PLAIN_HOST"], "PORT": os.environ["PLAIN_PORT"]}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""
#: Address of each kind of page → what it is.
PAGES = {"front": "/", "list": "/blog/", "post": "/blog/post-30/", "search": "/search/?query=river"}
EDITOR, PASSWORD = "editor", "plain"  # of its administrator (fill_blog)


def make(folder: Path, environment: dict[str, str]) -> None:
    """Make the site in `folder` unless it is there: code, tables in the empty database “plain”, posts and pictures.

    Raises LocalError with the end of the output of what failed.
    """
    if is_made(folder):
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    run([sys.executable, "-m", "wagtail.bin.wagtail", "start", "plain", str(folder)], folder, os.environ | {})
    shutil.copytree(HERE / "blog", folder / "blog")
    (folder / "plain" / "settings" / "measured.py").write_text(SETTINGS)
    (folder / "home" / "templates" / "home" / "home_page.html").write_text((HERE / "front.html").read_text())
    for command in (["makemigrations", "blog"], ["migrate", "-v0"], ["fill_blog"]):
        run([sys.executable, "manage.py", *command], folder, environment)
    (folder / "made").write_text(_digest())


def is_made(folder: Path) -> bool:
    """Whether `folder` holds the site as these files describe it."""
    done = folder / "made"
    return done.exists() and done.read_text() == _digest()


def _digest() -> str:
    files = sorted(path for path in HERE.rglob("*") if path.suffix in {".py", ".html"})
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def run(command: list[str], folder: Path, environment: dict[str, str]) -> str:
    """Standard output of the command. Raises LocalError where it fails."""
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise LocalError(f"{' '.join(command)}:\n{(ran.stdout + ran.stderr)[-2000:]}")
    return ran.stdout
