"""An office that begins: what it need not say, and where the messages lead it."""

from __future__ import annotations

import io
import re
import shlex
import shutil
import socket
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from campaign.checks import look_over
from campaign.cli import main
from campaign.doctor import PROGRAM
from campaign.kinds import OUTLETS
from campaign.pdf import prints
from campaign.pdf.engine import PrintFault
from campaign.scaffold import ScaffoldFault, create
from campaign.scaffold.departments import Departments, ListFault, read
from campaign.scaffold.site import Office, begin

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


# ---- the list of departments

NAME = "青河市第二人民医院"


def taken(listed: Departments) -> list[tuple[str, str, str]]:
    return [(each.name, each.kind.value, each.how) for each in listed.found]


def test_kinds_come_from_headings_and_else_from_names() -> None:
    listed = read(
        "a.txt", "一、行政职能科室（2个）\n1. 院办\n2、病案科\n临床科室：内科、骨科（含创伤）\n".encode(), NAME
    )
    assert taken(listed) == [
        ("院办", "functional", "按小标题"),
        ("病案科", "functional", "按小标题"),
        ("内科", "clinical", "按小标题"),
        ("骨科（含创伤）", "clinical", "按小标题"),
    ]
    words = "护理部 门诊部 党委办公室 工会 感染管理科 感染科 检验科 医学影像科 药剂科 针灸推拿科 脾胃病科 重症医学科 ICU 三病区 病历质量小组 某某、眼　科、CT 室"
    guessed = {each.name: each.kind.value for each in read("a.txt", words.encode(), NAME).found}
    assert guessed == {
        "护理部": "functional", "门诊部": "functional", "党委办公室": "party", "工会": "party", "感染管理科": "functional",
        "感染科": "clinical", "检验科": "medtech", "医学影像科": "medtech", "药剂科": "medtech", "针灸推拿科": "clinical",
        "脾胃病科": "clinical", "重症医学科": "clinical", "ICU": "clinical", "三病区": "ward", "病历质量小组": "team", "某某": "functional",
        "眼科": "clinical", "CT 室": "medtech",
    }  # fmt: skip


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


TABLE: list[list[object]] = [
    ["青河市第二人民医院科室一览表"],
    ["序号", "科室名称", "类别", "所属科室", "简称", "负责人"],
    [1, "心血管内科", "临床", "", "心内", "张三"],
    [2, "心内一病区", "护理单元", "心血管内科", "", "李四"],
    [3, "远程中心", "医技科室", "没有的科", "心内", ""],
]


@pytest.mark.parametrize("form", ["xlsx", "csv", "pasted", "gbk"])
def test_a_table_is_read_by_its_columns(form: str) -> None:
    if form == "xlsx":
        listed = read("a.xlsx", workbook(TABLE), NAME)
    else:
        sign = "\t" if form == "pasted" else ","
        text = "\r\n".join(sign.join(map(str, row)) for row in TABLE[1:])
        listed = read(
            "a.txt" if form == "pasted" else "a.csv", text.encode("gb18030" if form == "gbk" else "utf-8-sig"), NAME
        )
    assert [(each.name, each.kind.value, each.above, each.aliases) for each in listed.found][-3:] == [
        ("心血管内科", "clinical", "", ("心内",)),
        ("心内一病区", "ward", "心血管内科", ()),
        ("远程中心", "medtech", "", ()),
    ]
    assert "“远程中心”的上级“没有的科”不在名单里，算在本单位" in listed.passed
    assert not {"张三", "李四"} & {each.name for each in listed.found}


def test_what_is_no_department_is_passed_over_and_said() -> None:
    text = f"内科\n\n　\n内科\nRadiology Department\n12\n各科室\n{NAME}\n电话13800138000\n请各位主任于本周五前核对本科室名称是否有误。\n"
    listed = read("a.txt", text.encode(), NAME)
    assert [each.name for each in listed.found] == ["内科", "Radiology Department"]
    assert listed.passed == (
        "“内科”写了不止一次，只登记一个",
        "“12”不是名称",
        "“各科室”是统称，不是一个科室；不用登记就认得",
        f"“{NAME}”就是本单位，不另登记",
        "“电话13800138000”不是名称",
        "“请各位主任于本周五前核对……”不像科室名称",
    )


@pytest.mark.parametrize(
    ("name", "raw"),
    [("a.xlsx", b"PK\x03\x04 broken"), ("a.xls", b"\xd0\xcf\x11\xe0\x00\x00\xff\xff"), ("a.csv", b'"' + b"a" * 200_000)],
)  # fmt: skip
def test_a_list_that_cannot_be_read_says_why(name: str, raw: bytes) -> None:
    with pytest.raises(ListFault, match=re.escape(name)):
        read(name, raw, NAME)


@pytest.mark.parametrize(
    ("office", "text"),
    [
        (Office(NAME), ""),
        (Office(NAME), "\n".join(f"第{place}内科" for place in range(1, 301))),
        (Office("青河市医院"), "青河市医院东院区\n青河市医院内科\n医院办公室"),
        (Office("青河市医院东院", level="市", tier="三级", url="https://a.example.org/"), "青河市医院\n内科"),
        (Office("A: B #1 {x} 'Hospital'"), 'No. 1 "Ward"\nyes\nnull\nO\'Brien: Unit, Lab {x}'),
        (Office("青河县卫生健康局"), "办公室\n医政科\n青河县人民医院\n城关镇卫生院"),
    ],
)
def test_whatever_the_office_it_passes_the_check(office: Office, text: str, tmp_path: Path) -> None:
    begin(tmp_path / "a", office, listed := read("a.txt", text.encode(), office.name), date(2027, 3, 5), PROGRAM)
    content, found = look_over(tmp_path / "a", date(2027, 3, 5))
    assert found == ()
    assert content.registry.units["home"].name == content.site.organisation == office.name
    assert len(content.registry.units) == 1 + len(listed.found)
    assert all(plan.issuer == "home" for plan in content.plans.values())


def test_nothing_that_lies_there_is_touched(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.txt").write_text("x", encoding="utf-8")
    for folder, said in ((tmp_path / "a", "已经有东西"), (PROGRAM / "mine", "在程序的文件夹里")):
        with pytest.raises(ScaffoldFault, match=said):
            begin(folder, Office(NAME), Departments(), date(2027, 3, 5), PROGRAM)
    for wrong in (Office(""), Office(NAME, level="特级"), Office(NAME, tier="优秀"), Office(NAME, url="a.b")):
        with pytest.raises(ScaffoldFault):
            begin(tmp_path / "c", wrong, Departments(), date(2027, 3, 5), PROGRAM)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert not (PROGRAM / "mine").exists()


def test_every_place_left_to_write_is_named_once_a_plan_is_active(tmp_path: Path) -> None:
    begin(tmp_path, Office(NAME), Departments(), date(2027, 3, 5), PROGRAM)
    waiting = set()
    for path in sorted((tmp_path / "plans").glob("first-*.yaml")):
        text = path.read_text(encoding="utf-8").replace("status: draft", "status: active")
        path.write_text(text, encoding="utf-8")
        waiting |= {(path.name, line) for line, each in enumerate(text.splitlines(), 1) if "【写" in each}
    _, found = look_over(tmp_path, date(2027, 3, 5))
    named = {(Path(each.path).name, each.line) for each in found if each.code == "left-to-write"}
    assert named == waiting
    assert len(waiting) > 6


def test_a_text_that_was_reviewed_has_nothing_left_to_write(tmp_path: Path) -> None:
    """Before its reviews it may; afterwards every place is named."""
    root = office(tmp_path, OFFICE)
    text = create(root, "update", "news", date(2027, 3, 5)).read_text(encoding="utf-8")
    assert [each for each in look_over(root, date(2027, 3, 5))[1] if each.severity == "error"] == []
    steps = "".join(f"  {step}: {{by: 甲{step}, date: 2027-03-05}}\n" for step in ("first", "second", "final"))
    page = text.replace("publish_on:", f"review:\n{steps}publish_on:")
    office(root, {"docs/updates/news/index.md": page})
    found = [each for each in look_over(root, date(2027, 3, 5))[1] if each.code == "left-to-write"]
    lines = page.splitlines()
    assert [each.line for each in found] == [line for line, each in enumerate(lines, 1) if "【写" in each]
    assert str(found[0]).startswith(
        "docs/updates/news/index.md:6:1: 错误[left-to-write] 这里还没有写：【写动态的标题】"
    )


def test_what_cannot_be_read_is_not_said_to_be_absent(tmp_path: Path) -> None:
    broken = OFFICE["plans/story.yaml"].replace("max_winners: 3}]", "max_winners: 3]")
    root = office(tmp_path, {**OFFICE, "plans/story.yaml": broken})
    for command, told in (
        (["new", "submission", "s1", "--campaign", "story"], "“story”的文件读不出，照 plan check 改正以后再新建"),
        (["new", "submission", "s1"], "“story”的文件读不出，照 plan check 改正以后再新建"),
        (["export", "story-slip", "--to", "docx"], "plans/story.yaml:8:"),
        (["pdf", "story-2027-03"], "plans/story.yaml:8:"),
    ):
        ran = CliRunner().invoke(main, [*command, "--root", str(root)])
        assert ran.exit_code == 1 and told in ran.output, ran.output
        assert "没有" not in ran.output.replace("没有配对", "")


def test_a_port_that_is_taken_is_told_with_another(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = CliRunner().invoke(main, ["edit", str(tmp_path / "new"), "--port", str(port)])
    assert ran.exit_code == 1
    assert f"端口 {port} 已经有程序在用" in ran.output and "换一个端口：--port " in ran.output


# ---- the first hour, in the words of the README


def blocks(mark: str) -> list[str]:
    text = (PROGRAM / "README.md").read_text(encoding="utf-8").partition("## 第一个小时")[2].partition("\n## ")[0]
    return re.findall(rf"```{mark}\n(.*?)```", text, re.S)


def done(commands: str, folder: Path) -> str:
    """The commands of a block, run in a folder as they stand; `plan` is the program's own."""
    said = ""
    for line in commands.splitlines():
        words = shlex.split(line)
        if words[0] == "plan":
            words[:1] = [str(PROGRAM / ".venv/bin/python"), str(PROGRAM / "scripts/plan.py")]
        made = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
        assert made.returncode == 0, (line, made.stdout, made.stderr)
        said += made.stdout
    return said


def test_the_first_hour_goes_as_the_readme_says(tmp_path: Path) -> None:
    (tmp_path / "科室.txt").write_text(blocks("text")[0], encoding="utf-8")
    begun, running = blocks("sh")
    said = done(begun, tmp_path)
    assert "d-03  医务科" in said and "没有发现问题" in said
    assert (tmp_path / "第一个方案.pdf").read_bytes().startswith(b"%PDF")
    site = tmp_path / "fangan" / "site"
    assert NAME in (site / "index.html").read_text(encoding="utf-8")
    assert "妇产科" in (site / "units" / "index.html").read_text(encoding="utf-8")
    assert not (site / "campaigns" / "first-campaign").exists()

    campaign = tmp_path / "fangan" / "plans" / "first-campaign.yaml"
    text = campaign.read_text(encoding="utf-8")
    filled = re.sub("【写[^】]*】", "医者故事", text).replace("status: draft", "status: active")
    campaign.write_text(filled, encoding="utf-8")
    said = done(running, tmp_path)
    assert "已印成 今日简报.pdf" in said
    page = (site / "campaigns" / "first-campaign" / "index.html").read_text(encoding="utf-8")
    assert "投稿" in page
    assert {path.name for path in (tmp_path / "fangan").iterdir() if not path.name.startswith(".")} == {
        "plans", "docs", "mkdocs.yml", "README.md", "plan", "site",
    }  # fmt: skip

    moved = shutil.move(tmp_path / "fangan", tmp_path / "别处")
    assert subprocess.run([Path(moved) / "plan", "check"], cwd="/", check=False).returncode == 0


def test_nothing_of_the_example_is_in_it(tmp_path: Path) -> None:
    """No name of its units and media, no title of its plans, and no day but those of this year."""
    begin(tmp_path / "a", Office(NAME), Departments(), date(2031, 3, 5), PROGRAM)
    files = [path for path in (tmp_path / "a").rglob("*") if path.is_file() and "schemas" not in path.parts]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    example, _ = look_over(PROGRAM, date(2026, 11, 21))
    names = {unit.name for unit in example.registry.units.values() if len(unit.name) > 3}
    names |= {outlet.name for outlet in example.of(OUTLETS).values()}
    names |= {plan.title for plan in example.plans.values()}
    assert {name for name in names if name in text} == set()
    assert set(re.findall(r"20\d\d(?=-\d\d)", text)) == {"2031"}


def test_a_list_may_be_pasted_and_what_belongs_elsewhere_is_refused(tmp_path: Path) -> None:
    plan = [str(PROGRAM / ".venv/bin/python"), str(PROGRAM / "scripts/plan.py"), "new"]

    def told(*words: str, pasted: str = "") -> str:
        made = subprocess.run([*plan, *words], cwd=tmp_path, input=pasted, capture_output=True, text=True, check=False)
        return made.stdout.partition("\n已建好")[0] if made.returncode == 0 else made.stderr

    assert "d-02  外科  临床科室  本单位  按名称" in told(
        "site", "a", "--name", NAME, "--units", "-", pasted="内科\n外科\n"
    )
    assert told("site", "b", "--name", NAME, "--units", "没有.txt") == "错误：没有这个文件：没有.txt\n"
    assert told("site", "b") == "错误：用 --name 写明单位全称，如 --name 某市人民医院\n"
    assert told("plan", "b", "--name", NAME) == "错误：--name 只用于 site\n"
    assert told("site", "b", "--name", NAME, "--campaign", "c") == "错误：--campaign 不用于 site\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a"]


def test_a_new_entry_is_made_although_something_else_is_wrong(tmp_path: Path) -> None:
    root = office(tmp_path, {**OFFICE, "plans/broken.yaml": "id: broken\n", "plans/qa/a.yaml": "nothing: [\n"})
    made = CliRunner().invoke(main, ["new", "submission", "s1", "--root", str(root)])
    assert made.exit_code == 0, made.output
    office(root, {"plans/campaign-data/story/a.yaml": "submissions: [{id: x}]\n"})
    made = CliRunner().invoke(main, ["new", "submission", "s2", "--root", str(root)])
    assert made.exit_code == 1, "an entry beside it might have the same id"
    assert "先改正再新建" in made.output
