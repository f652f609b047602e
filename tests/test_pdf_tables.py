"""Tables of fixed layout: widths from what the cells hold, the page upright or lying, cells over several columns."""

from __future__ import annotations

import pytest

from campaign.pdf.tables import LANDSCAPE, PADDING, PORTRAIT, PrintColumn, fit, measure, measured, table

SHORT = [PrintColumn("序号", 2, 3, "center"), PrintColumn("任务", 8, 30), PrintColumn("期限", 5, 9, "center")]


def test_widths_fill_the_line_and_keep_the_least() -> None:
    rows = [("1", "优化门诊流程", "2026年12月31日"), ("2", "加强患者随访", "2026年11月30日")]
    widths = fit(SHORT, measured(SHORT, rows), PORTRAIT, 12)
    assert sum(widths) == pytest.approx(PORTRAIT, abs=0.01)
    em = 12 * 25.4 / 72
    assert all((width - PADDING) / em >= column.least - 0.01 for width, column in zip(widths, SHORT, strict=True))
    assert (widths[2] - PADDING) / em >= measure("2026年12月31日") - 0.01  # the date stays on one line


def test_room_goes_where_it_saves_lines() -> None:
    columns = [PrintColumn("甲", 4), PrintColumn("乙", 4)]
    short_left = fit(columns, measured(columns, [("一二三", "字" * 120)]), PORTRAIT, 12)
    short_right = fit(columns, measured(columns, [("字" * 120, "一二三")]), PORTRAIT, 12)
    assert short_left[1] > 3 * short_left[0]
    assert short_right[0] > 3 * short_right[1]


def test_a_narrow_table_stands_and_a_wide_one_lies() -> None:
    assert not table(SHORT, [("1", "任务", "2026年")] * 20).wide
    many = [PrintColumn(f"第{place}栏", 6) for place in range(9)]
    lying = table(many, [tuple("这一栏里的文字比较长要分几行" for _ in many)] * 20)
    assert lying.wide
    assert sum(lying.widths) == pytest.approx(LANDSCAPE, abs=0.01)
    assert table(many, [tuple("字" for _ in many)] * 3, lying=(False,)).wide is False


def test_larger_type_where_there_is_room() -> None:
    assert table(SHORT, [("1", "任务", "2026年")] * 5).size == 12
    assert table(SHORT, [("1", "任务", "2026年")] * 26).size == 10.5  # 12 pt would take a second page


def test_a_cell_over_several_columns() -> None:
    made = table(
        [PrintColumn("甲"), PrintColumn("乙"), PrintColumn("丙"), PrintColumn("丁")],
        [("一", "二", None, "四"), ("一", None, None, None)],
    )
    assert [(words, span, column.title) for words, span, column in made.cells(0)] == [
        ("一", 1, "甲"),
        ("二", 2, "乙"),
        ("四", 1, "丁"),
    ]
    assert [(words, span) for words, span, _ in made.cells(1)] == [("一", 4)]


def test_no_rows_and_one_column() -> None:
    assert sum(table([PrintColumn("甲")], []).widths) == pytest.approx(PORTRAIT, abs=0.01)
    assert sum(table(SHORT, [("", "", "")]).widths) == pytest.approx(PORTRAIT, abs=0.01)


def test_running_words_give_way_before_numbers() -> None:
    columns = [
        PrintColumn("指标", 12),
        *(PrintColumn(f"{place}级", 5, 24, "center") for place in range(8)),
        PrintColumn("口径", 16),
    ]
    rows = [("床位使用率", *("不低于95%" for _ in range(8)), "实际占用的床日除以开放的床日")]
    made = table(columns, rows)
    assert made.wide
    em = made.size * 25.4 / 72
    rooms = [(width - PADDING) / em for width in made.widths]
    assert all(room >= 5 - 0.01 for room in rooms[1:-1])
    assert rooms[0] < 12
    assert rooms[-1] < 16


def test_a_row_that_fills_a_third_of_the_page_may_be_parted() -> None:
    columns = [PrintColumn("序号", 2, 3, "center"), PrintColumn("口径", 9, 60)]
    made = table(columns, [("组",), ("1", "字" * 100), ("2", "字" * 2000)], bands=frozenset({0}))
    assert made.tall == {2}
