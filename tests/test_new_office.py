"""An office that begins: what it need not say, and where the messages lead it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from campaign.checks import look_over
from campaign.pdf import prints
from campaign.pdf.engine import PrintFault

OFFICE = {
    "plans/site.yaml": "organisation: 青河市第二人民医院\nhome: 青河市第二人民医院\n",
    "plans/registry/units.yaml": """\
units:
  - {id: home, name: 青河市第二人民医院, kind: hospital}
  - {id: d-1, name: 宣传科, kind: functional, parent: home}
  - {id: d-2, name: 内科, kind: clinical, parent: home}
  - {id: d-3, name: 检验科, kind: medtech, parent: home}
  - {id: d-4, name: 一病区, kind: ward, parent: d-2}
""",
    "plans/story.yaml": """\
id: story
kind: campaign
title: 医者故事宣传月
issuer: 青河市第二人民医院
status: active
period: {start: 2027-03-01, end: 2027-03-31}
activities: [{id: opening, name: 启动仪式, date: 2027-03-01, done: 2027-03-01}]
awards: [{id: best, name: 好照片, max_winners: 3}]
""",
}


def office(root: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


# ---- collectives


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("各科室", ("d-1", "d-2", "d-3")),
        ("全院各科室", ("d-1", "d-2", "d-3")),
        ("各临床科室", ("d-2",)),
        ("各医技科室", ("d-3",)),
        ("各职能科室", ("d-1",)),
        ("各病区", ("d-4",)),
    ],
)
def test_a_registry_without_collectives_knows_the_usual_ones(
    name: str, members: tuple[str, ...], tmp_path: Path
) -> None:
    content, found = look_over(office(tmp_path, OFFICE), date(2027, 3, 5))
    assert found == ()
    meant = content.registry.resolve(name, "home")
    assert content.registry.members(meant, "home") == members


@pytest.mark.parametrize(
    "own", ["{id: all, name: 各科室, kinds: [clinical]}", "{id: all-departments, name: 各科, kinds: [clinical]}"]
)
def test_an_office_that_says_a_collective_itself_means_its_own(own: str, tmp_path: Path) -> None:
    """By name or by id; the other names of the built-in one follow it."""
    files = {**OFFICE, "plans/registry/collectives.yaml": f"collectives:\n  - {own}\n"}
    content, found = look_over(office(tmp_path, files), date(2027, 3, 5))
    assert found == ()
    for name in ("各科室", "全院各科室"):
        assert content.registry.members(content.registry.resolve(name, "home"), "home") == ("d-2",)
    assert content.registry.resolve("各病区", "home") == "all-wards"


# ---- messages that lead to the right place


@pytest.mark.parametrize(
    ("file", "text", "message", "hint"),
    [
        ("site", "title: 青河市第二人民医院\n", "不认识的项“title”", "写成 organisation（主办单位）"),
        ("site", "主办单位: 青河市第二人民医院\n", "不认识的项“主办单位”", "写成 organisation（主办单位）"),
        ("q", "id: q\n标题: 方案\ntitle: 方案\n", "不认识的项“标题”", "写成 title（标题）"),
        ("q", "id: q\ntitle: 方案\ngroups: [{id: g, no: 1., title: 组}]\n", "不认识的项“no”", "写成 number（原文序号）"),
        (
            "registry/u", "units: [{id: u, name: 骨科, parent: home}]\n", "缺少必填项“kind”（类别）",
            "加一行 kind: …，可写 政府、行政部门、医院、基层医疗卫生机构、公共卫生机构、职能科室、临床科室、医技科室、病区、党群部门、工作组",
        ),
        (
            "registry/outlets", "outlets: [{id: o, name: 青河日报}]\n", "缺少必填项“level”（级别）",
            "加一行 level: …，可写 国家级、省级、市级、县级",
        ),
    ],
)  # fmt: skip
def test_the_remedy_names_what_is_meant(file: str, text: str, message: str, hint: str, tmp_path: Path) -> None:
    _, found = look_over(office(tmp_path, {**OFFICE, f"plans/{file}.yaml": text}), date(2027, 3, 5))
    assert (message, hint) in [(each.message, each.hint) for each in found]


WORKS = (
    "works: [{id: w, title: 晨光, author: 甲, unit: 内科, date: 2027-03-04, alt: 走廊, consent: 是, award: best%s}]\n"
)


@pytest.mark.parametrize(
    ("kind", "day", "ledger", "why"),
    [
        ("digest", "2027-02-10", WORKS % "", "活动2027年3月1日开始，从那天起可印"),
        ("monthly", "2027-03-10", "", "还没有登记台账；在 plans/campaign-data/story/ 登记了投稿、报道或作品才有可印的"),
        ("weekly", "2027-04-10", WORKS % "", "本周简报只在活动期间印，活动已于2027年3月31日结束；可以印 monthly、closing"),
        ("shortages", "2027-03-10", WORKS % "", "方案没有写谁每月至少交几篇；写上 quota 就可印"),
        ("captions", "2027-03-02", WORKS % "", "还没有登记到2027年3月2日为止的作品；在台账的 works 里登记后可印"),
        (
            "captions", "2027-03-10", WORKS % "",
            "“好照片”还没有登记入选的；入选的作品写上 selected: 是，公布以后可印",
        ),
        (
            "captions", "2027-03-10", WORKS % ", selected: 是" + "rounds: [{award: best, notice_from: 2027-03-20}]\n",
            "“好照片”2027年3月20日公示，从那天起可印",
        ),
        (
            "captions", "2027-03-10", WORKS % ", selected: 是" + "rounds: [{award: best, announced: 2027-03-28, announced_word: 展出}]\n",
            "“好照片”定于2027年3月28日展出；展出以后在评选日程里写上 done: 日期，就可印",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_printed_yet_says_when_it_can(
    kind: str, day: str, ledger: str, why: str, tmp_path: Path
) -> None:
    files = OFFICE | ({"plans/campaign-data/story/a.yaml": ledger} if ledger else {})
    content, _ = look_over(office(tmp_path, files), date.fromisoformat(day))
    with pytest.raises(PrintFault) as fault:
        prints.job(content, "story", kind)
    assert str(fault.value).endswith(f"现在印不了：{why}")
