"""Reporting forms as readers meet them: pages, their links back to the source of each figure, open data, print, and no contact data anywhere."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from form_samples import printed_labels

from campaign.checks import look_over
from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.dates import Moment
from campaign.model import Submission
from campaign.pages.forms import form_pages
from campaign.pdf import form as form_print
from campaign.views.forms import book

ROOT = Path(__file__).resolve().parent.parent
PRIVATE = ("示例联系人", "13800000000", "13900000000")
DECEMBER = Moment(2016, 12)


@pytest.fixture(scope="module")
def own() -> Content:
    return look_over(ROOT, date(2026, 11, 21))[0]


@pytest.fixture(scope="module")
def bodies(own: Content) -> dict[str, str]:
    return {page.path: page.body for page in form_pages(own)}


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


# -- contact data ----------------------------------------------------------------------------------------------------------------


def test_contact_data_is_in_the_files_and_nowhere_else(own: Content, site: Path) -> None:
    """The names and numbers of the demonstration files are in no record, no page, no index, no data, no workbook and no PDF's text."""
    typed = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "plans/forms/data").glob("*.yaml"))
    assert all(value in typed for value in PRIVATE)
    assert not {"contact", "mobile", "private"} & set(Submission.__dataclass_fields__)
    assert not any(value in repr(own) for value in PRIVATE)
    for path in site.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            assert not any(value.encode() in raw for value in PRIVATE), path
    for path in (site / "forms").rglob("*.pdf"):
        with pdfplumber.open(path) as pdf:
            text = "".join(page.extract_text() for page in pdf.pages)
        assert not any(value in text for value in PRIVATE), path


def test_the_contact_boxes_are_printed_empty(site: Path) -> None:
    for path in (site / links.form_blank("form1"), site / links.form_sheet_pdf("form1", "2016-12", "dc-bureau")):
        with pdfplumber.open(path) as pdf:
            text = "".join(page.extract_text() for page in pdf.pages)
        assert re.search(r"联系人：\s*手机号：\s*(?:$|\n|第|◇|示例)", text), text[-200:]


# -- pages -----------------------------------------------------------------------------------------------------------------------


def test_every_sheet_has_a_page_a_print_and_a_place_in_the_grid(
    own: Content, bodies: dict[str, str], site: Path
) -> None:
    made = book(own)
    assert len(made.sheets) == 3 + 23, (
        "three of the bureau, eight hospitals in three months less the one that never came"
    )
    for (form, unit, period), sheet in made.sheets.items():
        assert sheet.url in bodies
        assert (site / sheet.url).is_file()
        assert (site / links.form_sheet_pdf(form, period, unit)).read_bytes().startswith(b"%PDF-")


def test_who_reported_is_told_in_words(bodies: dict[str, str]) -> None:
    page = plain(bodies["forms/form2/index.html"])
    assert "按时 21" in page and "迟报 2" in page and "缺报 1" in page
    assert "87.50% 7／8" in page
    assert "更正过" in page


def test_a_rolled_up_figure_opens_into_its_sheets(bodies: dict[str, str]) -> None:
    body = bodies["forms/form1/2016-12/index.html"]
    row = "<tr " + body[body.index('id="f-appt_num"') :].partition("</tr>")[0]
    assert plain(row).split() == [
        "三级医院平均预约诊疗率，预约诊疗数",
        "94187",
        "县人民医院",
        "56943",
        "县中心医院",
        "37244",
        "2",
        "家相加（三级）",
    ]
    assert 'href="../../../forms/form2/2016-12/dc-h1/index.html#f-appt_num"' in row
    assert 'id="f-appt_num"' in bodies["forms/form2/2016-12/dc-h1/index.html"]
    missing = body[body.index('id="f-daycases"') :].partition("</tr>")[0]
    assert "缺 1 家" in plain(missing) and "南湾医院 没有报" in plain(missing)
    open_cell = body[body.index('id="f-mediation"') :].partition("</tr>")[0]
    assert "示例县卫健局" in plain(open_cell)


def test_a_correction_keeps_the_earlier_version_in_sight(bodies: dict[str, str]) -> None:
    page = plain(bodies["forms/form2/2016-11/dc-h2/index.html"])
    assert re.search(
        r"2016年12月8日报 以此为准 .*日间手术.*开展日间手术总例数（例） 118 100 .*2016年12月5日报 原来的", page
    )


@pytest.mark.parametrize("form", ["form1", "form2"])
def test_labels_stand_on_the_page_in_printed_order(own: Content, bodies: dict[str, str], form: str) -> None:
    body = bodies[f"forms/{form}/index.html"]
    table = body[body.index("printed-form") :].partition("</table>")[0]
    cells = [re.sub(r"<span.*", "", cell, flags=re.S) for cell in re.findall(r"<th[^>]*>(.*?)</th>", table, re.S)]
    assert tuple(cells) == printed_labels(own.forms[form])


def test_the_page_shows_what_the_view_says(own: Content, bodies: dict[str, str]) -> None:
    for sheet in book(own).sheets.values():
        body = bodies[sheet.url]
        for key, cell in sheet.cells.items():
            shown = re.search(rf'id="f-{key}">(.*?)</(?:td|span)>', body, re.S)
            assert shown and plain(shown.group(1)).strip().startswith(cell.text), (sheet.url, key)


# -- print -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["form1", "form2"])
def test_the_blank_form_prints_every_label_in_order(own: Content, site: Path, form: str) -> None:
    """Cell by cell from the print's table: no label is missing, none out of order, and no value is filled in."""
    with pdfplumber.open(site / links.form_blank(form)) as pdf:
        tables = [table for page in pdf.pages for table in page.extract_tables()]
        text = "".join(page.extract_text() for page in pdf.pages)
    cells = [cell.replace("\n", "") for table in tables for row in table for cell in row if cell and cell.strip()]
    labels = [cell for cell in cells if cell not in (own.forms[form].seal,)]
    assert tuple(labels) == printed_labels(own.forms[form])
    assert own.forms[form].seal in text.replace("\n", "")


def test_the_filled_form_prints_the_same_figures_as_the_page(own: Content, site: Path) -> None:
    sheet = book(own).sheet("form2", "dc-h1", DECEMBER)
    assert sheet is not None
    with pdfplumber.open(site / links.form_sheet_pdf("form2", "2016-12", "dc-h1")) as pdf:
        assert len(pdf.pages) == 1
        values = [row[-1] for table in pdf.pages[0].extract_tables() for row in table if len(row) > 1]
        text = (pdf.pages[0].extract_text() or "").replace("\n", "")
    printed = [each for each in values if each not in (None, "", sheet.form.seal)]
    assert printed == [sheet.cells[each.id].text for each in sheet.form.entered]
    for each in sheet.form.computed:
        assert sheet.cells[each.id].text in text


def test_blank_and_filled_are_jobs_of_the_view(own: Content) -> None:
    sheet = book(own).sheet("form1", "dc-bureau", DECEMBER)
    assert sheet is not None
    job = form_print.document(sheet, own)
    assert "94187" in job.html and "3732 ◇" in job.html
    assert form_print.document(sheet, own) == job
    assert "94187" not in form_print.blank(own.forms["form1"], own).html


# -- data ------------------------------------------------------------------------------------------------------------------------


def test_the_catalog_lists_the_forms(site: Path) -> None:
    entries: list[dict[str, Any]] = json.loads((site / "data/catalog.json").read_text(encoding="utf-8"))["forms"]
    assert [(each["id"], each["sections"], each["rows"], each["entered"], each["computed"]) for each in entries] == [
        ("form1", 7, 27, 51, 12),
        ("form2", 7, 24, 31, 5),
    ]
    for each in entries:
        for key in ("url", "data", "csv", "template", "pdf"):
            assert (site / each[key]).is_file()


def test_open_data_say_what_the_pages_say(site: Path) -> None:
    data = json.loads((site / links.form_data("form1")).read_text(encoding="utf-8"))
    december = data["periods"][-1]
    (sheet,) = december["sheets"]
    assert (sheet["values"]["appt_num"], sheet["values"]["appt_rate"], sheet["origins"]["appt_num"]) == (
        94187,
        54.72,
        "汇总",
    )
    assert sheet["parts"]["appt_num"] == {"dc-h1": 56943, "dc-h2": 37244}
    assert sheet["parts"]["daycases"]["dc-h7"] is None
    lower = json.loads((site / links.form_data("form2")).read_text(encoding="utf-8"))
    november = next(each for each in lower["periods"][1]["sheets"] if each["unit"] == "dc-h2")
    assert (november["values"]["daycases"], november["earlier"][0]["values"]["daycases"]) == (100, 118)
    assert lower["periods"][-1]["states"]["dc-h7"] == "缺报"


def test_csv_holds_every_sheet_that_stands(site: Path) -> None:
    rows = list(csv.reader(io.StringIO((site / links.form_csv("form2")).read_text(encoding="utf-8-sig"), newline="")))
    assert len(rows) == 2 + 23
    head = rows[1]
    line = next(row for row in rows if row[:2] == ["示例县第二医院", "2016-12"])
    assert line[head.index("revisit_num")] == "" and line[head.index("revisit_rate")] == "", "blank, not 0"
    zero = next(row for row in rows if row[:2] == ["示例县康复医院", "2016-12"])
    assert zero[head.index("elective")] == "0" and zero[head.index("day_rate")] == ""


# -- in a browser ----------------------------------------------------------------------------------------------------------------------

SAMPLES = (
    links.FORMS,
    links.form("form1"),
    links.form("form2"),
    links.form_period("form1", "2016-12"),
    links.form_period("form2", "2016-12"),
    links.form_sheet("form1", "2016-12", "dc-bureau"),
    links.form_sheet("form2", "2016-11", "dc-h2"),
)


@pytest.mark.parametrize("width", [360, 1440])
def test_no_page_scrolls_sideways(browser: Any, served: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    tab = context.new_page()
    wide = []
    for name in SAMPLES:
        tab.goto(served + name)
        if tab.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(name)
    assert wide == []
    context.close()


def test_from_a_sum_to_the_hospital_sheet_by_clicking(browser: Any, served: str) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    tab = context.new_page()
    tab.goto(served + links.form("form1"))
    tab.locator("#form .pf-value a", has_text="94187").click()
    tab.wait_for_url("**/forms/form1/2016-12/dc-bureau/index.html#f-appt_num")
    tab.locator("#f-appt_num summary").click()
    tab.locator("#f-appt_num").get_by_role("link", name="县人民医院").click()
    tab.wait_for_url("**/forms/form2/2016-12/dc-h1/index.html#f-appt_num")
    assert tab.locator(":target").inner_text() == "56943"
    context.close()


def test_a_form_is_found_by_its_labels(browser: Any, served: str) -> None:
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(served + "index.html")
    found = tab.evaluate("query => window.planSearch(query)", "医责险和医疗风险互助金参保")
    assert any("forms/form" in each["url"] for each in found[:5])
    for value in PRIVATE:
        assert value not in json.dumps(tab.evaluate("query => window.planSearch(query)", value), ensure_ascii=False)
    context.close()
