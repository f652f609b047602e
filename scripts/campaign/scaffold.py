"""New files to fill in: complete enough to pass the check at once, with a comment beside everything an author may want."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from campaign.content import Content
from campaign.model import Plan, Status
from campaign.model.registry import Unresolved
from campaign.publish import write
from campaign.schemas import schema_files
from campaign.views.timeline import span
from campaign.yamltext.edit import scalar

_PLAN = """\
# yaml-language-server: $schema=./schemas/plan.schema.json
# 照着改：冒号用半角、后面留一个空格；每层缩进两个空格；不需要的整段删去。
id: {id}
title: {title}
status: draft                # 印发后改成 active，结束后改成 closed
{issuer}
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
{issuer}
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
# quota:                     # 谁每月至少交几篇、交给谁；不满整月的月份照一个月计，不计的写 skip
#   - {{id: articles, who: [各科室], what: 稿件, min: 1, per: month, to: [宣传科], partial_month: count}}
# awards:                    # 评什么、最多几个、公示几天
#   - {{id: innovations, name: 十大创新亮点, max_winners: 10, publicity_days: 5}}
# recurring:                 # 月末材料；在台账文件里写 materials_duty: month-end 与它对应
#   - {{id: month-end, what: 交月末材料（视频、图片、文字）, per: month, lead: [各科室], to: [宣传科]}}
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

_UPDATE = """\
---
# yaml-language-server: $schema=../../../plans/schemas/update.schema.json
# 照着改：冒号用半角、后面留一个空格；不需要的整行删去。两条横线之间是栏目，第二条横线以下是正文。
kind: update
id: {id}
title: 写动态的标题
date: {today}
# plans: [方案或活动的编号]
# units: [单位名称]            # 要先登记在 plans/registry/
# tags: [标签]
disclosure:
  index_no: 待编-{id}
  category: 工作动态
  publisher: 写发布机构
  date: {today}
  doc_no: 无
  # keywords: [关键词]
  source: 写供稿科室
  topic: 卫生、体育
  title: 写动态的标题
  summary: 写一两句话的内容概述。
# review:                      # 三审做完才公开，一审一行，三个人分别把关
#   first: {{by: 姓名（科室）, date: {today}}}
#   second: {{by: 姓名（科室）, date: {today}}}
#   final: {{by: 姓名（职务）, date: {today}}}
publish_on: {soon}         # 哪一天起公开
# expires: {year}-12-31        # 哪一天之后不再公开
---

从这里写正文。空一行就是另起一段。

- 要分条，就这样一条一行。
"""

_SUBMISSION = """\
# yaml-language-server: $schema=../../schemas/publicity.schema.json
# 照着改：冒号用半角、后面留一个空格；不需要的整行删去。一个文件可以登许多条，照这一条往下接。
{demo}submissions:
  - id: {id}
    unit: {unit}
    date: {day}
    title: 写稿件的题目（{id}）
    # kind: 图片               # 不写即文章
    # authors: [姓名]
    # month: {month}           # 补交上月的稿件才写
    # stages:                  # 到哪一步写到哪一步
    #   - {{name: 采用, date: {day}, where: 刊发在哪里}}
    #   - {{name: 择优上报, date: {day}, where: 报给谁}}
    #   - {{name: 上级采用, date: {day}, where: 上级刊发在哪里}}
"""

_COVERAGE = """\
# yaml-language-server: $schema=../../schemas/publicity.schema.json
# 照着改：冒号用半角、后面留一个空格；不需要的整行删去。一家媒体刊播一次登一条，照这一条往下接。
{demo}coverage:
  - id: {id}
    outlet: {outlet}
    date: {day}
    title: 写报道的题目（{id}）
    unit: {unit}
    # story: 稿件编号          # 从哪篇投稿来的
    # place: 第几版或哪个栏目
"""

_CASE = """\
---
# yaml-language-server: $schema=../../../plans/schemas/case.schema.json
# 照着改：冒号用半角、后面留一个空格；不需要的整行删去。两条横线之间是栏目，第二条横线以下是正文。
# 数据照原文写：空着的写 XX，前后矛盾的用 conflict 把几种说法都列上，不替原文圆。
kind: case
id: {id}
title: 写案例的标题
org: 写哪个单位做的
# place: 写在哪里
# date: {today}
summary: 用一两句话写做了什么、效果怎样。
topics: [写主题]              # 与方案任务的 topics 写同一个词，就会列在一起
# plans: [有关方案的编号]
# tasks: [方案编号#任务编号]
facts:
  - title: 写一组事实的名称
    facts:
      - {{name: 写事实的名称, value: XX, unit: 项}}
      # - {{name: 满意度, before: 90, after: 95, unit: 分}}
      # - {{name: 药品费用, change: -2.5, unit: "%"}}
      # - {{name: 上线日期, conflict: [11月12日, 10月12日]}}
# questions:
#   - {{ask: 写一个问题？, answer: 写答复。, by: 写谁答的}}
---

从这里写正文。空一行就是另起一段。
"""

_QA = """\
# yaml-language-server: $schema=../schemas/qa.schema.json
# 照着改：冒号用半角、后面留一个空格；不需要的整行删去。一个文件写一件事的问答，往下接着写就是下一问。
id: {id}
title: 写这组问答说的是什么事
# plans: [有关方案或活动的编号]
# by: 写答复单位
date: {today}
questions:
  - id: q1                   # 编号定了就不改，是这一问的永久地址
    ask: 写群众或科室常问的话（{id}）？
    answer: 写答复，先说结论。要分几段，就写成列表，一段一行。
    # tasks: [方案编号#任务编号]
    # terms: [名词解释里的词]
"""

# kind → text, title to fill in, folder under plans
_TEMPLATES = {
    "plan": (_PLAN, "写方案的标题", ""),
    "campaign": (_CAMPAIGN, "写活动的标题", ""),
    "meeting": (_MEETING, "写会议的名称", "meetings"),
    "ledger": (_LEDGER, "写台账的名称", "ledger"),
    "qa": (_QA, "", "qa"),
}
# kind → text, folder under docs
_PAGES = {"update": (_UPDATE, "updates"), "case": (_CASE, "cases")}


class ScaffoldFault(Exception):
    """Why no file was made; the text is a Chinese sentence."""


@dataclass(frozen=True)
class Draft:
    """A new file before it is written."""

    path: Path
    text: str


def create(root: Path, kind: str, record_id: str, today: date, content: Content | None = None) -> Path:
    """Write a new file of a kind under a content root and return its path; an existing file is never touched."""
    return keep(root, draft(root, kind, record_id, today, content))


def create_entry(root: Path, kind: str, record_id: str, content: Content, campaign: str | None) -> Path:
    """Write a file of its own with one new story or report into a campaign's ledgers; what lies there already is not touched."""
    return keep(root, draft_entry(root, kind, record_id, content, campaign))


def draft(root: Path, kind: str, record_id: str, today: date, content: Content | None = None) -> Draft:
    """A new file of a kind that passes the check as it is. Plans and campaigns are issued by the site's own house, where `content` knows one."""
    if kind in _PAGES:
        template, folder = _PAGES[kind]
        words = {"today": today.isoformat(), "soon": (today + timedelta(days=7)).isoformat(), "year": today.year}
        return _filled(root, root / "docs" / folder / record_id / "index.md", template, {"id": record_id, **words})
    template, title, folder = _TEMPLATES[kind]
    path = root / "plans" / folder / f"{record_id}.yaml"
    issuer = (
        f"issuer: {scalar(_own_name(content))}"
        if content and content.home
        else "# issuer: 发文单位名称        # 要先登记在 plans/registry/units.yaml"
    )
    return _filled(
        root,
        path,
        template,
        {"id": record_id, "title": title, "today": today.isoformat(), "year": today.year, "issuer": issuer},
    )


def _own_name(content: Content) -> str:
    """The site's own house, by a name that means it and nothing else."""
    home = content.home or ""
    try:
        return content.registry.name(home) if content.registry.resolve(content.registry.name(home)) == home else home
    except Unresolved:
        return home


def draft_entry(root: Path, kind: str, record_id: str, content: Content, campaign: str | None) -> Draft:
    """A file of its own with one new story or report for a campaign's ledgers.

    The day is `as_of`, moved into the campaign; unit and outlet are the first of the registry, to be replaced.
    """
    plan = _campaign(content, campaign)
    files = [file for file in content.publicity.values() if file.campaign == plan.id]
    kept = [each for file in files for each in (file.submissions if kind == "submission" else file.coverage)]
    if any(each.id == record_id for each in kept):
        raise ScaffoldFault(f"编号“{record_id}”在“{plan.name}”的台账里已经用了，换一个")
    unit, outlet = _first_unit(content, plan), next((each.name for each in content.outlets.values()), None)
    if unit is None:
        raise ScaffoldFault("单位名册里没有科室，先登记在 plans/registry/units.yaml")
    if kind == "coverage" and outlet is None:
        raise ScaffoldFault("媒体名册是空的，先登记在 plans/registry/outlets.yaml")
    start, end = span(plan)
    day = min(max(content.as_of, start or content.as_of), end or content.as_of)
    words = {
        "demo": "demo: 是\n\n" if plan.demo else "",
        "unit": scalar(unit),
        "outlet": scalar(outlet or ""),
        "day": day.isoformat(),
        "month": f"{day:%Y-%m}",
    }
    path = root / "plans" / "campaign-data" / plan.id / f"{record_id}.yaml"
    return _filled(root, path, _SUBMISSION if kind == "submission" else _COVERAGE, {"id": record_id, **words})


def draft_list(root: Path, key: str, plan: Plan) -> Draft:
    """A file for the first entries of one list of a campaign's ledgers, such as its works."""
    text = (
        f"# yaml-language-server: $schema=../../schemas/publicity.schema.json\n{'demo: 是' if plan.demo else ''}".rstrip()
        + "\n"
    )
    return Draft(root / "plans" / "campaign-data" / plan.id / f"{key}.yaml", text)


def _campaign(content: Content, wanted: str | None) -> Plan:
    """The campaign asked for; unasked, the only one there is, or the only one under way."""
    campaigns = [plan for plan in content.plans.values() if plan.is_campaign]
    known = "、".join(plan.id for plan in campaigns)
    if wanted is not None:
        found = [plan for plan in campaigns if plan.id == wanted]
    else:
        found = campaigns if len(campaigns) == 1 else [plan for plan in campaigns if plan.status is Status.ACTIVE]
    if len(found) == 1:
        return found[0]
    if not campaigns:
        raise ScaffoldFault("还没有宣传活动，先用 plan new campaign 编号 建一份")
    reason = f"没有编号为“{wanted}”的宣传活动" if wanted is not None else "宣传活动不止一个"
    raise ScaffoldFault(f"{reason}；用 --campaign 写明是哪一个：{known}")


def _first_unit(content: Content, plan: Plan) -> str | None:
    """A unit of the campaign's own house, by a name that means it and nothing else."""
    registry = content.registry
    house = registry.house(plan.issuer) or plan.issuer
    unit = next(iter(registry.descendants(house)), house) if house else next(iter(registry.units), None)
    if unit is None:
        return None
    try:
        return registry.name(unit) if registry.resolve(registry.name(unit), plan.issuer) == unit else unit
    except Unresolved:
        return unit


def _filled(root: Path, path: Path, template: str, words: Mapping[str, object]) -> Draft:
    record_id = str(words["id"])
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", record_id):
        raise ScaffoldFault(f"编号“{record_id}”不合写法：只用小写字母、数字和连字符，如 quality-year")
    if path.exists():
        raise ScaffoldFault(f"{path.relative_to(root)} 已经有了，没有改动")
    return Draft(path, template.format_map(words))


def keep(root: Path, made: Draft) -> Path:
    """Write a new file, with the schemas it may name."""
    write(made.path, made.text.encode())
    for name, raw in schema_files().items():
        schema = root / "plans" / "schemas" / name
        if not schema.exists():
            write(schema, raw)
    return made.path
