"""The health sheet of 公文体检: its words, its JSON, and the copy with the faults boxed."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pypdf
import pytest
from inspect_samples import SHORT, broken, pdf
from PIL import Image

from campaign.inspect import Finding, Report, Unreadable, inspect_pdf, mark
from campaign.inspect.checks import CHECKS

FAULTY = broken(broken(SHORT, "卫生单位：", "卫生单位:"), "规范诊疗行为，", "规范诊疗行为,")


@pytest.fixture
def report(tmp_path: Path) -> Report:
    (tmp_path / "通知.pdf").write_bytes(pdf(FAULTY))
    return inspect_pdf(tmp_path / "通知.pdf")


def test_text(report: Report) -> None:
    assert report.as_text() == (
        "公文体检：通知.pdf，1 页，标准：公文格式（GB/T 9704—2012）\n"
        "\n22 主送机关：1 处\n"
        "  第1页第3行: 错误[22] 主送机关以“:”结尾，应为全角冒号“：”（GB/T 9704—2012 7.3.2）\n"
        "\n27 标点符号：1 处\n"
        "  第1页第5行: 错误[27] “…诊疗行为,保障患者…”里的“,”应为“，”（GB/T 15834—2011）\n"
        "\n共查 46 项，44 项没有问题；错误 2 处，警告 0 处。"
    )


def test_many_findings_begin_with_what_to_put_right_first() -> None:
    found = [Finding(8, "error", page, line, "", f"“字{line}”是宋体", None) for page in (1, 2) for line in range(30)]
    found += [Finding(27, "error", 3, 1, "", "“,”应为“，”", None), Finding(5, "error", 1, 0, "", "行距 8 毫米", None)]
    found += [Finding(22, "warning", 1, 3, "", "主送机关", None)]
    text = Report(
        "a.pdf", "标准", 3, tuple(found), ((5, "行距"), (8, "正文字体字号"), (22, "主送"), (27, "标点"))
    ).as_text()
    assert "先改三件：正文字体字号（共60处）、行距（共1处）、标点（共1处）。" in text
    assert text.count("是宋体") == 1 and "这样的共60处，见第1页、第2页" in text


def test_json(report: Report) -> None:
    sheet = json.loads(report.as_json())
    assert (sheet["file"], sheet["pages"], sheet["errors"], sheet["warnings"]) == ("通知.pdf", 1, 2, 0)
    assert len(sheet["checks"]) == len(CHECKS)
    first = sheet["findings"][0]
    assert (first["check"], first["severity"], first["page"], first["line"]) == (22, "error", 1, 3)
    assert first["clause"] == "GB/T 9704—2012 7.3.2"
    x0, top, x1, bottom = first["box"]
    assert 27.9 < x0 < x1 < 184.1 and 37 < top < bottom


def test_marked_pdf(report: Report, tmp_path: Path) -> None:
    mark(tmp_path / "通知.pdf", report, tmp_path / "圈.pdf")
    page = pypdf.PdfReader(tmp_path / "圈.pdf").pages[0]
    comments = [str(each.get_object()["/Contents"]) for each in page["/Annots"]]
    assert comments == [str(finding) for finding in report.findings]
    assert "(22) Tj" in page.get_contents().get_data().decode("latin-1")  # type: ignore[union-attr]
    assert "现将有关事项通知如下" in page.extract_text().replace("\n", "")


def test_marked_picture_has_red_boxes(report: Report, tmp_path: Path) -> None:
    mark(tmp_path / "通知.pdf", report, tmp_path / "圈.png")
    image = Image.open(io.BytesIO((tmp_path / "圈.png").read_bytes())).convert("RGB")
    data = image.tobytes()
    red = sum(r > 180 and g < 90 and b < 90 for r, g, b in zip(data[::3], data[1::3], data[2::3], strict=True))
    assert image.width > 800 and red > 300


def test_a_profile_by_name_by_file_and_skipped_checks(tmp_path: Path) -> None:
    path = tmp_path / "通知.pdf"
    path.write_bytes(pdf(FAULTY))
    (tmp_path / "本院.yaml").write_text("title: 本院格式\nskip: [22]\nrequire: [标题, 成文日期]\n", encoding="utf-8")
    local = inspect_pdf(path, str(tmp_path / "本院.yaml"))
    assert local.standard == "本院格式"
    assert [(finding.check, finding.message[:9]) for finding in local.findings] == [
        (30, "文末没有成文日期"),
        (27, "“…诊疗行为,保障"),
    ]
    with pytest.raises(Unreadable, match=r"没有叫“gb970”的体检标准.*是不是“gb9704”"):
        inspect_pdf(path, "gb970")


def test_every_check_says_what_it_demands() -> None:
    for check in CHECKS:
        assert check.find.__doc__ and check.name and check.clause, check.number
    numbers = [check.number for check in CHECKS]
    assert numbers == sorted(set(numbers)) and set(range(1, 45)) <= set(numbers)
