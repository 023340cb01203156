"""What registers itself by being imported is imported when the site starts: hooks, receivers, jobs, checks."""

import re
import subprocess
import sys

import pytest
from django.conf import settings

from tests.test_architecture import APPS, modules

pytestmark = pytest.mark.meta

#: Decorators and calls at the top of a module that take effect only when the module is imported.
REGISTERS = re.compile(
    r"^@(?:\w+\.)*(?:register\w*|receiver|task)\b|^(?:\w+\.)*register\w*\(|^\w+\.\w+\[\w+\] = ", re.MULTILINE
)
#: Prints the modules that a started site has loaded: all apps are ready, all hooks and addresses are read.
START = """
import sys, django
django.setup()
from django.urls import get_resolver
from wagtail import hooks
hooks.search_for_hooks()
get_resolver().url_patterns
print("\\n".join(sys.modules))
"""


def test_every_module_that_registers_something_is_imported_at_the_start():
    started = subprocess.run([sys.executable, "-c", START], cwd=settings.BASE_DIR, capture_output=True, text=True)
    loaded = set(started.stdout.split())
    assert "media_library.apps" in loaded, started.stderr
    named = {
        ".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts)
        for app in APPS
        for path in modules(app)
        if REGISTERS.search(path.read_text(encoding="utf-8")) and not {"management", "templatetags"} & set(path.parts)
    }
    assert len(named) > 20
    assert named <= loaded, sorted(named - loaded)
