#!/bin/sh
# Build .venv/ for the demo (environment.sh demo) or for development (environment.sh dev); needs only a Python >= 3.12.
# Called by make; returns at once if nothing has changed. Development has all that the demo needs, so it serves both.
set -eu
cd "$(dirname "$0")/../.."
kind=${1:-dev}
stamp=.venv/.locked
# Who develops keeps the tools when the demo is started after an update.
if [ -e "$stamp" ] && [ ! -e .venv/.trimmed ]; then kind=dev; fi
lock=requirements-$kind.txt

up_to_date() { [ -x .venv/bin/python ] && cmp -s "$1" "$stamp"; }
if up_to_date requirements-dev.txt || { [ "$kind" = demo ] && up_to_date requirements-demo.txt; }; then exit 0; fi

# Figures of the first build: what is downloaded, what the folder takes afterwards, what must be free before, in MB.
if [ "$kind" = demo ]; then download=240 installed=700 free=1200; else download=450 installed=1300 free=2200; fi
case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in vi*) vietnamese=1 ;; *) vietnamese= ;; esac

say() { if [ "$vietnamese" ]; then echo "$1" >&2; else echo "$2" >&2; fi; }

fail() {
    say "$1" "$2"
    exit 1
}

case "${KMM_SYSTEM:-$(uname -s)}" in
    Linux) ;;
    *) fail "Bản demo chỉ chạy trên Linux, vì tệp tải lên được đọc trong hộp cát của nhân Linux. Trên Windows: dùng WSL 2; trên macOS: một máy ảo Linux (Lima, UTM), hoặc các vùng chứa của docker-compose.yml." \
        "The demo runs on Linux only, because uploads are read in a sandbox of the Linux kernel. On Windows use WSL 2, on macOS a Linux virtual machine (Lima, UTM), or the containers of docker-compose.yml." ;;
esac

good() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; }

find_python() {
    for candidate in ${KMM_PYTHONS:-python3.14 python3.13 python3.12 python3 /usr/bin/python3}; do
        if good "$candidate"; then echo "$candidate"; return; fi
    done
    fail "Cần Python từ 3.12 trở lên, máy này chưa có. Ví dụ trên Debian 13: apt-get install python3 python3-venv" \
        "Python 3.12 or newer is needed, and this machine has none. On Debian 13: apt-get install python3 python3-venv"
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
    fail "Không tạo được .venv/: $1 thiếu venv. Ví dụ trên Debian: apt-get install python3-venv" \
        "Could not make .venv/: $1 lacks venv. On Debian: apt-get install python3-venv"
}

# Run the rest quietly, with the seconds on a terminal; explain what went wrong in one sentence, and show its last lines.
work() {
    began=$(date +%s)
    "$@" >"$log" 2>&1 &
    child=$!
    trap 'kill "$child" 2>/dev/null; exit 130' INT TERM HUP
    while [ -t 2 ] && kill -0 "$child" 2>/dev/null; do
        printf '\r  … %s s ' "$(($(date +%s) - began))" >&2
        sleep 1
    done
    if [ -t 2 ]; then printf '\r\033[K' >&2; fi
    code=0
    wait "$child" || code=$?
    trap - INT TERM HUP
    if [ "$code" = 0 ]; then return; fi
    if grep -qiE 'no space left|os error 28|disk quota' "$log"; then
        fail "Đĩa đã đầy: cần khoảng $free MB trống trong $(pwd). Xóa bớt rồi chạy lại, phần đã tải không mất." \
            "The disk is full: about $free MB are needed in $(pwd). Make room and run it again; what was fetched is kept."
    elif grep -qiE 'dns|connect|network|timed? ?out|resolve|fetch|unreachable|no matching distribution' "$log"; then
        fail "Không tải được gói Python: mạng hoặc máy chủ gói không trả lời. Kiểm tra mạng (và biến HTTPS_PROXY), rồi chạy lại; phần đã tải không mất. Chi tiết: $log" \
            "Python packages could not be fetched: the network or the package server does not answer. Check the network (and HTTPS_PROXY) and run it again; what was fetched is kept. Details: $log"
    fi
    say "Không dựng được môi trường Python. Các dòng cuối:" "The Python environment could not be built. Last lines:"
    tail -n 5 "$log" >&2
    exit 1
}

# The demo's environment without what nothing reads there: sources of catalogues, other languages, other services of AWS.
trim() {
    packages=$(echo .venv/lib/python3*/site-packages)
    find "$packages" -path '*/locale/*' -name '*.po' -delete
    find "$packages" -type d -path '*/locale/*/LC_MESSAGES' ! -path '*/vi/*' ! -path '*/en/*' ! -path '*/km/*' -exec rm -rf {} +
    find "$packages/botocore/data" -mindepth 1 -maxdepth 1 -type d ! -name s3 -exec rm -rf {} +
    find "$packages" -path '*/locale/*' -type d -empty -delete
}

available=${KMM_FREE_MB:-$(df -Pm . | awk 'NR == 2 { print $4 }')}
if [ ! -d .venv ] && [ "$available" -lt "$free" ]; then
    fail "Đĩa còn $available MB, cần khoảng $free MB trong $(pwd). Xóa bớt rồi chạy lại." \
        "$available MB are free on this disk, about $free MB are needed in $(pwd). Make room and run it again."
fi
if [ -e "$stamp" ]; then
    say "Môi trường Python: cập nhật theo $lock" "Python environment: updating it to $lock"
else
    say "Môi trường Python: tải khoảng $download MB, chiếm khoảng $installed MB trong .venv/ (chỉ lần đầu)" \
        "Python environment: downloads about $download MB, takes about $installed MB in .venv/ (the first time only)"
fi
start=$(date +%s)
# Development needs what was trimmed for the demo.
if [ -e .venv/.trimmed ] && [ "$kind" = dev ]; then rm -rf .venv; fi
if ! good .venv/bin/python; then
    base=$(find_python) || exit 1
    make_venv "$base"
fi
log=$PWD/.venv/environment.log
if [ ! -x .venv/bin/uv ] && [ ! -x .venv/uv ]; then
    if .venv/bin/python -m pip --version >/dev/null 2>&1; then
        work .venv/bin/python -m pip install -q --retries 2 --disable-pip-version-check uv
    else
        work "${base:-python3}" -m pip --python .venv/bin/python install -q --retries 2 --disable-pip-version-check uv
    fi
fi
# A second name, because sync removes packages that are not in the lock, and uv with them.
if [ -x .venv/bin/uv ]; then ln -f .venv/bin/uv .venv/uv; fi
# --compile-bytecode: else each child of the sandbox, and each process that may not write bytecode, compiles again
VIRTUAL_ENV="$PWD/.venv" work .venv/uv pip sync -q --compile-bytecode --require-hashes "$lock"
if [ "$kind" = demo ]; then
    trim
    rm -f .venv/uv .venv/bin/uv .venv/bin/uvx
    touch .venv/.trimmed
else
    [ -x .venv/bin/uv ] || ln .venv/uv .venv/bin/uv
    rm -f .venv/.trimmed
fi
cp "$lock" "$stamp"
say "Môi trường Python: xong sau $(($(date +%s) - start)) giây, $(du -sm .venv | cut -f1) MB" \
    "Python environment: done after $(($(date +%s) - start)) s, $(du -sm .venv | cut -f1) MB"
