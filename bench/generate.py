"""Generated content for measuring: N plans of about forty tasks each, and the same words as Markdown pages for a stock site."""

from __future__ import annotations

import random
from pathlib import Path

UNITS = "医务科 护理部 门诊部 院办公室 信息中心 质控办 药剂科 财务科 总务科 宣传科 院感科 病案室 检验科 影像科 急诊科 内科 外科 儿科 产科 康复科".split()
WHAT = "预约号源 候诊秩序 床位周转 病历质量 用药指导 检查报告 随访电话 便民设施 标识导引 值班交接 手术核查 院前急救 投诉回访 费用清单 健康讲座".split()
DO = "逐项梳理 按周核对 分级公示 限时整改 集中培训 交叉检查 逐月通报 现场督办 回头复查 统一编号 张榜公布 动态调整".split()
WHY = "方便患者少跑一趟 减少排队等候时间 守住质量安全底线 让一线少填一张表 把问题解决在当天 使每件事有人负责 保证数据前后一致".split()
WHEN = "每周一上班前 每月二十五日前 每季度末 节假日前一天 新员工到岗一周内 患者出院三天内 设备停机后一小时内".split()


def sentence(rng: random.Random) -> str:
    return f"{rng.choice(WHEN)}由{rng.choice(UNITS)}对{rng.choice(WHAT)}{rng.choice(DO)}，{rng.choice(WHY)}，编号{rng.randint(100, 999)}。"


def plan_yaml(rng: random.Random, number: int) -> str:
    lines = [
        f"id: p{number:05d}",
        f"title: 第{number}号服务改进方案",
        "issuer: 测量医院",
        "period: {start: 2026-01-01, end: 2026-12-31}",
        f"preamble: {sentence(rng)}{sentence(rng)}",
    ]
    lines += ["goals:"] + [
        f"  - {{id: g{each}, number: （{'一二三四'[each]}）, text: {sentence(rng)}}}" for each in range(4)
    ]
    lines += ["indicators:"] + [
        f"  - {{id: i{each}, name: {rng.choice(WHAT)}达标率{each}, unit: '%', targets: [{{value: {rng.randint(60, 100)}, due: 2026-12-31}}]}}"
        for each in range(8)
    ]
    lines += ["groups:"]
    for group in range(4):
        lines += [
            f"  - id: g{group}",
            f"    number: （{'一二三四'[group]}）",
            f"    title: {rng.choice(DO)}{rng.choice(WHAT)}",
            "    tasks:",
        ]
        for task in range(10):
            lead, join, helper = rng.sample(UNITS, 3)
            lines += [
                f"      - id: t{group}-{task}",
                f"        number: {task + 1}.",
                f"        title: {rng.choice(DO)}{rng.choice(WHAT)}",
                f"        text: {sentence(rng)}{sentence(rng)}",
                f"        responsibility: {{lead: {lead}, join: [{join}, {helper}]}}",
                f"        due: 2026-{rng.randint(1, 12):02d}",
            ]
    lines += ["phases:"] + [
        f"  - {{id: ph{each}, name: 第{each + 1}阶段, start: 2026-{each * 4 + 1:02d}-01, end: 2026-{each * 4 + 4:02d}-28, text: {sentence(rng)}}}"
        for each in range(3)
    ]
    lines += ["requirements:"] + [
        f"  - {{number: （{'一二三四'[each]}）, title: {rng.choice(DO)}, text: {sentence(rng)}}}" for each in range(4)
    ]
    return "\n".join(lines) + "\n"


def plan_markdown(rng: random.Random, number: int) -> str:
    """A page of the same size and words: tables for tasks and indicators, headings for the rest."""
    lines = [f"# 第{number}号服务改进方案", "", sentence(rng) + sentence(rng), "", "## 目标", ""] + [
        f"- {sentence(rng)}" for _ in range(4)
    ]
    lines += ["", "## 指标", "", "| 指标 | 单位 | 目标 | 期限 |", "| --- | --- | --- | --- |"] + [
        f"| {rng.choice(WHAT)}达标率{each} | % | ≥{rng.randint(60, 100)} | 2026-12-31 |" for each in range(8)
    ]
    for _ in range(4):
        lines += [
            "",
            f"## {rng.choice(DO)}{rng.choice(WHAT)}",
            "",
            "| 序号 | 任务 | 内容 | 牵头 | 配合 | 期限 |",
            "| --- | --- | --- | --- | --- | --- |",
        ]
        for task in range(10):
            lead, join, helper = rng.sample(UNITS, 3)
            lines.append(
                f"| {task + 1} | {rng.choice(DO)}{rng.choice(WHAT)} | {sentence(rng)}{sentence(rng)} | {lead} | {join}、{helper} | 2026-{rng.randint(1, 12):02d} |"
            )
    lines += ["", "## 步骤", ""] + [f"{each + 1}. 第{each + 1}阶段：{sentence(rng)}" for each in range(3)]
    lines += ["", "## 要求", ""] + [f"- {rng.choice(DO)}：{sentence(rng)}" for _ in range(4)]
    return "\n".join(lines) + "\n"


def content_root(root: Path, count: int) -> None:
    rng = random.Random(7)
    (root / "plans" / "registry").mkdir(parents=True)
    units = ["units:", "  - {id: h, name: 测量医院, kind: hospital, tier: 三级}"] + [
        f"  - {{id: u{index}, name: {name}, kind: functional, parent: h}}" for index, name in enumerate(UNITS)
    ]
    (root / "plans" / "registry" / "units.yaml").write_text("\n".join(units) + "\n", encoding="utf-8")
    (root / "plans" / "site.yaml").write_text("organisation: 测量医院\nas_of: 2026-11-21\n", encoding="utf-8")
    for number in range(count):
        (root / "plans" / f"p{number:05d}.yaml").write_text(plan_yaml(rng, number), encoding="utf-8")


STOCK = """\
site_name: 对照
use_directory_urls: false
theme: {name: material, language: zh, font: false}
plugins: [{search: {lang: [zh, en]}}]
markdown_extensions: [tables]
"""


def stock_root(root: Path, count: int) -> None:
    """The peer: MkDocs with stock Material and Chinese search (jieba), one Markdown page a plan."""
    rng = random.Random(7)
    (root / "docs").mkdir(parents=True)
    (root / "docs" / "index.md").write_text("# 首页\n", encoding="utf-8")
    (root / "mkdocs.yml").write_text(STOCK, encoding="utf-8")
    for number in range(count):
        folder = root / "docs" / f"g{number // 50:02d}"
        folder.mkdir(exist_ok=True)
        (folder / f"p{number:05d}.md").write_text(plan_markdown(rng, number), encoding="utf-8")
