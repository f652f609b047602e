"""Invented plans for the search tests and the bench: sentences from word lists, with a long tail of rare words."""

from __future__ import annotations

import random

from campaign.search.index import IndexedPage, SearchUnit


def words(text: str) -> list[str]:
    return text.split()


UNITS = words("""
    护理部 医务科 门诊部 信息中心 质控办 药剂科 病案室 院感科 设备科 后勤保障科 宣传科 财务科 医保办 急诊科 儿科
    骨科 心内科 产科 检验科 影像科 营养科 随访中心 客服中心 投诉办 人事科
""")
VERBS = words("核对 登记 公示 复核 汇总 上报 巡查 演练 回访 培训 更新 清点 抽查 讲评 张贴 对账 分诊 交接 预约 签收")
THINGS = words("""
    候诊秩序 夜班交接本 手卫生依从率 平均住院日 出院带药清单 床头卡 静脉输液巡视 危急值报告 跌倒坠床风险 抢救车
    检查预约单 满意度问卷 投诉台账 电子病历首页 无障碍通道 儿童雾化室 药品不良反应 耗材目录 转诊绿色通道 老年人就诊陪护
    DRG付费分组 ICU探视 CT排队时长 VTE评估 入院宣教视频 母乳喂养指导 术前讨论记录 会诊到位时间 病区安静度 停车引导
""")
WHENS = words("每周一 每月5日前 季度末 2026年6月底前 9月30日 交班前 出院当天 三个工作日内 12月上旬 节假日")
SHAPES = (
    "{u}在{w}{v}{t}，并把结果交{u2}。",
    "{t}由{u}牵头，{u2}配合，{w}完成一次{v}。",
    "凡涉及{t}的，{u}先{v}再{v2}，不得隔夜。",
    "对{t}（含{x}）逐项{v}，差错率不高于{n}%。",
    "{w}，{u}会同{u2}{v}{t}；发现{x}的当场改正。",
    "把{x}写进{t}的流程图，床护比按1:0.4计，{v}到人。",
    "“{t}”达到{n}.{m}分以上，{u}{v}后归档〔2026〕{n}号。",
    "Ⅱ级以上{x}，{u}须在{m}分钟内{v}，夜间由{u2}代办。",
)
COMMON = range(0xB0, 0xD7)  # rows of GB 2312 that hold the 3,755 common characters


def rare_words(rng: random.Random, count: int) -> list[str]:
    """Two-character words of common characters, drawn at random: the long tail that real texts have."""

    def char() -> str:
        return bytes((rng.choice(COMMON), rng.randrange(0xA1, 0xFA))).decode("gb2312")

    return [char() + char() for _ in range(count)]


def sentences(rng: random.Random, rare: list[str], count: int) -> str:
    def one() -> str:
        return rng.choice(SHAPES).format(
            u=rng.choice(UNITS),
            u2=rng.choice(UNITS),
            v=rng.choice(VERBS),
            v2=rng.choice(VERBS),
            t=rng.choice(THINGS),
            w=rng.choice(WHENS),
            n=rng.randrange(1, 100),
            m=rng.randrange(10),
            x=rare[int(len(rare) ** rng.random()) - 1] + rng.choice(rare)[:1],
        )

    return "".join(one() for _ in range(count))


def plan(number: int, rng: random.Random, rare: list[str]) -> IndexedPage:
    """One plan: itself, 8 sections, 3 phases, 40 tasks, 8 indicators, 3 updates."""

    def rare_word() -> str:
        return rng.choice(rare)

    title = f"{rare_word()}{rng.choice(THINGS)}改进方案（第{number}号）"
    units = [SearchUnit("plan", title, sentences(rng, rare, 1), "")]
    for i in range(8):
        units.append(SearchUnit("section", f"{rare_word()}要求", sentences(rng, rare, 3), f"s{i}"))
    for i in range(1, 4):
        name = f"第{i}阶段 {rng.choice(VERBS)}{rare_word()}"
        units.append(SearchUnit("phase", name, sentences(rng, rare, 2), f"p{i}"))
    for i in range(40):
        owner, name = rng.choice(UNITS), f"{rng.choice(VERBS)}{rare_word()}{rng.choice(THINGS)}"
        text = f"牵头{owner}，{sentences(rng, rare, 2)}"
        units.append(SearchUnit("task", name, text, f"t{i}", owner, f"第{i % 3 + 1}阶段"))
    for i in range(8):
        units.append(
            SearchUnit("indicator", f"{rng.choice(THINGS)}达标率", sentences(rng, rare, 1), f"i{i}", tier="三级")
        )
    for i in range(3):
        name = f"{rng.choice(UNITS)}{rng.choice(VERBS)}{rare_word()}"
        units.append(SearchUnit("update", name, sentences(rng, rare, 3), f"u{i}"))
    date = f"{2022 + number % 5}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
    return IndexedPage(f"plans/p{number}", title, f"plans/p{number}/index.html", "plan", date, tuple(units))


def site(plans: int, seed: int = 1) -> list[IndexedPage]:
    """That many plans, and a page for every unit."""
    rng = random.Random(seed)
    rare = rare_words(rng, 40_000)
    offices = [
        IndexedPage(f"units/u{n}", name, f"units/u{n}/index.html", "unit", "", ()) for n, name in enumerate(UNITS)
    ]
    return offices + [plan(number, rng, rare) for number in range(plans)]
