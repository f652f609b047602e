"""Plans of our own wording with known truth, written down in many ways: order, numbers, wordings of units, targets and phases, notices, web furniture, punctuation, hard line breaks.

`variant(seed)` gives a document and its truth; `held(draft, truth)` counts what was found. No sentence is anybody's: names and things are put together from lists.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from campaign.leaves import numbering

PLACES = ["青禾", "南屿", "石桥", "云岭", "东槐", "柳川"]
CITY_UNITS = [
    "卫生健康委",
    "教育局",
    "民政局",
    "财政局",
    "医保局",
    "市场监管局",
    "人力资源社会保障局",
    "住房城乡建设局",
    "公安局",
    "残联",
    "疾控中心",
]
HOSPITAL_UNITS = [
    "医务科",
    "护理部",
    "信息科",
    "门诊部",
    "急诊科",
    "药学部",
    "检验科",
    "后勤保障部",
    "质控科",
    "院感科",
    "财务科",
    "院办公室",
]
TITLES = [
    "改善门诊环境", "优化预约方式", "畅通急救通道", "加强用药指导", "推行床旁服务", "规范投诉处理", "建好随访队伍", "完善转诊流程", "推进数据共享", "强化安全巡查", "开展技能比武", "丰富健康科普",
    "做实家庭签约", "补齐设备短板", "健全值班制度", "关爱特殊人群", "压缩等候环节", "统一标识标牌", "深化对口支援", "拓展便民举措",
]  # fmt: skip
TEXTS = [
    "按照先急后缓的次序逐项推进，及时公开办理结果。",
    "结合实际细化做法，把方便留给群众。",
    "完善配套制度，明确岗位和流程。",
    "加强人员和经费支持，确保取得实效。",
    "坚持问题导向，边查边改，巩固成果。",
]
GROUPS = ["改进就医体验", "提升服务能力", "夯实安全基础", "促进协同联动", "建强人才队伍"]
PHASES = ["动员部署", "全面推进", "集中整治", "总结评估", "巩固提升"]
REQUIREMENTS = ["加强组织领导", "压实工作责任", "严格督导考核", "注重宣传引导"]
RATES = [
    "预约诊疗率",
    "患者满意度",
    "随访完成率",
    "处方合格率",
    "签约服务率",
    "设备完好率",
    "病历甲级率",
    "培训覆盖率",
    "回访及时率",
    "规范管理率",
]
LESS = [
    ("平均候诊时间", "分钟", "20"),
    ("平均住院日", "天", "8"),
    ("药品收入占比", "%", "28"),
    ("重复检查率", "%", "5"),
    ("投诉办理时限", "天", "7"),
    ("检查报告出具时间", "小时", "24"),
]
COUNTS = [("健康小屋", "个"), ("示范门诊", "个"), ("专科护士", "名"), ("急救站点", "处"), ("流动服务车", "台")]


@dataclass
class Truth:
    """What a document says: `units` are (task, role, unit), `phases` (name, start, end), `targets` (name, operator, value, unit, due)."""

    title: str = ""
    doc_no: str = ""
    issuer: str = ""
    date: str = ""
    tasks: list[str] = field(default_factory=list)
    units: list[tuple[str, str, str]] = field(default_factory=list)
    dues: dict[str, str] = field(default_factory=dict)
    phases: list[tuple[str, str, str]] = field(default_factory=list)
    targets: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    requirements: int = 0
    milestones: list[str] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)


class _Writer:
    """One document with the choices of one seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.truth = Truth()
        self.hospital = self.chance(0.5)
        self.place = self.pick(PLACES)
        self.year = self.pick([2026, 2027])
        self.day = (self.dice.randint(1, 6), self.dice.randint(1, 28))
        self.word = "科室" if self.hospital else "单位"
        self.spare = self.dice.sample(TITLES, len(TITLES))

    def pick(self, held: Any) -> Any:
        return self.dice.choice(list(held))

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    # -- the parts ------------------------------------------------------------------------------------------------------------

    def document(self) -> str:
        truth = self.truth
        issuer = f"{self.place}市{'第一人民医院' if self.hospital else self.pick(['卫生健康委员会', '人民政府办公室', '教育局'])}"
        theme = self.pick(["“温暖就医”", "便民惠民", "服务提质", "急诊急救能力提升", "医疗质量提升"])
        genre = self.pick(["行动方案", "实施方案", "工作方案", "三年行动计划", "工作计划", "工作要点"])
        truth.title = (
            f"{issuer if self.hospital else self.place + '市'}{self.pick(['', f'{self.year}年'])}{theme}{genre}"
        )
        truth.issuer, truth.date = issuer, f"{self.year}-{self.day[0]:02d}-{self.day[1]:02d}"
        number = self.dice.randint(1, 99)
        letters = self.place[0] + self.pick(["卫发", "政办发", "院发", "医字"])
        truth.doc_no = f"{letters}〔{self.year}〕{number}号"
        printed_no = self.pick(["{0}〔{1}〕{2}号", "{0}[{1}]{2}号", "{0}（{1}）{2}号", "{0}【{1}】{2}号"]).format(
            letters, self.year, number
        )
        sections = self.sections()
        foot = [issuer, self.printed_day()]
        annexes = self.annexes()
        shape = self.pick(["plain", "plain", "notice", "notice", "notice-annex", "bare"])
        if shape == "bare":
            truth.doc_no = ""
            lines = [
                *self.titled(truth.title),
                "",
                *self.preamble(),
                *sections,
                *self.listed(annexes),
                *foot,
                *self.annexed(annexes),
            ]
        elif shape == "plain":
            lines = [
                *self.pick([[f"{issuer}文件"], []]),
                printed_no,
                *self.titled(truth.title),
                self.addressed(),
                *self.preamble(),
                *sections,
                *self.listed(annexes),
                *foot,
                *self.annexed(annexes),
            ]
        else:
            name = f"《{truth.title}》" if self.chance(0.8) or "“" in truth.title else truth.title
            notice = [printed_no, *self.titled(f"{issuer}关于印发{name}的通知"), self.addressed()]
            if self.chance(0.3):
                notice = [*notice[1:-1], printed_no, notice[-1]]
            notice.append(
                self.pick(
                    [
                        f"现将《{truth.title}》印发给你们，请结合实际认真贯彻执行。",
                        f"《{truth.title}》已经研究同意，现印发给你们，请抓好落实。",
                    ]
                )
            )
            if shape == "notice-annex":
                listed = self.listed([truth.title, *annexes]) if annexes else [f"附件：{truth.title}"]
                lines = [
                    *notice,
                    *listed,
                    *foot,
                    "附件1" if annexes else "附件",
                    *self.titled(truth.title),
                    *self.preamble(),
                    *sections,
                    *self.annexed(annexes, 2),
                ]
            else:
                lines = [
                    *notice,
                    *foot,
                    *self.pick([["（此件公开发布）"], []]),
                    *self.titled(truth.title),
                    *self.preamble(),
                    *sections,
                    *self.listed(annexes),
                    *self.annexed(annexes),
                ]
        if self.chance(0.4) and shape != "notice-annex" and not annexes:
            lines += (
                [f"抄送：{self.place}市财政局。", f"{issuer}办公室　　{self.year}年{self.day[0]}月{self.day[1]}日印发"]
                if shape in ("plain", "notice")
                else []
            )
        return self.dressed([line for line in lines if line is not None])

    def titled(self, title: str) -> list[str]:
        if len(title) > 24 and self.chance(0.5):
            at = len(title) // 2
            while title[at - 1] in "《“" or title[at] in "》”":
                at += 1
            return [title[:at], title[at:]]
        if self.chance(0.1):
            return [title[:-4] + " ".join(["", *title[-4:]]).strip()]
        return [title]

    def addressed(self) -> str:
        return (
            "各科室、各病区："
            if self.hospital
            else self.pick(
                ["各县（市、区）人民政府，市直各有关单位：", "各县（市、区）卫生健康局，委直属各单位：", "各有关单位："]
            )
        )

    def preamble(self) -> list[str]:
        return [
            self.pick(
                [
                    f"为进一步方便群众，根据《关于改进服务的意见》（国办发〔{self.year - 1}〕{self.dice.randint(1, 40)}号）精神，结合实际，制定本方案。",
                    "为切实解决群众反映的突出问题，经研究，制定本方案。",
                    "为全面提升服务水平，特制定如下方案。",
                ]
            )
        ]

    def printed_day(self) -> str:
        month, day = self.day
        han = (
            f"二〇二{'六' if self.year == 2026 else '七'}年{numbering.to_chinese(month)}月{numbering.to_chinese(day)}日"
        )
        return self.pick([f"{self.year}年{month}月{day}日"] * 4 + [han, f"{self.year} 年 {month} 月 {day} 日"])

    def annexes(self) -> list[str]:
        return self.dice.sample(["联系人员信息表", "重点设备清单", "月度安排说明"], self.pick([0, 0, 1, 2]))

    def listed(self, annexes: list[str]) -> list[str]:
        self.truth.attachments = [each for each in annexes if each != self.truth.title]
        if not annexes:
            return []
        if len(annexes) == 1:
            return [f"附件：{annexes[0]}"]
        return [f"附件：1.{annexes[0]}", *(f"　　　{place}.{each}" for place, each in enumerate(annexes[1:], 2))]

    def annexed(self, annexes: list[str], first: int = 1) -> list[str]:
        made = []
        for place, each in enumerate(annexes, first):
            made += [
                f"附件{place if len(annexes) > 1 or first > 1 else ''}",
                each,
                "内容由各单位填报。",
                f"填报日期：{self.year}年11月20日",
            ]
        return made

    # -- sections --------------------------------------------------------------------------------------------------------------------

    def sections(self) -> list[str]:
        parts: list[tuple[str, list[str]]] = []
        if self.chance(0.5):
            parts.append((self.pick(["指导思想", "总体要求"]), ["坚持以人民健康为中心，把解决突出问题作为着力点。"]))
        parts.append((self.pick(["工作目标", "总体目标", "主要目标", "目标任务"]), self.goals()))
        parts += self.taskpart()
        if self.chance(0.8):
            parts.append((self.pick(["实施步骤", "工作步骤", "进度安排", "时间安排", "方法步骤"]), self.phases()))
        parts.append((self.pick(["工作要求", "保障措施", "有关要求", "组织保障", "强化组织保障"]), self.demands()))
        style = self.pick(["han"] * 6 + ["han-blank", "part", "none"])
        lines: list[str] = []
        for place, (heading, texts) in enumerate(parts, 1):
            number = {
                "han": f"{numbering.to_chinese(place)}、",
                "han-blank": f"{numbering.to_chinese(place)} ",
                "part": f"第{numbering.to_chinese(place)}部分　",
                "none": "",
            }[style]
            title = "组织保障" if style == "none" and heading.startswith("强化") else heading
            lines += [f"{number}{title}{self.pick(['', '', '', '：']) if style == 'han' else ''}", *texts]
        return lines

    def items(
        self, texts: list[str], styles: tuple[str, ...] = ("han-bracket", "arabic-dot", "arabic-comma")
    ) -> list[str]:
        style = self.pick(styles)
        return [f"{numbering.label(place, style)}{text}" for place, text in enumerate(texts, 1)]

    def goals(self) -> list[str]:
        due = f"{self.year + self.pick([0, 1])}"
        rates = self.dice.sample(RATES, 3)
        said = [self.rate(name, due) for name in rates]
        said += [self.less(*self.pick(LESS), due)]
        head = self.pick(
            [f"到{due}年底，", f"到{due}年，", f"{due}年底前，", f"力争到{due}年底，", f"到{due}年12月底，"]
        )
        return [head + self.pick(["，", "，", "；"]).join(said) + "。"]

    def rate(self, name: str, due: str) -> str:
        value = str(self.dice.randint(70, 99))
        form, operator = self.pick(
            [("{n}达到{v}%以上", "gte"), ("{n}不低于{v}%", "gte"), ("{n}达到{v}%", "gte"), ("{n}提高到{v}%", "gte"), ("{n}≥{v}%", "gte"), ("{n}稳定在{v}%以上", "gte"), ("{n}保持在{v}%以上", "gte"),
             ("{n}力争达到{v}%", "gte"), ("{n}由{b}%提升至{v}%", "gte"), ("确保{n}达{v}%以上", "gte"), ("{n}原则上不低于{v}%", "gte"), ("{n}要达到{v}%以上", "gte"), ("{n}从{b}%提高到{v}%以上", "gte"), ("全市{n}不低于{v}%", "gte"), ("{n}超过{v}%", "gt"), ("{n}不能低于{v}%", "gte"), ("{n}升至{v}%", "gte")]
        )  # fmt: skip
        self.truth.targets.append((name, operator, value, "%", due))
        return str(form.format(n=name, v=value, b=int(value) - 20))

    def less(self, name: str, unit: str, value: str, due: str) -> str:
        forms = [
            ("{n}不超过{v}{u}", "lte"),
            ("{n}控制在{v}{u}以内", "lte"),
            ("{n}降至{v}{u}以下", "lte"),
            ("{n}≤{v}{u}", "lte"),
            ("{n}不宜超过{v}{u}", "lte"),
            ("{n}不应多于{v}{u}", "lte"),
            ("{n}不高于{v}{u}", "lte"),
            ("{n}压缩到{v}{u}以内", "lte"),
            ("将{n}控制在{v}{u}以下", "lte"),
            ("{n}缩短至{v}{u}", "lte") if unit != "%" else ("{n}下降到{v}{u}", "lte"),
        ]
        form, operator = self.pick(forms)
        self.truth.targets.append((name, operator, value, unit, due))
        return str(form.format(n=name, v=value, u=unit))

    def taskpart(self) -> list[tuple[str, list[str]]]:
        count = self.dice.randint(4, 8)
        titles = [self.spare.pop() for _ in range(count)]
        shape = self.pick(["flat", "flat", "nested", "sections", "table", "running"])
        head = self.pick(["重点任务", "主要任务", "工作任务", "主要措施", "重点工作", "工作内容", "重点举措"])
        if shape == "table":
            return [(head, self.table(titles))]
        tasks = [self.task(title) for title in titles]
        if shape == "flat":
            return [
                (
                    head,
                    [
                        line
                        for text in self.numbered(tasks, self.pick(["han-bracket", "arabic-dot", "arabic-comma"]))
                        for line in text
                    ],
                )
            ]
        half = count // 2
        names = self.dice.sample(GROUPS, 2)
        if shape == "sections":
            return [
                (name, [line for text in self.numbered(part, "han-bracket") for line in text])
                for name, part in zip(names, (tasks[:half], tasks[half:]), strict=True)
            ]
        lines: list[str] = []
        style = self.pick(["arabic-dot", "arabic-comma"])
        for place, (name, part) in enumerate(zip(names, (tasks[:half], tasks[half:]), strict=True), 1):
            lines.append(f"{numbering.label(place, 'han-bracket')}{name}{self.pick(['', '。'])}")
            lines += [
                line
                for text in self.numbered(part, style, half if shape == "running" and place == 2 else 0)
                for line in text
            ]
        return [(head, lines)]

    def numbered(self, tasks: list[list[str]], style: str, after: int = 0) -> Iterator[list[str]]:
        for place, task in enumerate(tasks, after + 1):
            yield [f"{numbering.label(place, style)}{task[0]}", *task[1:]]

    def names(self, count: int) -> list[str]:
        if self.hospital:
            return self.dice.sample(HOSPITAL_UNITS, count)
        return [f"市{each}" for each in self.dice.sample(CITY_UNITS, count)]

    def task(self, title: str) -> list[str]:
        self.truth.tasks.append(title)
        text = self.pick(TEXTS)
        if self.chance(0.25):
            name, unit = self.pick(COUNTS)
            value = str(self.dice.randint(2, 40))
            self.truth.targets.append((name, "gte", value, unit, ""))
            text += self.pick(
                [
                    f"建成{name}不少于{value}{unit}。",
                    f"至少建成{value}{unit}{name}。",
                    f"新建{name}{value}{unit}。",
                    f"每个县（市、区）建成不少于{value}{unit}{name}。",
                ]
            )
        if self.chance(0.15):
            month = self.dice.randint(self.day[0] + 1, 11)
            self.truth.milestones.append(f"{self.year}-{month:02d}")
            self.truth.dues.setdefault(title, f"{self.year}-{month:02d}")
            text += self.pick([f"{month}月底前完成摸底排查。", f"{self.year}年{month}月底前，完成方案制定。"])
        points = self.pick([0, 0, 0, 1])
        inner = ["（1）明确分工，责任到人；", "（2）定期检查，及时整改。"] if points else []
        duty = self.duty(title)
        sentence = self.pick([f"{title}。{text}", f"{title}。{text}", f"{title}\n{text}"])
        lines = sentence.split("\n")
        if duty.startswith("\n"):
            return [*lines, *inner, *duty.strip("\n").split("\n")]
        if inner:
            return [*lines, *inner[:-1], inner[-1] + duty]
        lines[-1] += duty
        return lines

    def duty(self, title: str) -> str:
        """A statement of duty in one of many wordings; its truth is noted."""
        truth = self.truth
        kind = self.dice.randint(0, 23)
        if self.chance(0.12):
            return ""
        lead, join = self.names(2), self.names(5)[2:]
        join = [each for each in join if each not in lead]
        one, all_lead, all_join = lead[0], "、".join(lead), "、".join(join)
        short = (
            "、".join([join[0], *(each.removeprefix("市") if self.chance(0.5) else each for each in join[1:])])
            if join
            else ""
        )
        month = self.dice.randint(self.day[0] + 1, 12)
        due = self.pick([f"{self.year}年{month}月底", f"{self.year}年{month}月底前", f"{month}月底前"])
        w = self.word
        dated = kind in (1, 2, 3, 8, 13, 16)
        roles: list[tuple[str, str]] = [("lead", one), *(("join", each) for each in join)]
        if kind in (0, 1, 9, 10, 14, 17):
            roles = [("lead", each) for each in lead]
        if kind in (6, 19, 23):
            roles = [("each", each) for each in lead]
        if kind == 12:
            roles = [("lead", "各科室" if self.hospital else "各县（市、区）人民政府")]
        if kind == 18:
            roles = [("lead", one), *(("join", each) for each in lead[1:])]
        many = roles[0][1]
        words = [
            f"（责任{w}：{all_lead}）", f"（责任{w}：{all_lead}；完成时限：{due}）", f"（牵头{w}：{one}；配合{w}：{short}；完成时限：{due}）", f"（牵头{w}：{one}，配合{w}：{all_join}，{due.removesuffix('前')}前完成）",
            f"（{one}牵头，{short}配合）", f"（{one}牵头，{all_join}等按职责分工负责）", f"（{all_lead}按职责分工负责）", f"由{one}牵头，{all_join}配合。", f"\n牵头{w}：{one}\n配合{w}：{all_join}\n完成时限：{due}",
            f"\n责任{w}：{all_lead}", f"责任{w}：{all_lead}。", f"［{one}牵头，{all_join}参与］", f"（{many}负责）", f"【牵头{w}：{one}；配合{w}：{all_join}；完成时间：{due}】", f"（{all_lead}负责）", f"\n牵头{w}：{one}　　配合{w}：{all_join}",
            f"（{one}负责，{all_join}参与，{due.removesuffix('前')}前完成）", f"由{all_lead}负责。", f"（{one}会同{'、'.join(lead[1:])}负责）", f"（{all_lead}分别负责）",
            f"由{one}牵头，{all_join}配合，逐步推开。", f"\n责任分工：{one}牵头，{all_join}配合", f"{one}负责细化措施，{all_join}协助。", f"（{all_lead}分级负责）",
        ]  # fmt: skip
        said = words[kind]
        truth.units += [(title, role, each) for role, each in roles]
        if dated:
            truth.dues[title] = f"{self.year}-{month:02d}"
        return said

    def table(self, titles: list[str]) -> list[str]:
        heads = self.pick(
            [
                ("序号", "工作任务", "牵头单位", "配合单位", "完成时限"),
                ("序号", "重点任务", "责任单位", "参与单位", "时间节点"),
                ("序号", "任务内容", "牵头部门", "责任部门", "完成时间"),
            ]
        )
        rows = ["\t".join(heads)]
        for place, title in enumerate(titles, 1):
            self.truth.tasks.append(title)
            names = self.names(3)
            month = self.dice.randint(self.day[0] + 1, 12)
            due = self.pick([f"{self.year}年{month}月底前", f"{self.year}年{month}月", "长期坚持"])
            self.truth.units += [(title, "lead", names[0]), *((title, "join", each) for each in names[1:])]
            if due != "长期坚持":
                self.truth.dues[title] = f"{self.year}-{month:02d}"
            rows.append("\t".join([str(place), title, names[0], self.pick(["、", "，"]).join(names[1:]), due]))
        return ["任务分工见下表。", *rows]

    def phases(self) -> list[str]:
        count = self.pick([3, 3, 4])
        names = PHASES[:count]
        months = sorted(self.dice.sample(range(self.day[0] + 1, 12), count - 1))
        edges = [self.day[0], *months, 12]
        shape = self.pick(["bracket", "bracket", "stage", "sentence", "text", "short", "step", "listed", "within"])
        made = []
        for place, name in enumerate(names):
            start, end = edges[place] + (place > 0), edges[place + 1]
            start = min(start, end)
            year = f"{self.year}年" if shape in ("bracket", "text") or self.chance(0.5) else ""
            span = f"{year}{start}月{self.pick(['—', '至', '-', '～'])}{end}月" if start < end else f"{year}{start}月"
            first: str = f"{self.year}-{start:02d}"
            if place == 0 and shape == "bracket" and self.chance(0.3):
                span, first = f"即日起至{self.year}年{end}月底", ""
            self.truth.phases.append((name, first, f"{self.year}-{end:02d}"))
            made.append((name, span))
        if shape == "sentence":
            return ["，".join(f"{span}为{name}阶段" for name, span in made) + "。"]
        if shape == "stage":
            mark = self.pick(["：", ""])
            return [
                f"第{numbering.to_chinese(place)}阶段（{span}）{mark or '：'}{name}。制定细则，逐项落实。"
                for place, (name, span) in enumerate(made, 1)
            ]
        if shape == "step":
            return [
                f"第{numbering.to_chinese(place)}步，{name}（{span}）。制定细则，逐项落实。"
                for place, (name, span) in enumerate(made, 1)
            ]
        if shape == "listed":
            return [f"{span}，{name}，逐项落实；" for name, span in made]
        if shape == "within":
            return self.items(
                [
                    f"第{numbering.to_chinese(at)}阶段：{name}（{span}）\n制定细则。"
                    for at, (name, span) in enumerate(made, 1)
                ]
            )
        if shape == "text":
            return self.items([f"{name}阶段。{span}，制定细则，逐项落实。" for name, span in made])
        if shape == "short":
            return self.items([f"{name}（{span}）。制定细则，逐项落实。" for name, span in made])
        return self.items([f"{name}阶段（{span}）{self.pick(['。', '：'])}制定细则，逐项落实。" for name, span in made])

    def demands(self) -> list[str]:
        names = self.dice.sample(REQUIREMENTS, self.pick([2, 3, 4]))
        self.truth.requirements = len(names)
        texts = [
            f"{name}。{self.pick(['主要负责人要亲自抓，层层传导压力。', '要把各项任务摆上重要日程。', '对落实不力的予以通报。'])}"
            for name in names
        ]
        return self.items(texts) if self.chance(0.85) else texts

    # -- clothes ----------------------------------------------------------------------------------------------------------------------

    def dressed(self, lines: list[str]) -> str:
        if self.chance(0.3):
            top = [
                "首页 > 政务公开 > 政策文件",
                "【字体：大 中 小】  打印  分享到：",
                f"发布日期：{self.year}-07-01 09:30    浏览次数：128",
            ]
            end = ["上一篇：关于放假安排的公告", "下一篇：便民电话一览", "扫一扫在手机打开当前页"]
            self.truth.furniture = [*top, *end]
            lines = [*top, *lines, *end]
        text = "\n".join(lines)
        if self.chance(0.25):
            text = self.half_width(text)
        if self.chance(0.15):
            text = text.translate({ord(char): 0xFF10 + int(char) for char in "0123456789"})
        if self.chance(0.2):
            text = "\n\n".join(text.split("\n")) if "\t" not in text else text
        elif self.chance(0.15) and "\t" not in text:
            text = self.wrapped(text)
        elif self.chance(0.3):
            text = "\n".join(f"　　{line}" if len(line) > 30 else line for line in text.split("\n"))
        if self.chance(0.1):
            text = "\ufeff" + text.replace("服务", "服\u200b务", 2)
        if self.chance(0.1):
            text = text.translate({ord(a): ord(b) for a, b in zip("一人方工目", "⼀⼈⽅⼯⽬", strict=True)})
        return text

    def half_width(self, text: str) -> str:
        return text.translate(str.maketrans({"，": ",", "；": ";", "：": ":", "（": "(", "）": ")"}))

    def wrapped(self, text: str) -> str:
        width = self.pick([30, 34, 38])
        made = []
        for line in text.split("\n"):
            made += [line[at : at + width] for at in range(0, max(len(line), 1), width)]
        return "\n".join(made)


def variant(seed: int) -> tuple[str, Truth]:
    """A document and what it says; the same for the same seed."""
    writer = _Writer(seed)
    text = writer.document()
    return text, writer.truth


def held(plan: dict[str, Any], truth: Truth) -> Counter[str]:
    """Counts under 'field wanted', 'field given', 'field right'."""
    made: Counter[str] = Counter()

    def add(name: str, wanted: int, given: int, right: int) -> None:
        made.update({f"{name} wanted": wanted, f"{name} given": given, f"{name} right": right})

    for name in ("title", "doc_no", "issuer", "date"):
        want, got = _bare(getattr(truth, name)), _bare(plan.get(name, ""))
        add(name, bool(want), bool(got), bool(want) and want == got)
    tasks = {_bare(task["title"]): task for task in _tasks(plan)}
    add("tasks", len(truth.tasks), len(tasks), sum(1 for each in truth.tasks if _bare(each) in tasks))
    given = {(title, role, _bare(unit)) for title, task in tasks.items() for role, unit in _roles(task)}
    want_units = {(_bare(title), role, _bare(unit)) for title, role, unit in truth.units}
    leads = {title for title, role, _ in want_units if role == "lead"}
    want_units = {
        (title, "join" if role == "each" and title in leads else role, unit) for title, role, unit in want_units
    }
    add("units", len(want_units), len(given), len(want_units & given))
    dues = {(title, task["due"]) for title, task in tasks.items() if task.get("due")}
    wanted = {(_bare(title), due) for title, due in truth.dues.items()}
    add("due", len(wanted), len(dues), len(wanted & dues))
    phases = {
        (_bare(re.sub("阶段", "", each["name"])), each.get("start", ""), each.get("end", ""))
        for each in plan.get("phases", [])
    }
    want = {(_bare(name), start, end) for name, start, end in truth.phases}
    add("phases", len(want), len(phases), len(want & phases))
    targets = [(each, one) for each in plan.get("indicators", []) for one in each["targets"]]
    right = sum(1 for wanted_one in truth.targets if any(_same(wanted_one, each, one) for each, one in targets))
    add("targets", len(truth.targets), len(targets), right)
    attachments = {_bare(each) for each in plan.get("document", {}).get("attachments", [])}
    add(
        "attachments",
        len(truth.attachments),
        len(attachments),
        len({_bare(each) for each in truth.attachments} & attachments),
    )
    count = len(plan.get("requirements", []))
    add("requirements", truth.requirements, count, min(count, truth.requirements))
    values = _bare(" ".join(_strings(plan)))
    lost = sum(1 for each in truth.furniture if _bare(each) in values)
    add("furniture", len(truth.furniture), len(truth.furniture), len(truth.furniture) - lost)
    return made


def _bare(text: str) -> str:
    return "".join(re.findall(r"[\w%]", text))


def _tasks(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [*plan.get("tasks", []), *(task for group in plan.get("groups", []) for task in group.get("tasks", []))]


def _roles(task: dict[str, Any]) -> Iterator[tuple[str, str]]:
    duty = task.get("responsibility", {})
    lead = "each" if duty.get("mode") == "分别负责" else "lead"
    yield from ((lead, unit) for unit in duty.get("lead", []))
    yield from (("join", unit) for key in ("with", "join") for unit in duty.get(key, []))


def _same(wanted: tuple[str, str, str, str, str], indicator: dict[str, Any], target: dict[str, Any]) -> bool:
    name, operator, value, unit, due = wanted
    operators = {operator, "gt"} if operator == "gt" else {operator, "eq"} if value == "100" else {operator}
    return (
        (_bare(name) in _bare(indicator["name"]) or _bare(indicator["name"]) in _bare(name))
        and indicator["operator"] in operators
        and (target["value"], indicator.get("unit", "")) == (value, unit)
        and (not due or target.get("due", "")[:4] == due)
    )


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
    else:
        yield str(value)
