"""A new content root for an office: its registry, a first plan and campaign, and a command of its own, apart from the program."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from campaign.model import Level, Site, UnitKind
from campaign.publish import write_all
from campaign.scaffold import ROOM, ScaffoldFault
from campaign.scaffold.departments import Department, Departments
from campaign.schemas import schema_files
from campaign.yamltext.scalars import scalar

HOME = "home"  # id of the office in its own registry
_LEVELS = {
    "省": Level.PROVINCE, "市": Level.CITY, "州": Level.CITY, "县": Level.COUNTY, "区": Level.COUNTY, "镇": Level.TOWNSHIP, "乡": Level.TOWNSHIP,
}  # fmt: skip


@dataclass(frozen=True)
class Office:
    """Who begins: `level` and `tier` as typed, guessed or left open when empty."""

    name: str
    level: str = ""
    tier: str = ""
    url: str = ""


def begin(folder: Path, office: Office, listed: Departments, today: date, program: Path) -> tuple[Path, ...]:
    """Write a whole content root into an empty or new folder and return its files. Raises ScaffoldFault, and then nothing was written."""
    return lay(folder, planned(folder, office, listed, today, program))


def planned(folder: Path, office: Office, listed: Departments, today: date, program: Path) -> dict[str, str]:
    """The files of a new content root, name below it → text. Raises ScaffoldFault for a folder that holds something, and an office that is none."""
    folder = folder.resolve()
    if folder == program or folder.is_relative_to(program):
        raise ScaffoldFault(f"{folder} 在程序的文件夹里；内容另放一处，换程序时才不会动到它")
    if not is_free(folder):
        raise ScaffoldFault(f"{folder} 里已经有东西，没有改动；换一个空的或者还没有的文件夹")
    return dict(_files(folder, office, listed, today, program))


def is_free(folder: Path) -> bool:
    """Whether a folder can take a new content root: it is empty, or not there yet."""
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def lay(folder: Path, texts: Mapping[str, str]) -> tuple[Path, ...]:
    """Write the files of a new content root, all or none, with the schemas they name; returns their paths."""
    folder = folder.resolve()
    files = {folder / name: text.encode() for name, text in texts.items()}
    files |= {folder / "plans" / "schemas" / name: raw for name, raw in schema_files().items()}
    (folder / "docs").mkdir(parents=True, exist_ok=True)
    write_all(files)
    (folder / "plan").chmod(0o755)
    return tuple(files)


def _files(folder: Path, office: Office, listed: Departments, today: date, program: Path) -> Iterator[tuple[str, str]]:
    name = office.name.strip()
    if not name or len(name) > 60 or re.search(r"[\n\t]", name):
        raise ScaffoldFault("用 --name 写明单位全称，如 --name 某市人民医院")
    try:
        url = (
            f"url: {Site(url=office.url).url}"
            if office.url
            else "# url: https://…           # 网址定了写上，二维码和订阅里用"
        )
    except ValidationError as fault:
        raise ScaffoldFault(f"--url {fault.errors()[0]['msg']}") from fault
    words = {"name": name, "title": scalar(name), "program": str(program), "here": str(folder), "url": url}
    yield "README.md", own("README.md").format_map(words)
    yield "plan", own("plan.sh").replace("{program}", shlex.quote(str(program)))
    yield ".gitignore", "site/\n.build/\n.history/\n"
    yield "mkdocs.yml", own("mkdocs.yml").format_map(words)
    yield "plans/site.yaml", own("site.yaml").format_map(words)
    yield "plans/registry/units.yaml", _units(name, office, listed.found)
    yield "plans/registry/outlets.yaml", own("outlets.yaml")
    for kind in ("plan", "campaign"):
        filled = {
            "id": f"first-{kind}",
            "today": today.isoformat(),
            "soon": (today + timedelta(days=7)).isoformat(),
            "year": today.year,
            "issuer": f"issuer: {scalar(name)}",
        }
        yield f"plans/first-{kind}.yaml", (ROOM / f"{kind}.yaml").read_text(encoding="utf-8").format_map(filled)


def own(name: str) -> str:
    return (ROOM / "office" / name).read_text(encoding="utf-8")


def _units(name: str, office: Office, departments: tuple[Department, ...]) -> str:
    """The registry: the office, then its departments with the ids that `numbered` gives them."""
    try:
        level = Level.read(office.level).value if office.level else _level_of(name)
    except PydanticCustomError as fault:
        raise ScaffoldFault(f"--level {fault.message()}") from fault
    tier, grade = _tier(office.tier)
    own = [f"id: {HOME}", f"name: {scalar(name)}", f"kind: {_kind_of(name)}"]
    own += [f"{key}: {value}" for key, value in (("level", level), ("tier", tier), ("grade", grade)) if value]
    ids = numbered(departments)
    lines = [
        "# yaml-language-server: $schema=../schemas/units.schema.json",
        "# 单位名册。kind 可写 functional（职能科室）、clinical（临床科室）、medtech（医技科室）、ward（病区）、party（党群部门）、team（工作组）。",
        "# 编号是网页地址，定了就不改；改名时改 name，旧名写进 aliases: [旧名]。",
        "units:",
        f"  - {{{', '.join(own)}}}",
    ]
    for each in departments:
        said = [
            f"id: {ids[each.name]}", f"name: {_flow(each.name)}", f"kind: {each.kind.value}", f"parent: {ids.get(each.above, HOME)}"
        ]  # fmt: skip
        said += [f"aliases: [{', '.join(map(_flow, each.aliases))}]"] if each.aliases else []
        lines.append(f"  - {{{', '.join(said)}}}{'   # 类别没认出，请核对' if each.how.startswith('没认出') else ''}")
    return "\n".join(lines) + "\n"


def numbered(departments: tuple[Department, ...]) -> dict[str, str]:
    """Ids by name: d-01 …, as wide as the list is long."""
    width = max(2, len(str(len(departments))))
    return {each.name: f"d-{place:0{width}}" for place, each in enumerate(departments, 1)}


def _flow(text: str) -> str:
    """Text inside {…}: quoted unless it is plain beyond doubt."""
    return (
        text
        if re.fullmatch(r"[\u3400-\u9fff（）]+", text)
        else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    )


def _level_of(name: str) -> str:
    """The level that a name tells by its last 省, 市, 县 or 区."""
    found = re.findall("[省市州县区镇乡]", name)
    return _LEVELS[found[-1]].value if found else ""


def _kind_of(name: str) -> str:
    if re.search("卫生院|卫生服务中心|卫生服务站$", name):
        return UnitKind.PRIMARY.value
    if re.search("疾病预防|疾控|血站|血液中心|急救中心|监督所|监督局", name):
        return UnitKind.INSTITUTION.value
    return UnitKind.DEPARTMENT.value if re.search("(?:局|委|委员会|厅)$", name) else UnitKind.HOSPITAL.value


def _tier(typed: str) -> tuple[str, str]:
    """三级甲等, 三甲, 三级 → 三级 with 三甲 where it is told."""
    if not typed:
        return "", ""
    found = re.fullmatch("([一二三])级?(?:([甲乙丙])等?)?", typed.strip())
    if not found:
        raise ScaffoldFault(f"--tier 不认识“{typed}”；可写 三级、二级、一级，或 三甲、三乙、二甲、二乙")
    return f"{found[1]}级", f"{found[1]}{found[2]}" if found[2] else ""


def confirmation(listed: Departments) -> Iterator[str]:
    """The departments as a table to look through, and what was passed over."""
    ids = numbered(listed.found)
    rows = [("编号", "名称", "类别", "上级", "类别的来处")]
    rows += [(ids[each.name], each.name, each.kind.chinese, each.above or "本单位", each.how) for each in listed.found]
    widths = [max(_width(row[place]) for row in rows) for place in range(4)]
    for row in rows if listed.found else ():
        yield "  ".join(
            [*(cell + " " * (width - _width(cell)) for cell, width in zip(row[:4], widths, strict=True)), row[4]]
        )
    yield from (f"没有登记：{each}" for each in listed.passed)


def _width(text: str) -> int:
    """Columns that a terminal needs."""
    return sum(1 if char.isascii() else 2 for char in text)
