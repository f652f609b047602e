"""A tiny county and two tiny forms, for tests that need content with reporting forms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from campaign.checks import look_over
from campaign.content import Content
from campaign.model import Form
from campaign.views.form_grid import grid

UNITS = """\
units:
  - {id: bureau, name: 县局, kind: department}
  - {id: h1, name: 甲医院, kind: hospital, tier: 三级, parent: bureau}
  - {id: h2, name: 乙医院, kind: hospital, tier: 二级, parent: bureau}
  - {id: h3, name: 丙医院, kind: hospital, tier: 二级, parent: bureau, active_from: 2016-11-05}
  - {id: h4, name: 丁医院, kind: hospital, tier: 二级, parent: bureau, active_to: 2016-11-20}
"""
LOWER = """\
id: lower
title: 医院报表
version: "2"
first: 2016-10
last: 2016-12
due_day: 10
reporters: {under: [bureau], kinds: [hospital]}
sections:
  - title: 预约
    rows:
      - label: 预约率
        fields:
          - {id: num, label: 预约数}
          - {id: den, label: 总数}
          - {id: rate, kind: rate, num: num, den: den, printed: 否}
      - label: 是否手术
        fields: [{id: surgery, kind: yesno}]
      - label: 例数
        fields: [{id: cases}]
      - label: 平均时间
        fields: [{id: time, kind: number}]
rules:
  - {id: L-01, when: surgery == 否, check: cases == 0, message: 没有手术却有例数}
"""
UPPER = """\
id: upper
title: 县汇总表
version: "1"
first: 2016-10
last: 2016-12
contact: [联系人, 手机号]
reporters: {units: [bureau]}
rolls_up: lower
sections:
  - title: 预约
    rows:
      - label: 三级医院预约率
        fields:
          - {id: num, label: 预约数, roll: {how: sum, field: num, tier: 三级}}
          - {id: den, label: 总数, roll: {how: sum, field: den, tier: 三级}}
          - {id: rate, kind: rate, num: num, den: den, printed: 否}
      - label: 开展手术的
        fields:
          - {id: orgs, label: 数量, roll: {how: count, field: surgery}}
          - {id: orgs_t2, label: 其中二级, roll: {how: count, field: surgery, tier: 二级}}
          - {id: share, label: 占二级医院比例（%）, kind: rate, num: orgs_t2, den: hospitals_t2}
      - label: 例数
        fields: [{id: cases, roll: {how: sum, field: cases, relation: 不少于}}]
      - label: 委员会
        fields: [{id: boards}]
"""
BASE = {
    "plans/p.yaml": "id: p\ntitle: 方案\n",
    "plans/registry/units.yaml": UNITS,
    "plans/forms/lower.yaml": LOWER,
    "plans/forms/upper.yaml": UPPER,
}


def sheet(unit: str, period: str, values: str, *, on: str = "2016-11-05", form: str = "lower", extra: str = "") -> str:
    """A submission as YAML: eight lines of head (line 8 is `values:`) when `extra` is empty, then the values."""
    version = "2" if form == "lower" else "1"
    head = f'form: {form}\nunit: {unit}\nperiod: {period}\nreported_on: {on}\nversion: "{version}"\n{extra}values:\n'
    return head + "".join(f"  {line}\n" for line in values.split("; ") if line)


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    for name, text in {**BASE, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def problems(root: Path, files: Mapping[str, str | bytes], as_of: date = date(2017, 2, 1)) -> list[str]:
    """Write the county with these files and list its problems without their remedies; which reports are missing is no fault of a file."""
    write(root, files)
    found = look_over(root, as_of)[1]
    return [str(problem).partition("；")[0] for problem in found if problem.code != "report-missing"]


def content(root: Path, files: Mapping[str, str | bytes], as_of: date = date(2017, 2, 1)) -> Content:
    """The county with these files, which must be without faults; reports may be missing."""
    write(root, files)
    found, wrong = look_over(root, as_of)
    assert [str(each) for each in wrong if each.code != "report-missing"] == []
    return found


def printed_labels(form: Form) -> tuple[str, ...]:
    """Every label in the order a reader meets it, as the printed form has them."""
    return tuple(cell.text for line in grid(form) for cell in line if cell.kind in ("section", "label"))
