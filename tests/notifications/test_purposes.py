"""Every purpose of a letter has its name in the list of letters, whichever process writes such letters."""

import ast
import json
import subprocess
import sys

import pytest

from tools.devserver.state import ROOT

pytestmark = pytest.mark.meta

#: What a web process has loaded by its first request.
LOADED = """
import django, json
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
from notifications.purposes import PURPOSES
print(json.dumps(sorted(PURPOSES)))
"""
PRODUCT = ("articles", "activities", "home", "media_library", "notifications", "partners", "schools", "users")


def test_the_site_knows_every_purpose_that_any_process_writes():
    keys = set()
    for path in (file for app in PRODUCT for file in (ROOT / app).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            is_purpose = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Purpose"
            if is_purpose and isinstance(node.args[0], ast.Constant):
                keys.add(node.args[0].value)
    assert len(keys) > 40
    done = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True)
    assert keys - set(json.loads(done.stdout.splitlines()[-1])) == set(), "“Thư đã gửi” shows their keys"
