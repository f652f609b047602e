"""What readers read is meant for readers: no file, no command, no word of YAML — on the sites of two houses and of one that has nothing yet."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from lxml import html
from second_office import written

from campaign.build.recipe import build
from campaign.doctor import PROGRAM
from campaign.kinds import KINDS, UNIT
from campaign.leaves.problems import has_errors
from campaign.load import load
from campaign.pdf.prints import jobs, prints
from campaign.scaffold.departments import read
from campaign.scaffold.site import Office, begin
from campaign.search.everyday import WORDS as EVERYDAY

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 21)
MAINTAINERS = re.compile(
    r"YAML|\.ya?ml|Markdown|\bplans/|\bdocs/|\bplan (check|build|new|import|pdf)\b|\bmake \w|"
    r"\b(status|due|milestones|recurring|entries|mechanisms|indicators|values)\b[\s，。]*[\u4e00-\u9fff]"
)


def begun(root: Path) -> Path:
    """An office as `plan new site` leaves it, with its first plan and campaign in force and one form nobody has filled in."""
    name = "青禾市中医院"
    begin(root, Office(name), read("a.txt", "护理部\n内科\n宣传科".encode(), name), DAY, PROGRAM)
    for each in ("first-plan", "first-campaign"):
        file = root / f"plans/{each}.yaml"
        filled = re.sub(r"【.*?】", "某事", file.read_text("utf-8"))
        file.write_text(re.sub(r"(?m)^status: \S+", "status: active", filled), "utf-8")
    (root / "plans/forms").mkdir(parents=True, exist_ok=True)
    (root / "plans/forms/f.yaml").write_text(
        f"id: f\ntitle: 某表\nreporters: {{units: [{name}]}}\nsections: [{{title: 甲, rows: [{{label: 乙, fields: [{{id: x, label: 丙}}]}}]}}]\n",
        "utf-8",
    )
    return root


@pytest.fixture(scope="module", params=["example", "office", "begun"])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A content root and its built site."""
    folder = tmp_path_factory.mktemp("house")
    root = {"example": lambda _: ROOT, "office": written, "begun": begun}[request.param](folder / "in")
    problems = build(root, folder / "site", DAY, as_of=DAY, only="site", say=lambda _: None)
    assert not has_errors(problems), problems
    return root, folder / "site"


def test_no_page_speaks_of_files_commands_or_yaml(house: tuple[Path, Path]) -> None:
    _, site = house
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 10
    found = []
    for page in pages:
        top = html.fromstring(page.read_text("utf-8"))
        for each in top.xpath("//script | //style"):
            each.drop_tree()
        name = page.relative_to(site).as_posix()
        found += [f"{name}: {each[0]}" for each in MAINTAINERS.finditer(" ".join(top.itertext()))]
    assert not found, "\n".join(sorted(set(found))[:40])


def test_nothing_in_another_houses_site_speaks_of_the_example(house: tuple[Path, Path]) -> None:
    """No name, title, id or day of the example on a page, in the search index, the data, the calendars or on paper."""
    root, site = house
    if root == ROOT:
        assert len(words_of_the_example()) > 250
        return
    own = "".join(each.read_text("utf-8") for each in root.rglob("*") if each.suffix in (".yaml", ".yml", ".md"))
    foreign = [each for each in words_of_the_example() if each not in own]
    texts = {
        each.relative_to(site).as_posix(): each.read_text("utf-8")
        for each in site.rglob("*")
        if each.suffix in (".html", ".js", ".json", ".css", ".xml", ".ics", ".csv", ".svg", ".txt")
    }
    content = load(root, DAY, DAY).content
    texts |= {path: make().html for path, make in jobs(content).items()}
    found = [f"{name}: {each}" for name, text in texts.items() for each in foreign if each in text]
    assert len(texts) > 30 and not found, "\n".join(found[:40])
    assert not [name for name, text in texts.items() if "示例" in text and "示例数据" not in text and "demo" not in own]


def words_of_the_example() -> list[str]:
    """What only the example is about: its units, plans, papers and numbers of documents, by every name of three signs and more; not what every
    hospital calls a department, which readers of any site may type."""
    content = load(ROOT, DAY, DAY).content
    units = [word for unit in content.registry.units.values() for word in (unit.name, unit.short, *unit.aliases)]
    titled = [
        word
        for kind in KINDS
        if kind.place and kind is not UNIT
        for record_id, record in content.of(kind).items()
        for word in (kind.title(record), record_id, getattr(record, "short", ""), getattr(record, "doc_no", ""))
    ]
    numbers = [entry.number for ledger in content.ledgers.values() for entry in ledger.entries]
    named = {*units, *titled, *numbers, content.site.organisation, content.site.url or ""}
    anywhere = {*EVERYDAY, *(word for written in EVERYDAY.values() for word in written)}
    return sorted(word for word in named if word and len(word) > 2 and word not in anywhere)


# official documents have their form by the standard (a plan bears a code where its profile says so), a summary is a draft of one,
# a label hangs beside its photograph,
# and what stands on no site (收发文) has no page to lead to
WITHOUT_CODE = {"drafting", "incoming", "outgoing", "plan", "bulletin", "closing", "captions"}


def test_working_sheets_bear_a_code_and_nothing_speaks_of_one_that_is_not_there(tmp_path: Path) -> None:
    """With an address every working sheet leads to its page by a QR code and says its version or its day; without, no print speaks of a code."""
    for folder in (tmp_path / "without", tmp_path / "with"):
        site = written(folder) / "plans/site.yaml"
        addressed = folder.name == "with"
        site.write_text(site.read_text("utf-8") + ("url: https://lc.example.cn/\n" if addressed else ""), "utf-8")
        content = load(folder, DAY, DAY).content
        kinds = set()
        for each in [each for kind in KINDS for each in prints(content, kind)]:
            text = each.make().html
            kinds.add(each.name)
            coded = '<div class="qr"><svg' in text
            assert coded <= addressed and (coded is addressed or each.name in WITHOUT_CODE), each.name
            assert coded or "扫码" not in text, each.name
            assert each.name in WITHOUT_CODE or re.search(r"第 ?\d+ ?版|版次 ?\d|数据截至|〔\d{4}〕", text), each.name
        assert kinds >= {"form", "weekly", "monthly", "digest", "task_list", "score_report", "plan", "closing"}


def test_every_explanation_of_an_empty_part_is_for_readers() -> None:
    """Also those that no site here happens to show."""
    said = [
        (file.name, words)
        for file in (ROOT / "scripts/campaign/pages/templates").glob("*.html")
        for words in re.findall(r"empty\((.*?)\)\s*}}", file.read_text("utf-8"), re.S)
    ]
    assert len(said) > 30
    assert [(name, words) for name, words in said if MAINTAINERS.search(words)] == []
