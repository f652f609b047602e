"""New values go into YAML as a hand would put them there: the expected texts are written out, and generated ones hold the promises."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from campaign import yamltext
from campaign.leaves.unseen import stripped
from campaign.yamltext.edit import YamlEditFault, edited, edited_front_matter
from campaign.yamltext.scalars import scalar

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted([*(ROOT / "plans").rglob("*.yaml"), *(ROOT / "mkdocs.yml",)])
TASKS = """\
# yaml-language-server: $schema=x
# 头两行是文件的说明
id: a  # 编号
title: "甲"
rate: 3.0
code: '0123'
open: 是

# 任务
tasks:
  # 第一件
  - id: t1
    name: 一
    # 第一件里面的话

  # 第二件
  - id: t2
    name: 二   # 改过
    lead: [护理部, 外科]
    notes:
      - 先
      - 后

# 结尾
text: |
  第一行

  第二行
"""


def data(text: str) -> Any:
    read = yamltext.read("", text)
    assert read.problems == ()
    return read.data


def lines_changed(old: str, new: str) -> tuple[list[str], list[str]]:
    """Lines only in the old text and lines only in the new one, where both are otherwise the same in order."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    while before and after and before[0] == after[0]:
        before, after = before[1:], after[1:]
    while before and after and before[-1] == after[-1]:
        before, after = before[:-1], after[:-1]
    return before, after


# -- examples ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_unchanged_values_leave_every_file_as_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    read = yamltext.read(path.name, text)
    if read.problems:
        pytest.fail(str(read.problems[0]))
    assert edited(text, read.data) == text
    mark = "\ufeff" + text.replace("\n", "\r\n")
    assert edited(mark, read.data) == mark


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        ("id", "b", "id: b  # 编号"),
        ("title", "乙：丙", 'title: "乙：丙"'),
        ("title", '说"好"', 'title: "说\\"好\\""'),
        ("rate", 3.5, "rate: 3.5"),
        ("rate", "3.10", "rate: 3.10"),
        ("rate", None, "rate:"),
        ("code", "0124", "code: '0124'"),
        ("code", "O'N", "code: 'O''N'"),
        ("open", False, "open: 否"),
        ("open", "2026-11-21", 'open: "2026-11-21"'),
        ("open", "12", 'open: "12"'),
        ("open", "no", 'open: "no"'),
        ("open", "2026-09", "open: 2026-09"),
        ("open", "@甲", 'open: "@甲"'),
        ("open", "甲: 乙", 'open: "甲: 乙"'),
        ("open", "甲：乙，丙 #1", 'open: "甲：乙，丙 #1"'),
        ("open", "甲：乙，丙#1", "open: 甲：乙，丙#1"),
        ("open", "", 'open: ""'),
        ("open", [], "open: []"),
        ("open", {}, "open: {}"),
    ],
)
def test_a_new_scalar_changes_its_line(key: str, value: Any, line: str) -> None:
    before, after = lines_changed(TASKS, edited(TASKS, {**data(TASKS), key: value}))
    assert (len(before), after) == (1, [line + "\n"])


@pytest.mark.parametrize(
    ("key", "value"),
    [("rate", 3), ("rate", 3.0), ("rate", "3.0"), ("code", "0123"), ("open", True), ("open", "是"), ("title", "甲")],
)
def test_what_says_the_same_stays_as_written(key: str, value: Any) -> None:
    assert edited(TASKS, {**data(TASKS), key: value}) == TASKS


def test_an_item_in_the_middle() -> None:
    new = data(TASKS)
    new["tasks"].insert(
        1, {"id": "t3", "name": "2026-01-01", "text": "两\n行", "lead": ["院办"], "more": ["一", {"a": 1}], "none": []}
    )
    before, after = lines_changed(TASKS, edited(TASKS, new))
    assert before == []
    assert (
        "".join(after)
        == """\
  - id: t3
    name: "2026-01-01"
    text: |-
      两
      行
    lead: [院办]
    more:
      - 一
      - a: 1
    none: []

"""
    )


def test_a_removed_item_takes_its_own_comments_along() -> None:
    new = data(TASKS)
    del new["tasks"][0]
    del new["rate"]
    made = edited(TASKS, new)
    first = "  # 第一件\n  - id: t1\n    name: 一\n    # 第一件里面的话\n\n"
    assert made == TASKS.replace(first, "").replace("rate: 3.0\n", "")


def test_moved_items_take_their_comments_along() -> None:
    new = data(TASKS)
    new["tasks"].reverse()
    made = edited(TASKS, new)
    first = "  # 第一件\n  - id: t1\n    name: 一\n    # 第一件里面的话\n\n"
    assert made == TASKS.replace(first, "").replace("      - 后\n\n", "      - 后\n\n" + first)


def test_lists_and_keys_inside() -> None:
    new = data(TASKS)
    new["tasks"][1]["lead"].insert(1, "门诊部, 急诊科")
    new["tasks"][1]["notes"] = ["先", "中", "后"]
    new["tasks"][1] = {"id": "t2", "count": 2, **new["tasks"][1]}
    new["text"] = "第一行\n第三行\n"
    made = edited(TASKS, new)
    wanted = TASKS.replace("[护理部, 外科]", '[护理部, "门诊部, 急诊科", 外科]').replace("- 先\n", "- 先\n      - 中\n")
    assert made == wanted.replace("- id: t2\n", "- id: t2\n    count: 2\n").replace(
        "第一行\n\n  第二行", "第一行\n  第三行"
    )


def test_one_kind_of_value_becomes_another() -> None:
    new = {**data(TASKS), "id": {"a": ["x"], "b": None}, "tasks": "无", "text": ["一"]}
    assert (
        edited(TASKS, new)
        == """\
# yaml-language-server: $schema=x
# 头两行是文件的说明
id:  # 编号
  a:
    - x
  b:
title: "甲"
rate: 3.0
code: '0123'
open: 是

# 任务
tasks: 无

# 结尾
text:
  - 一
"""
    )


def test_the_authors_own_indentation() -> None:
    text = "a:\n    b: 1\n    c:\n    - x\n    - y: 1\n      z:\n      - 1\n\n    - q: 1\nlast: 1"
    new = data(text)
    new["a"]["c"].insert(1, {"k": [{"deep": {"er": "1"}}]})
    new["a"]["c"][0] = "w"
    assert edited(text, new) == text.replace("- x\n", '- w\n    - k:\n      - deep:\n            er: "1"\n')


def test_rows_in_braces_stay_rows_in_braces() -> None:
    text = """\
rows:
  - {id: s1, date: 2026-10-20, votes: 3, names: [甲, 乙], title: "扶"}   # 第一行
  - {id: s2, date: 2026-10-21, votes: 4}
list: [
  一,   # 一
  二
]
"""
    new = data(text)
    new["rows"][0].update(title="牵", votes="5", names=["甲", "乙", "丙", "丁：戊"])
    new["rows"].insert(1, {"id": "s9", "date": "2026-10-22", "votes": "0", "place": "第1版, 上", "number": "1."})
    new["rows"][2]["note"] = "多\n行"
    new["list"] = ["一", "三", "二"]
    assert (
        edited(text, new)
        == """\
rows:
  - {id: s1, date: 2026-10-20, votes: 5, names: [甲, 乙, 丙, 丁：戊], title: "牵"}   # 第一行
  - {id: s9, date: 2026-10-22, votes: 0, place: "第1版, 上", number: "1."}
  - {id: s2, date: 2026-10-21, votes: 4, note: "多\\n行"}
list: [
  一, 三,   # 一
  二
]
"""
    )


def test_a_list_of_words_under_a_new_name_is_written_as_most_are() -> None:
    assert edited("a: [甲, 乙]\nb: 1\n", {"a": ["甲", "乙"], "b": 1, "c": ["丙"]}) == "a: [甲, 乙]\nb: 1\nc: [丙]\n"
    assert (
        edited("a:\n- {x: 甲}\nb: 1\n", {"a": [{"x": "甲"}], "b": 1, "c": ["丙", "丁\n"]})
        == "a:\n- {x: 甲}\nb: 1\nc:\n- 丙\n- |\n  丁\n"
    )
    assert edited("a:\n  - 甲\n", {"a": ["甲"], "c": ["丙"]}) == "a:\n  - 甲\nc:\n  - 丙\n"


def test_items_without_ids_are_known_by_what_tells_them_apart() -> None:
    text = "awards:\n  - {award: a, by: 2026-01-01}  # 甲\n  - {award: b, by: 2026-01-01}  # 乙\nplain:\n  - x  # x\n  - y  # y\n  - x  # 又是 x\n"
    new = {"awards": [{"award": "b", "by": "2026-02-02"}, {"award": "c"}], "plain": ["w", "x", "y", "x"]}
    assert (
        edited(text, new)
        == "awards:\n  - {award: b, by: 2026-02-02}  # 乙\n  - {award: c}\nplain:\n  - w\n  - x  # x\n  - y  # y\n  - x  # 又是 x\n"
    )


def test_a_comment_that_a_blank_line_sets_apart_stays() -> None:
    text = "a: 1\n\n# ---- 第二部分 ----\n\n# b 的说明\nb: 2\nc: 3\n"
    assert edited(text, {"a": "1", "c": "3"}) == "a: 1\n\n# ---- 第二部分 ----\n\nc: 3\n"
    assert edited(text, {"b": "2", "c": "3"}) == "# ---- 第二部分 ----\n\n# b 的说明\nb: 2\nc: 3\n"
    assert edited(text, {"a": "1", "b": "2", "c": "3", "d": 4, "aa": 5}) == text + "d: 4\naa: 5\n"
    assert edited(text, {"a": "1", "aa": 5, "b": "2", "c": "3"}) == text.replace("a: 1\n", "a: 1\naa: 5\n", 1)


def test_a_removed_entry_leaves_what_is_not_its_own() -> None:
    text = "a: 1\nb: 2\n\n# ---- 第二部分 ----\n\nc: 3\n"
    assert edited(text, {"a": "1", "c": "3"}) == "a: 1\n\n# ---- 第二部分 ----\n\nc: 3\n"


def test_a_changed_item_without_id_keeps_its_comments() -> None:
    text = "- unit: 外科\n  month: 2026-10\n  photos: 4  # 补过\n- unit: 外科\n  month: 2026-11\n  photos: 4\n- unit: 内科\n  month: 2026-11\n  photos: 5\n"
    new = data(text)
    new[0]["photos"] = "6"
    assert edited(text, new) == text.replace("photos: 4  # 补过", "photos: 6  # 补过")


def test_text_that_keeps_its_last_empty_lines() -> None:
    text = "# 说\na: |+\n  甲\n\nb: 1  # 乙\n"
    assert edited(text, {"a": "甲\n\n", "c": 2, "b": 1}) == "# 说\na: |+\n  甲\n\nc: 2\nb: 1  # 乙\n"


def test_words_are_quoted_as_their_neighbours_are() -> None:
    text = "- {open: yes, note: null, due: 2026-01-01, list: [甲]}\n- {open: 待定, note: 无, due: 未定, list: [乙]}\n"
    new = data(text)
    new[1].update(open="no", note="null", due="2026-02-02", list=["乙", "title：丙", "12"])
    assert edited(text, new) == text.replace(
        "{open: 待定, note: 无, due: 未定, list: [乙]}",
        '{open: no, note: "null", due: 2026-02-02, list: [乙, title：丙, "12"]}',
    )
    assert edited("- 甲\n", ["甲", "title：丙", "甲：乙"]) == '- 甲\n- "title：丙"\n- 甲：乙\n'


def test_empty_texts_and_whole_texts() -> None:
    assert edited("", {"a": ["1"]}) == 'a:\n  - "1"\n'
    assert edited("# 说明\n", {"a": 1}) == "# 说明\na: 1\n"
    assert edited("# 说明", {"a": 1}) == "# 说明\na: 1"
    assert edited("[1, 2]\n", ["1", "3"]) == "[1, 3]\n"
    assert edited("- a\n- b", ["a", "c"]) == "- a\n- c"
    assert edited("a: 1\n", ["x"]) == "- x\n"
    assert edited("a: 1\n", {}) == "{}\n"
    assert edited("a: []\n", {"a": ["甲", "乙"]}) == "a: [甲, 乙]\n"
    assert edited("a: >\n  甲\n  乙\n\n  丙\nb: 1\n", {"a": "甲 乙\n丁\n", "b": 1}) == "a: >\n  甲 乙\n\n  丁\nb: 1\n"
    assert (
        edited("a: |  # 说\n  x\n# 后\nb:  # 空\n", {"a": "y\n\nz", "b": "w"})
        == "a: |-  # 说\n  y\n\n  z\n# 后\nb: w  # 空\n"
    )
    assert edited("# 说\n? a\n: 1\n? b\n: - x\n", {"a": 2, "b": ["x"]}) == "# 说\na: 2\nb:\n- x\n"
    assert edited("a: 1\rb: 2\r", {"a": 1, "b": 3}) == "a: 1\nb: 3"
    assert edited("%YAML 1.1\n---\na: 1\n...\n", {"a": 2, "b": 1}) == "%YAML 1.1\n---\na: 2\nb: 1\n...\n"
    assert (
        edited("a: []  # 名单\n", {"a": [{"id": "x", "name": "甲\n乙"}]})
        == "a:  # 名单\n  - id: x\n    name: |-\n      甲\n      乙\n"
    )


@pytest.mark.parametrize("text", ["甲：乙，丙", "2026-11-21", "0123", "3.0", "第9期（一）", "a b", "12:30"])
def test_a_scalar_that_needs_no_quotes(text: str) -> None:
    assert scalar(text) == text and data(f"{{a: {text}, b: [{text}]}}") == {"a": text, "b": [text]}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no",
        "True",
        "null",
        "~",
        "=SUM(A1)",
        "a, b",
        "[x",
        "x}",
        "a: b",
        "a #b",
        "title：甲",
        "甲\n乙",
        " 甲",
        "甲:",
        "&甲",
        "a\u2028b",
    ],
)
def test_a_scalar_that_needs_quotes(text: str) -> None:
    assert scalar(text)[0] == '"' and data(f"{{a: {scalar(text)}, b: [{scalar(text)}]}}") == {"a": text, "b": [text]}


@pytest.mark.parametrize("path", sorted((ROOT / "docs").rglob("index.md")), ids=lambda path: path.parent.name)
def test_unchanged_values_leave_every_page_as_it_is(path: Path) -> None:
    text = path.read_bytes().decode()
    if text.startswith("---"):
        values = data(text.split("---\n")[1])
        assert edited_front_matter(text, values) == text
        assert (
            edited_front_matter(text, {**values, "title": "新"}).split("\n---\n", 1)[1] == text.split("\n---\n", 1)[1]
        )


def test_front_matter() -> None:
    text = "---\nid: a\n# 说明\ntitle: 甲\n---\n\n正文 ---\n"
    assert edited_front_matter(text, {"id": "a", "title": "甲"}) == text
    assert edited_front_matter(text, {"id": "a", "title": "乙"}) == text.replace("甲", "乙")
    assert (
        edited_front_matter(text.replace("\n", "\r\n"), {"id": "b", "title": "甲"}, "新\n")
        == "---\r\nid: b\r\n# 说明\r\ntitle: 甲\r\n---\r\n新\n"
    )
    assert edited_front_matter("---\n---\n文\n", {"id": "a"}) == "---\nid: a\n---\n文\n"
    with pytest.raises(YamlEditFault, match="文件开头没有 --- 之间的栏目"):
        edited_front_matter("# 标题\n", {})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: 1\nb: [1\n", "第 3 行：方括号或花括号没有配对，或中间少了逗号；长列表改成每行一个“- ”"),
        ("a: 1\na: 2\n", "第 2 行：“a”写了两次，前一次在第 1 行；两处合并成一处"),
        ("a: &x 1\nb: *x\n", "第 2 行：不支持引用写法 *x；把内容照写一遍"),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", "第 3 行：不支持引用写法 *x；把内容照写一遍"),
        ("a:\n\tb: 1\n", "第 2 行：缩进里有制表符（Tab）；换成空格，每层两个"),
        ("a: 1\n---\nb: 1\n", "第 2 行：一个文件里只能有一份内容；去掉中间的 ---"),
    ],
)
def test_a_text_that_cannot_be_read_is_not_touched(text: str, sentence: str) -> None:
    with pytest.raises(YamlEditFault) as fault:
        edited(text, {"z": 1})
    assert str(fault.value) == sentence


# -- promises ---------------------------------------------------------------------------------------------------------------------

WORD = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12).map(stripped) | st.sampled_from(
    ["", " ", "null", "~", "yes", "是", "2026-09", "2026-11-21", "0123", "3.0", "1e3", "12:30", "- x", "a: b", "a #b", "[x", "x,y", "x]", "甲：乙", "多\n行", "多\n行\n", "\n", " 首", "尾 ", "a:", "<<", "=", "|", "…", "'", '"', "\u2028", "a\tb", "---", "..."]
)  # fmt: skip
KEY = st.sampled_from(["id", "name", "title", "date", "甲", "a b", "x: y", "no", "list", "more", "'q"])
SCALAR = (
    st.none()
    | st.booleans()
    | st.integers(-999, 10**6)
    | st.floats(-1000, 1000).map(lambda number: round(number, 2))
    | WORD
)
VALUE = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEY, inner, max_size=4), max_leaves=12
)
ROOTS = st.dictionaries(KEY, VALUE, min_size=1, max_size=5)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """YAML as PyYAML writes it, in its several habits, with comments between the lines where none can be part of a text."""
    value = draw(ROOTS)
    flow = draw(st.sampled_from([None, False, True]))
    text: str = yaml.safe_dump(
        value,
        allow_unicode=True,
        default_flow_style=flow,
        indent=draw(st.integers(2, 4)),
        sort_keys=False,
        width=draw(st.sampled_from([30, 10**6])),
    )
    assume(not yamltext.read("", text).problems)
    whole = data(text)
    lines = text.splitlines(keepends=True)
    for place in draw(st.lists(st.integers(0, len(lines)), max_size=3)):
        more = [
            *lines[:place],
            draw(st.sampled_from(["# 说明\n", "  # 说明\n", "      # 说明\n", "\n", "\n# 说明\n\n"])),
            *lines[place:],
        ]
        joined = "".join(more)
        if not yamltext.read("", joined).problems and data(joined) == whole:
            lines = more
    return "".join(lines)


def says(read: Any, new: Any) -> bool:
    """Whether what was read says `new`, written here apart from the leaf."""
    if isinstance(new, dict):
        return (
            isinstance(read, dict)
            and set(read) == {str(key) for key in new}
            and all(says(read[str(key)], each) for key, each in new.items())
        )
    if isinstance(new, list):
        return (
            isinstance(read, list)
            and len(read) == len(new)
            and all(says(*pair) for pair in zip(read, new, strict=True))
        )
    if isinstance(new, bool):
        return read in (
            ("true", "yes", "on", "是", "True", "Yes", "有")
            if new
            else ("false", "no", "off", "否", "False", "No", "无")
        )
    if isinstance(new, int | float):
        return isinstance(read, str) and float(read) == new
    return bool(read == new)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(text=texts())
def test_unchanged_values_leave_any_text_as_it_is(text: str) -> None:
    assert edited(text, data(text)) == text


@settings(max_examples=80, suppress_health_check=list(HealthCheck))
@given(text=texts(), new=ROOTS | st.lists(VALUE, max_size=3))
def test_reading_gives_the_new_values(text: str, new: Any) -> None:
    made = edited(text, new)
    assert says(data(made), new)
    assert edited(made, new) == made


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, Any]:
    """A text and its values with a few small changes."""
    text = draw(texts())
    new = copy.deepcopy(data(text))
    for _ in range(draw(st.integers(1, 3))):
        holders = [new, *(each for each in walk(new))]
        holder = draw(st.sampled_from(holders))
        value = draw(VALUE)
        if isinstance(holder, dict):
            key = draw(st.sampled_from(sorted(holder)) if holder else KEY)
            if draw(st.booleans()) and len(holder) > 1:
                del holder[key]
            else:
                holder[draw(KEY) if draw(st.booleans()) else key] = value
        elif isinstance(holder, list):
            place = draw(st.integers(0, len(holder)))
            if draw(st.booleans()) and place < len(holder):
                del holder[place]
            else:
                holder.insert(place, value)
    return text, new


def walk(value: Any) -> Any:
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(each, dict | list):
            yield each
            yield from walk(each)


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(change=changes())
def test_small_changes_give_the_new_values(change: tuple[str, Any]) -> None:
    text, new = change
    assert says(data(edited(text, new)), new)


@pytest.mark.parametrize("path", FILES[::4], ids=lambda path: path.name)
def test_one_scalar_changes_one_line(path: Path) -> None:
    """Every short text of a file in turn (up to 40 of them)."""
    text = path.read_text(encoding="utf-8")
    whole = data(text)
    places = [
        (holder, key)
        for holder in [whole, *walk(whole)]
        for key, each in (holder.items() if isinstance(holder, dict) else enumerate(holder))
        if isinstance(each, str) and "\n" not in each
    ]
    for holder, key in places[:: len(places) // 40 + 1]:
        old = holder[key]
        holder[key] = old + "改"
        made = edited(text, whole)
        before, after = lines_changed(text, made)
        assert (len(before), len(after)) == (1, 1), (old, before, after)
        assert data(made) == whole
        holder[key] = old


@pytest.mark.parametrize("path", FILES[::4], ids=lambda path: path.name)
def test_an_item_taken_out_and_put_back(path: Path) -> None:
    """Items of block lists, up to 25 of a file: taking one out only takes lines away, putting it back gives its values again."""
    text = path.read_text(encoding="utf-8")
    whole = data(text)
    lists = [
        each for each in [whole, *walk(whole)] if isinstance(each, list) and len(each) > 2 and isinstance(each[0], dict)
    ]
    for holder in lists[:: len(lists) // 25 + 1]:
        place = len(holder) // 2
        removed = holder.pop(place)
        made = edited(text, whole)
        assert data(made) == whole
        before, after = lines_changed(text, made)
        assert before and not after
        holder.insert(place, removed)
        assert data(edited(made, whole)) == whole
