"""A workbook back into the files its entries came from: every row goes where its record stands, and nothing else in the files moves.

Three states are compared: what an entry said when the workbook was made (its mark), what the row says now, and what the files say now. What only
one side changed is taken from that side; what both changed differently is named and nothing is done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from campaign import yamltext
from campaign.content import Content
from campaign.importers.desk import ReadBack, Rows
from campaign.importers.ledger_yaml import ledger_yaml
from campaign.leaves.problems import Problem
from campaign.model import Plan, Record
from campaign.workbooks.desk import DeskFault, Holds, Shape, fingerprint, keyed, said
from campaign.yamltext.edit import YamlEditFault, edited


@dataclass(frozen=True)
class FileEdit:
    """A file with its new text, and how many entries were added to it, changed and removed."""

    path: str
    text: str
    added: int
    changed: int
    removed: int

    def __str__(self) -> str:
        counts = ((self.added, "新增"), (self.changed, "修改"), (self.removed, "删除"))
        return f"{self.path}：{'、'.join(f'{word} {count} 条' for count, word in counts if count)}"


@dataclass(frozen=True)
class Merge:
    """What importing a workbook does to the files: nothing when there are problems. `removed` names the entries that go, `kept` counts those that
    the workbook does not know of, `absent` the rows whose entry was taken out of the files since."""

    files: tuple[FileEdit, ...] = ()
    removed: tuple[str, ...] = ()
    kept: int = 0
    absent: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _Standing:
    """An entry in the files: the list of which file, and its place there."""

    path: str
    index: int
    record: Record


@dataclass(frozen=True)
class _Step:
    """What is done: to an entry in the files, to a row of the sheet, or from one to the other."""

    word: str  # added, changed, removed; kept: without a row, absent: without an entry, both left so
    standing: _Standing | None = None
    row: int | None = None


def merge(draft: ReadBack, content: Content, texts: Mapping[str, str]) -> Merge:
    """The files of a campaign with the rows of a sound draft put in. `texts` are the files by path, byte-order marks included."""
    plan = content.plans[draft.campaign]
    data: dict[str, Any] = {path: yamltext.read(path, text).data for path, text in texts.items()}
    counts: Counter[tuple[str, str]] = Counter()
    problems: list[Problem] = []
    removed: list[str] = []
    for rows in draft.sheets:
        shape, standing = rows.shape, _standing(content, plan, rows.shape)
        steps = []
        for step in _steps(rows, standing, content, plan):
            if isinstance(step, Problem):
                problems.append(step)
            else:
                steps.append(step)
        home = _home(shape, plan, list(standing.values()))
        for step in steps:
            counts[(step.standing.path if step.standing else home, step.word)] += 1
            if step.standing and step.row is not None and step.word == "changed":
                entry = data[step.standing.path][shape.key][step.standing.index]
                _change(entry, shape, step.standing.record, rows.records[step.row], rows.entries[step.row])
            elif step.row is not None and step.word == "added":
                file = data.setdefault(home, {})
                file[shape.key] = [*(file.get(shape.key) or ()), _new(rows.entries[step.row], rows.records[step.row])]
        gone = [step.standing for step in steps if step.standing and step.word == "removed"]
        removed += [_label(content, plan, shape, each.record) for each in gone]
        for each in sorted(gone, key=lambda each: -each.index):
            del data[each.path][shape.key][each.index]
    if problems:
        return Merge(problems=tuple(problems))
    files = tuple(
        FileEdit(
            path,
            _text(path, texts.get(path), values, draft.head),
            *(counts[(path, word)] for word in ("added", "changed", "removed")),
        )
        for path, values in data.items()
        if any(counts[(path, word)] for word in ("added", "changed", "removed"))
    )
    kept, absent = (
        sum(count for (_, word), count in counts.items() if word == wanted) for wanted in ("kept", "absent")
    )
    return Merge(files, tuple(removed), kept, absent)


def _text(path: str, text: str | None, values: Mapping[str, Any], head: Mapping[str, str]) -> str:
    if text is None:
        return ledger_yaml({key: value for key, value in head.items() if key == "demo"}, values)
    try:
        return edited(text, values)
    except YamlEditFault as fault:
        raise DeskFault(f"{path} 没有法子照原样改：{fault}；什么也没有写") from fault


# -- what is to be done -------------------------------------------------------------------------------------------------------------


def _standing(content: Content, plan: Plan, shape: Shape) -> dict[str, _Standing]:
    """The entries of a list in all files of the campaign, by key."""
    found = [
        _Standing(path, index, record)
        for path, file in content.publicity.items()
        if file.campaign == plan.id
        for index, record in enumerate(getattr(file, shape.key))
    ]
    return dict(zip(keyed(shape, (each.record for each in found)), found, strict=True))


def _steps(rows: Rows, standing: Mapping[str, _Standing], content: Content, plan: Plan) -> Iterator[_Step | Problem]:
    """Row by row, then what has no row any more. Without marks nothing counts as deleted, and what the sheet says is taken."""
    shape, marks = rows.shape, rows.marks
    keys = keyed(shape, rows.records)
    for number, key in enumerate(keys):
        row, here = fingerprint(shape, rows.records[number]), standing.get(key)
        mark = marks.get(key) if marks is not None else None
        if here is None and mark is None:
            yield _Step("added", row=number)
        elif here is None:
            if row == mark:
                yield _Step("absent", row=number)
            else:
                message = "这一条改过，可导出以后它已从文件里删去"
                yield rows.source.error(
                    (shape.key, number), "changed-since", message, "还要它就清空隐藏的 A 列当作新的登，不要就删去这一行"
                )
        elif (there := fingerprint(shape, here.record)) == row or row == mark:
            continue
        elif marks is not None and mark is None:
            where, hint = (shape.key, number, "id"), "新登的一行把隐藏的 A 列清空，会自动编号"
            message = f"{shape.title}编号“{key}”已经用在 {_place(content, shape, here)}"
            if not shape.prefix:
                where, hint = (shape.key, number, shape.told_by[0]), "重新导出台账，在新的一份里改"
                message = f"导出以后，这一条已经登进文件（{_place(content, shape, here)}），两处说的不同"
            yield rows.source.error(where, "duplicate-id" if shape.prefix else "changed-since", message, hint)
        elif mark is not None and there != mark:
            message = f"这一条改过，导出以后文件里也改过（{_place(content, shape, here)}）"
            yield rows.source.error((shape.key, number), "changed-since", message, "重新导出台账，在新的一份里改")
        else:
            yield _Step("changed", here, number)
    for key, here in standing.items():
        if key in keys:
            continue
        mark = marks.get(key) if marks is not None else None
        if mark is None:
            yield _Step("kept", here)
        elif mark == fingerprint(shape, here.record):
            yield _Step("removed", here)
        else:
            source = content.source("publicity", here.path)
            message = f"{_label(content, plan, shape, here.record)}在台账里删去了，导出以后这里又改过"
            yield source.error((shape.key, here.index), "changed-since", message, "重新导出台账，看过再删")


def _place(content: Content, shape: Shape, here: _Standing) -> str:
    return f"{here.path} 第 {content.source('publicity', here.path).at(shape.key, here.index)[0]} 行"


def _label(content: Content, plan: Plan, shape: Shape, record: Record) -> str:
    """投稿 s03“题目”, 月末材料“外科 2026-10”."""
    names = {award.id: award.name for award in plan.awards}
    title = getattr(record, "title", None)
    if title is None:
        words = [said(record, (each,)) for each in shape.told_by]
        title = " ".join(
            names.get(word) or (content.registry.name(word) if each == "unit" else word)
            for each, word in zip(shape.told_by, words, strict=True)
        )
    return f"{shape.title}{' ' + said(record, ('id',)) + ' ' if shape.prefix else ''}“{title}”"


def _home(shape: Shape, plan: Plan, standing: list[_Standing]) -> str:
    """The file for new entries: that of the latest entry of the list; the first entries of all begin a file of their own."""
    if not standing:
        return f"plans/campaign-data/{plan.id}/{shape.key}.yaml"
    return max(
        enumerate(standing),
        key=lambda each: (said(each[1].record, ("date",)) if hasattr(each[1].record, "date") else "", each[0]),
    )[1].path


# -- an entry as its author writes it -------------------------------------------------------------------------------------------------


def _new(entry: Mapping[str, Any], record: Record) -> dict[str, Any]:
    return {key: list(getattr(record, key)) if key == "authors" else value for key, value in entry.items()}


def _change(entry: dict[str, Any], shape: Shape, old: Record, new: Record, typed: Mapping[str, Any]) -> None:
    """Put what the row says into the entry of the file, field by field: what means the same stays as its author wrote it."""
    for column in shape.columns:
        name = column.path[0]
        if name == "stages" or said(old, column.path) == said(new, column.path):
            continue
        if name not in typed:
            entry.pop(name, None)
        elif column.kind is Holds.NAMES:
            entry[name] = list(getattr(new, name))
        else:
            entry[name] = typed[name]
    if "stages" in {column.path[0] for column in shape.columns}:
        _change_stages(entry, old, new, typed)


def _change_stages(entry: dict[str, Any], old: Any, new: Any, typed: Mapping[str, Any]) -> None:
    written = {step.name: step_typed for step, step_typed in zip(old.stages, entry.get("stages") or (), strict=True)}
    before = {step.name: step for step in old.stages}
    steps = []
    for step, step_typed in zip(new.stages, typed.get("stages", ()), strict=True):
        made = dict(written.get(step.name, step_typed))
        for name in ("date", "where"):
            if step.name in before and said(before[step.name], (name,)) != said(step, (name,)):
                made[name] = step_typed.get(name)
        steps.append({name: value for name, value in made.items() if value is not None})
    if steps:
        entry["stages"] = steps
    else:
        entry.pop("stages", None)
