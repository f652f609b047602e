"""A campaign of one hospital with two departments and two media: what the rules and the workbook of its ledgers are tried on."""

from __future__ import annotations

UNITS = """\
units:
  - {id: h, name: 甲医院, kind: hospital}
  - {id: nursing, name: 护理部, kind: functional, parent: h}
  - {id: surgery, name: 外科, kind: clinical, parent: h}
"""
OUTLETS = """\
outlets:
  - {id: daily, name: 市日报健康版, short: 市日报, level: 市级}
  - {id: tv, name: 省卫视, level: 省级}
  - {id: national, name: 国日报, level: 国家级}
"""
PLAN = """\
id: c
kind: campaign
title: 百日宣传
issuer: 甲医院
period: {start: 2026-10-08, end: 2027-01-07}
recurring:
  - {id: month-end, what: 月末材料, per: month, lead: [护理部, 外科]}
media_levels:
  - {id: province, name: 省级}
  - {id: city, name: 市级}
awards:
  - {id: top10, name: 十大创新亮点, max_winners: 10, publicity_days: 5}
"""
