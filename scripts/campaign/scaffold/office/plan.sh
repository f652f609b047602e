#!/bin/sh
# 方案通的命令，用的是这个文件夹里的内容：plan build 生成网站，plan serve 边改边看，plan --help 列出全部。
# 程序搬了地方，改下面一行。
PROGRAM={program}
here=$(cd "$(dirname "$0")" && pwd) || exit 1
if [ ! -x "$PROGRAM/.venv/bin/python" ]; then
  echo "错误：$PROGRAM 里没有装好的方案通。先在程序文件夹里运行一次 make setup；程序搬了地方，就改 $here/plan 里的 PROGRAM" >&2
  exit 1
fi
PLANPRESS_ROOT="$here" exec "$PROGRAM/.venv/bin/python" "$PROGRAM/scripts/plan.py" "$@"
