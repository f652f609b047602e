"""Texts to records: YAML files of a folder, and front matter of Markdown pages, each validated and keyed by its id."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from campaign import yamltext
from campaign.kinds import PLAN, Kind
from campaign.leaves.problems import Path as Where
from campaign.leaves.problems import Problem, Source
from campaign.load.faults import explained, is_key
from campaign.load.files import Reading
from campaign.load.names import settled
from campaign.model import Quantity, Record
from campaign.model.outline import outline
from campaign.model.references import inner_model
from campaign.texts import privacy
from campaign.texts.markdown import FRONT_MATTER

R = TypeVar("R", bound=Record)
Beside = Callable[[R, Source, Reading], None]  # looks at the files beside a record
MOST = 32_000  # characters of a text; a cell holds 32,767 and sometimes takes a word besides
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
FIGURES = dict[str, str | None]  # the values of a submission: each is read as a number or as yes and no, or refused


def records(reading: Reading, kind: Kind[R], beside: Beside[R] | None = None) -> dict[str, R]:
    """Valid records of a kind by id, with ids for names; a second one with the same id is an error and left out."""
    found: dict[str, R] = {}
    issuers = [(plan.id, plan.issuer) for plan in reading.of(PLAN).values()]
    meant = blake2b(f"{reading.registry} {reading.home} {issuers}".encode(), digest_size=16).hexdigest()
    for folder in kind.folders:
        read = _pages if folder.startswith("docs/") else _files
        for record, source in read(reading, kind, folder, meant):
            record_id = str(getattr(record, kind.id_key))
            first = reading.sources.setdefault((kind.key, record_id), source)
            if first is not source:
                message = f"编号“{record_id}”已经用在 {first.path}"
                reading.note(source.error((kind.id_key,), "duplicate-id", message, "换一个编号"))
                continue
            found[record_id] = record
            if beside:
                beside(record, source, reading)
    return found


def _files(reading: Reading, kind: Kind[R], folder: str, meant: str) -> Iterator[tuple[R, Source]]:
    files = reading.files(folder, deep=kind.deep, skip=kind.skip, only=kind.only)
    return ((record, source) for _, record, source in valid(reading, files, kind.record, meant))


def _pages(reading: Reading, kind: Kind[R], folder: str, meant: str) -> Iterator[tuple[R, Source]]:
    """Front matter of the Markdown pages `<folder>/<id>/index.md`; the id is the name of the folder."""
    for path in reading.there(folder, "*/index.md"):
        text, name = reading.text(path), reading.name(path)
        head = FRONT_MATTER.match(text or "")
        if text is not None and head is None:
            message, hint = "文件开头没有 --- 之间的栏目", f"开头写 --- ，接着 kind: {kind.key} 等栏目，再写 ---"
            reading.note(Source(name).error((), "no-front-matter", message, hint))
        record, source = _read(reading, path, head.group(1) if head else None, kind.record, meant, first_line=2)
        record_id = str(getattr(record, "id", ""))
        if record and record_id == path.parent.name:
            yield record, source
        elif record:
            reading.lose(kind.record, path, {"id": record_id})
            message = f"编号“{record_id}”与文件夹名“{path.parent.name}”不同"
            reading.note(source.error(("id",), "id-path", message, "两处写成一样"))


def valid(reading: Reading, files: Iterable[Path], model: type[R], meant: str = "") -> Iterator[tuple[Path, R, Source]]:
    """Every file that holds a valid record, with that record; what is wrong with the others is noted. `meant` is a digest of what the names
    in it mean: with it the record comes with ids for them."""
    for path in files:
        record, source = _read(reading, path, reading.text(path), model, meant)
        if record is not None:
            yield path, record, source


def _read(
    reading: Reading, path: Path, text: str | None, model: type[R], meant: str = "", first_line: int = 1
) -> tuple[R | None, Source]:
    """The record that a file holds, as it was read the last time if the text is the same; without a valid one, what it seems to hold is
    remembered as lost."""
    name = reading.name(path)
    source, data, record = Source(name), None, None
    if text is not None:
        digest = reading.digests[name] = blake2b(text.encode(), digest_size=16).hexdigest()
        asked, key = f"read {name}", (digest, model.__qualname__, meant, first_line)
        kept = None if name in reading.edited else reading.store.get(asked)
        if kept and kept[0] == key:
            _, record, source, problems, reading.outlines[name] = kept
            reading.note(*problems)
            return record, source
        problems = []
        data, source = mapping(problems, name, text, model, first_line)
        record = None if data is None else validated(problems, data, source, model)
        reading.note(*problems)
        record = settled(record, reading) if record is not None and meant else record
        if record is not None:
            reading.outlines[name] = blake2b(outline(record).model_dump_json().encode(), digest_size=16).hexdigest()
        if record is not None and name not in reading.edited:
            reading.store.put(asked, (key, record, source, problems, reading.outlines[name]))
    if record is None:
        reading.lose(model, path, data)
    return record, source


def parse(
    problems: list[Problem], name: str, text: str, model: type[R], first_line: int = 1
) -> tuple[R | None, Source]:
    """One YAML text to one record; problems are added to the list, and None comes back when there is an error."""
    data, source = mapping(problems, name, text, model, first_line)
    return (None if data is None else validated(problems, data, source, model)), source


def mapping(
    problems: list[Problem], name: str, text: str, model: type[BaseModel], first_line: int = 1
) -> tuple[dict[str, Any] | None, Source]:
    """The keys of one YAML text as typed; `model` says which words are keys."""
    read = yamltext.read(name, text, first_line)
    problems.extend(read.problems)
    if read.data is None:
        if not read.problems:
            problems.append(read.source.error((), "file-empty", "文件是空的", "用 plan new 生成一份可以照着填的"))
        return None, read.source
    wide = [each for each in yamltext.wide_colons(name, text, first_line) if is_key(model, each.message)]
    problems.extend(wide)
    problems.extend(read.unseen)
    if isinstance(read.data, dict):
        return read.data, read.source
    if not wide:
        problems.append(read.source.error((), "not-a-mapping", "这里应是若干行“键: 值”", "例如 id: my-plan"))
    return None, read.source


def validated(problems: list[Problem], data: Any, source: Source, model: type[R]) -> R | None:
    """Keys and text as a record, or None with the reasons noted.

    Every record of every kind comes through here, from whatever file: what is private in its texts is an error and made unreadable, so
    that nothing later has it to publish, not even a build or a preview that goes on past errors.
    """
    hidden: list[tuple[Where, str]] = []
    data = _without_private(data, model, (), hidden)
    problems.extend(
        source.error(where, "private", f"内容里有{word}，会随网页公开", "删去") for where, word in dict.fromkeys(hidden)
    )
    problems.extend(source.error(where, *said) for where, said in _too_long(data, ()))
    try:
        return model.model_validate(data)
    except ValidationError as fault:
        problems.extend(explained(fault, source, model))
        return None


def _without_private(value: Any, model: type[BaseModel] | None, where: Where, hidden: list[tuple[Where, str]]) -> Any:
    """Typed data with private numbers made unreadable, each noted in `hidden`; figures and records that are never published stay. Lines end
    in one way, whatever way they were typed: a workbook takes no other."""
    if isinstance(value, str):
        value = _LINE_ENDS.sub("\n", value)
        words = privacy.words(value)
        hidden.extend((where, word) for word in words)
        return privacy.masked(value) if words else value
    if isinstance(value, list):
        return [_without_private(each, model, (*where, index), hidden) for index, each in enumerate(value)]
    if not isinstance(value, dict):
        return value
    looked_at = _looked_at(model) if model else {}
    kept = {}
    for key, each in value.items():
        published, inner = looked_at.get(key, (True, None))
        kept[key] = _without_private(each, inner, (*where, key), hidden) if published else each
    return kept


@cache
def _looked_at(model: type[BaseModel]) -> Mapping[str, tuple[bool, type[BaseModel] | None]]:
    """By key: whether what stands there is published text, and the record type inside it."""
    found = {}
    for name, info in model.model_fields.items():
        inner = inner_model(info.annotation)
        published = not getattr(inner, "never_published", False) and not _holds_figures(info.annotation)
        found[info.alias or name] = published, inner
    return found


def _too_long(value: Any, where: Where) -> Iterator[tuple[Where, tuple[str, str, str]]]:
    """Texts that no cell of a workbook can hold, alone or the items of a list together; a cell counts in units of UTF-16."""
    items = value if isinstance(value, list) else [value]
    length = sum(len(each) + sum(char > "\uffff" for char in each) for each in items if isinstance(each, str))
    if length > MOST:
        said = f"这一段有 {length} 个字，超过 {MOST} 个，Excel 的一格放不下"
        yield where, ("text-too-long", said, "分成几段，或放进附件")
    elif isinstance(value, list | dict):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(each, list | dict) or len(str(each)) > MOST // 2:
                yield from _too_long(each, (*where, key))


def _holds_figures(annotation: Any) -> bool:
    """Whether a field holds numbers, which are nobody's telephone however long they are."""
    return annotation in (Quantity, FIGURES) or any(map(_holds_figures, get_args(annotation)))
