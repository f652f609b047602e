"""The page and the grid of a printed document: each document below is broken in one point, and that check alone must speak."""

from __future__ import annotations

from pathlib import Path

import pytest
from inspect_samples import BODY, LONG, NOTICE, broken, pdf

from campaign.inspect import Report, inspect_pdf
from campaign.inspect.grid import page_grid


def report_on(tmp_path: Path, body: str, css: str = "", profile: str = "gb9704", **options: str) -> Report:
    path = tmp_path / "sample.pdf"
    path.write_bytes(pdf(body, css, **options))
    return inspect_pdf(path, profile)


def checks(report: Report, severity: str = "error") -> set[int]:
    return {finding.check for finding in report.findings if finding.severity == severity}


def test_a_correct_document_has_no_fault(tmp_path: Path) -> None:
    report = report_on(tmp_path, NOTICE)
    assert [str(finding) for finding in report.findings] == []
    assert report.pages == 3 and not report.has_errors


def test_the_grid_is_22_lines_of_28_characters(tmp_path: Path) -> None:
    path = tmp_path / "sample.pdf"
    path.write_bytes(pdf(NOTICE))
    first, second, _ = page_grid(path)
    assert len(second.baselines) == 22
    assert second.baselines[0] == pytest.approx(41.90, abs=0.02)
    assert second.pitch == pytest.approx(10.446, abs=0.01)
    assert max(second.full_lines) == pytest.approx(28, abs=0.02)
    assert first.pitch == second.pitch


def test_letter_paper(tmp_path: Path) -> None:
    report = report_on(tmp_path, "<p>正文。</p>", "@page { size: 215.9mm 279.4mm; margin-bottom: 14.9625mm }")
    assert checks(report) >= {1}
    assert "215.9×279.4" in report.findings[0].message


def test_text_outside_the_type_area(tmp_path: Path) -> None:
    report = report_on(tmp_path, broken(NOTICE, "<p>1.加强", '<p style="margin-right:-3em">1.加强'))
    found = [finding for finding in report.findings if finding.check == 2]
    assert len(found) == 3 and "超出版心右边" in found[0].message and found[0].page == 2


def test_top_margin(tmp_path: Path) -> None:
    report = report_on(tmp_path, f"<p>{LONG}</p>" * 20, "@page { margin-top: 32.5625mm; margin-bottom: 34.5625mm }")
    assert 3 in checks(report)
    assert "35 毫米" in next(finding.message for finding in report.findings if finding.check == 3)


def test_a_line_missing_on_a_full_page(tmp_path: Path) -> None:
    report = report_on(
        tmp_path,
        NOTICE,
        "@page { margin-bottom: 43mm } @page :right { @bottom-right { padding-top: 12.2375mm } }"
        " @page :left { @bottom-left { padding-top: 12.2375mm } }",
    )
    assert checks(report) == {4}
    assert "21 行" in report.findings[0].message


def test_pitch(tmp_path: Path) -> None:
    report = report_on(tmp_path, NOTICE, "body { line-height: 28pt }")
    assert 5 in checks(report)
    assert "9.88 毫米" in next(finding.message for finding in report.findings if finding.check == 5)


def test_one_step_that_leaves_the_grid(tmp_path: Path) -> None:
    report = report_on(tmp_path, broken(NOTICE, "<p>（2）严格", '<p style="margin-top:.6mm">（2）严格'))
    assert 5 in checks(report)


def test_sixteen_points_set_27_characters(tmp_path: Path) -> None:
    report = report_on(tmp_path, f"<p>{LONG}</p>" * 4, "body { font-size: 16pt }")
    assert "27 字" in next(finding.message for finding in report.findings if finding.check == 6)


def test_a_line_that_ends_early(tmp_path: Path) -> None:
    report = report_on(tmp_path, broken(BODY, "医疗质量的工作部署", "医疗<br>质量的工作部署"))
    assert checks(report, "warning") == {7}


def test_closing_mark_at_the_beginning_of_a_line(tmp_path: Path) -> None:
    report = report_on(tmp_path, broken(BODY, "工作部署，进", "工作部署进步与<br>，进"))
    assert 25 in checks(report)


def test_page_number_without_dashes(tmp_path: Path) -> None:
    report = report_on(tmp_path, NOTICE, "@page :left { @bottom-left { content: counter(page) } }")
    assert checks(report) == {39}
    assert "“— 2 —”" in report.findings[0].message
