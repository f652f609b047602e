"""Submitted forms in `plans/forms/data/`, whatever the format; contact data is read and goes no further than here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from campaign import yamltext
from campaign.leaves.decoding import decoded
from campaign.leaves.problems import Problem, Source, did_you_mean
from campaign.load.files import Reading
from campaign.load.records import mapping, validated
from campaign.model import Form, Submission, SubmissionFile
from campaign.model.references import may_be_lost
from campaign.workbooks import forms as formfiles

_TEXTS, _WORKBOOKS = (".yaml", ".yml", ".csv"), (".xlsx", ".xlsm", ".xls", ".et", ".ods")


def submissions(reading: Reading, forms: Mapping[str, Form]) -> tuple[Submission, ...]:
    """Every submission of a known form, in an order that files have no part in."""
    found = []
    for key, data, source in _typed(reading, forms):
        record = validated(reading.problems, data, source, SubmissionFile)
        if record is None:
            continue
        form = forms.get(record.form)
        if form is None and may_be_lost(reading.lost, ["form"], record.form):
            continue
        if form is None:
            hint = did_you_mean(record.form, forms) or "先在 plans/forms/ 里写好这张表的定义"
            reading.note(source.error(("form",), "form-unknown", f"没有编号为“{record.form}”的表", hint))
            continue
        made, problems = formfiles.submission(record, source, key, form, reading.registry)
        if made or not may_be_lost(reading.lost, ["unit", "collective"], record.unit):
            reading.note(*problems)
        if made:
            reading.sources[("submission", key)] = source
            found.append(made)
    return formfiles.order(found)


def _typed(reading: Reading, forms: Mapping[str, Form]) -> Iterator[tuple[str, Any, Source]]:
    """A key of its own, the words as typed, and their places, for every form in every file."""
    for path in reading.files("plans/forms/data", suffixes=None):
        name = reading.name(path)
        if path.suffix not in (*_TEXTS, *_WORKBOOKS):
            message = f"不认识这种文件（{path.suffix or '没有扩展名'}），没有读"
            reading.note(Source(name).error((), "format-unknown", message, "报表用 yaml、csv 或模板的 xlsx"))
        elif path.suffix in _WORKBOOKS:
            raw = reading.raw(path)
            typed, problems = formfiles.read_xlsx(name, raw) if raw is not None else ([], [])
            reading.note(*problems)
            yield from ((source.path, data, source) for data, source in typed)
        elif path.suffix == ".csv":
            raw = reading.raw(path)
            typed, problems = _csv(name, raw, forms) if raw is not None else ([], [])
            reading.note(*problems)
            yield from ((f"{source.path}:{source.at()[0]}", data, source) for data, source in typed)
        elif (text := reading.text(path)) is None:
            continue
        else:
            data, source = mapping(reading.problems, name, text, SubmissionFile)
            if data is not None:
                yield source.path, data, source


def _csv(name: str, raw: bytes, forms: Mapping[str, Form]) -> tuple[list[formfiles.Typed], list[Problem]]:
    """A CSV as Chinese Excel (GB 18030) or anybody else (UTF-8, UTF-16) saves it."""
    if len(raw) > yamltext.MAX_BYTES:
        return [], list(yamltext.decode(name, raw)[1])
    text = decoded(raw)
    if text is None:
        return [], [Source(name).error((), "encoding", "这不是文字", "在 Excel 里另存为 CSV")]
    return formfiles.read_csv(name, text, forms)
