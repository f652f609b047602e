#!/usr/bin/env bash
# Set-up, one step a call; each step looks first, and does nothing where nothing is missing:
#   setup.sh system site|test   libraries and programs, through apt when root or passwordless sudo allow
#   setup.sh venv               .venv with the versions pinned in requirements.txt
#   setup.sh fonts [--force]    the print fonts, into .fonts
# Where it may not install, it says in Chinese which one command to copy, and ends with 1.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive

say() { printf '%s\n' "$*" >&2; }

stop() { # sentence, command to copy
  say "$1"
  say "请复制并运行下面这一条命令（需要管理员密码），然后重新执行 make："
  say ""
  say "    $2"
  say ""
  exit 1
}

# How to become root: nothing to add for root, sudo where it asks for no password; fails otherwise.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n env DEBIAN_FRONTEND=noninteractive "$@"
  else return 126
  fi
}

may_install() { command -v apt-get >/dev/null && as_root true; }

# The line a person copies to have this done as administrator.
as_administrator() {
  if [ "$(id -u)" = 0 ]; then printf '%s' "$1"
  elif command -v sudo >/dev/null; then printf 'sudo sh -c "%s"' "$1"
  else printf 'su -c "%s"' "$1"
  fi
}

install() { # reason, package…
  local reason=$1 line options=(-y -q --no-install-recommends -o DPkg::Lock::Timeout=600)
  shift
  line=$(as_administrator "apt-get update && apt-get install -y --no-install-recommends $*")
  may_install || stop "$reason：$*" "$line"
  say "安装系统软件：$*"
  as_root apt-get install "${options[@]}" "$@" >/dev/null 2>&1 && return
  as_root apt-get update -q >/dev/null || true # the lists were empty or old
  as_root apt-get install "${options[@]}" "$@" >/dev/null || stop "自动安装没有成功：$*" "$line"
}

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
  local name
  for name in "${PYTHON:-python3}" python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null && new_enough "$name"; then printf '%s' "$name"; return; fi
  done
  return 1
}

python() {
  find_python && return
  command -v python3 >/dev/null || install "缺少 Python" python3 python3-venv
  find_python && return
  say "需要 Python 3.11 或更新的版本；这台机器上是 $(python3 --version 2>&1)。请换用 Debian 12、Ubuntu 24.04 或更新的系统，或用 PYTHON=路径 指明新版本。"
  exit 1
}

system() { # site|test
  local python missing
  python=$(python)
  missing=$(PYTHONPATH=scripts "$python" -m campaign.doctor packages "$1")
  if [ -n "$missing" ]; then
    # shellcheck disable=SC2086 # one word a package
    install "缺少系统软件" $missing
  fi
}

venv() {
  local python
  if ! { [ -x .venv/bin/python ] && new_enough .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1; }; then
    python=$(python)
    "$python" -c 'import ensurepip, venv' 2>/dev/null || install "缺少 Python 的 venv 组件" python3-venv
    say "建立 .venv（$("$python" --version)）"
    "$python" -m venv --clear .venv
  fi
  say "安装 Python 软件包……"
  if ! .venv/bin/python -m pip install -qq --disable-pip-version-check -r requirements.txt; then
    say "安装 Python 软件包没有成功：请检查网络或 pip 镜像设置，然后重新执行 make。"
    exit 1
  fi
}

fonts() {
  local code=0
  make_fonts "$@" || code=$?
  if [ "$code" = 3 ]; then # no package to be had: the lists are missing or old
    { may_install && as_root apt-get update -q >/dev/null; } || stop "软件源目录缺失或过旧" "$(as_administrator "apt-get update")"
    code=0
    make_fonts "$@" || code=$?
  fi
  return "$code"
}

make_fonts() { PYTHONPATH=scripts .venv/bin/python scripts/fonts.py "$@"; }

step=${1:-}
case "$step" in
  system | venv | fonts)
    mkdir -p .build/setup
    exec 9>.build/setup/lock
    flock 9 # two makes at once take turns
    shift
    "$step" "$@"
    ;;
  *) say "用法：scripts/setup.sh system site|test ｜ venv ｜ fonts [--force]"; exit 2 ;;
esac
