"""Files of every format an office has, read through the command: text in its encodings, HTML, workbooks, old office formats, whole folders; and what is refused."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import docx
import openpyxl
import pytest
import yaml
from test_import_frame import BODY, NAME
from test_outline_import import root, run

from campaign.doctor import FONTS
from campaign.importers.outline import draft
from campaign.importers.papers import PaperFault, read
from campaign.leaves import numbering
from campaign.model.registry import Registry

__all__ = ["root"]
TEXT = f"{NAME}\n{BODY}（三）改善环境。责任单位：后勤科\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_in_every_usual_encoding(encoding: str) -> None:
    assert read("a.txt", TEXT.encode(encoding)).lines[0].text == NAME


def test_traditional_text_in_big5() -> None:
    paper = read("a.txt", "醫院服務提升工作方案\n一、主要任務\n（一）加強管理。各單位實施。\n".encode("big5"))
    assert paper.lines[0].text == "醫院服務提升工作方案" and "文字按大五码（Big5）读出" in paper.notes


def test_a_web_page() -> None:
    rows = "<tr><td rowspan=2>门诊</td><td>甲项</td></tr><tr><td>乙项</td></tr>"
    page = f"<html><head><title>x</title><script>alert(1)</script></head><body><h1>{NAME}</h1><p>第一段。<br>第二段。</p><table>{rows}</table></body></html>"
    lines = read("a.html", page.encode()).lines
    assert [line.text for line in lines[:3]] == [NAME, "第一段。", "第二段。"]
    assert [line.cells for line in lines[3:]] == [("门诊", "甲项"), ("门诊", "乙项")]
    assert not any("alert" in line.text for line in lines)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["2026年重点任务分解表"])
    sheet.append(["序号", "任务类别", "工作任务", "牵头单位", "完成时限"])
    sheet.append([1, "门诊", "推行分时段预约", "门诊部", "2026年11月"])
    sheet.append([2, None, "开放夜间门诊", "门诊部", "长期"])
    sheet.merge_cells("B3:B4")
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_a_workbook_of_tasks(root: Path, tmp_path: Path) -> None:
    (tmp_path / "tasks.xlsx").write_bytes(workbook())
    out = tmp_path / "drafts/tasks.yaml"
    out.parent.mkdir()
    done = run("import", tmp_path / "tasks.xlsx", "--root", root, "-o", out)
    assert done.exit_code == 0, done.output
    plan = yaml.load(out.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert plan["title"] == "2026年重点任务分解表"
    assert [[task["title"] for task in group["tasks"]] for group in plan["groups"]] == [
        ["推行分时段预约", "开放夜间门诊"]
    ]
    assert (out.parent / "tasks-units.yaml").is_file()


@pytest.mark.parametrize(
    ("kind", "name"), [("doc:MS Word 97", "a.doc"), ("doc:MS Word 97", "a.wps"), ("rtf", "a.rtf"), ("odt", "a.odt")]
)
def test_old_formats_through_libreoffice(kind: str, name: str, tmp_path: Path) -> None:
    source = tmp_path / "in.txt"
    source.write_text(TEXT, encoding="utf-8")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--infilter=Text (encoded):UTF8",
        "--convert-to",
        kind,
        "--outdir",
        str(tmp_path / "out"),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (made,) = (tmp_path / "out").iterdir()
    paper = read(name, made.read_bytes())
    assert [line.text for line in paper.lines][:2] == [NAME, "为改善服务，制定本方案。"]
    assert paper.notes[0] == "由 LibreOffice 转成 Word 文件读入"


def test_a_table_of_tasks_in_word_and_in_a_pdf_of_it(tmp_path: Path) -> None:
    word = docx.Document()
    for text in (NAME, "为改善服务，制定本方案。", "一、重点任务"):
        word.add_paragraph(text)
    table = word.add_table(3, 4, style="Table Grid")
    for row, cells in enumerate(
        (
            ("序号", "工作任务", "牵头单位", "完成时限"),
            ("1", "推行分时段预约", "门诊部", "2026年11月"),
            ("2", "开放夜间门诊", "护理部", "长期"),
        )
    ):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell
    word.add_paragraph("青禾市第一人民医院")
    word.add_paragraph("2026年3月2日")
    word.save(str(tmp_path / "a.docx"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "a.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    for name in ("a.docx", "a.pdf"):
        paper = read(name, (tmp_path / name).read_bytes())
        made = draft(paper, paper.lines, "p", Registry())
        plan = yaml.load(made.text, yaml.BaseLoader)
        assert [(task["title"], task["responsibility"]["lead"], task.get("due")) for task in plan["tasks"]] == [
            ("推行分时段预约", ["门诊部"], "2026-11"), ("开放夜间门诊", ["护理部"], None),
        ], name  # fmt: skip
        assert (plan["issuer"], plan["date"]) == ("青禾市第一人民医院", "2026-03-02"), name


def test_without_libreoffice_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(PaperFault, match="这台机器上没有；先在 Word 或 WPS 里另存为"):
        read("a.rtf", b"{\\rtf1 text}")


def test_a_folder_at_once(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "one.txt").write_text(TEXT, encoding="utf-8")
    (folder / "二.txt").write_bytes(TEXT.replace("温暖", "暖心").encode("gb18030"))
    (folder / "bad.docx").write_bytes(b"PK\x03\x04 damaged")
    (folder / "again.txt").write_text(TEXT, encoding="utf-8")
    (folder / "~$lock.docx").write_bytes(b"x")
    refused = run("import", folder, "--root", root)
    assert refused.exit_code == 1 and "加上 -o 文件夹" in refused.output
    done = run("import", folder, "--root", root, "-o", root / "plans")
    assert done.exit_code == 1  # one of four could not be read
    assert "没有读入：bad.docx" in done.output
    assert "共 4 份文件：认出任务或指标的草稿 3 个，没有认出的 0 个，没有读入的 1 份" in done.output
    assert "标题相同，请看是不是同一份" in done.output
    assert sorted(path.name for path in (root / "plans").glob("*.yaml")) == [
        "again.yaml",
        "draft-4.yaml",
        "one.yaml",
        "site.yaml",
    ]
    assert (root / "plans/registry/import-units.yaml").is_file()
    assert run("check", "--root", root).exit_code == 0


def test_departments_of_one_name_in_several_houses(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for key, foot in (
        ("a", "青禾市第一人民医院\n2026年3月2日\n"),
        ("b", "南屿市第二人民医院\n2026年3月2日\n"),
        ("c", ""),
    ):
        (folder / f"{key}.txt").write_text(f"{TEXT.replace('温暖', key * 2)}{foot}", encoding="utf-8")
    done = run("import", folder, "--root", root, "-o", root / "plans")
    assert done.exit_code == 0, done.output
    checked = run("check", "--root", root)
    assert checked.exit_code == 0, checked.output


def test_an_import_that_understood_nothing_says_so(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "news.txt"
    file.write_text("门诊楼启用新闻\n昨天，新门诊楼正式启用，大家都很高兴。\n", encoding="utf-8")
    done = run("import", file, "--root", root, "-o", tmp_path / "news.yaml")
    assert done.exit_code == 1 and "news.txt 里没有认出任务，也没有认出指标" in done.output
    assert (tmp_path / "news.yaml").is_file()


def test_names_not_known_become_a_draft_registry_beside_the_draft(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"{TEXT}青禾市第一人民医院\n2026年3月2日\n", encoding="utf-8")
    done = run("import", file, "--root", root, "-o", root / "plans/warm-2026.yaml")
    assert done.exit_code == 0, done.output
    units = yaml.load((root / "plans/registry/warm-2026-units.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)[
        "units"
    ]
    assert [(each["name"], each["kind"], each.get("parent")) for each in units] == [
        ("青禾市第一人民医院", "hospital", None), ("后勤科", "functional", "warm-2026-u1"),
    ]  # fmt: skip
    assert run("check", "--root", root).exit_code == 0


def printed(body: str, sheet: str) -> bytes:
    """A PDF as other programs print one: from HTML, with a sheet of its own."""
    from weasyprint import HTML

    face = f"@font-face {{ font-family: body; src: url('{FONTS.as_uri()}/PlanpressFang-Regular.otf') }}"
    look = "body { font: 12pt/1.6 body } p { margin: 0; text-indent: 2em } h1, p.foot { font-size: 1em; text-indent: 0; text-align: center }"
    made: bytes = HTML(string=f"<!doctype html><style>{face} {look} {sheet}</style>{body}").write_pdf()
    return made


TASKS = "".join(
    f"<p>（{numbering.to_chinese(at)}）第{numbering.to_chinese(at)}件事要办好。{'先摸清情况再逐项安排，' * 5}办完以后公开结果。（门诊部牵头，信息科配合）</p>"
    for at in range(1, 13)
)
PRINTED = f"<h1>{NAME}</h1><p>为改善服务，制定本方案。</p><p>一、重点任务</p>{TASKS}<p class='foot'>青禾市第一人民医院</p><p class='foot'>2026年3月2日</p>"
RUNNING = "@page { size: A5; margin: 20mm; @top-center { content: '内部资料　注意保存' } @bottom-center { content: '第 ' counter(page) ' 页 共 ' counter(pages) ' 页' } }"


@pytest.mark.parametrize("sheet", [RUNNING, f"{RUNNING} main {{ columns: 2; column-gap: 8mm; font-size: 9pt }}"])
def test_running_heads_page_numbers_and_columns_of_a_pdf(sheet: str) -> None:
    paper = read("a.pdf", printed(f"<main>{PRINTED}</main>", sheet))
    made = draft(paper, paper.lines, "p", Registry())
    plan = yaml.load(made.text, yaml.BaseLoader)
    assert [task["title"] for task in plan["tasks"]] == [
        f"第{numbering.to_chinese(at)}件事要办好" for at in range(1, 13)
    ]
    assert all(task["responsibility"]["join"] == ["信息科"] for task in plan["tasks"])
    assert (plan["issuer"], plan["date"]) == ("青禾市第一人民医院", "2026-03-02")
    assert "内部资料" not in made.text and "共" not in made.text
    assert "页眉、页脚、页码没有读入：“内部资料 注意保存”、“第 1 页 共 " in "".join(made.report())


def test_a_table_without_rules_is_no_pair_of_columns() -> None:
    rows = "".join(f"<tr><td>项目{numbering.to_chinese(at)}</td><td>标准{'高' * at}</td></tr>" for at in range(1, 12))
    sheet = "@page { size: A5 } table { width: 100% } td { width: 50% }"
    paper = read("a.pdf", printed(f"<h1>{NAME}</h1><table>{rows}</table>", sheet))
    assert [line.text.split() for line in paper.lines][1] == ["项目一", "标准高"]
