"""Bodies set up for a plan: 组长：…, 副组长：…, 成员：…, 办公室设在…"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from campaign.importers.outline.words import LONGEST, pieces

_ROLE = re.compile(
    r"(?P<role>(?:第一|常务)?(?:总?召集人|副?主任委员|组\s*长|副\s*组\s*长|常务副组长|主\s*任|副\s*主\s*任|总指挥|副总指挥|指挥长|副指挥长|顾\s*问|成\s*员(?:单位)?|联络员|组\s*员|委\s*员|秘书长|办公室主任))\s*[:：]\s*(?P<who>.*)"
)
_SPOKEN = (
    re.compile(r"(?P<role>副?组长|副?主任委员)由(?P<who>[^，。；]{2,20}?)(?:担任)?(?=[，。；、]|$)"),
    re.compile(r"(?:^|[，。；、由])(?P<who>[^，。；由]{2,16}?)(?:担任|任)(?P<role>副?组长|副?主任委员)"),
    re.compile(r"(?:^|[，。；])(?P<who>[^，。；]{2,40}?)为(?P<role>成员)"),
)
_OFFICE = re.compile(
    r"(?:领导小组|专班|指挥部|委员会)?(?:下设)?办公室(?:设在|挂靠在?|设于)(?P<where>[\u4e00-\u9fff]{2,20}?)(?=[，,。；;]|$)"
)


@dataclass
class FoundBody:
    """People and units by role as they are printed."""

    name: str = ""
    head: str = ""
    members: list[str] = field(default_factory=list)
    office: str = ""
    note: list[str] = field(default_factory=list)
    count: int = 0  # how many lines and sentences named a role
    lines: list[str] = field(default_factory=list)  # those that say nothing else, as they stand

    def __bool__(self) -> bool:
        return bool(self.count >= 2 or (self.count and self.office))


def read(lines: list[str], name: str = "", *, spoken: bool = True) -> FoundBody:
    """The body that lines of roles describe, `spoken` also sentences (组长由院长担任); what is no role goes into `note`."""
    body = FoundBody(name=name)
    for line in (each for each in lines if len(each) <= 4 * LONGEST):
        text = re.sub(r"[\s　]+", " ", line).strip()
        if found := _ROLE.match(re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff]\s*[:：])", "", text)):
            body.count += 1
            body.lines.append(line)
            role, who = re.sub(r"\s", "", found["role"]), found["who"].strip()
            if re.match(r"(?:总?召集人|组长|主任|主任委员|总指挥|指挥长)$", role) and not body.head:
                body.head = who
            elif role.startswith(("成员", "组员", "委员", "联络员")):
                body.members += [
                    who[begin:end].strip() for begin, end in pieces(who, "、，,；;") if who[begin:end].strip()
                ]
            else:
                body.members.append(f"{role}：{who}")
        elif spoken and (said := [found for pattern in _SPOKEN for found in pattern.finditer(text)]):
            for each in said:
                body.count += 1
                if each["role"] in ("组长", "主任委员") and not body.head:
                    body.head = each["who"]
                else:
                    body.members.append(each["who"] if each["role"] == "成员" else f"{each['role']}：{each['who']}")
            body.note.append(text)
            if office := _OFFICE.search(text):
                body.office = office["where"]
        elif office := _OFFICE.search(text):
            body.office = office["where"]
            body.note.append(text)
        else:
            body.note.append(text)
    return body
