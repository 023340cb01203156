"""A stack from its start to its end, whatever happens in between."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable
from typing import NoReturn

from tools.devserver import state
from tools.stack.native import Native


def with_stack(stack: Native, work: Callable[[Native], int], seconds: int) -> int:
    """Start `stack`, return what `work` returns, stop; 1 where a service does not start.

    After `seconds` (0: never) it ends the process, which stops all services too. One stack of a name runs at a time;
    the next one waits.
    """
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
        signal.signal(number, leave)
    try:
        with state.locked(state.ROOT / ".test-services" / f"stack-{stack.folder.name}.lock"):
            signal.alarm(seconds)
            begun = time.monotonic()
            try:
                stack.start()
                print(f"chạy {time.monotonic() - begun:5.1f} s  mọi dịch vụ của docker-compose.yml", flush=True)
                failed = work(stack)
                print(f"tổng {time.monotonic() - begun:5.1f} s", flush=True)
                if failed:
                    print(f"Nhật ký: {stack.folder}/logs", flush=True)
                return failed
            finally:
                signal.alarm(0)
                stack.stop()
    except state.LocalError as problem:
        print(problem, file=sys.stderr)
    except KeyboardInterrupt:
        pass
    return 1


def leave(number: int, _frame: object) -> NoReturn:
    """Signal handler: end by an exception, so that the services are stopped."""
    sys.exit("Quá giờ. Nhật ký: .stack/*/logs" if number == signal.SIGALRM else 1)
