"""What readers read is meant for readers: no file, no command, no word of YAML — on the sites of two houses and of one that has nothing yet."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from lxml import html
from second_office import written

from campaign.build.recipe import build
from campaign.views.timeline import PHASE_WORDS

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 21)
MAINTAINERS = re.compile(
    r"YAML|\.ya?ml|Markdown|\bplans/|\bdocs/|\bplan (check|build|new|import|pdf)\b|\bmake \w|"
    r"\b(status|due|milestones|recurring|entries|mechanisms|indicators|values)\b[\s，。]*[\u4e00-\u9fff]"
)
# the manual of the example is for those who keep a site
FOR_KEEPERS = ("guide/index.html",)


def empty_house(root: Path) -> Path:
    for name, text in {
        "plans/site.yaml": "organisation: 某医院\nhome: 某医院\n",
        "plans/registry/units.yaml": "units:\n  - {id: h, name: 某医院, kind: hospital}\n",
        "plans/c.yaml": "id: c\nkind: campaign\ntitle: 某活动\nissuer: 某医院\nperiod: {start: 2026-10-01, end: 2026-12-31}\n",
        "plans/forms/f.yaml": "id: f\ntitle: 某表\nreporters: {units: [某医院]}\nsections: [{title: 甲, rows: [{label: 乙, fields: [{id: x, label: 丙}]}]}]\n",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


@pytest.mark.parametrize("whose", ["example", "office", "empty"])
def test_no_page_speaks_of_files_commands_or_yaml(whose: str, tmp_path: Path) -> None:
    root = {
        "example": lambda: ROOT,
        "office": lambda: written(tmp_path / "in"),
        "empty": lambda: empty_house(tmp_path / "in"),
    }[whose]()
    build(root, tmp_path / "site", DAY, as_of=DAY, only="site", say=lambda _: None)
    pages = sorted((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 10
    found = []
    for page in pages:
        name = page.relative_to(tmp_path / "site").as_posix()
        if name.startswith(FOR_KEEPERS):
            continue
        top = html.fromstring(page.read_text("utf-8"))
        for each in top.xpath("//script | //style"):
            each.drop_tree()
        found += [f"{name}: {each[0]}" for each in MAINTAINERS.finditer(" ".join(top.itertext()))]
    assert not found, "\n".join(sorted(set(found))[:40])


def test_every_explanation_of_an_empty_part_is_for_readers() -> None:
    """Also those that no site here happens to show."""
    said = [
        (file.name, words)
        for file in (ROOT / "scripts/campaign/pages/templates").glob("*.html")
        for words in re.findall(r"empty\((.*?)\)\s*}}", file.read_text("utf-8"), re.S)
    ]
    assert len(said) > 30
    assert [(name, words) for name, words in said if MAINTAINERS.search(words)] == []


def test_a_day_that_has_passed_does_not_say_that_anything_was_done() -> None:
    assert not re.search("已|完|结束", PHASE_WORDS["past"].removesuffix("已过"))
