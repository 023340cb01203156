"""Cut this process and everything it starts off the network. Imports neither Django nor our own code.

`python -m files.intake.no_network` does it, tries whether it holds, and prints how; exit 1 where it does not.

Uses a network namespace of its own where the kernel allows it. Docker's default profile refuses that to a container
without capabilities; there a seccomp filter allows Unix sockets only.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import socket
import sys

#: machine → (audit architecture, number of the system call socket(2)); linux/audit.h and the kernel's tables
MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
IO_URING_SETUP = 425  # the same number on all machines; it would make sockets without socket(2)
X32 = 0x40000000  # system calls of the x32 interface have this bit: the same kernel functions by other numbers
AF_UNIX = 1
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06  # BPF: ld absolute, jump if equal, jump if ≥, return
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data, bytes
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EPERM
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2


class _Instruction(ctypes.Structure):
    _fields_ = [("code", ctypes.c_uint16), ("yes", ctypes.c_uint8), ("no", ctypes.c_uint8), ("k", ctypes.c_uint32)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.POINTER(_Instruction))]


def leave_network() -> str:
    """Cut off the network for good, child processes included.

    Returns how: "namespace", "filter", or "" when the kernel allows neither.
    """
    return "namespace" if own_namespace() else "filter" if forbid_sockets() else ""


def own_namespace() -> bool:
    """Enter a network namespace without any interface that is up; False when the kernel refuses."""
    for flags in (os.CLONE_NEWNET, os.CLONE_NEWUSER | os.CLONE_NEWNET):
        try:
            os.unshare(flags)
        except OSError:
            continue
        return True
    return False


def forbid_sockets() -> bool:
    """Make socket(2) for any family but AF_UNIX, and io_uring, fail with EPERM; False when the kernel refuses."""
    if platform.machine() not in MACHINES:
        return False
    architecture, socket_call = MACHINES[platform.machine()]
    # `yes` and `no` count the instructions that are jumped over.
    steps = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, architecture),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
        (AT_LEAST, 5, 0, X32),
        (EQUAL, 4, 0, IO_URING_SETUP),
        (EQUAL, 0, 2, socket_call),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (EQUAL, 0, 1, AF_UNIX),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE),
    ]
    program = _Program(len(steps), (_Instruction * len(steps))(*(_Instruction(*step) for step in steps)))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def main() -> int:
    """Leave the network, then try to reach a listener of this same process."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        how = leave_network()
        try:
            socket.create_connection(listener.getsockname(), timeout=2).close()
        except OSError:
            print(how)
            return 0
    print(f"the network is still reached (tried: {how or 'nothing the kernel allows'})", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
