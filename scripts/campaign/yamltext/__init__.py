"""Reads YAML as staff type it: every scalar stays a string, every value knows its line and column, every fault gets a Chinese sentence.

Built on PyYAML's event stream (libyaml's when present): no object is ever constructed from a tag, aliases are refused (a plan has no need of
them and they can explode), and depth and size are limited, so nothing typed or sent by mistake can hurt the build.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from campaign.leaves import unseen
from campaign.leaves.problems import Path, Problem, Source

MAX_BYTES = 5_000_000
MAX_DEPTH = 40
MAX_NODES = 400_000  # values in one file: each keeps its place, some 400 bytes; a registry of 5,000 units has 60,000
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = {"", "~", "null", "Null", "NULL"}
_WIDE_COLON = re.compile(r"^(\s*(?:-\s+)?)([A-Za-z_][\w-]*)\s*：")


@dataclass(frozen=True)
class Read:
    """What came of reading one file: plain dicts, lists, strings and None, where they stand, and what was wrong.

    `unseen` names the characters that nobody sees; the data is without them and can be used.
    """

    data: Any
    source: Source
    problems: tuple[Problem, ...]
    unseen: tuple[Problem, ...] = ()


class _Unfit(Exception):
    """The text cannot be read further; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def decode(path: str, raw: bytes) -> tuple[str, tuple[Problem, ...]]:
    """UTF-8 text of a file, its byte-order mark dropped; otherwise a problem that says which encoding it looks like."""
    source = Source(path)
    if len(raw) > MAX_BYTES:
        return "", (
            source.error(
                (),
                "file-too-large",
                f"文件超过 {MAX_BYTES // 1_000_000} MB 的上限",
                "把它拆成几个文件，或检查是否放错了文件",
            ),
        )
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", (_not_utf8(source, 1, "UTF-16（记事本的“Unicode”）"),)
    if b"\x00" in raw:
        return "", (source.error((), "file-binary", "这不是文本文件（含有空字节）", "这里只放用 UTF-8 保存的文本"),)
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        return "", (_not_utf8(source, line, _guess_encoding(raw)),)


def _guess_encoding(raw: bytes) -> str:
    """Which of the encodings met in offices the bytes look like: the one that yields most everyday 汉字."""
    best, most = "无法判断", 0
    for name, codec in (("GBK（GB18030）", "gb18030"), ("Big5（繁体）", "big5")):
        try:
            text = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        common = sum(text.count(char) for char in "的一是在和有工作医院方案單位計畫務")
        if common > most or best == "无法判断":
            best, most = name, common
    return best


def _not_utf8(source: Source, line: int, looks_like: str) -> Problem:
    return Problem(
        source.path,
        line,
        1,
        "error",
        "file-encoding",
        f"文件不是 UTF-8 编码，看起来是 {looks_like}",
        "用编辑器“另存为”，编码选 UTF-8",
    )


def read(path: str, text: str, first_line: int = 1) -> Read:
    """Read YAML text. `first_line` is where it begins in its file (front matter begins below its fence)."""
    reader = _Reader(path, text, first_line)
    try:
        data = reader.document()
    except _Unfit as fault:
        reader.problems.append(fault.problem)
        data = None
    except yaml.YAMLError as fault:
        reader.problems.extend(_explain(path, text, fault, first_line))
        data = None
    return Read(data, Source(path, reader.positions), tuple(reader.problems), tuple(reader.unseen))


class _Reader:
    """Walks the events of one document and keeps positions and problems."""

    def __init__(self, path: str, text: str, first_line: int) -> None:
        self.path = path
        self.offset = first_line
        self.positions: dict[Path, tuple[int, int]] = {}
        self.problems: list[Problem] = []
        self.unseen: list[Problem] = []
        self.text = text
        self.suspect = "\\" in text or unseen.stripped(text) != text
        self.events = yaml.parse(text, Loader=_Loader)

    def place(self, mark: Any) -> tuple[int, int]:
        return mark.line + self.offset, mark.column + 1

    def problem(self, mark: Any, code: str, message: str, hint: str = "") -> Problem:
        return Problem(self.path, *self.place(mark), "error", code, message, hint)

    def document(self) -> Any:
        data: Any = None
        seen = False
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent) and seen:
                raise _Unfit(
                    self.problem(event.start_mark, "yaml-documents", "一个文件里只能有一份内容", "去掉中间的 ---")
                )
            if isinstance(event, yaml.NodeEvent):
                data, seen = self.node(event, (), 0), True
        return data

    def node(self, event: Any, where: Path, depth: int) -> Any:
        self.positions[where] = self.place(event.start_mark)
        if len(self.positions) > MAX_NODES:
            message = f"一个文件里的值超过 {MAX_NODES // 10_000} 万个"
            raise _Unfit(self.problem(event.start_mark, "yaml-nodes", message, "拆成几个文件，或检查是否放错了文件"))
        if isinstance(event, yaml.AliasEvent):
            raise _Unfit(
                self.problem(event.start_mark, "yaml-alias", f"不支持引用写法 *{event.anchor}", "把内容照写一遍")
            )
        if isinstance(event, yaml.ScalarEvent):
            plain = event.implicit[0] and event.value in _NULLS
            return None if plain else self.seen(event, where)
        if depth >= MAX_DEPTH:
            raise _Unfit(self.problem(event.start_mark, "yaml-depth", f"嵌套超过 {MAX_DEPTH} 层", "检查缩进是否写错"))
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(where, depth)
        return self.mapping(where, depth)

    def seen(self, event: Any, where: Path) -> str:
        """The text of a scalar without what nobody sees, which is noted by its place."""
        value: str = event.value
        if not self.suspect:
            return value
        start = event.start_mark
        written = self.text[start.index : event.end_mark.index]
        for offset, said in (*unseen.found(written), *(unseen.escaped(written) if event.style == '"' else ())):
            before = written[:offset]
            line = start.line + self.offset + before.count("\n")
            column = offset - before.rfind("\n") if "\n" in before else start.column + 1 + offset
            code, severity, message, hint = said
            self.unseen.append(Problem(self.path, line, column, severity, code, message, hint, where))
        return unseen.stripped(value)

    def sequence(self, where: Path, depth: int) -> list[Any]:
        items: list[Any] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self.node(event, (*where, len(items)), depth + 1))
        return items

    def mapping(self, where: Path, depth: int) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise _Unfit(self.problem(event.start_mark, "yaml-key", "冒号前面只能是一个名字"))
            key = self.seen(event, where)
            mark = event.start_mark
            value = self.node(next(self.events), (*where, key), depth + 1)
            self.positions[(*where, key)] = self.place(mark)
            if key in entries:
                self.problems.append(
                    self.problem(
                        mark, "yaml-duplicate-key", f"“{key}”写了两次，前一次在第 {lines[key]} 行", "两处合并成一处"
                    )
                )
                continue
            entries[key] = value
            lines[key] = self.place(mark)[0]
        return entries


def wide_colons(path: str, text: str, first_line: int = 1) -> list[Problem]:
    """Lines such as `title：…`, where a full-width colon swallowed the key."""
    found = []
    for number, line in enumerate(text.splitlines(), first_line):
        match = _WIDE_COLON.match(line)
        if match:
            column = len(match.group(1)) + len(match.group(2)) + 1
            found.append(
                Problem(
                    path,
                    number,
                    column,
                    "error",
                    "yaml-wide-colon",
                    f"“{match.group(2)}”后面用了全角冒号“：”",
                    f"改成半角冒号加空格，即“{match.group(2)}: …”",
                )
            )
    return found


def _explain(path: str, text: str, fault: yaml.YAMLError, first_line: int) -> list[Problem]:
    """A parser's complaint in the author's words; tabs and full-width colons anywhere in the file are all named at once."""
    found = wide_colons(path, text, first_line)
    for number, line in enumerate(text.splitlines(), first_line):
        indent = re.match(r"[ ]*\t", line)
        if indent:
            found.append(
                Problem(path, number, indent.end(), "error", "yaml-tab", "缩进里有制表符（Tab）", "换成空格，每层两个")
            )
    mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
    if found or mark is None:
        if not found:
            position = getattr(fault, "position", 0)
            before = text[:position] if isinstance(position, int) else ""
            found.append(
                Problem(
                    path,
                    before.count("\n") + first_line,
                    1,
                    "error",
                    "yaml-character",
                    "有 YAML 不允许的控制字符",
                    "删去看不见的字符再保存",
                )
            )
        return found
    reason = f"{getattr(fault, 'problem', '') or ''} {getattr(fault, 'context', '') or ''}"
    message, hint = _reason(reason)
    return [Problem(path, mark.line + first_line, mark.column + 1, "error", "yaml-syntax", message, hint)]


_REASONS = (
    ("mapping values are not allowed", "这里不该再出现冒号", "值里有半角冒号时整段加引号；或检查上一行的缩进"),
    ("could not find expected ':'", "这一行缺少冒号", "写成“键: 值”，冒号用半角、后面留一个空格"),
    ("did not find expected key", "缩进与上下行对不齐，或少了冒号", "同一层的行要左边对齐，用空格缩进"),
    ("did not find expected '-'", "列表的这一行没有以“- ”开头，或缩进不齐", "同一列表各项左边对齐"),
    ("block sequence entries are not allowed", "这里不能用“- ”", "列表要另起一行写在键的下面"),
    ("quoted scalar", "引号没有配对", "补上另一半引号"),
    ("flow", "方括号或花括号没有配对，或中间少了逗号", "长列表改成每行一个“- ”"),
    ("cannot start any token", "这个符号不能放在开头", "含 % @ ` 等符号的内容整段加引号"),
    ("tag", "不支持“!”开头的标签", "整段加引号"),
    ("anchor", "不支持“&”“*”引用写法", "整段加引号"),
)


def _reason(reason: str) -> tuple[str, str]:
    for key, message, hint in _REASONS:
        if key in reason:
            return message, hint
    return "这里的写法 YAML 读不懂", "检查缩进、冒号和引号"
