#!/usr/bin/env bash
# Set-up, one step a call; each step looks first, and does nothing where nothing is missing:
#   setup.sh system site|test   libraries and programs, through apt when root or passwordless sudo allow
#   setup.sh venv               .venv with the versions pinned in requirements.txt, each file known by its hash
#   setup.sh fonts [--force]    the print fonts, into .fonts
#   setup.sh editor             the form library of the browser editor, into .editor
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
  if ! .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt; then
    say "安装 Python 软件包没有成功：请检查网络或 pip 镜像设置，然后重新执行 make。上面若说 hash 不符，是镜像给的文件与登记的不一致，没有安装。"
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

# A pinned version whose bytes are known; a changed line here fetches anew.
FORM_LIBRARY=@json-editor/json-editor@2.17.2
FORM_LIBRARY_SHA512=9e9d15eecdf04b132aefafc60384bdc833bb88fa57eeb15bb825b50bc56a277b8e666c1ab454d5f6d8ab1562a5d2b9f4e4f42b9d4f4c3c6a3ab0fe8b52dfa41b

editor() {
  [ "$(cat .editor/VERSION 2>/dev/null)" = "$FORM_LIBRARY" ] && return
  command -v npm >/dev/null || install "缺少 npm（用来取网页登记表的程序库）" npm
  say "取网页登记表的程序库……"
  local fresh=.build/editor
  rm -rf "$fresh"
  mkdir -p "$fresh"
  (cd "$fresh" && npm pack --silent "$FORM_LIBRARY" >/dev/null 2>&1) || {
    say "取网页登记表的程序库没有成功：请检查网络或 npm 镜像设置，然后重新执行 make。"
    exit 1
  }
  if ! printf '%s  %s\n' "$FORM_LIBRARY_SHA512" "$(echo "$fresh"/*.tgz)" | sha512sum --check --status; then
    say "取来的网页登记表程序库与登记的不一致，没有使用：请检查 npm 镜像设置，然后重新执行 make。"
    exit 1
  fi
  tar -xzf "$fresh"/*.tgz -C "$fresh"
  mkdir -p .editor/licences
  cp "$fresh/package/dist/jsoneditor.js" .editor/jsoneditor.js
  cp "$fresh/package/LICENSE" .editor/licences/json-editor-MIT.txt
  cp "$fresh/package/dist/jsoneditor.js.LICENSE.txt" .editor/licences/json-editor-parts.txt
  echo "$FORM_LIBRARY" >.editor/VERSION
  rm -rf "$fresh"
}

make_fonts() { PYTHONPATH=scripts .venv/bin/python scripts/fonts.py "$@"; }

step=${1:-}
case "$step" in
  system | venv | fonts | editor)
    mkdir -p .build/setup
    exec 9>.build/setup/lock
    flock 9 # two makes at once take turns
    shift
    "$step" "$@"
    ;;
  *) say "用法：scripts/setup.sh system site|test ｜ venv ｜ fonts [--force] ｜ editor"; exit 2 ;;
esac
