#!/bin/sh
# Build .venv/ from requirements-dev.txt; needs only a Python >= 3.12. Called by make; returns at once if unchanged.
set -eu
cd "$(dirname "$0")/../.."
stamp=.venv/.locked
if [ -x .venv/bin/python ] && cmp -s requirements-dev.txt "$stamp"; then exit 0; fi

say() { echo "$*" >&2; }

good() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; }

find_python() {
    for candidate in python3.14 python3.13 python3.12 python3 /usr/bin/python3; do
        if good "$candidate"; then echo "$candidate"; return; fi
    done
    say "Cần Python từ 3.12 trở lên (đã tìm python3.14, python3.13, python3.12, python3, /usr/bin/python3)."
    say "Ví dụ trên Debian 13: apt-get install python3 python3-venv"
    exit 1
}

make_venv() {
    rm -rf .venv
    if "$1" -m venv .venv >/dev/null 2>&1; then return; fi
    # Debian has ensurepip in a separate package: use another pip.
    rm -rf .venv
    if "$1" -m venv --without-pip .venv >/dev/null 2>&1 && "$1" -m pip --version >/dev/null 2>&1; then return; fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        version=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        apt-get update -qq >&2 && apt-get install -y -qq "python$version-venv" >&2
        rm -rf .venv
        if "$1" -m venv .venv >&2; then return; fi
    fi
    say "Không tạo được .venv/: $1 thiếu venv. Ví dụ trên Debian: apt-get install python3-venv"
    exit 1
}

if ! good .venv/bin/python; then
    base=$(find_python) || exit 1
    make_venv "$base"
fi
if [ ! -x .venv/bin/uv ]; then
    pin=$(sed -n 's/^uv==\([^ ;]*\).*/==\1/p' requirements-dev.txt)
    if .venv/bin/python -m pip --version >/dev/null 2>&1; then
        .venv/bin/python -m pip install -q --disable-pip-version-check "uv$pin" >&2
    else
        "${base:-python3}" -m pip --python .venv/bin/python install -q --disable-pip-version-check "uv$pin" >&2
    fi
fi
cp .venv/bin/uv .venv/uv  # a copy, because sync removes packages that are not in the lock
# --compile-bytecode: else each child of the sandbox, and each process that may not write bytecode, compiles again
VIRTUAL_ENV="$PWD/.venv" .venv/uv pip sync -q --compile-bytecode --require-hashes requirements-dev.txt
[ -x .venv/bin/uv ] || cp .venv/uv .venv/bin/uv
cp requirements-dev.txt "$stamp"
