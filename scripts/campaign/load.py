"""Files to records: reads `plans/` and the front matter under `docs/`, once, and names every problem with its place.

Nothing after this room reads a file. What cannot be read is left out of the content and stands in the problems instead.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from campaign import formfiles, pictures, seals, yamltext
from campaign.content import Content
from campaign.model import (
    Case,
    Collective,
    Form,
    GlossaryFile,
    Interpretation,
    Ledger,
    Meeting,
    Outlet,
    OutletsFile,
    Plan,
    Progress,
    PublicityFile,
    Record,
    Responsibility,
    Result,
    RuleSet,
    Site,
    Submission,
    SubmissionFile,
    Term,
    Unit,
    UnitsFile,
    Update,
)
from campaign.problems import Path as Where
from campaign.problems import Problem, Source, did_you_mean, listing
from campaign.units import Registry, Unresolved, from_bracket

R = TypeVar("R", bound=Record)
UNIT_FIELDS = frozenset({"lead", "join", "with_", "to", "who", "joint_issuers"})


@dataclass(frozen=True)
class Loaded:
    """Content as far as it could be read, and everything that was wrong with it."""

    content: Content
    problems: tuple[Problem, ...]


@dataclass
class _Desk:
    """The state of one loading: what has been read so far."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    sources: dict[tuple[str, str], Source] = field(default_factory=dict)
    home: str | None = None  # the site's own institution


def load(root: Path, today: date, as_of: date | None = None) -> Loaded:
    """Read a content root. `as_of` overrides the configured date; `today` is used when neither is given."""
    desk = _Desk(root)
    site = _site(desk)
    registry = _registry(desk)
    if site.home:
        try:
            site = site.model_copy(update={"home": registry.resolve(site.home)})
        except Unresolved as fault:
            desk.problems.append(desk.sources[("site", "site")].error(("home",), fault.code, fault.message, fault.hint))
            site = site.model_copy(update={"home": None})
    desk.home = site.home
    plans = {
        plan.id: _resolve_plan(desk, plan, registry)
        for plan in _records(desk, _files(desk, "plans", deep=False, skip={"site"}), Plan, "plan", lambda plan: plan.id)
    }
    progress = {
        each.plan: each
        for each in _records(desk, _files(desk, "plans/progress"), Progress, "progress", lambda each: each.plan)
    }
    interpretations = {each.id: each for each in _written(desk, "interpretations", Interpretation, "interpretation")}
    assessments = {
        each.id: each
        for each in _records(
            desk, _files(desk, "plans/assessment", deep=False), RuleSet, "assessment", lambda each: each.id
        )
    }
    forms = {each.id: each for each in _forms(desk, registry)}
    outlets = _outlets(desk)
    content = Content(
        site=site,
        as_of=as_of or (site.as_of.last if site.as_of else today),
        registry=registry,
        plans=plans,
        progress=progress,
        interpretations=interpretations,
        assessments=assessments,
        results={each.id: each for each in _results(desk, registry)},
        forms=forms,
        submissions=_submissions(desk, forms, registry),
        ledgers={each.id: each for each in _ledgers(desk, registry)},
        meetings={each.id: each for each in _meetings(desk, registry)},
        outlets=outlets,
        publicity=_publicity(desk, plans, outlets, registry),
        updates={each.id: each for each in _updates(desk, plans, registry)},
        cases={each.id: each for each in _written(desk, "cases", Case, "case")},
        seals=_seals(desk, plans),
        terms=_terms(desk),
        sources=desk.sources,
    )
    if not plans and not desk.problems:
        desk.problems.append(
            Problem("plans", 1, 1, "error", "no-plans", "plans 文件夹里没有方案", "用 plan new plan <编号> 新建一个")
        )
    return Loaded(content, tuple(desk.problems))


# -- finding files ------------------------------------------------------------------------------------------------------------


def _files(
    desk: _Desk,
    folder: str,
    *,
    deep: bool = True,
    skip: frozenset[str] | set[str] = frozenset(),
    suffixes: tuple[str, ...] | None = (".yaml", ".yml"),
) -> Iterator[Path]:
    """YAML files (or others by `suffixes`, None for any) of a folder in the order of their names; a link that leaves the content root is refused."""
    base = desk.root / folder
    if not base.is_dir():
        return
    pattern = "**/*" if deep else "*"
    root = desk.root.resolve()
    for path in sorted(base.glob(pattern)):
        if (suffixes and path.suffix not in suffixes) or path.stem in skip or path.name.startswith((".", "~$")):
            continue
        if not path.resolve().is_relative_to(root):
            name = _name(desk, path)
            desk.problems.append(
                Problem(name, 1, 1, "error", "outside-root", "这个链接指向内容文件夹之外", "把文件本身放进来")
            )
            continue
        if path.is_file():
            yield path


def _name(desk: _Desk, path: Path) -> str:
    return path.relative_to(desk.root).as_posix()


def _raw(desk: _Desk, path: Path) -> str | None:
    """Text of a file, or None with a problem noted."""
    raw = _bytes(desk, path)
    if raw is None:
        return None
    text, problems = yamltext.decode(_name(desk, path), raw)
    desk.problems.extend(problems)
    return None if problems else text


def _bytes(desk: _Desk, path: Path) -> bytes | None:
    """The start of a file, a little more than is allowed, or None with a problem noted."""
    name = _name(desk, path)
    try:
        with path.open("rb") as file:
            return file.read(yamltext.MAX_BYTES + 1)
    except OSError as fault:
        desk.problems.append(
            Problem(
                name,
                1,
                1,
                "error",
                "file-unreadable",
                f"读不了这个文件：{os.strerror(fault.errno or 0)}",
                "检查文件权限",
            )
        )
        return None


# -- text to records -----------------------------------------------------------------------------------------------------------


def _records(desk: _Desk, files: Iterator[Path], model: type[R], kind: str, key: Callable[[R], str]) -> Iterator[R]:
    """Valid records of a folder; a second record with the same id is an error and left out."""
    for path in files:
        text = _raw(desk, path)
        if text is None:
            continue
        record, source = parse(desk.problems, _name(desk, path), text, model)
        if record is None:
            continue
        record_id = key(record)
        first = desk.sources.get((kind, record_id))
        if first:
            place = (model_id_field(model),)
            desk.problems.append(
                source.error(place, "duplicate-id", f"编号“{record_id}”已经用在 {first.path}", "换一个编号")
            )
            continue
        desk.sources[(kind, record_id)] = source
        yield record


def model_id_field(model: type[BaseModel]) -> str:
    return "id" if "id" in model.model_fields else "plan"


def parse(
    problems: list[Problem], name: str, text: str, model: type[R], first_line: int = 1
) -> tuple[R | None, Source]:
    """One YAML text to one record; problems are added to the list, and None comes back when there is an error."""
    data, source = _mapping(problems, name, text, model, first_line)
    return (None if data is None else _validated(problems, data, source, model)), source


def _mapping(
    problems: list[Problem], name: str, text: str, model: type[BaseModel], first_line: int = 1
) -> tuple[dict[str, Any] | None, Source]:
    """The keys of one YAML text as typed; `model` says which words are keys."""
    read = yamltext.read(name, text, first_line)
    problems.extend(read.problems)
    if read.problems and read.data is None:
        return None, read.source
    if read.data is None:
        problems.append(read.source.error((), "file-empty", "文件是空的", "用 plan new 生成一份可以照着填的"))
        return None, read.source
    wide = [each for each in yamltext.wide_colons(name, text, first_line) if _is_key(model, each.message)]
    if not isinstance(read.data, dict):
        problems.extend(wide or [read.source.error((), "not-a-mapping", "这里应是若干行“键: 值”", "例如 id: my-plan")])
        return None, read.source
    problems.extend(wide)
    return read.data, read.source


def _validated(problems: list[Problem], data: Any, source: Source, model: type[R]) -> R | None:
    """Keys and text as a record, or None with the reasons noted."""
    try:
        return model.model_validate(data)
    except ValidationError as fault:
        problems.extend(_explained(fault, source, model))
        return None


def _is_key(model: type[BaseModel], message: str) -> bool:
    found = re.match(r"“([A-Za-z_]\w*)”", message)
    return found is not None and found.group(1) in _all_keys(model)


def _all_keys(model: type[BaseModel], seen: set[type[BaseModel]] | None = None) -> set[str]:
    """Every key that may stand anywhere below a model."""
    seen = set() if seen is None else seen
    if model in seen:
        return set()
    seen.add(model)
    keys = set()
    for name, info in model.model_fields.items():
        keys.add(info.alias or name)
        inner = inner_model(info.annotation)
        if inner:
            keys |= _all_keys(inner, seen)
    return keys


def inner_model(annotation: Any) -> type[BaseModel] | None:
    """The record type inside an annotation such as `tuple[Annotated[Task, …], ...] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        found = inner_model(argument)
        if found:
            return found
    return None


def _explained(fault: ValidationError, source: Source, model: type[BaseModel]) -> Iterator[Problem]:
    """Pydantic's errors as sentences for the author, each at the line it speaks of."""
    errors = fault.errors(include_url=False)
    for error in errors:
        where = tuple(error["loc"])
        if error["type"] == "too_short" and any(
            len(other["loc"]) > len(where) and other["loc"][: len(where)] == where for other in errors
        ):
            continue  # the item is there, but wrong, and is named by an error of its own
        owner, label = _owner(model, where)
        key = next((part for part in reversed(where) if isinstance(part, str)), "")
        name = f"“{key}”（{label}）" if label else f"“{key}”"
        kind = error["type"]
        if kind == "extra_forbidden":
            keys = [info.alias or each for each, info in owner.model_fields.items()] if owner else []
            hint = did_you_mean(key, keys) or f"可以写的有 {listing(keys)}"
            yield source.error(where, "unknown-key", f"不认识的项“{key}”", "number" if key == "no" else hint)
        elif kind == "missing":
            yield source.error(where[:-1], "missing", f"缺少必填项{name}", f"加一行 {key}: …")
        elif kind in ("word", "number", "date", "truth"):
            yield source.error(where, f"bad-{kind}", f"{name}：{error['msg']}")
        else:
            message, hint = _plain_reason(kind, error)
            yield source.error(where, "bad-value", f"{name}{message}", hint)


def _plain_reason(kind: str, error: Any) -> tuple[str, str]:
    typed = error.get("input")
    shown = f"“{typed}”" if isinstance(typed, str) else ""
    if kind == "string_pattern_mismatch":
        return f"的编号{shown}不合写法", "只用小写字母、数字和连字符，如 quality-year"
    if kind in ("string_type", "string_too_short"):
        return ("没有写内容", "写上内容，或删去这一行") if typed in (None, "") else ("应是一段文字", "不要在这里分项")
    if kind in ("tuple_type", "list_type"):
        return "应是列表", "每项一行，以“- ”开头"
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        wide = "；冒号要用半角" if isinstance(typed, str) and "：" in typed else ""
        return f"应是若干“键: 值”，却写了{shown or '别的'}", f"缩进一层，逐行写键和值{wide}"
    if kind == "literal_error":
        return f"不能写{shown}", f"可写 {error['ctx']['expected'].replace(' or ', '、').replace(chr(39), '')}"
    if kind in ("int_parsing", "int_type", "int_from_float"):
        return f"应是整数，却写了{shown or '别的'}", "只写数字"
    if kind == "greater_than_equal":
        return f"不能小于 {error['ctx']['ge']}", ""
    if kind == "too_short":
        return "至少要有一项", ""
    return f"写法不对{shown}", ""


def _owner(model: type[BaseModel], where: Where) -> tuple[type[BaseModel] | None, str]:
    """The record type that holds the value at `where`, and the Chinese label of its last key."""
    current: type[BaseModel] | None = model
    label = ""
    names = [part for part in where if isinstance(part, str)]
    for index, name in enumerate(names):
        if current is None:
            return None, ""
        info = next((each for key, each in current.model_fields.items() if name in (key, each.alias)), None)
        label = info.title or "" if info else ""
        if index < len(names) - 1:
            current = inner_model(info.annotation) if info else None
    return current, label


# -- the kinds of files -----------------------------------------------------------------------------------------------------------


def _site(desk: _Desk) -> Site:
    path = next(
        (each for each in (desk.root / "plans/site.yaml", desk.root / "plans/site.yml") if each.is_file()), None
    )
    desk.sources[("site", "site")] = Source("plans/site.yaml")
    if not path:
        return Site()
    text = _raw(desk, path)
    if text is None:
        return Site()
    site, source = parse(desk.problems, _name(desk, path), text, Site)
    desk.sources[("site", "site")] = source
    return site or Site()


def _registry(desk: _Desk) -> Registry:
    units: dict[str, Any] = {}
    collectives: dict[str, Any] = {}
    for path in _files(desk, "plans/registry", skip={"glossary", "outlets"}):
        text = _raw(desk, path)
        if text is None:
            continue
        record, source = parse(desk.problems, _name(desk, path), text, UnitsFile)
        if record is None:
            continue
        entries: list[Unit | Collective] = [*record.units, *record.collectives]
        for number, entry in enumerate(entries):
            key, index = ("units", number) if isinstance(entry, Unit) else ("collectives", number - len(record.units))
            if entry.id in units or entry.id in collectives:
                message = f"单位编号“{entry.id}”已经用过"
                desk.problems.append(source.error((key, index, "id"), "duplicate-id", message, "换一个编号"))
                continue
            (units if isinstance(entry, Unit) else collectives)[entry.id] = entry
            desk.sources[("unit", entry.id)] = Source(source.path, {(): source.at(key, index, "id")})
    registry = Registry(units, collectives)
    for unit in registry.units.values():
        if unit.parent and unit.parent not in registry.units:
            place = desk.sources[("unit", unit.id)]
            hint = did_you_mean(unit.parent, registry.units)
            desk.problems.append(
                place.error((), "unit-unknown", f"单位“{unit.name}”的上级“{unit.parent}”不在名册里", hint)
            )
    return registry


def _results(desk: _Desk, registry: Registry) -> Iterator[Result]:
    """Scores with the hospital's id for its name; those of an unknown hospital are left out."""
    for result in _records(desk, _files(desk, "plans/assessment/results"), Result, "result", lambda each: each.id):
        try:
            yield result.model_copy(update={"unit": registry.resolve(result.unit)})
        except Unresolved as fault:
            desk.problems.append(
                desk.sources[("result", result.id)].error(("unit",), fault.code, fault.message, fault.hint)
            )


def _forms(desk: _Desk, registry: Registry) -> Iterator[Form]:
    """Form definitions with the ids of the units that report; a name that means no unit is named and left out."""
    for form in _records(desk, _files(desk, "plans/forms", deep=False), Form, "form", lambda each: each.id):
        source = desk.sources[("form", form.id)]
        units: dict[str, tuple[str, ...]] = {}
        for key, names in (("units", form.reporters.units), ("under", form.reporters.under)):
            ids, failures = registry.resolve_all(names)
            failed = {names[index] for index, _ in failures}
            desk.problems.extend(
                source.error(("reporters", key, index), fault.code, fault.message, fault.hint)
                for index, fault in failures
            )
            units[key] = tuple(each for each in ids if each not in failed)
        yield form.model_copy(update={"reporters": form.reporters.model_copy(update=units)})


def _submissions(desk: _Desk, forms: Mapping[str, Form], registry: Registry) -> tuple[Submission, ...]:
    """Everything in `plans/forms/data/`, whatever the format; contact data is read and goes no further than here."""
    found = []
    for name, data, source in _typed_submissions(desk, forms):
        record = _validated(desk.problems, data, source, SubmissionFile)
        if record is None:
            continue
        form = forms.get(record.form)
        if form is None:
            hint = did_you_mean(record.form, forms) or "先在 plans/forms/ 里写好这张表的定义"
            desk.problems.append(source.error(("form",), "form-unknown", f"没有编号为“{record.form}”的表", hint))
            continue
        key = f"{source.path}:{source.at()[0]}" if name.endswith(".csv") else source.path
        made, problems = formfiles.submission(record, source, key, form, registry)
        desk.problems.extend(problems)
        if made:
            desk.sources[("submission", key)] = source
            found.append(made)
    return formfiles.order(found)


_TEXTS, _WORKBOOKS = (".yaml", ".yml", ".csv"), (".xlsx", ".xlsm", ".xls", ".et")


def _typed_submissions(desk: _Desk, forms: Mapping[str, Form]) -> Iterator[tuple[str, Any, Source]]:
    """File name, keys as typed, and their places, for every form in every file."""
    for path in _files(desk, "plans/forms/data", suffixes=None):
        name = _name(desk, path)
        if path.suffix not in (*_TEXTS, *_WORKBOOKS):
            desk.problems.append(
                Problem(
                    name,
                    1,
                    1,
                    "error",
                    "format-unknown",
                    f"不认识这种文件（{path.suffix or '没有扩展名'}），没有读",
                    "报表用 yaml、csv 或模板的 xlsx",
                )
            )
            continue
        if path.suffix in _WORKBOOKS:
            raw = _bytes(desk, path)
            typed, problems = formfiles.read_xlsx(name, raw) if raw is not None else ([], [])
            desk.problems.extend(problems)
            yield from ((name, *each) for each in typed)
            continue
        text = _raw(desk, path)
        if text is None:
            continue
        if path.suffix == ".csv":
            typed, problems = formfiles.read_csv(name, text, forms)
            desk.problems.extend(problems)
            yield from ((name, *each) for each in typed)
            continue
        data, source = _mapping(desk.problems, name, text, SubmissionFile)
        if data is not None:
            yield name, data, source


def _ledgers(desk: _Desk, registry: Registry) -> Iterator[Ledger]:
    """Ledgers with unit names replaced by ids: short names are read inside the supervising office's own house."""
    for ledger in _records(desk, _files(desk, "plans/ledger"), Ledger, "ledger", lambda each: each.id):
        source = desk.sources[("ledger", ledger.id)]
        issuer = ledger.issuer
        if issuer:
            try:
                issuer = registry.resolve(issuer)
            except Unresolved as fault:
                desk.problems.append(source.error(("issuer",), fault.code, fault.message, fault.hint))
                issuer = None
        resolved = _resolve(desk.problems, source, registry, issuer, ledger, ())
        assert isinstance(resolved, Ledger)
        yield resolved.model_copy(update={"issuer": issuer})


def _meetings(desk: _Desk, registry: Registry) -> Iterator[Meeting]:
    """Meetings with unit names replaced by ids; a PDF they bind is a file beside them."""
    for meeting in _records(desk, _files(desk, "plans/meetings"), Meeting, "meeting", lambda each: each.id):
        source = desk.sources[("meeting", meeting.id)]
        documents = []
        for index, typed in enumerate(meeting.documents):
            document = typed
            where: Where = ("documents", index)
            if document.file and not _beside(desk, document.file):
                hint = "把 PDF 放进 plans/meetings，只写文件名；会上另发的删去这一行"
                message = f"plans/meetings 里没有 PDF 文件“{document.file}”"
                desk.problems.append(source.error((*where, "file"), "file-missing", message, hint))
            if document.unit:
                try:
                    document = document.model_copy(update={"unit": registry.resolve(document.unit, desk.home)})
                except Unresolved as fault:
                    desk.problems.append(source.error((*where, "unit"), fault.code, fault.message, fault.hint))
            documents.append(document)
        yield meeting.model_copy(update={"documents": tuple(documents)})


def _beside(desk: _Desk, name: str) -> bool:
    folder = (desk.root / "plans" / "meetings").resolve()
    path = (folder / name).resolve()
    return path.suffix.lower() == ".pdf" and path.is_relative_to(folder) and path.is_file()


def _outlets(desk: _Desk) -> Mapping[str, Outlet]:
    """The media of `plans/registry/outlets.yaml` by id; a second one of the same id is an error and left out."""
    found: dict[str, Outlet] = {}
    for path in _files(desk, "plans/registry"):
        text = _raw(desk, path) if path.stem == "outlets" else None
        record, source = parse(desk.problems, _name(desk, path), text, OutletsFile) if text is not None else (None, None)
        if record is None or source is None:
            continue
        desk.sources[("outlets", "outlets")] = source
        for index, outlet in enumerate(record.outlets):
            if outlet.id in found:
                message = f"媒体编号“{outlet.id}”已经用过"
                desk.problems.append(source.error(("outlets", index, "id"), "duplicate-id", message, "换一个编号"))
            else:
                found[outlet.id] = outlet
    return found


def _publicity(
    desk: _Desk, plans: Mapping[str, Plan], outlets: Mapping[str, Outlet], registry: Registry
) -> Mapping[str, PublicityFile]:
    """The ledgers of `plans/campaign-data/<campaign>/` by path, with ids for the names of units and outlets; a name that means nothing stays
    as typed, and for outlets a rule names it."""
    found: dict[str, PublicityFile] = {}
    names = {name: each.id for each in outlets.values() for name in (each.id, each.name, each.short, *each.aliases) if name}
    for path in _files(desk, "plans/campaign-data"):
        name, folder = _name(desk, path), path.relative_to(desk.root / "plans/campaign-data").parts[0]
        text = _raw(desk, path)
        record, source = parse(desk.problems, name, text, PublicityFile) if text is not None else (None, None)
        if record is None or source is None:
            continue
        desk.sources[("publicity", name)] = source
        if record.campaign not in (None, folder):
            message = f"活动编号“{record.campaign}”与文件夹名“{folder}”不同"
            desk.problems.append(source.error(("campaign",), "id-path", message, "两处写成一样，或删去 campaign 一行"))
        issuer = plans[folder].issuer if folder in plans else None
        changes: dict[str, Any] = {"campaign": folder}
        for key in ("submissions", "coverage", "works", "nominations", "materials"):
            entries = []
            for index, entry in enumerate(getattr(record, key)):
                update = {}
                if entry.unit:
                    try:
                        update["unit"] = registry.resolve(entry.unit, issuer)
                    except Unresolved as fault:
                        desk.problems.append(source.error((key, index, "unit"), fault.code, fault.message, fault.hint))
                if key == "coverage":
                    update["outlet"] = names.get(entry.outlet, entry.outlet)
                entries.append(entry.model_copy(update=update))
            changes[key] = tuple(entries)
        for index, work in enumerate(record.works):
            if work.file:
                try:
                    pictures.look(pictures.read(path.parent / "images", work.file), work.file)
                except pictures.UnfitPicture as fault:
                    desk.problems.append(source.error(("works", index, "file"), fault.code, fault.message, fault.hint))
        found[name] = record.model_copy(update=changes)
    return found


def _terms(desk: _Desk) -> tuple[Term, ...]:
    for path in _files(desk, "plans/registry"):
        if path.stem == "glossary":
            text = _raw(desk, path)
            record, source = (
                parse(desk.problems, _name(desk, path), text, GlossaryFile) if text is not None else (None, None)
            )
            if record and source:
                desk.sources[("glossary", "glossary")] = source
                return record.terms
    return ()


_FENCE = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.S | re.M)


def front_matter(text: str) -> str | None:
    """The YAML between the fences at the head of a Markdown file, or None."""
    found = _FENCE.match(text)
    return found.group(1) if found else None


def _written(desk: _Desk, folder: str, model: type[R], kind: str) -> Iterator[R]:
    """Front matter of the Markdown pages `docs/<folder>/<id>/index.md`; the id is the name of the folder."""
    base = desk.root / "docs" / folder
    for path in sorted(base.glob("*/index.md")) if base.is_dir() else ():
        text = _raw(desk, path)
        if text is None:
            continue
        name = _name(desk, path)
        head = front_matter(text)
        if head is None:
            message, hint = "文件开头没有 --- 之间的栏目", f"开头写 --- ，接着 kind: {kind} 等栏目，再写 ---"
            desk.problems.append(Problem(name, 1, 1, "error", "no-front-matter", message, hint))
            continue
        record, source = parse(desk.problems, name, head, model, first_line=2)
        if record is None:
            continue
        record_id = str(getattr(record, "id", ""))
        if record_id != path.parent.name:
            message = f"编号“{record_id}”与文件夹名“{path.parent.name}”不同"
            desk.problems.append(source.error(("id",), "id-path", message, "两处写成一样"))
            continue
        desk.sources[(kind, record_id)] = source
        yield record


def _updates(desk: _Desk, plans: Mapping[str, Plan], registry: Registry) -> Iterator[Update]:
    """Updates with unit names replaced by ids: short names are read inside the house of the first plan's issuer, else the site's own."""
    for update in _written(desk, "updates", Update, "update"):
        issuers = [plans[each].issuer for each in update.plans if each in plans]
        units, failures = registry.resolve_all(update.units, next(filter(None, issuers), desk.home))
        source = desk.sources[("update", update.id)]
        desk.problems.extend(
            source.error(("units", index), fault.code, fault.message, fault.hint) for index, fault in failures
        )
        failed = {update.units[index] for index, _ in failures}
        yield update.model_copy(update={"units": tuple(each for each in units if each not in failed)})


# -- unit names to ids ----------------------------------------------------------------------------------------------------------------


def _resolve_plan(desk: _Desk, plan: Plan, registry: Registry) -> Plan:
    """The plan with every unit name replaced by its id; names that mean nothing or two things are problems and fall out."""
    source = desk.sources[("plan", plan.id)]
    issuer = plan.issuer
    if issuer:
        try:
            issuer = registry.resolve(issuer)
        except Unresolved as fault:
            desk.problems.append(source.error(("issuer",), fault.code, fault.message, fault.hint))
            issuer = None
    resolved = _resolve(desk.problems, source, registry, issuer, plan, ())
    assert isinstance(resolved, Plan)
    return resolved.model_copy(update={"issuer": issuer})


def _seals(desk: _Desk, plans: Mapping[str, Plan]) -> dict[str, seals.Picture]:
    """The pictures of seals that plans name, each read once; one that cannot be printed is an error at the line that names it."""
    found: dict[str, seals.Picture] = {}
    for plan in plans.values():
        for index, seal in enumerate(plan.document.seals if plan.document else ()):
            if seal.file and seal.file not in found:
                try:
                    found[seal.file] = seals.read(desk.root, seal.file)
                except seals.Unfit as fault:
                    where = ("document", "seals", index, "file")
                    desk.problems.append(desk.sources[("plan", plan.id)].error(where, "seal-unfit", fault.message, fault.hint))
    return found


def _resolve(
    problems: list[Problem], source: Source, registry: Registry, issuer: str | None, record: Record, where: Where
) -> Record:
    if isinstance(record, Responsibility):
        record = from_bracket(record)
    changes: dict[str, Any] = {}
    for name, info in type(record).model_fields.items():
        value = getattr(record, name)
        here = (*where, info.alias or name)
        if isinstance(value, Record):
            changes[name] = _resolve(problems, source, registry, issuer, value, here)
        elif isinstance(value, tuple) and value:
            if name in UNIT_FIELDS and isinstance(value[0], str):
                ids, failures = registry.resolve_all(value, issuer)
                problems.extend(
                    source.error((*here, index), fault.code, fault.message, fault.hint) for index, fault in failures
                )
                changes[name] = ids
            elif isinstance(value[0], Record):
                changes[name] = tuple(
                    _resolve(problems, source, registry, issuer, item, (*here, index))
                    for index, item in enumerate(value)
                )
    changed = {name: value for name, value in changes.items() if value != getattr(record, name)}
    return record.model_copy(update=changed) if changed else record


def ordered(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Problems by file and line, each once."""
    return tuple(sorted(dict.fromkeys(problems)))


def file_kinds() -> Mapping[str, type[BaseModel]]:
    """The kinds of content files by the name of their JSON Schema."""
    return {
        "plan": Plan,
        "units": UnitsFile,
        "glossary": GlossaryFile,
        "progress": Progress,
        "site": Site,
        "interpretation": Interpretation,
        "update": Update,
        "case": Case,
        "meeting": Meeting,
        "assessment": RuleSet,
        "result": Result,
        "form": Form,
        "submission": SubmissionFile,
        "ledger": Ledger,
        "outlets": OutletsFile,
        "publicity": PublicityFile,
    }
