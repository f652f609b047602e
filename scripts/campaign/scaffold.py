"""New files to fill in: complete enough to pass the check at once, with a comment beside everything an author may want."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from campaign.publish import write
from campaign.schemas import schema_files

_PLAN = """\
# yaml-language-server: $schema=./schemas/plan.schema.json
# 照着改：冒号用半角、后面留一个空格；每层缩进两个空格；不需要的整段删去。
id: {id}
title: {title}
status: draft                # 印发后改成 active，结束后改成 closed
# issuer: 发文单位名称        # 要先登记在 plans/registry/units.yaml
# doc_no: 某医院发〔{year}〕1号
# date: {today}              # 成文日期
period: {{start: {today}, end: {year}-12-31}}
scope:
  text: 全院各科室
goals:
  - id: goal-1
    number: （一）
    text: 写这次要达到什么。
    indicators: [satisfaction]
indicators:
  - id: satisfaction
    name: 患者满意度
    unit: "%"
    operator: 不低于            # 不低于、不高于、等于、高于、低于、约、介于
    targets:
      - {{value: 90, due: {year}-12-31}}
groups:
  - id: g1
    number: （一）
    title: 写一组任务的名称
    tasks:
      - id: t1-1
        number: 1.
        title: 写任务的名称
        text: 写具体做什么。
        due: {year}-12-31
        # responsibility: （医务部牵头，护理部参与）
phases:
  - {{id: ph1, number: （一）, name: 实施阶段, start: {today}, end: {year}-12-31}}
requirements:
  - {{number: （一）, title: 加强领导, text: 写一条要求。}}
"""

_CAMPAIGN = """\
# yaml-language-server: $schema=./schemas/plan.schema.json
# 照着改：冒号用半角、后面留一个空格；每层缩进两个空格；不需要的整段删去。
id: {id}
kind: campaign
title: {title}
status: draft                # 印发后改成 active，结束后改成 closed
# issuer: 发文单位名称        # 要先登记在 plans/registry/units.yaml
period: {{start: {today}, end: {year}-12-31}}   # 天数按起止日期计，头尾两天都算
goals:
  - id: goal-1
    text: 写宣传什么、为了什么。
groups:
  - id: a1
    number: （一）
    title: 启动仪式
  - id: a2
    number: （二）
    title: 征集稿件
    tasks:
      - {{id: t2-1, number: 1., title: 各科室投稿, text: 每月至少一篇。}}
activities:
  - {{id: launch, name: 启动仪式, group: a1, date: {today}, status: 未开始}}
media_levels:                # weight 没有规定就不写，只计篇数
  - {{id: national, name: 国家级}}
  - {{id: province, name: 省级}}
  - {{id: city, name: 市级}}
  - {{id: county, name: 县级}}
"""

_MEETING = """\
# yaml-language-server: $schema=../schemas/meeting.schema.json
# 照着改：冒号用半角、后面留一个空格；每层缩进两个空格；不需要的整段删去。印法：plan pdf {id}
id: {id}
title: {title}
date: {today}
# time: 下午2:30
# place: 会议地点
# host: 主持人
# attendees: [参加单位或人员]
agenda:
  - {{title: 写第一项议程, minutes: 10, documents: [1]}}   # documents 是下面的第几件材料
documents:                   # 按装订顺序写
  # - {{plan: 方案编号}}
  # - {{plan: 方案编号, kind: 任务分解表}}     # 还可以写 进度表、指标表
  # - {{unit: 单位名称}}                       # 印它的任务清单
  # - {{title: 标题, file: 文件名.pdf}}        # PDF 放在 plans/meetings 里
  - {{title: 写材料的标题}}                    # 没有文件的，会上另发
"""

_LEDGER = """\
# yaml-language-server: $schema=../schemas/ledger.schema.json
# 照着改：冒号用半角、后面留一个空格；每层缩进两个空格；不需要的整段删去。一件一号，办一步记一步，写到日。
id: {id}
title: {title}
# issuer: 督办单位            # 要先登记在 plans/registry/units.yaml
low_ranks: 3                  # 每月销号率排名，末几位算靠后
low_times: 2                  # 连续几次靠后提示约谈
entries: []
# entries:
#   - id: db-{year}-001
#     number: 督办〔{year}〕1号
#     title: 督办什么
#     text: 要求办到什么程度。
#     issue: 问题类别          # 同一类写同一个词，据此找反复出现的问题
#     source: {{kind: 群众反映, text: 来信}}   # 还可以写 考核失分、问题清单、会议议定、自查发现
#     lead: [承办单位]
#     assigned_on: {today}
#     due: {year}-12-31
#     log:                     # 交办、立账、办理、反馈、复核、销号，一步也不能跳
#       - {{step: 交办, date: {today}}}
"""

# kind → text, title to fill in, folder under plans
_TEMPLATES = {
    "plan": (_PLAN, "写方案的标题", ""),
    "campaign": (_CAMPAIGN, "写活动的标题", ""),
    "meeting": (_MEETING, "写会议的名称", "meetings"),
    "ledger": (_LEDGER, "写台账的名称", "ledger"),
}


class ScaffoldFault(Exception):
    """Why no file was made; the text is a Chinese sentence."""


def create(root: Path, kind: str, record_id: str, today: date) -> Path:
    """Write a new file of a kind under a content root and return its path; an existing file is never touched."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", record_id):
        raise ScaffoldFault(f"编号“{record_id}”不合写法：只用小写字母、数字和连字符，如 quality-year")
    template, title, folder = _TEMPLATES[kind]
    path = root / "plans" / folder / f"{record_id}.yaml"
    if path.exists():
        raise ScaffoldFault(f"{path.relative_to(root)} 已经有了，没有改动")
    write(path, template.format(id=record_id, title=title, today=today.isoformat(), year=today.year).encode())
    for name, raw in schema_files().items():
        schema = root / "plans" / "schemas" / name
        if not schema.exists():
            write(schema, raw)
    return path
