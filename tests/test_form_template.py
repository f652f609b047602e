"""The Excel template: what is locked, what is checked while typing, and that what is filled in comes back exactly, also through LibreOffice."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import office_basic
import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from campaign.checks import look_over
from campaign.cli import main
from campaign.content import Content
from campaign.exporters.form_template import template
from campaign.model import FieldKind, Form, SubmissionFile
from campaign.model.forms import Figure
from campaign.workbooks.forms import read_xlsx, submission

ROOT = Path(__file__).resolve().parent.parent
HEAD = {"unit": "示例县人民医院", "period": "2016-12", "reported_on": "2017-01-09"}


@pytest.fixture(scope="module")
def own() -> Content:
    return look_over(ROOT, date(2026, 11, 21))[0]


def read_back(raw: bytes, content: Content) -> Mapping[str, Figure]:
    """The figures of a workbook by field."""
    found, problems = read_xlsx("a.xlsx", raw)
    assert problems == []
    ((data, source),) = found
    record = SubmissionFile.model_validate(data)
    made, problems = submission(record, source, "a.xlsx", content.forms[record.form], content.registry)
    assert problems == [] and made is not None
    return made.values


def figures_for(form: Form) -> dict[str, Figure]:
    """A value for every field of a form: large and small numbers, one with places, yes and no in turn."""
    made: dict[str, Figure] = {}
    for place, each in enumerate(form.entered):
        if each.kind is FieldKind.YESNO:
            made[each.id] = place % 2 == 0
        else:
            made[each.id] = Decimal("27.35") if each.kind is FieldKind.NUMBER else Decimal(10**place % 9_999_991)
    return made


@pytest.mark.parametrize("form_id", ["form1", "form2"])
def test_what_is_filled_in_comes_back_exactly(own: Content, form_id: str) -> None:
    form = own.forms[form_id]
    values = figures_for(form)
    assert read_back(template(form, HEAD, values), own) == values
    assert len(values) == len(form.entered)


def test_an_empty_template_is_no_submission(own: Content) -> None:
    assert read_xlsx("a.xlsx", template(own.forms["form2"])) == ([], [])


@settings(max_examples=15)
@given(data=st.data())
def test_any_figures_come_back_and_blanks_stay_blank(own: Content, data: st.DataObject) -> None:
    form = own.forms["form2"]
    values: dict[str, Figure] = {}
    for each in form.entered:
        if each.kind is FieldKind.YESNO:
            value = data.draw(st.sampled_from([None, True, False]))
        elif each.kind is FieldKind.COUNT:
            value = data.draw(st.one_of(st.none(), st.integers(0, 10**9).map(Decimal)))
        else:
            value = data.draw(st.one_of(st.none(), st.decimals(0, 10**6, places=2)))
        values[each.id] = value
    given_values = {key: value for key, value in values.items() if value is not None}
    assert read_back(template(form, HEAD, values), own) == given_values


def _sheet(raw: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(raw)).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_only_value_cells_are_unlocked_and_ids_are_hidden(own: Content) -> None:
    form = own.forms["form1"]
    sheet = _sheet(template(form))
    assert sheet.protection.sheet and sheet.column_dimensions["A"].hidden
    keyed = {cell.row for cell in sheet["A"] if cell.value and cell.value != "-"}
    unlocked = {(cell.row, cell.column) for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert unlocked == {(row, 5) for row in keyed}
    assert len(keyed) == len(form.entered) + 8, "51 fields, six about the submission, contact and mobile"
    book = openpyxl.load_workbook(io.BytesIO(template(form)))
    assert book["planpress"].sheet_state == "veryHidden"
    assert [cell.value for cell in book["planpress"][2]] == ["汇总表一", "form1", "1"]


def test_every_value_cell_is_checked_while_typing(own: Content) -> None:
    form = own.forms["form2"]
    sheet = _sheet(template(form))
    places = {row[0].value: row[4].coordinate for row in sheet.iter_rows(max_col=5)}
    kinds: dict[str, str] = {}
    for rule in sheet.data_validations.dataValidation:
        for each in form.entered:
            if places[each.id] in rule.sqref:
                assert each.id not in kinds and rule.showErrorMessage
                kinds[each.id] = str(rule.type)
    wanted = {FieldKind.COUNT: "whole", FieldKind.NUMBER: "decimal", FieldKind.YESNO: "list"}
    assert kinds == {each.id: wanted[each.kind] for each in form.entered}


def test_labels_stand_in_printed_order(own: Content) -> None:
    form = own.forms["form2"]
    sheet = _sheet(template(form))
    ids = [cell.value for cell in sheet["A"] if cell.value in form.fields]
    assert ids == [each.id for each in form.entered]
    sections = [cell.value for cell in sheet["B"] if cell.value in {section.title for section in form.sections}]
    assert sections == [section.title for section in form.sections]


def test_the_same_form_gives_the_same_bytes(own: Content) -> None:
    assert template(own.forms["form2"], HEAD) == template(own.forms["form2"], HEAD)


FILL = """\
Sub Fill
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  book = StarDesktop.loadComponentFromURL("%(source)s", "_blank", 0, hidden())
  sheet = book.Sheets.getByIndex(0)
%(lines)s
  Dim form(0) As New com.sun.star.beans.PropertyValue
  form(0).Name = "FilterName" : form(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL("%(target)s", form())
  book.close(True)
  StarDesktop.terminate()
End Sub
"""


def typed_in_libreoffice(raw: bytes, cells: Mapping[str, Figure | str], folder: Path) -> bytes:
    """A workbook after LibreOffice, without a screen, opened it, typed into these cells and saved it as xlsx."""
    (folder / "in.xlsx").write_bytes(raw)
    lines = []
    for place, value in cells.items():
        text = (
            value
            if isinstance(value, str)
            else {True: "是", False: "否"}.get(value)
            if isinstance(value, bool)
            else None
        )
        typing = f'setString("{text}")' if text is not None else f"setValue({value})"
        lines.append(f'  sheet.getCellRangeByName("{place}").{typing}')
    words = {
        "source": (folder / "in.xlsx").as_uri(),
        "target": (folder / "out.xlsx").as_uri(),
        "lines": "\n".join(lines),
    }
    office_basic.run(FILL % words, folder)
    return (folder / "out.xlsx").read_bytes()


@pytest.mark.parametrize("form_id", ["form1", "form2"])
def test_filled_in_with_libreoffice(own: Content, form_id: str, tmp_path: Path) -> None:
    """An empty template, typed into and saved by LibreOffice: figures, head and version are read back exactly, and the sheet is locked as before."""
    form = own.forms[form_id]
    values = figures_for(form)
    head = HEAD if form_id == "form2" else {**HEAD, "unit": "示例县卫生健康局"}
    raw = template(form)
    places = {str(row[0].value): row[4].coordinate for row in _sheet(raw).iter_rows(max_col=5)}
    typed = typed_in_libreoffice(raw, {places[key]: value for key, value in {**head, **values}.items()}, tmp_path)
    assert read_back(typed, own) == values
    ((data, _),) = read_xlsx("a.xlsx", typed)[0]
    assert {key: data[key] for key in ("form", "version", *head)} == {"form": form_id, "version": "1", **head}
    assert _sheet(typed).protection.sheet


def test_the_command_writes_a_template(tmp_path: Path, own: Content) -> None:
    out = tmp_path / "t.xlsx"
    done = CliRunner().invoke(main, ["export", "form2", "--root", str(ROOT), "--to", "xlsx", "-o", str(out)])
    assert (done.exit_code, done.output) == (0, f"已写出 {out}\n")
    assert out.read_bytes() == template(own.forms["form2"])
    csv = CliRunner().invoke(main, ["export", "form2", "--root", str(ROOT), "--to", "csv"])
    assert csv.output.splitlines()[1].startswith("unit,period,reported_on,state,appt_num,appt_den,appt_rate")
    refused = CliRunner().invoke(main, ["export", "form2", "--root", str(ROOT), "--to", "stratml"])
    assert (refused.exit_code, refused.output) == (1, "错误：“form2”不能写成 stratml\n")
