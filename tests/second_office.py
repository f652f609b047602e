"""The content of a health bureau that is not the example's: every kind of file there is, each named by others, all of it sound."""

from __future__ import annotations

from pathlib import Path

FILES: dict[str, str] = {
    "plans/site.yaml": "organisation: 澜川区卫生健康局\nhome: 澜川区卫生健康局\nas_of: 2026-11-21\n",
    "plans/registry/units.yaml": """\
units:
  - {id: lc-bureau, name: 澜川区卫生健康局, short: 区卫健局, aliases: [区卫健局], kind: government, level: county}
  - {id: lc-publicity, name: 宣传科, kind: department, parent: lc-bureau}
  - {id: lc-medical, name: 医政医管科, kind: department, parent: lc-bureau}
  - {id: lc-hospital, name: 澜川区人民医院, aliases: [区医院], kind: hospital, tier: 二级, grade: 二甲, parent: lc-bureau}
  - {id: lc-tcm, name: 澜川区中医院, kind: hospital, tier: 二级, grade: 二甲, parent: lc-bureau}
  - {id: lch-nursing, name: 护理部, kind: functional, parent: lc-hospital}
  - {id: lch-surgery, name: 外科, kind: clinical, parent: lc-hospital}
collectives:
  - {id: all-hospitals, name: 各医院, kinds: hospital}
""",
    "plans/registry/province.yaml": """\
units:
  - {id: pv-party, name: 省委宣传部, aliases: [宣传部], kind: government, level: province}
  - {id: pv-finance, name: 省财政厅, kind: government, level: province}
  - {id: pv-tcm, name: 省中医药管理局, kind: government, level: province}
  - {id: pv-drug, name: 中医, kind: team, parent: pv-tcm}
""",
    "plans/registry/outlets.yaml": """\
outlets:
  - {id: lc-daily, name: 澜川日报, short: 日报, level: 县级, kind: newspaper}
  - {id: lc-radio, name: 澜川人民广播电台, level: 市级, kind: radio}
""",
    "plans/registry/glossary.yaml": """\
terms:
  - {term: 首诊负责, also: [首诊负责制], meaning: 谁先接诊谁负责到底。, plans: [river-care]}
""",
    "plans/river-care.yaml": """\
id: river-care
title: 澜川区改善就医感受三年行动方案
short: 三年行动
issuer: 澜川区卫生健康局
period: {start: 2026-01-01, end: 2026-12-31}
goals:
  - {id: goal-1, text: 让人少跑一趟。, indicators: [waiting]}
indicators:
  - {id: waiting, name: 候诊时间, unit: 分钟, operator: 不高于, targets: [{value: 20}], lead: [医政医管科]}
groups:
  - id: smooth
    title: 看病顺一点
    tasks:
      - {id: booking, title: 分时段预约, text: 预约到半小时以内。, due: 2026-12-01, responsibility: {lead: [医政医管科], join: [各医院]}, indicators: [waiting]}
      - {id: guide, title: 门诊导诊, responsibility: （区医院牵头，宣传科参与）}
phases:
  - {id: start-up, name: 启动, start: 2026-01-01, end: 2026-06-30}
milestones:
  - {id: report, name: 半年小结, due: 2026-07-10, lead: [区医院], to: [区卫健局]}
recurring:
  - {id: monthly, what: 月报, per: month, lead: [区医院], to: [医政医管科]}
outline:
  - {title: 目标, part: goals}
  - {title: 任务, groups: [smooth]}
  - {title: 步骤, part: phases}
""",
    "plans/ward-care.yaml": """\
id: ward-care
title: 区医院改善就医感受落实方案
issuer: 澜川区人民医院
upper: [river-care]
period: {start: 2026-01-01, end: 2026-12-31}
tasks:
  - {id: ward-booking, title: 病区预约, upper: ['river-care#booking'], responsibility: {lead: [护理部]}}
""",
    "plans/spring-story.yaml": """\
id: spring-story
kind: campaign
title: 澜川区医者故事宣传月
issuer: 澜川区人民医院
period: {start: 2026-10-08, end: 2026-12-31}
groups:
  - {id: launch, title: 启动}
activities:
  - {id: opening, name: 启动仪式, group: launch, date: 2026-10-08, done: 2026-10-08, lead: [护理部]}
quota:
  - {id: articles, who: [外科], what: 稿件, min: 1, per: month, to: [护理部]}
awards:
  - {id: best, name: 好故事, max_winners: 3}
recurring:
  - {id: month-end, what: 月末材料, per: month, lead: [外科]}
media_levels:
  - {id: county, name: 县级}
""",
    "plans/progress/river-care.yaml": """\
plan: river-care
values:
  - {indicator: waiting, date: 2026-10-31, value: 18, by: 医政医管科}
tasks:
  - {task: booking, date: 2026-10-31, note: 已开一半。}
duties:
  - {duty: report, due: 2026-07-10, done: 2026-07-09}
phases:
  - {phase: start-up, done: 2026-06-28, by: 医政医管科, evidence: 启动会纪要}
""",
    "plans/campaign-data/spring-story/a.yaml": """\
demo: 是
materials_duty: month-end
submissions:
  - {id: st-1, unit: 外科, date: 2026-10-20, title: 夜班的灯}
works:
  - {id: wk-1, title: 清晨, author: 李某, unit: 外科, alt: 走廊里的晨光, consent: 是, award: best}
nominations:
  - {id: nm-1, award: best, title: 夜班的灯, unit: 外科, date: 2026-11-10}
rounds:
  - {award: best, nominate_by: 2026-11-15}
materials:
  - {unit: 外科, month: 2026-10, date: 2026-10-31, photos: 3}
""",
    "plans/campaign-data/spring-story/b.yaml": """\
coverage:
  - {id: cv-1, outlet: 澜川日报, date: 2026-11-01, title: 夜班的灯, unit: 外科, story: st-1}
demo: 是
""",
    "plans/assessment/check-26.yaml": """\
id: check-26
title: 就医感受考核细则
tiers:
  - {id: second, name: 二级, grades: [二甲]}
rounds:
  - {id: annual, name: 年度}
categories:
  - number: 1
    title: 门诊
    sub_items:
      - number: 1
        title: 预约
        items:
          - {number: 1, title: 预约率, text: 预约率达标。, thresholds: [{id: rate-2, name: 预约率, operator: 不低于, value: 60, unit: '%', from_form: visits.booked_rate}]}
          - {number: 2, title: 导诊, text: 有人导诊。}
crosswalk:
  plan: river-care
  links:
    - {task: booking, category: 1}
""",
    "plans/assessment/results/lch-annual.yaml": """\
id: lch-annual
rules: check-26
unit: 澜川区人民医院
round: 年度
date: 2026-11-10
owners:
  - {unit: 护理部, items: 1-2}
scores:
  - {items: 1, points: 1, evidence: 系统截图}
  - {items: 2, points: 0, evidence: 现场看, ledger: sv-001}
""",
    "plans/forms/visits.yaml": """\
id: visits
title: 门诊预约月报
plan: river-care
first: 2026-10
reporters: {units: [区医院]}
sections:
  - title: 门诊
    rows:
      - label: 人次
        fields:
          - {id: total, label: 总人次}
          - {id: booked, label: 预约人次}
          - {id: booked_rate, label: 预约率, kind: 比率, num: booked, den: total}
""",
    "plans/forms/district.yaml": """\
id: district
title: 全区门诊预约月报
first: 2026-10
rolls_up: visits
reporters: {units: [区卫健局]}
sections:
  - title: 门诊
    rows:
      - label: 人次
        fields:
          - {id: total, label: 总人次, roll: {how: 求和, field: total}}
""",
    "plans/forms/data/lch-2026-10.yaml": """\
form: visits
unit: 澜川区人民医院
period: 2026-10
reported_on: 2026-11-03
version: '1'
values: {total: 1000, booked: 700}
""",
    "plans/ledger/bureau.yaml": """\
id: bureau
title: 区卫健局督办台账
issuer: 澜川区卫生健康局
lists:
  - {id: knots, title: 就医堵点, items: [{number: 1, title: 取药要排两次队}]}
entries:
  - id: sv-001
    number: 督办〔2026〕1号
    title: 补上导诊
    source: {kind: 考核失分, ref: 'lch-annual#2'}
    lead: [区医院]
    join: [宣传科]
    tasks: ['river-care#guide', 'river-care#waiting']
    assigned_on: 2026-11-11
    due: 2026-12-10
    log: [{step: 交办, date: 2026-11-11, by: 医政医管科}]
  - id: sv-002
    number: 督办〔2026〕2号
    title: 理顺取药
    source: {kind: 问题清单, ref: 'knots#1'}
    lead: [区医院]
    assigned_on: 2026-11-12
    due: 2026-12-10
  - id: sv-003
    number: 督办〔2026〕3号
    title: 会上交办
    source: {kind: 会议议定, ref: talk-11}
    lead: [医政医管科]
    assigned_on: 2026-11-12
    due: 2026-12-10
""",
    "plans/meetings/talk-11.yaml": """\
id: talk-11
title: 十一月调度会
date: 2026-11-10
documents:
  - {plan: river-care, kind: 任务分解表}
  - {unit: 区医院}
instructions:
  - {title: 把导诊补上, by: 医政医管科, ledger: [sv-001]}
interpretations: [three-years]
done: 2026-11-10
""",
    "plans/qa/visitors.yaml": """\
id: visitors
title: 就医常见问题
plans: [river-care]
questions:
  - {id: q1, ask: 约好了晚到怎么办？, answer: 顺延一个号段。, tasks: ['river-care#booking'], terms: [首诊负责制]}
""",
    "plans/profiles/bureau.yaml": "base: gb9704\nname: 本局\n",
    "docs/interpretations/three-years/index.md": """\
---
kind: interpretation
id: three-years
title: 三年行动解读
of: river-care
date: 2026-02-01
---
正文
""",
    "docs/updates/first-day/index.md": """\
---
kind: update
id: first-day
title: 医者故事宣传月启动
date: 2026-10-09
plans: [spring-story, river-care]
phases: [start-up]
units: [护理部]
disclosure:
  index_no: LC-001
  category: 工作动态
  publisher: 澜川区卫生健康局
  date: 2026-10-09
  doc_no: 无
  source: 宣传科
  topic: 卫生
  title: 医者故事宣传月启动
  summary: 今天启动。
review:
  first: {by: 甲, date: 2026-10-08}
  second: {by: 乙, date: 2026-10-08}
  final: {by: 丙, date: 2026-10-09}
---
正文
""",
    "docs/cases/guide-desk/index.md": """\
---
kind: case
id: guide-desk
title: 导诊台前移
org: 某区医院
summary: 把导诊台移到门口。
topics: [导诊]
plans: [river-care]
tasks: ['river-care#guide']
facts:
  - {title: 效果, facts: [{name: 询问次数, change: -30, unit: '%'}]}
---
正文
""",
}


def written(root: Path) -> Path:
    """The office's content under a folder."""
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
