"""Documents nobody thought of: plans of random lengths with tables, odd signs, long words and annexes. The same number gives the same document."""

from __future__ import annotations

import random
from pathlib import Path

import yaml

SIGNS = (
    "SpO₂≥95%", "10⁹/L", "μg/kg", "37.5℃", "120/80mmHg", "cmH₂O", "￥3,000", "50‰", "3～5天", "±0.5", "①", "½", "☑", "☐", "§3", "A～D", "×2", "α-受体",
    "https://www.example.org/guide/quality/2026?id=20261103&from=notice", "CVP/PICC", "№12", "“三基三严”", "《医疗质量管理办法》", "（试行）", "——",
)  # fmt: skip
PHRASES = (
    "各科室对照标准逐条自查", "把查出的问题列成清单", "明确责任人和完成时限", "做到件件有着落、事事有回音", "每月通报一次", "围绕手术安全、合理用药和院内感染防控",
    "制定改进措施并按季度评价", "2026年12月底前完成", "优秀率达到90%以上", "由护理部牵头", "纳入年度考核",
)  # fmt: skip
NESTED = (
    "“‘甲’、‘乙’”。",
    "《办法》（“试行”）、",
    "（一）、（二）；",
    "“三基”“三严”，",
    "（《规范》，附表）。",
)  # marks that stand side by side
TITLES = ("医疗质量", "患者安全", "护理服务", "合理用药", "急诊急救", "病历书写", "院感防控", "日间手术")


class Maker:
    """Words and files of document `number`."""

    def __init__(self, number: int) -> None:
        self.number, self.dice = number, random.Random(number)
        self.files: dict[str, str] = {}

    def sentence(self) -> str:
        parts = [self.dice.choice(PHRASES) for _ in range(self.dice.randint(1, 5))]
        if self.dice.random() < 0.5:
            parts.insert(self.dice.randrange(len(parts) + 1), self.dice.choice(SIGNS))
        said = "，".join(parts)
        if self.dice.random() < 0.15:
            said += self.dice.choice(NESTED)
        return f"**{said}**。" if self.dice.random() < 0.1 else f"{said}。"

    def text(self, most: int = 6) -> list[str]:
        return [
            "".join(self.sentence() for _ in range(self.dice.randint(1, 4))) for _ in range(self.dice.randint(1, most))
        ]

    def title(self) -> str:
        return "".join(self.dice.sample(TITLES, self.dice.randint(1, 3)))

    def grid(self, rows: int, most: int = 7) -> dict[str, object]:
        columns = self.dice.randint(2, most)
        cells = [[self.cell() for _ in range(columns)] for _ in range(self.dice.randint(1, rows))]
        return {"columns": [self.dice.choice(TITLES)[: self.dice.randint(2, 4)] for _ in range(columns)], "rows": cells}

    def cell(self) -> str:
        kind = self.dice.random()
        return (
            self.dice.choice(SIGNS)
            if kind < 0.3
            else ""
            if kind < 0.35
            else str(self.dice.randint(1, 9999))
            if kind < 0.6
            else self.sentence()[:40].replace("*", "")
            if kind < 0.97
            else "".join(self.sentence() for _ in range(30)).replace("*", "")
        )

    def annex(self, place: int) -> dict[str, object]:
        title = f"{self.title()}{self.dice.choice(('表', '清单', '办法', '回执'))}{place}"
        kind = self.dice.choice(("md", "yaml", "apart"))
        if kind == "apart":
            return {"title": title, "apart": "是"}
        name = f"d{self.number}/{place}.{kind}"
        if kind == "yaml":
            held: dict[str, object] = {**self.grid(40, 12), "text": self.text(2), "blank": self.dice.randint(0, 12)}
            if self.dice.random() < 0.4:
                held["fields"] = [[self.dice.choice(TITLES) for _ in range(self.dice.randint(1, 3))] for _ in range(4)]
            self.files[name] = yaml.safe_dump(held, allow_unicode=True)
        else:
            lines = [
                f"## {numeral}、{self.title()}\n\n" + "\n\n".join(self.text())
                for numeral in "一二三"[: self.dice.randint(1, 3)]
            ]
            table = self.grid(6, 5)
            heads, rows = table["columns"], table["rows"]
            assert isinstance(heads, list) and isinstance(rows, list)
            bars = ["| " + " | ".join(row) + " |" for row in (heads, ["---"] * len(heads), *rows)]
            self.files[name] = "\n\n".join(
                (*lines, "\n".join(bars), *(f"{place}. {self.sentence()}" for place in range(1, 4)))
            )
        return {"title": title, "file": name}

    def parts(self) -> dict[str, object]:
        """What a plan holds besides its tasks, under headings of the usual order."""
        dice = self.dice
        held: dict[str, object] = {
            "guiding": self.text(2),
            "principles": [{"title": self.title(), "text": self.text(2)} for _ in range(dice.randint(1, 4))],
            "goals": [
                {"id": f"goal{place}", "title": self.title(), "text": self.text(2)}
                for place in range(dice.randint(1, 3))
            ],
            "phases": [
                {"id": f"p{place}", "name": f"{self.title()}阶段", "text": self.text(2)}
                for place in range(dice.randint(1, 3))
            ],
            "organisation": [
                {
                    "name": "领导小组",
                    "head": "院长",
                    "members": ["护理部", "医务部"],
                    "duties": [{"text": self.sentence()}],
                }
            ],
            "requirements": [{"title": self.title(), "text": self.text(2)} for _ in range(dice.randint(1, 5))],
        }
        return {name: value for name, value in held.items() if dice.random() < 0.6}

    def plan(self) -> dict[str, object]:
        dice, groups = self.dice, []
        for place in range(1, dice.randint(1, 5) + 1):
            tasks = [
                {
                    "id": f"t{place}-{number}",
                    "number": f"{number}.",
                    "title": self.title(),
                    "text": self.text(3),
                    "responsibility": {"lead": ["护理部"], "join": ["医务部"]},
                }
                for number in range(1, dice.randint(1, 5) + 1)
            ]
            groups.append(
                {"id": f"g{place}", "number": f"（{'一二三四五'[place - 1]}）", "title": self.title(), "tasks": tasks}
            )
        indicators = [
            {
                "id": f"i{place}",
                "name": f"{self.title()}率",
                "unit": "%",
                "operator": "gte",
                "due": "2026-12-31",
                "targets": [{"value": dice.randint(60, 99)}],
                "definition": self.sentence().replace("*", ""),
            }
            for place in range(dice.randint(0, 14))
        ]
        document: dict[str, object] = {
            "to": "各科室、各病区", "attachments": [self.annex(place) for place in range(dice.randint(0, 4))],
            "format": dice.choice(("document", "document", "document", "letter", "minutes")),
        }  # fmt: skip
        if dice.random() < 0.8:
            document |= {
                "cc": "示例市卫生健康委员会",
                "printed_by": "示例市第一人民医院办公室",
                "printed_on": "2026-11-03",
            }
        if dice.random() < 0.3:
            document["qr"] = "是"
        parts = self.parts() if dice.random() < 0.5 else {}
        outline = [
            {"part": "preamble"},
            {
                "number": "一、",
                "title": "安排",
                "text": self.text(3),
                **({"table": self.grid(8, 5)} if dice.random() < 0.6 else {}),
            },
            {"number": "二、", "title": "任务", "part": "groups"},
            *(
                {"number": f"{numeral}、", "title": self.title(), "part": part}
                for numeral, part in zip("三四五六七八", parts, strict=False)
            ),
        ]
        return {
            **parts,
            "id": f"d{self.number}", "title": f"关于进一步加强{''.join(self.title() for _ in range(dice.choice((1, 2, 2, 5))))}工作的{dice.choice(('通知', '意见', '实施方案'))}",
            "issuer": "示例市第一人民医院", "doc_no": f"示医院发〔2026〕{self.number + 1}号", "date": "2026-11-02",
            "preamble": self.text(), "groups": groups, "indicators": indicators, "document": document,
            "outline": outline,
        }  # fmt: skip


def write(folder: Path, numbers: range) -> None:
    """The documents of these numbers, with what lies beside them, into the plans of a content root."""
    for number in numbers:
        made = Maker(number)
        plan = yaml.safe_dump(made.plan(), allow_unicode=True, sort_keys=False)
        for name, text in {f"d{number}.yaml": plan, **made.files}.items():
            (folder / "plans" / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / "plans" / name).write_text(text, encoding="utf-8")
