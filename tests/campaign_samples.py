"""A small campaign, told in five files: what the tests of publicity and the walk through the whole campaign start from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PIL import Image

UNITS = """\
units:
  - {id: h, name: 甲医院, kind: hospital}
  - {id: office, name: 院办, kind: functional, parent: h}
  - {id: nursing, name: 护理部, kind: functional, parent: h}
  - {id: surgery, name: 外科, kind: clinical, parent: h}
  - {id: medicine, name: 内科, kind: clinical, parent: h}
  - {id: pharmacy, name: 药学部, kind: medtech, parent: h}
  - {id: ward, name: 外科病区, kind: ward, parent: surgery}
collectives:
  - {id: all, name: 各科室, kinds: [functional, clinical, medtech]}
"""
OUTLETS = """\
outlets:
  - {id: tv, name: 省卫视, level: 省级}
  - {id: daily, name: 市日报健康版, short: 市日报, level: 市级}
  - {id: radio, name: 市电台, level: 市级}
"""
PLAN = """\
id: c
kind: campaign
title: 甲医院百日宣传活动方案
short: 百日宣传
issuer: 甲医院
date: 2026-09-28
period: {start: 2026-10-08, end: 2027-01-07}
document: {to: 各科室, cc: 市卫生健康委员会。}
organisation: [{name: 活动工作组}]
recurring: [{id: month-end, what: 交月末材料, per: month, lead: [各科室], to: [院办]}]
groups: [{id: g1, number: （一）, title: 启动仪式}, {id: g2, number: （二）, title: 推选}]
activities:
  - {id: a1, name: 启动仪式, group: g1, lead: [院办], date: 2026-10-08, done: 2026-10-08}
  - {id: a2, name: 推选亮点, group: g2, lead: [院办], date: 2026-12-25, status: 进行中}
quota: [{id: q, who: [各科室], what: 稿件, min: 1, per: month, to: [院办], partial_month: count}]
media_levels: [{id: province, name: 省级}, {id: city, name: 市级}]
duplicate_rule: sum
awards:
  - {id: top, name: 创新亮点, max_winners: 2, lead: [院办], publicity_days: 5}
  - {id: photo, name: 摄影展, max_winners: 1, lead: [院办]}
"""
# October: 外科 2 (one by its ward), 护理部 1, 院办 1 (handed in late); 内科 and 药学部 nothing. November: 外科 1.
LEDGERS = """\
materials_duty: month-end
submissions:
  - id: s1
    unit: 外科
    date: 2026-10-12
    title: 日间手术当天回家
    stages:
      - {name: 采用, date: 2026-10-15, where: 院报}
      - {name: 择优上报, date: 2026-10-30, where: 市卫生健康委员会}
      - {name: 上级采用, date: 2026-11-10, where: 市卫生健康委员会网站}
  - {id: s2, unit: 外科病区, date: 2026-10-20, title: 病区里的读书角}
  - {id: s3, unit: 护理部, date: 2026-10-31, title: 出院回访, stages: [{name: 采用, date: 2026-11-02, where: 院报}]}
  - {id: s4, unit: 院办, date: 2026-11-03, month: 2026-10, title: 来信七天有回音, stages: [{name: 采用, date: 2026-11-04}]}
  - {id: s5, unit: 外科, date: 2026-11-18, title: 夜里也能问医生}
coverage:
  - {id: c1, outlet: 市日报健康版, date: 2026-10-16, title: 当天手术当天回家, story: s1}
  - {id: c2, outlet: 市电台, date: 2026-10-18, title: 日间手术, story: s1}
  - {id: c3, outlet: 省卫视, date: 2026-11-12, title: 不过夜的手术, story: s1}
  - {id: c4, outlet: 市日报, date: 2026-11-20, title: 回访电话, unit: 护理部, story: s3}
works:
  - {id: w1, title: 窗口, author: 甲, unit: 外科, date: 2026-10-20, file: w1.jpg, alt: 窗口前的老人, consent: 是, award: photo, selected: 是}
  - {id: w2, title: 走廊, author: 乙, unit: 内科, date: 2026-10-21, file: w2.jpg, alt: 走廊里的灯, consent: 是, award: photo}
rounds:
  - {award: top, nominate_by: 2026-11-16, notice_from: 2026-12-10, notice_to: 2026-12-16, announced: 2026-12-25, done: 2026-12-25}
  - {award: photo, nominate_by: 2026-10-30, announced: 2026-11-06, announced_word: 展出, done: 2026-11-06}
nominations:
  - {id: n1, award: top, title: 日间手术, unit: 外科, date: 2026-11-02, votes: 21, winner: 是}
  - {id: n2, award: top, title: 出院回访, unit: 护理部, date: 2026-11-03, votes: 30, winner: 是}
  - {id: n3, award: top, title: 来信回音, unit: 院办, date: 2026-11-04, votes: 21}
materials:
  - {unit: 外科, month: 2026-10, date: 2026-10-30, videos: 1, photos: 4, texts: 2}
  - {unit: 护理部, month: 2026-10, date: 2026-10-31, photos: 3}
"""

BEFORE, FIRST, MIDDLE, MONTH_END, NEXT = (
    date(2026, 10, 1),
    date(2026, 10, 8),
    date(2026, 10, 18),
    date(2026, 10, 31),
    date(2026, 11, 1),
)
NOVEMBER, NOTICE, CLOSING, AFTER = date(2026, 11, 21), date(2026, 12, 12), date(2027, 1, 7), date(2027, 1, 20)


def photograph(path: Path, size: tuple[int, int]) -> None:
    """A plain JPEG that says where it was taken."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        exif = Image.Exif()
        exif[0x010F] = "相机厂"
        exif.get_ifd(0x8825)[1] = "N"
        Image.new("RGB", size, (120, 140, 150)).save(path, exif=exif)


def campaign_root(root: Path, plan: str = PLAN, ledgers: str = LEDGERS) -> Path:
    """The campaign as a content root; `plan` and `ledgers` may be other texts."""
    files = {
        "plans/site.yaml": "organisation: 甲医院\nurl: https://plans.example.org/\n",
        "plans/registry/units.yaml": UNITS,
        "plans/registry/outlets.yaml": OUTLETS,
        "plans/c.yaml": plan,
        "plans/campaign-data/c/all.yaml": ledgers,
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    photograph(root / "plans/campaign-data/c/images/w1.jpg", (4000, 3000))
    photograph(root / "plans/campaign-data/c/images/w2.jpg", (300, 200))
    return root
