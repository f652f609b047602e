"""Every rule about content: a tiny invalid root, and the line the author sees."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from campaign import checks
from campaign.checks import look_over

UNITS = """\
units:
  - {id: h-a, name: 甲医院, kind: hospital}
  - {id: a-nursing, name: 护理部, kind: functional, parent: h-a}
  - {id: a-medical, name: 医务部, kind: functional, parent: h-a}
  - {id: h-b, name: 乙医院, kind: hospital}
  - {id: b-nursing, name: 护理部, kind: functional, parent: h-b}
"""


def problems(root: Path, files: Mapping[str, str | bytes]) -> list[str]:
    """Write a content root and list its problems without their remedies."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    _, found = look_over(root, date(2026, 11, 21))
    return [str(problem).partition("；")[0] for problem in found]


HEAD = "id: p\ntitle: 方案\n"

# what is wrong → (the plan p.yaml, or all files) and the problems expected, in order
CASES: dict[str, tuple[str | dict[str, str | bytes], list[str]]] = {
    "no plans at all": ({}, ["plans:1:1: 错误[no-plans] plans 文件夹里没有方案"]),
    "an id of two kinds": (
        {
            "plans/p.yaml": HEAD,
            "plans/qa/p.yaml": "title: 问答\nid: p\nquestions:\n  - {id: q1, ask: 问, answer: 答}\n",
        },
        ["plans/qa/p.yaml:2:1: 错误[id-twice] 编号“p”已经是方案的编号（plans/p.yaml:1），这里又用作问答的编号"],
    ),
    "an entry under supervision with the id of a unit": (
        {
            "plans/p.yaml": HEAD,
            "plans/registry/units.yaml": UNITS,
            "plans/ledger/l.yaml": "id: l\ntitle: 台账\nissuer: 甲医院\nentries:\n  - {id: a-nursing, number: 督办〔2026〕1号, title: 事, text: 办, source: {kind: self, text: 自查}, lead: [医务部], assigned_on: 2026-11-01, due: 2026-12-01}\n",
        },
        [
            "plans/ledger/l.yaml:5:6: 错误[id-twice] 编号“a-nursing”已经是单位的编号（plans/registry/units.yaml:3），这里又用作督办事项的编号"
        ],
    ),
    "a department without a leader where another has one": (
        {
            "plans/p.yaml": HEAD,
            "plans/registry/units.yaml": UNITS.replace(
                "kind: functional, parent: h-a}", "kind: functional, parent: h-a, leader: 李某}", 1
            ),
        },
        ["plans/registry/units.yaml:4:21: 警告[unit-no-leader] “医务部”没有写分管领导，同一单位的别的科室写了"],
    ),
    "a collective registered as a unit, by its name or another": (
        {
            "plans/p.yaml": HEAD,
            "plans/registry/units.yaml": UNITS
            + "  - {id: a-all, name: 各科室, kind: functional, parent: h-a}\n"
            + "  - {id: a-own, name: 各片组, kind: team, parent: h-a}\n"
            + "  - {id: a-wards, name: 病区, aliases: [全院各病区], kind: team, parent: h-a}\n"
            + "collectives:\n  - {id: teams, name: 各片组, kinds: [team]}\n",
        },
        [
            "plans/registry/units.yaml:7:17: 错误[unit-is-collective] “各科室”是统称，代表院内（辖内）全部职能科室、临床科室、医技科室、党群部门，不能登记成一个单位",
            "plans/registry/units.yaml:8:17: 错误[unit-is-collective] “各片组”是统称，代表院内（辖内）全部工作组，不能登记成一个单位",
            "plans/registry/units.yaml:9:29: 错误[unit-is-collective] “全院各病区”是统称，代表院内（辖内）全部病区，不能登记成一个单位",
        ],
    ),
    "a unit by a name that only a built-in collective without 各 has": (
        {
            "plans/p.yaml": HEAD
            + "issuer: 甲医院\ntasks: [{id: t, title: 事, responsibility: （党群部门牵头，各党群部门参与）}]\n",
            "plans/registry/units.yaml": UNITS + "  - {id: a-party, name: 党群部门, kind: party, parent: h-a}\n",
        },
        [],
    ),
    "a department of nobody": (
        {
            "plans/p.yaml": HEAD,
            "plans/site.yaml": "home: 甲医院\n",
            "plans/registry/units.yaml": UNITS + "  - {id: a-new, name: 治未病科, kind: 临床科室}\n",
        },
        [
            "plans/registry/units.yaml:7:29: 警告[unit-no-parent] “治未病科”是临床科室，没有写属于哪个单位，不算在任何“各科室”里"
        ],
    ),
    "a plan with only a title": ("title: 方案\n", ["plans/p.yaml:1:1: 错误[missing] 缺少必填项“id”（编号）"]),
    "an empty file": ("", ["plans/p.yaml:1:1: 错误[file-empty] 文件是空的"]),
    "only a comment": ("# 以后再写\n", ["plans/p.yaml:1:1: 错误[file-empty] 文件是空的"]),
    "a list instead of keys": ("- a\n", ["plans/p.yaml:1:1: 错误[not-a-mapping] 这里应是若干行“键: 值”"]),
    "binary": (
        {"plans/p.yaml": b"\x7fELF\x00\x01"},
        ["plans/p.yaml:1:1: 错误[file-binary] 这不是文本文件（含有空字节）"],
    ),
    "GBK": (
        {"plans/p.yaml": "id: p\ntitle: 医院工作方案\n".encode("gbk")},
        ["plans/p.yaml:2:1: 错误[file-encoding] 文件不是 UTF-8 编码，看起来是 GBK（GB18030）"],
    ),
    "Big5": (
        {"plans/p.yaml": "id: p\ntitle: 醫務單位工作計畫\n".encode("big5")},
        ["plans/p.yaml:2:1: 错误[file-encoding] 文件不是 UTF-8 编码，看起来是 Big5（繁体）"],
    ),
    "UTF-16": (
        {"plans/p.yaml": "id: p\n".encode("utf-16")},
        ["plans/p.yaml:1:1: 错误[file-encoding] 文件不是 UTF-8 编码，看起来是 UTF-16（记事本的“Unicode”）"],
    ),
    "huge": ({"plans/p.yaml": b"#" * 5_000_001}, ["plans/p.yaml:1:1: 错误[file-too-large] 文件超过 5 MB 的上限"]),
    "too deep": (HEAD + "x: " + "[" * 60 + "]" * 60, ["plans/p.yaml:3:43: 错误[yaml-depth] 嵌套超过 40 层"]),
    "an alias bomb": (
        HEAD + "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        ["plans/p.yaml:4:8: 错误[yaml-alias] 不支持引用写法 *a"],
    ),
    "a yearly target that says no first year": (
        HEAD + "indicators: [{id: i, name: 培训人数, reckoning: 每年, targets: [{value: 5}]}]\n",
        ["plans/p.yaml:3:59: 警告[since-missing] “培训人数”每年都算，没有写从哪一年起"],
    ),
    "a target due before it begins": (
        HEAD + "indicators: [{id: i, name: 率, targets: [{value: 5, since: 2027, due: 2026}]}]\n",
        ["plans/p.yaml:3:65: 错误[due-before-start] “率”的期限 2026 早于起始的 2027"],
    ),
    "a value from before its target": (
        {
            "plans/p.yaml": HEAD + "indicators: [{id: i, name: 率, targets: [{value: 5, since: 2026}]}]\n",
            "plans/progress/p.yaml": "plan: p\nvalues: [{indicator: i, date: 2025-12-31, value: 6}]\n",
        },
        ["plans/progress/p.yaml:2:25: 警告[value-before-target] “率”从 2026 起才算，这里是 2025-12-31 的数"],
    ),
    "an activity going on after its campaign": (
        (
            "id: p\nkind: campaign\ntitle: 活动\nperiod: {start: 2026-01-01, end: 2026-06-30}\nstatus: closed\n"
            "activities: [{id: a, name: 座谈, status: 进行中}]\n"
        ),
        ["plans/p.yaml:6:32: 警告[status-untrue] “座谈”写着进行中，活动已经结束"],
    ),
    "activities called held of which nobody says when": (
        (
            "id: p\nkind: campaign\ntitle: 活动\nperiod: {start: 2026-01-01, end: 2026-12-31}\n"
            "activities: [{id: a, name: 座谈, date: 2026-02-20, status: 已办}, {id: b, name: 讲座, status: 已办}]\n"
        ),
        [
            "plans/p.yaml:5:50: 警告[status-untrue] “座谈”写着已办，没有写是哪一天办的",
            "plans/p.yaml:5:81: 警告[status-untrue] “讲座”写着已办，没有写是哪一天办的",
        ],
    ),
    "a day and a unit at a point of a task, which nobody would be reminded of": (
        {
            "plans/p.yaml": HEAD + "tasks:\n  - id: t\n    title: 干\n    children:\n"
            "      - {id: a, title: 先干, due: 2026-12-01, responsibility: {lead: [院办]}}\n"
            "      - {id: b, title: 再干, responsibility: {lead: [院办]}, milestones: [{id: m, name: 交表, due: 2026-12-20}]}\n",
            "plans/registry/u.yaml": "units: [{id: office, name: 院办, kind: institution}]\n",
        },
        [
            "plans/p.yaml:7:28: 警告[point-unlisted] 分项“先干”写了期限，分项跟着任务走，日历和单位的清单里不会有它",
            "plans/p.yaml:7:45: 警告[point-unlisted] 分项“先干”写了责任单位，分项跟着任务走，日历和单位的清单里不会有它",
        ],
    ),
    "phases, milestones and tasks nobody recorded: one sentence a plan, none for a closed one": (
        {
            "plans/p.yaml": HEAD
            + "phases: [{id: a, name: 甲, start: 2026-01-01, end: 2026-03-01}]\nmilestones:\n"
            + "".join(f"  - {{id: m{n}, name: 事{n}, due: 2026-0{n}-10}}\n" for n in range(1, 6))
            + "tasks: [{id: t, title: 干, due: 2026-05-01, children: [{id: t-1, title: 先干}]}]\n",
            "plans/old.yaml": "id: old\ntitle: 旧方案\nstatus: closed\nphases: [{id: a, name: 甲, start: 2020-01-01, end: 2020-03-01}]\n",
        },
        [
            "plans/p.yaml:10:27: 警告[result-missing] “干”（2026-05-01）、“甲”（2026-03-01）、“事1”（2026-01-10）、“事2”（2026-02-10）等 7 项的日期已经过了，还没有登记结果"
        ],
    ),
    "a phase, a duty and a task done before they begin or after today, and a record that says nothing": (
        {
            "plans/p.yaml": HEAD
            + "period: {start: 2026-01-01, end: 2026-12-31}\nphases: [{id: a, name: 甲, start: 2026-03-01, end: 2026-12-01}, {id: b, name: 乙, start: 2026-12-02, end: 2026-12-31}]\n"
            + "milestones: [{id: m, name: 事, due: 2026-12-10}]\ntasks: [{id: t, title: 干}]\n",
            "plans/progress/p.yaml": (
                "plan: p\nphases:\n  - {phase: a, done: 2026-02-01}\n  - {phase: b, done: 2026-12-30}\n"
                "duties:\n  - {duty: m, due: 2026-12-10, done: 2025-12-10}\n  - {duty: m, due: 2026-12-10}\ntasks: [{task: t, done: 2026-12-01}]\n"
            ),
        },
        [
            "plans/progress/p.yaml:3:16: 错误[done-too-early] “甲”的完成日期 2026-02-01 早于这一阶段开始的 2026-03-01",
            "plans/progress/p.yaml:4:16: 警告[done-from-future] “乙”的完成日期 2026-12-30 晚于数据截至日期 2026-11-21",
            "plans/progress/p.yaml:6:32: 错误[done-too-early] 完成日期 2025-12-10 早于方案开始的 2026-01-01",
            "plans/progress/p.yaml:7:5: 错误[result-empty] 没有写完成了、推迟了，还是没有完成",
            "plans/progress/p.yaml:8:19: 警告[done-from-future] 办结日期 2026-12-01 晚于数据截至日期 2026-11-21",
        ],
    ),
    "a meeting that passed, and one held tomorrow": (
        {
            "plans/p.yaml": HEAD,
            "plans/meetings/a.yaml": "id: a\ntitle: 例会\ndate: 2026-11-20\n",
            "plans/meetings/b.yaml": "id: b\ntitle: 年会\ndate: 2026-11-20\ndone: 2026-11-22\n",
            "plans/meetings/c.yaml": "id: c\ntitle: 上级的会\ndate: 2023-11-20\nrecord_only: 是\n",
        },
        [
            "plans/meetings/a.yaml:3:1: 警告[result-missing] “例会”应在 2026-11-20，已经过了，还没有登记结果",
            "plans/meetings/b.yaml:4:1: 警告[done-from-future] 开会的日期 2026-11-22 晚于数据截至日期 2026-11-21",
        ],
    ),
    "reports that did not come: one sentence a form": (
        {
            "plans/p.yaml": HEAD,
            "plans/registry/units.yaml": UNITS,
            "plans/forms/f.yaml": (
                "id: f\ntitle: 月报表\nfirst: 2026-08\nlast: 2026-12\ndue_day: 20\nreporters: {units: [h-a, h-b]}\n"
                "sections: [{title: 甲, rows: [{label: 乙, fields: [{id: x, label: 丙}]}]}]\n"
            ),
        },
        [
            "plans/forms/f.yaml:5:1: 警告[report-missing] “月报表”过了期限还没有登记的：甲医院2026年8月、乙医院2026年8月、甲医院2026年9月、乙医院2026年9月等 6 项"
        ],
    ),
    "a target for a place and a tier the plan is not for": (
        HEAD + "scope: {text: 甲乙两市, places: 甲市、乙市, tiers: [三级]}\nindicators:\n"
        "  - {id: i, name: 率, targets: [{value: 1, scope: {place: 丙市}}, {value: 2, scope: {place: 乙市, tier: 二级}}]}\n",
        [
            "plans/p.yaml:5:51: 错误[target-outside-scope] 目标的地区“丙市”不在方案的适用范围里（甲市、乙市）",
            "plans/p.yaml:5:94: 错误[target-outside-scope] 目标的等级“二级”不在方案的适用范围里（三级）",
        ],
    ),
    "a deadline of an indicator after the end of the plan": (
        HEAD + "period: {start: 2026-01-01, end: 2026-12-31}\nindicators:\n"
        "  - {id: i, name: 率, due: 2027-06-30, targets: [{value: 1}, {value: 2, due: 2028-01-01}]}\n",
        [
            "plans/p.yaml:5:22: 错误[outside-period] 期限 2027-06-30 在方案期限（2026-01-01 至 2026-12-31）之外",
            "plans/p.yaml:5:72: 错误[outside-period] 期限 2028-01-01 在方案期限（2026-01-01 至 2026-12-31）之外",
        ],
    ),
    "a value of a year before a yearly target begins": (
        {
            "plans/p.yaml": HEAD
            + "period: {start: 2026-01-01, end: 2026-12-31}\nindicators: [{id: i, name: 率, reckoning: 每年, targets: [{value: 1}]}]\n",
            "plans/progress/p.yaml": "plan: p\nvalues: [{indicator: i, date: 2025-12-31, value: 1}]\n",
        },
        ["plans/progress/p.yaml:2:25: 警告[value-before-target] “率”从 2026-01-01 起才算，这里是 2025-12-31 的数"],
    ),
    "tab": ("id: p\n\ttitle: 方案\n", ["plans/p.yaml:2:1: 错误[yaml-tab] 缩进里有制表符（Tab）"]),
    "full-width colon": (
        "id: p\ntitle：方案\n",
        ["plans/p.yaml:2:6: 错误[yaml-wide-colon] “title”后面用了全角冒号“：”"],
    ),
    "full-width colon that YAML takes for text": (
        "id: p\ntitle: 方案\n  short：短名\n",
        ["plans/p.yaml:3:8: 错误[yaml-wide-colon] “short”后面用了全角冒号“：”"],
    ),
    "two full-width colons and a tab": (
        "id：p\ntitle：方案\n\tx: 1\n",
        [
            "plans/p.yaml:1:3: 错误[yaml-wide-colon] “id”后面用了全角冒号“：”",
            "plans/p.yaml:2:6: 错误[yaml-wide-colon] “title”后面用了全角冒号“：”",
            "plans/p.yaml:3:1: 错误[yaml-tab] 缩进里有制表符（Tab）",
        ],
    ),
    "unclosed quote": ("id: p\ntitle: '方案\n", ["plans/p.yaml:3:1: 错误[yaml-syntax] 引号没有配对"]),
    "a control character": (
        "id: p\ntitle: 方\x01案\n",
        ["plans/p.yaml:2:1: 错误[yaml-character] 有 YAML 不允许的控制字符"],
    ),
    "an escaped control character": (
        'id: p\ntitle: "方\\x01案"\n',
        ["plans/p.yaml:2:10: 错误[yaml-character] 有看不见的控制字符 U+0001"],
    ),
    "a repeated key": (
        HEAD + "title: 又一个\n",
        ["plans/p.yaml:3:1: 错误[yaml-duplicate-key] “title”写了两次，前一次在第 2 行"],
    ),
    "two documents": (HEAD + "---\nid: q\n", ["plans/p.yaml:3:1: 错误[yaml-documents] 一个文件里只能有一份内容"]),
    "an unknown key": (HEAD + "titel: 错\n", ["plans/p.yaml:3:1: 错误[unknown-key] 不认识的项“titel”"]),
    "no: is a key, not False": (
        HEAD + "groups:\n  - {id: g, no: 1., title: 组}\n",
        ["plans/p.yaml:4:13: 错误[unknown-key] 不认识的项“no”"],
    ),
    "a kind that does not exist": (
        HEAD + "kind: 计划\n",
        ["plans/p.yaml:3:1: 错误[bad-word] “kind”（种类）：“计划”不在可选范围内"],
    ),
    "an id with capitals": (
        "id: P1\ntitle: 方案\n",
        ["plans/p.yaml:1:1: 错误[bad-value] “id”（编号）的编号“P1”不合写法"],
    ),
    "30 February": (
        HEAD + "date: 2026年2月30日\n",
        ["plans/p.yaml:3:1: 错误[bad-date] “date”（成文日期）：“2026年2月30日”不存在：2026年2月没有30日"],
    ),
    "a number that is none": (
        HEAD + "indicators:\n  - {id: i, name: 率, targets: [{value: 九成}]}\n",
        ["plans/p.yaml:4:33: 错误[bad-number] “value”（目标值）：“九成”不是数"],
    ),
    "text where a list of records belongs": (
        HEAD + "groups: 第一组\n",
        ["plans/p.yaml:3:1: 错误[bad-value] “groups”（任务组）应是列表"],
    ),
    "an unknown unit": (
        {
            "plans/registry/units.yaml": UNITS,
            "plans/p.yaml": HEAD
            + "issuer: 甲医院\ngroups:\n  - {id: g, title: 组, responsibility: {lead: [护理部, 护里部]}}\n",
        },
        ["plans/p.yaml:5:52: 错误[unit-unknown] 单位“护里部”不在单位名册里"],
    ),
    "a unit in a bracket that means two": (
        {
            "plans/registry/units.yaml": UNITS,
            "plans/p.yaml": HEAD + "groups:\n  - {id: g, title: 组, responsibility: （护理部负责）}\n",
        },
        ["plans/p.yaml:4:23: 错误[unit-ambiguous] “护理部”可以指 2 个单位：a-nursing（甲医院）、b-nursing（乙医院）"],
    ),
    "one id for two plans": (
        {"plans/p.yaml": HEAD, "plans/q.yaml": HEAD},
        ["plans/q.yaml:1:1: 错误[duplicate-id] 编号“p”已经用在 plans/p.yaml"],
    ),
    "a file named otherwise": ({"plans/q.yaml": HEAD}, ["plans/q.yaml:1:1: 警告[id-path] 文件名“q”与编号“p”不同"]),
    "one id for two tasks": (
        HEAD
        + "groups:\n  - id: g\n    title: 组\n    tasks:\n      - {id: t, title: 甲}\n      - {id: t, title: 乙}\n",
        ["plans/p.yaml:8:10: 错误[duplicate-id] 任务编号“t”用了两次，前一次在第 7 行"],
    ),
    "an indicator that is not there": (
        HEAD + "goals:\n  - {id: g, text: 好, indicators: [rate]}\n",
        ["plans/p.yaml:4:35: 错误[indicator-unknown] 没有编号为“rate”的指标"],
    ),
    "an upper plan that is not there": (
        HEAD + "upper: [q]\n",
        ["plans/p.yaml:3:9: 错误[plan-unknown] 本站没有编号为“q”的方案"],
    ),
    "plans above each other": (
        {"plans/p.yaml": HEAD + "upper: [q]\n", "plans/q.yaml": "id: q\ntitle: 方案二\nupper: [p]\n"},
        ["plans/p.yaml:3:1: 错误[plan-circle] 方案互为上位，绕成一圈：p → q → p"],
    ),
    "superseded without saying so": (
        {"plans/p.yaml": HEAD + "supersedes: [q]\n", "plans/q.yaml": "id: q\ntitle: 旧方案\n"},
        ["plans/p.yaml:3:14: 错误[superseded-status] “旧方案”已被替代，状态却是“执行中”"],
    ),
    "an upper task that is not there": (
        {
            "plans/p.yaml": HEAD + "tasks:\n  - {id: t, title: 事, upper: ['q#x']}\n",
            "plans/q.yaml": "id: q\ntitle: 上位方案\n",
        },
        ["plans/p.yaml:4:31: 错误[task-unknown] 找不到上位任务“q#x”"],
    ),
    "nobody leads": (
        {
            "plans/registry/units.yaml": UNITS,
            "plans/p.yaml": HEAD + "tasks:\n  - {id: t, title: 事, responsibility: {join: [医务部]}}\n",
        },
        ["plans/p.yaml:4:23: 错误[lead-missing] 写了责任单位，却没有牵头或负责的单位"],
    ),
    "分别负责 alone": (
        {
            "plans/registry/units.yaml": UNITS,
            "plans/p.yaml": HEAD + "tasks:\n  - {id: t, title: 事, responsibility: {mode: 分别负责, lead: 医务部}}\n",
        },
        ["plans/p.yaml:4:40: 错误[lead-single] “分别负责”至少要有两个单位"],
    ),
    "a unit that leads and joins": (
        {
            "plans/registry/units.yaml": UNITS,
            "plans/p.yaml": HEAD + "tasks:\n  - {id: t, title: 事, responsibility: {lead: 医务部, join: 医务部}}\n",
        },
        ["plans/p.yaml:4:51: 警告[unit-twice] “医务部”既牵头又参与同一任务"],
    ),
    "a bracket that says otherwise": (
        {
            "plans/registry/units.yaml": UNITS,
            "plans/p.yaml": HEAD
            + "issuer: 甲医院\ntasks:\n  - {id: t, title: 事, responsibility: {lead: 医务部, as_written: （护理部负责）}}\n",
        },
        ["plans/p.yaml:5:51: 警告[bracket-differs] 按括注牵头单位应是：护理部，与 lead 里写的不同"],
    ),
    "two units of one name in one house": (
        {
            "plans/p.yaml": HEAD,
            "plans/registry/units.yaml": UNITS
            + "  - {id: a-two, name: 护理二部, aliases: [护理部], kind: functional, parent: h-a}\n",
        },
        ["plans/registry/units.yaml:7:6: 错误[unit-name-twice] “护理部”同时是 a-nursing 和 a-two 的名称或别名"],
    ),
    "a unit below itself": (
        {"plans/p.yaml": HEAD, "plans/registry/units.yaml": "units:\n  - {id: a, name: 甲, kind: team, parent: a}\n"},
        ["plans/registry/units.yaml:2:34: 错误[unit-circle] 单位“甲”的上级绕回了自己"],
    ),
    "an unknown parent": (
        {"plans/p.yaml": HEAD, "plans/registry/units.yaml": "units:\n  - {id: a, name: 甲, kind: team, parent: b}\n"},
        ["plans/registry/units.yaml:2:34: 错误[unit-unknown] 单位“甲”的上级“b”不在名册里"],
    ),
    "one id for two units": (
        {
            "plans/p.yaml": HEAD,
            "plans/registry/units.yaml": "units:\n  - {id: a, name: 甲, kind: team}\n  - {id: a, name: 乙, kind: team}\n",
        },
        ["plans/registry/units.yaml:3:6: 错误[duplicate-id] 单位编号“a”已经用过"],
    ),
    "an end before its start": (
        HEAD + "period: {start: 2026-12-31, end: 2026-01-01}\n",
        [
            "plans/p.yaml:3:29: 错误[end-before-start] 结束日期 2026-01-01 早于开始日期 2026-12-31",
            "plans/p.yaml:3:29: 警告[period-over] 方案 2026-01-01 已到期，状态仍是“执行中”",
        ],
    ),
    "a phase outside the period": (
        HEAD
        + "period: {start: 2026-01-01, end: 2026-12-31}\nphases:\n  - {id: a, name: 甲, start: 2025-01-01, end: 2026-12-01}\n",
        ["plans/p.yaml:5:22: 错误[outside-period] 开始日期 2025-01-01 在方案期限（2026-01-01 至 2026-12-31）之外"],
    ),
    "an inferred deadline outside the period": (
        HEAD
        + "period: {start: 2026-01-01, end: 2026-12-31}\nmilestones:\n  - {id: a, name: 甲, due: 2027-01, inferred: due}\n",
        ["plans/p.yaml:5:22: 警告[outside-period] 期限 2027-01 在方案期限（2026-01-01 至 2026-12-31）之外"],
    ),
    "phases that overlap": (
        HEAD
        + "phases:\n  - {id: a, name: 甲, start: 2026-01-01, end: 2026-12-01}\n  - {id: b, name: 乙, start: 2026-02-01, end: 2026-12-31}\n",
        ["plans/p.yaml:5:22: 警告[phases-overlap] “乙”与“甲”时间重叠"],
    ),
    "inferred what is not there": (
        HEAD + "period: {start: 2026-01-01, inferred: [end]}\n",
        ["plans/p.yaml:3:40: 错误[inferred-unknown] inferred 里的“end”没有对应的内容"],
    ),
    "a percentage above 100": (
        HEAD + "indicators:\n  - {id: i, name: 率, unit: '%', targets: [{value: 120}]}\n",
        ["plans/p.yaml:4:44: 错误[percent-range] 百分比应在 0 到 100 之间，写的是 120"],
    ),
    "a ratio with another unit": (
        HEAD + "indicators:\n  - {id: i, name: 护床比, unit: 名, targets: [{value: '0.4:1'}]}\n",
        ["plans/p.yaml:4:44: 错误[ratio-unit] “护床比”的目标值 0.4:1 与计量单位“名”不合"],
    ),
    "a range without its upper bound": (
        HEAD + "indicators:\n  - {id: i, name: 数, operator: 介于, targets: [{value: 1}]}\n",
        ["plans/p.yaml:4:46: 错误[upper-missing] “数”是一个区间，却没有上限"],
    ),
    "a range upside down": (
        HEAD + "indicators:\n  - {id: i, name: 数, operator: 介于, targets: [{value: 3, upper: 1}]}\n",
        ["plans/p.yaml:4:57: 错误[upper-below] 上限 1 小于下限 3"],
    ),
    "growth without a baseline": (
        HEAD + "indicators:\n  - {id: i, name: 费用, against: baseline, targets: [{value: 0}]}\n",
        ["plans/p.yaml:4:5: 错误[baseline-missing] “费用”与基数相比，却没有写基数"],
    ),
    "two targets for the same": (
        HEAD + "indicators:\n  - {id: i, name: 率, targets: [{value: 1}, {value: 2}]}\n",
        ["plans/p.yaml:4:44: 错误[target-twice] “率”对同一对象、同一期限有两个目标"],
    ),
    "plans that demand different things": (
        {
            "plans/p.yaml": HEAD + "indicators:\n  - {id: i, key: k, name: 率, targets: [{value: 90}]}\n",
            "plans/q.yaml": "id: q\ntitle: 方案二\nindicators:\n  - {id: i, key: k, name: 率, targets: [{value: 95}]}\n",
        },
        ["plans/q.yaml:4:5: 警告[indicator-conflict] “率”目标 ≥95 与“方案”的 ≥90 不一致"],
    ),
    "five hearts, four named": (
        HEAD
        + "groups:\n  - {id: hearts, title: 五心服务, tasks: [{id: a, title: 热心}, {id: b, title: 耐心}, {id: c, title: 细心}, {id: d, title: 贴心}]}\n"
        "declared_counts:\n  - {name: 五心, count: 5, of: hearts}\n",
        ["plans/p.yaml:6:16: 错误[count-differs] “五心”说有 5 个，实际有 4 个"],
    ),
    "a count of nothing known": (
        HEAD + "declared_counts:\n  - {name: 六个必须, count: 6, of: musts}\n",
        ["plans/p.yaml:4:28: 错误[count-of-unknown] 不知道要数什么：“musts”"],
    ),
    "1. and 1、 mixed": (
        HEAD
        + "groups:\n  - {id: g, title: 组, tasks: [{id: a, number: 1、, title: 甲}, {id: b, number: 2., title: 乙}]}\n",
        ["plans/p.yaml:4:70: 警告[numbering-mixed] 序号“2.”与前面的写法不一致"],
    ),
    "a number left out": (
        HEAD + "groups:\n  - {id: g, number: （一）, title: 甲}\n  - {id: h, number: （三）, title: 乙}\n",
        ["plans/p.yaml:5:13: 警告[numbering-gap] 序号“（三）”不连续，这里应是第 2 个"],
    ),
    "an outline that forgets the goals": (
        HEAD + "goals: [{id: g, text: 好}]\noutline: [{title: 要求, part: requirements}]\n",
        ["plans/p.yaml:4:1: 错误[outline-lacks] 标题结构里没有“目标”，印出来会漏掉"],
    ),
    "an outline that names no such group": (
        HEAD + "outline: [{title: 甲, part: groups, groups: [g]}]\n",
        ["plans/p.yaml:3:45: 错误[group-unknown] 没有编号为“g”的任务组"],
    ),
    "a document number with square brackets": (
        HEAD + "doc_no: 甲院发[2026]012号\n",
        ["plans/p.yaml:3:1: 警告[doc-no] 文号“甲院发〔2026〕012号”不合写法"],
    ),
    "title lines of another title": (
        HEAD + "title_lines: [方, 按]\n",
        ["plans/p.yaml:3:1: 错误[title-lines] title_lines 连起来与 title 不同"],
    ),
    "a blank in a plan in force": (
        HEAD + "preamble: 到20xx年底完成。\n",
        ["plans/p.yaml:3:1: 警告[blank-left] 还有没填的空“20xx”"],
    ),
    "a mobile number": (
        HEAD + "preamble: 联系人电话13800138000。\n",
        ["plans/p.yaml:3:1: 错误[private] 内容里有手机号，会随网页公开"],
    ),
    "an identity number": (
        HEAD + "preamble: 证号11010119900307123X。\n",
        ["plans/p.yaml:3:1: 错误[private] 内容里有身份证号，会随网页公开"],
    ),
    "an activity of no group": (
        HEAD + "kind: campaign\nactivities: [{id: a, name: 启动, group: g}]\n",
        ["plans/p.yaml:4:32: 错误[group-unknown] 没有编号为“g”的任务组"],
    ),
    "an activity after the end": (
        HEAD
        + "kind: campaign\nperiod: {start: 2026-11-01, end: 2026-12-01}\nactivities: [{id: a, name: 启动, date: 2027-01-01}]\n",
        ["plans/p.yaml:5:32: 警告[outside-period] “启动”的日期 2027-01-01 在活动期限之外"],
    ),
    "some weights set": (
        HEAD + "media_levels: [{id: a, name: 国家级, weight: 5}, {id: b, name: 省级}]\n",
        ["plans/p.yaml:3:1: 错误[weights-partly] 媒体权重有的写了、有的没写"],
    ),
    "weights that rise": (
        HEAD + "media_levels: [{id: a, name: 国家级, weight: 1}, {id: b, name: 省级, weight: 2}]\n",
        ["plans/p.yaml:3:1: 警告[weights-rise] 下级媒体的权重高于上级媒体"],
    ),
    "progress of no plan": (
        {"plans/p.yaml": HEAD, "plans/progress/q.yaml": "plan: q\n"},
        ["plans/progress/q.yaml:1:1: 错误[plan-unknown] 本站没有编号为“q”的方案"],
    ),
    "progress of nothing in the plan": (
        {
            "plans/p.yaml": HEAD,
            "plans/progress/p.yaml": "plan: p\nvalues: [{indicator: i, date: 2026-01-01, value: 1}]\ntasks: [{task: t}]\nduties: [{duty: d, due: 2026-01-01, done: 2026-01-01}]\n",
        },
        [
            "plans/progress/p.yaml:2:11: 错误[indicator-unknown] “方案”没有编号为“i”的指标",
            "plans/progress/p.yaml:3:10: 错误[task-unknown] “方案”没有编号为“t”的任务",
            "plans/progress/p.yaml:4:11: 错误[duty-unknown] “方案”没有编号为“d”的例行或限时事项",
        ],
    ),
    "values that cannot be": (
        {
            "plans/p.yaml": HEAD + "indicators: [{id: i, name: 率, unit: '%', targets: [{value: 90}]}]\n",
            "plans/progress/p.yaml": "plan: p\nvalues:\n  - {indicator: i, date: 2026-01-01}\n  - {indicator: i, date: 2026-02-01, value: 101}\n"
            "  - {indicator: i, date: 2026-03-01, num: 5, den: 4}\n  - {indicator: i, date: 2027-01-01, value: 90}\n",
        },
        [
            "plans/progress/p.yaml:3:5: 错误[value-missing] 没有写数值",
            "plans/progress/p.yaml:4:38: 错误[percent-range] 百分比应在 0 到 100 之间，写的是 101",
            "plans/progress/p.yaml:5:38: 错误[num-above-den] 分子 5 大于分母 4",
            "plans/progress/p.yaml:6:20: 警告[value-from-future] 日期 2027-01-01 晚于数据截至日期 2026-11-21",
        ],
    ),
    "an interpretation that miscounts": (
        {
            "plans/p.yaml": HEAD + "tasks: [{id: t, title: 事}]\n",
            "docs/interpretations/i/index.md": "---\nkind: interpretation\nid: i\ntitle: 解读\nof: p\ndeclared_counts:\n  - {name: 措施, count: 30, of: tasks}\n---\n正文\n",
        },
        ["docs/interpretations/i/index.md:7:16: 错误[count-differs] 解读说“措施”有 30 个，方案里有 1 个"],
    ),
    "an interpretation without its head": (
        {"plans/p.yaml": HEAD, "docs/interpretations/i/index.md": "# 解读\n"},
        ["docs/interpretations/i/index.md:1:1: 错误[no-front-matter] 文件开头没有 --- 之间的栏目"],
    ),
    "an interpretation in another folder": (
        {
            "plans/p.yaml": HEAD,
            "docs/interpretations/j/index.md": "---\nkind: interpretation\nid: i\ntitle: 解读\nof: p\n---\n",
        },
        ["docs/interpretations/j/index.md:3:1: 错误[id-path] 编号“i”与文件夹名“j”不同"],
    ),
    "a glossary that names no such plan": (
        {"plans/p.yaml": HEAD, "plans/registry/glossary.yaml": "terms: [{term: 三合理, meaning: 三条, plans: [q]}]\n"},
        ["plans/registry/glossary.yaml:1:42: 错误[plan-unknown] 本站没有编号为“q”的方案"],
    ),
    "a character that no typeface has": (
        {
            "plans/p.yaml": HEAD + "tasks:\n  - {id: t, title: 事, text: 写作\ue000和🎉}\n",
            "plans/registry/glossary.yaml": "terms: [{term: 三合理, meaning: 三条🎉}]\n",
        },
        [
            "plans/p.yaml:4:23: 错误[no-glyph] 印不出“\ue000”（U+E000）、“🎉”（U+1F389），字体里没有",
            "plans/registry/glossary.yaml:1:21: 警告[glyph-rare] 打印字体里没有“🎉”（U+1F389），有的电脑也显示不出",
        ],
    ),
    "one number on two documents": (
        {
            "plans/p.yaml": HEAD + "doc_no: 示医发〔2026〕3号\n",
            "plans/q.yaml": "id: q\ntitle: 又一份\ndoc_no: 示医发〔2026〕3号\n",
            "plans/r.yaml": "id: r\ntitle: 新版本\ndoc_no: 示医发〔2026〕4号\nsupersedes: [s]\n",
            "plans/s.yaml": "id: s\ntitle: 旧版本\ndoc_no: 示医发〔2026〕4号\nstatus: superseded\n",
        },
        ["plans/q.yaml:3:1: 错误[doc-no-twice] 文号“示医发〔2026〕3号”已经用在 plans/p.yaml 第 3 行"],
    ),
    "one number on a plan, on a paper entered by hand, whatever its brackets, and on a bulletin; another year is another number": (
        {
            "plans/p.yaml": HEAD + "doc_no: 示医发【2026】3号\n",
            "plans/correspondence/c.yaml": "id: c\ntitle: 收发文\noutgoing:\n  - {id: o1, title: 通知, doc_no: '示医发[2026]３号'}\n"
            "  - {id: o2, title: 又一份, doc_no: 示医发 〔2025〕 3号}\n",
            "plans/ledger/l.yaml": "id: l\ntitle: 台账\nbulletins:\n  - {month: 2026-10, doc_no: 示医发（2025）3号}\n",
        },
        [
            "plans/correspondence/c.yaml:4:25: 错误[doc-no-twice] 文号“示医发〔2026〕3号”已经用在 plans/p.yaml 第 3 行",
            "plans/ledger/l.yaml:4:22: 错误[doc-no-twice] 文号“示医发〔2025〕3号”已经用在 plans/correspondence/c.yaml 第 5 行",
        ],
    ),
    "documents that go out: what they are, under which numbers": (
        {
            "plans/p.yaml": HEAD + "doc_no: 示医发〔2026〕3号\ndate: 2026-03-03\nstatus: draft\n",
            "plans/correspondence/c.yaml": "id: c\ntitle: 收发文\nwords: [示医发]\noutgoing:\n  - {id: o1}\n"
            "  - {id: o2, plan: p}\n  - {id: o2, plan: p, doc_no: 示医发〔2026〕4号}\n"
            "  - {id: o3, title: 通知, doc_no: 示医发〔2026〕第7号}\n  - {id: o4, title: 通知, doc_no: 示医发〔2026〕6号, date: 2026-03-02}\n"
            "  - {id: p, title: 函}\n",
        },
        [
            "plans/correspondence/c.yaml:3:1: 警告[doc-no-gap] 示医发〔2026〕空着 1—2、4—5号",
            "plans/correspondence/c.yaml:5:5: 错误[outgoing-untitled] 看不出是哪一份文件",
            "plans/correspondence/c.yaml:7:6: 错误[duplicate-id] 编号“o2”已经用在 plans/correspondence/c.yaml 第 6 行",
            "plans/correspondence/c.yaml:7:14: 错误[outgoing-twice] 方案“p”的发文已经登记在 plans/correspondence/c.yaml 第 6 行",
            "plans/correspondence/c.yaml:7:23: 错误[doc-no-differs] 这里的文号“示医发〔2026〕4号”，方案里写的是“示医发〔2026〕3号”",
            "plans/correspondence/c.yaml:8:25: 警告[doc-no] 文号“示医发〔2026〕第7号”不合写法，不算进发文字号",
            "plans/correspondence/c.yaml:9:25: 警告[doc-no-backwards] 6号的成文日期 2026-03-02 早于 3号的 2026-03-03（plans/p.yaml 第 3 行）",
            "plans/correspondence/c.yaml:10:6: 错误[id-twice] 编号“p”已经是方案的编号（plans/p.yaml:1），这里又用作发文的编号",
        ],
    ),
    "steps of documents that go out, and who has read them": (
        {
            "plans/p.yaml": HEAD + "doc_no: 示医发〔2026〕1号\n",
            "plans/correspondence/c.yaml": "id: c\ntitle: 收发文\noutgoing:\n"
            "  - {id: o1, plan: p, steps: [{step: 拟稿, date: 2026-03-02}, {step: 签发, date: 2026-03-01}]}\n"
            "  - {id: o2, title: 函, steps: [{step: 拟稿, date: 2026-03}, {step: 核稿, date: 2026-03-05}, {step: 签发, date: 2026-12-01}, {step: 会签, date: 2026-12-02}]}\n"
            "    # 传阅\n"
            "  - {id: o3, title: 函, circulation: [{name: 甲, sent: 2026-03-02, read: 2026-03-01}, {name: 甲, read: 2027-01-01}]}\n",
        },
        [
            "plans/correspondence/c.yaml:4:62: 错误[handling-jump] “签发”前面缺少“核稿”",
            "plans/correspondence/c.yaml:4:72: 错误[handling-dates] “签发”的日期 2026-03-01 早于前一步的 2026-03-02",
            "plans/correspondence/c.yaml:5:43: 错误[handling-day] “拟稿”的日期“2026-03”没有写到日",
            "plans/correspondence/c.yaml:5:100: 警告[handling-future] “签发”的日期 2026-12-01 晚于数据截至日期 2026-11-21",
            "plans/correspondence/c.yaml:5:120: 错误[handling-order] “会签”不能在“签发”之后",
            "plans/correspondence/c.yaml:5:130: 警告[handling-future] “会签”的日期 2026-12-02 晚于数据截至日期 2026-11-21",
            "plans/correspondence/c.yaml:7:66: 错误[reader-dates] “甲”阅毕 2026-03-01 早于送阅 2026-03-02",
            "plans/correspondence/c.yaml:7:86: 警告[reader-twice] “甲”传阅了两次",
            "plans/correspondence/c.yaml:7:95: 警告[handling-future] “甲”的阅毕日期 2027-01-01 晚于数据截至日期 2026-11-21",
        ],
    ),
    "a plan that is public before it is signed, and one whose number was given up; not one that waits as a draft": (
        {
            "plans/p.yaml": HEAD + "doc_no: 示医发〔2026〕1号\n",
            "plans/q.yaml": "id: q\ntitle: 又一份\nstatus: draft\n",
            "plans/r.yaml": "id: r\ntitle: 第三份\n",
            "plans/correspondence/c.yaml": "id: c\ntitle: 收发文\noutgoing:\n  - {id: o1, plan: p}\n  - {id: o2, plan: q}\n  - {id: o3, plan: r, void: 是}\n",
        },
        [
            "plans/correspondence/c.yaml:4:14: 警告[public-unsigned] “方案”还没有签发，却在网站上公开",
            "plans/correspondence/c.yaml:6:14: 警告[public-unsigned] “第三份”已经作废，却在网站上公开",
        ],
    ),
    "documents that came in: numbers and days": (
        {
            "plans/p.yaml": HEAD,
            "plans/correspondence/c.yaml": "id: c\ntitle: 收发文\nincoming:\n"
            "  - {id: i1, number: 8, received: 2025-12-30, sender: 局, title: 函, done: 2025-12-31}\n"
            "  - {id: i2, number: 8, received: 2026-01-05, sender: 局, title: 函, date: 2026-01-06, due: 2026-01-04, done: 2026-01-05}\n"
            "  - {id: i3, number: 8, received: 2026-01-06, sender: 局, title: 函, due: 2026-02-01}\n"
            "  - {id: i4, number: 11, received: 2026-01-03, sender: 局, title: 函, leads_to: nowhere, done: 2027-01-01}\n"
            "  - {id: i5, number: 12, received: 2026-02, sender: 局, title: 函}\n"
            "  - {id: i5, title: 函, number: 13, received: 2026-03-01, sender: 局, due: 2026-04-01, done: 2026-03-02}\n",
        },
        [
            "plans/correspondence/c.yaml:5:68: 错误[incoming-dates] 成文日期 2026-01-06 晚于收文日期 2026-01-05",
            "plans/correspondence/c.yaml:5:86: 错误[incoming-dates] 办理期限 2026-01-04 早于收文日期 2026-01-05",
            "plans/correspondence/c.yaml:6:14: 错误[incoming-number-twice] 2026年的收文号 8 已经用在 plans/correspondence/c.yaml 第 5 行",
            "plans/correspondence/c.yaml:6:68: 警告[incoming-late] 收文 8 号2026年2月1日到期，还没有登记办结",
            "plans/correspondence/c.yaml:7:14: 警告[incoming-gap] 2026年的收文号缺 9 到 10",
            "plans/correspondence/c.yaml:7:26: 警告[incoming-backwards] 收文号 11 的收文日期 2026-01-03 早于 8 号的 2026-01-06",
            "plans/correspondence/c.yaml:7:69: 错误[plan-unknown] 本站没有编号为“nowhere”的方案或督办事项",
            "plans/correspondence/c.yaml:7:88: 警告[handling-future] 办结日期 2027-01-01 晚于数据截至日期 2026-11-21",
            "plans/correspondence/c.yaml:8:26: 错误[incoming-day] 收文日期“2026-02”没有写到日",
            "plans/correspondence/c.yaml:9:6: 错误[duplicate-id] 编号“i5”已经用在 plans/correspondence/c.yaml 第 8 行",
        ],
    ),
    "a number of what came in that is none": (
        {
            "plans/p.yaml": HEAD,
            "plans/correspondence/c.yaml": "id: c\ntitle: 收发文\nincoming:\n  - {id: i1, number: 零, received: 2026-03-01, sender: 局, title: 函}\n"
            "  - {id: i2, number: 0, received: 3月, sender: 局, title: 函}\n",
        },
        [
            "plans/correspondence/c.yaml:4:14: 错误[bad-value] “number”（收文号）应是整数，却写了“零”",
            "plans/correspondence/c.yaml:5:14: 错误[bad-value] “number”（收文号）不能小于 1",
            "plans/correspondence/c.yaml:5:25: 错误[bad-date] “received”（收文日期）：“3月”不是能认的日期",
        ],
    ),
    "two documents filed under one number": (
        {
            "plans/p.yaml": HEAD + "doc_no: 示医发〔2026〕1号\n",
            "plans/correspondence/c.yaml": "id: c\ntitle: 收发文\noutgoing:\n"
            "  - {id: o1, plan: p, department: 院办, filing: {retention: 永久, piece: 1}, steps: [{step: 拟稿, date: 2026-01-01}, {step: 核稿, date: 2026-01-02}, {step: 签发, date: 2026-01-03}]}\n"
            "  - {id: o2, title: 函, date: 2025-03-01, department: 院办, filing: {retention: 永久, piece: 1}}\n"
            "incoming:\n  - {id: i1, number: 1, received: 2026-03-01, sender: 局, title: 函, filing: {retention: 永久, piece: 1, department: 院办}}\n"
            "  - {id: i2, number: 2, received: 2026-03-01, sender: 局, title: 函, filing: {retention: 10年, piece: 1, department: 院办}}\n",
        },
        [
            "plans/correspondence/c.yaml:7:92: 错误[piece-twice] 2026年永久的件号 1 已经用在 plans/correspondence/c.yaml 第 4 行",
        ],
    ),
    "a copy's number that is not six digits": (
        HEAD + "document: {copy_no: 第3份}\n",
        ["plans/p.yaml:3:12: 警告[copy-no] 份号“第3份”不是六位数字"],
    ),
    "a scan that is not there, and one outside": (
        {
            "plans/p.yaml": HEAD,
            "plans/correspondence/c.yaml": "id: c\ntitle: 收发文\noutgoing:\n  - {id: o1, title: 函, file: plans/none.pdf}\n"
            "incoming:\n  - {id: i1, number: 1, received: 2026-03-01, sender: 局, title: 函, file: ../../x.pdf}\n",
        },
        [
            "plans/correspondence/c.yaml:4:24: 错误[file-missing] 没有 PDF 文件“plans/none.pdf”",
            "plans/correspondence/c.yaml:6:68: 错误[file-missing] 没有 PDF 文件“../../x.pdf”",
        ],
    ),
    "straight quotation marks": (
        HEAD + 'preamble: 落实"三查七对"，做到"四不放过"。\nguiding: 坚持"两个"中心。\n',
        ['plans/p.yaml:3:1: 警告[quote-straight] 直引号 " 印出来改成弯引号“”，本文件共2处'],
    ),
    "a straight quotation mark alone": (
        HEAD + 'preamble: 落实"三查七对。\n',
        ['plans/p.yaml:3:1: 警告[quote-odd] 直引号 " 不成对，印出来照样是直的'],
    ),
    "a row of a table with a cell too many": (
        {
            "plans/p.yaml": HEAD
            + "outline:\n- title: 安排\n  table:\n    columns: [期次, 时间]\n    rows:\n    - [甲, 乙, 丙]\n"
        },
        ["plans/p.yaml:8:7: 错误[table-uneven] 这一行有 3 格，表头只有 2 格"],
    ),
    "a home that is no unit": (
        {"plans/p.yaml": HEAD, "plans/site.yaml": "home: 丙医院\n"},
        ["plans/site.yaml:1:1: 错误[unit-unknown] 单位“丙医院”不在单位名册里"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_author_sees(name: str, tmp_path: Path) -> None:
    given, expected = CASES[name]
    files = {"plans/p.yaml": given} if isinstance(given, str) else given
    assert problems(tmp_path, files) == expected


def test_every_code_has_a_case() -> None:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in Path(checks.__file__).parent.glob("*.py")]
    names = {"error", "warning", "make"}
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) and len(node.args) >= 3]
    calls = [call for call in calls if getattr(call.func, "attr", getattr(call.func, "id", "")) in names]
    codes = {call.args[1].value for call in calls if isinstance(call.args[1], ast.Constant)}
    seen = " ".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert len(codes) > 30
    assert {code for code in codes if f"[{code}]" not in seen} == set()


def test_a_link_out_of_the_root_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text(HEAD, encoding="utf-8")
    root = tmp_path / "root"
    (root / "plans").mkdir(parents=True)
    (root / "plans" / "p.yaml").symlink_to(outside)
    assert problems(root, {}) == ["plans/p.yaml:1:1: 错误[outside-root] 这个链接指向内容文件夹之外"]


def test_windows_line_ends_and_a_byte_order_mark_are_fine(tmp_path: Path) -> None:
    text = "\ufeffid: p\r\ntitle: 方案\r\npreamble: |\r\n  第一段\r\n  第二段\r\n"
    assert problems(tmp_path, {"plans/p.yaml": text}) == []
    content, _ = look_over(tmp_path, date(2026, 11, 21))
    assert content.plans["p"].preamble == ("第一段", "第二段")


def test_one_broken_file_does_not_hide_the_next(tmp_path: Path) -> None:
    files = {
        "plans/a.yaml": "id: a\ntitle: '\n",
        "plans/b.yaml": "id: b\n",
        "plans/c.yaml": "id: c\ntitle: 好\ndate: 2026-13\n",
    }
    assert [line.split(":")[0] for line in problems(tmp_path, files)] == [
        "plans/a.yaml",
        "plans/b.yaml",
        "plans/c.yaml",
    ]


def test_remedies_name_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans/p.yaml").write_text(HEAD + "indikators: []\n", encoding="utf-8")
    _, found = look_over(tmp_path, date(2026, 11, 21))
    assert str(found[0]).endswith("；是不是“indicators”？")


def test_values_come_through_as_written(tmp_path: Path) -> None:
    text = (
        HEAD
        + "doc_no: 甲院发〔2026〕12号\nversion: 010\nindicators:\n  - {id: i, name: 医师数, targets: [{value: 0.60}]}\n  - {id: j, name: 护床比, unit: 比, targets: [{value: 0.4:1}]}\n"
    )
    assert problems(tmp_path, {"plans/p.yaml": text}) == []
    plan = look_over(tmp_path, date(2026, 11, 21))[0].plans["p"]
    assert (plan.doc_no, plan.version) == ("甲院发〔2026〕12号", "010")
    assert [str(indicator.targets[0].value) for indicator in plan.indicators] == ["0.60", "0.4:1"]


def test_this_repository_is_clean() -> None:
    _, found = look_over(Path(__file__).resolve().parent.parent, date(2026, 11, 21))
    assert [str(problem) for problem in found] == []
