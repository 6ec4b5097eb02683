#!/usr/bin/env bash
# Makes the machine ready, and does nothing where it is ready already.
#   setup.sh run    virtual environment with what the bot needs
#   setup.sh dev    the same, and what the checks and tests need
#   setup.sh test   the same, and PostgreSQL and Chromium (installed as root on Debian and Ubuntu, else named);
#                   standard output has the names of those that are missing
set -euo pipefail
cd -P "$(dirname "$0")/.."
venv=$PWD/.venv

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "error: $*"
  exit 1
}

can_apt_install() { [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ] && command -v apt-get >/dev/null; }

apt_install() {
  say "Installing $* (apt-get) ..."
  apt-get update -qq >&2 &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

recent_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

has_venv() { "$1" -c 'import venv, ensurepip; ensurepip.version()' >/dev/null 2>&1; }

# Prints a Python 3.11 or newer that can make virtual environments. The version the project is tested with comes first.
find_python() {
  local candidate version without_venv=
  for candidate in ${PYTHON:+"$PYTHON"} python3.11 python3.12 python3.13 python3.14 python3 python \
    /usr/bin/python3.11 /usr/bin/python3; do
    recent_enough "$candidate" || continue
    if has_venv "$candidate"; then
      printf '%s\n' "$candidate"
      return
    fi
    without_venv=${without_venv:-$candidate}
  done
  [ -n "$without_venv" ] ||
    fail "Python 3.11 or newer is needed, found $(python3 --version 2>/dev/null || echo none). Install it, or name it: make PYTHON=/path/to/python3.11 ..."
  version=$("$without_venv" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  if can_apt_install && apt_install "python$version-venv" && has_venv "$without_venv"; then
    printf '%s\n' "$without_venv"
    return
  fi
  fail "$without_venv has no venv module. On Debian or Ubuntu: apt-get install python$version-venv"
}

# A virtual environment holds its own path, so a copied or moved one is made anew.
venv_is_usable() { recent_enough "$venv/bin/python" && grep -qF "$venv" "$venv/bin/activate" 2>/dev/null; }

ensure_venv() {
  local python
  venv_is_usable && return
  python=$(find_python)
  say "Making .venv with $("$python" --version) ..."
  "$python" -m venv --clear "$venv"
}

# uv, where it is, takes a third of pip's time. Pip knows more: its settings may name the only index there is.
pip_install() {
  if [ -x "$venv/bin/uv" ]; then
    "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --compile-bytecode "$@" >&2 && return
    say "uv could not; pip installs it ..."
  fi
  "$venv/bin/python" -m pip --disable-pip-version-check --quiet install "$@" >&2
}

fingerprint() { { "$venv/bin/python" --version && cat "$@"; } | cksum; }

# Calls "$2" unless the files named after it are the same as when it was last done.
unless_done() {
  local stamp=$venv/.$1.stamp action=$2 now
  shift 2
  now=$(fingerprint "$@")
  [ "$(cat "$stamp" 2>/dev/null)" = "$now" ] && return
  "$action"
  printf '%s\n' "$now" >"$stamp"
}

install_run() {
  say "Installing the dependencies (only this once) ..."
  pip_install --require-hashes -r requirements.txt
  pip_install --no-deps --no-build-isolation -e .
}

install_dev() {
  say "Installing what the checks and tests need (only this once) ..."
  pip_install --require-hashes -r requirements-dev.txt
}

# Whoever only runs the bot needs none.
install_uv() {
  [ -x "$venv/bin/uv" ] && return
  pip_install --require-hashes -r <(sed -n '/^uv==/,/[^\\]$/p' requirements-dev.txt) || true
}

has_tool() { "$venv/bin/python" -m "tests.$1" >/dev/null 2>&1; }

# Where the package brings no browser that runs (Ubuntu has Chromium only as a snap), Playwright brings its own.
install_chromium() {
  apt_install chromium || true
  has_tool chromium || "$venv/bin/playwright" install --with-deps chromium >&2
}

ensure_tool() {
  local module=$1 name=$2 hint=$3
  shift 3
  has_tool "$module" && return
  if can_apt_install; then
    "$@" || true
    has_tool "$module" && return
  fi
  say "$name is missing: the tests that need it cannot run, and the coverage is not held against you. Install it: $hint"
  printf '%s\n' "$name"
}

ensure_venv
[ "${1:-run}" = run ] || install_uv
unless_done run install_run requirements.txt pyproject.toml
case ${1:-run} in
  run) ;;
  dev) unless_done dev install_dev requirements.txt requirements-dev.txt ;;
  test)
    unless_done dev install_dev requirements.txt requirements-dev.txt
    ensure_tool postgres PostgreSQL "apt-get install postgresql" apt_install postgresql
    ensure_tool chromium Chromium "apt-get install chromium (Ubuntu: .venv/bin/playwright install --with-deps chromium)" \
      install_chromium
    ;;
  *) fail "usage: setup.sh run|dev|test" ;;
esac
