"""The recipes of the manual for the publicity office (README, 宣传科) are run as they stand there."""

from __future__ import annotations

import io
import re
import shlex
from pathlib import Path

import docx
import pytest
from campaign_samples import LEDGERS, OUTLETS, PLAN, UNITS
from click.testing import CliRunner

from campaign.cli import main
from campaign.publish import write_all

README = Path(__file__).resolve().parent.parent / "README.md"


def recipes() -> list[str]:
    """Every command of the section, in its order, without the words behind it."""
    section = README.read_text("utf-8").split("### 宣传科")[1].split("\n### ")[0]
    blocks = re.findall(r"```sh\n(.*?)```", section, re.S)
    lines = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office in the words of the manual: its campaign, a folder with what departments sent."""
    texts = {
        "plans/site.yaml": "organisation: 甲医院\nas_of: 2026-11-21\n",
        "plans/registry/units.yaml": UNITS,
        "plans/registry/outlets.yaml": OUTLETS,
        "plans/my-campaign.yaml": PLAN.replace("id: c\n", "id: my-campaign\n"),
        "plans/campaign-data/my-campaign/all.yaml": re.sub(r"works:.*?rounds:", "rounds:", LEDGERS, flags=re.S).replace(
            "s1", "s001"
        ),
    }
    write_all({tmp_path / name: text.encode() for name, text in texts.items()})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_recipes_of_the_publicity_office_run(office: Path) -> None:
    found = recipes()
    assert len(found) >= 8 and {line.split()[1] for line in found} == {"export", "import", "reply", "month-end"}
    said: dict[str, str] = {}
    for line in found:
        if line == "plan import 收件":  # by now the empty slip is there; a department has filled it
            word = docx.Document(str(office / "my-campaign-slip.docx"))
            for row in word.tables[0].rows:
                row.cells[1].text = {"科室": "内科", "题目": "夜查房", "投稿日期": "11月12日"}.get(
                    row.cells[0].text.rstrip(" *"), ""
                )
            next(each for each in word.paragraphs if each.text == "图片").insert_paragraph_before("一段话")
            filled = io.BytesIO()
            word.save(filled)
            write_all({office / "收件/内科.docx": filled.getvalue()})
        done = CliRunner().invoke(main, shlex.split(line)[1:])
        assert done.exit_code == 0, f"{line}\n{done.output}"
        said[line] = done.output
    assert "看过以后加上 --in-place 登记到台账" in said["plan import 收件"]
    assert "已登记 1 篇" in said["plan import 收件 --in-place -o 回复"]
    assert (office / "回复/内科-回复.txt").read_text("utf-8").startswith("内科：\n")
    assert "已被上级采用" in said["plan reply s001"]
    assert "退回，请改好再交：照片太暗。" in said["plan reply s001 --back 照片太暗"]
    assert said["plan import 宣传台账.xlsx --in-place"].endswith("台账和文件里说的一样，没有改动\n")
    for name in ("月报.docx", "海报.png", "报上级的报道.xlsx", "催报/发到群里.txt", "三张表.xlsx"):
        assert (office / "十月" / name).is_file(), name
