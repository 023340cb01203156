"""Command line of tests.shipped, which goes on in a network and mount namespace of its own."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.shipped import check, image, inside
from tests.shipped.containers import images
from tests.shipped.containers.backup import CHECKS_IN_CONTAINERS
from tests.shipped.containers.engine import Containers
from tests.shipped.lifetime import Stack, with_stack
from tests.shipped.native import Native
from tests.shipped.shipped import SITE
from tools.devserver import state

SECONDS = 1500  # after which `check` gives up; it takes about 100, on a busy machine many times that


def main(action: str = "check", kind: str = "native") -> int:
    """0 where everything held, 1 where a check failed or a service did not start."""
    try:
        if inside.MARK not in os.environ:
            (images.make if kind == "containers" else image.make_environment)()
    except state.LocalError as problem:
        sys.exit(str(problem))
    inside.enter("tests.shipped", action, kind)
    stack = Containers() if kind == "containers" else Native(as_image=True)
    return with_stack(stack, lambda stack: look(stack, action), SECONDS if action == "check" else 0)


def look(stack: Stack, action: str) -> int:
    """Check, then open a shell where it is wanted; 1 where a check failed."""
    checks = CHECKS_IN_CONTAINERS if isinstance(stack, Containers) else check.CHECKS
    failed = check.run(stack, checks)
    print(f"{len(checks)} điều đã hỏi, {failed} điều sai", flush=True)
    if action == "shell":
        print(f"Ví dụ: curl https://{SITE}/vi/   (exit: dừng mọi dịch vụ)", flush=True)
        shell = os.environ.get("SHELL", "sh")
        subprocess.run([shell], env=os.environ | {"CURL_CA_BUNDLE": str(stack.authority)}, check=False)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
