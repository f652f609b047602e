"""Somebody else's paper on its way to a draft plan: read, looked through beside its source, its units confirmed, saved.

Nothing is kept between two requests: files that are not saved yet travel with the page as `unsaved` (name below the content root → text), so
the forms of `edits` open and check them like any other, and a window that was closed goes on where it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from campaign.checks import look_over
from campaign.content import Content
from campaign.editor import batch, kinds, telling
from campaign.editor.finding import Desk, EditRefused, fresh_id, is_content, unsaved, value_at, with_value
from campaign.editor.telling import Answer
from campaign.importers import desk as workbook
from campaign.importers import incoming, outline
from campaign.importers.outline import yaml
from campaign.kinds import UNIT
from campaign.leaves import limits
from campaign.leaves.problems import Path, Problem
from campaign.model import Level, UnitKind
from campaign.publish import write_all
from campaign.yamltext import edit as yamledit

REGISTRY = "plans/registry/{}-units.yaml"
_DOUBT = re.compile(r"\s*# 请核对(?:（第 \d+ .）)?：(.*)")
_SHORT = 4  # words that say nothing of where they stand


MAX_BYTES = 5 * limits.MAX_BYTES  # of all files of one request


def reading(desk: Desk, request: Mapping[str, Any], raw: bytes) -> Answer:
    """What was made of papers (`batch`): their lines, a draft for each plan in them with what is to be looked at, the units nobody knew, and which files
    were not read. Refused where none was."""
    content, _ = look_over(desk.root, desk.today())
    plans = kinds.by_key("plan")
    assert plans
    held = [(PurePosixPath(name).name[:200], data) for name, data in batch.files(raw)]
    wanted = str(request.get("id") or "").strip()
    if wanted and not outline.is_id(wanted):
        raise EditRefused(422, f"编号“{wanted}”不合写法：只用小写字母、数字和连字符，如 quality-2026。")
    key = wanted or (_own_id(desk, held[0][0]) if len(held) == 1 else "") or fresh_id(desk, plans, "")
    refused = {name: said for name, data in held if (said := _no_paper(name, data))}
    made = incoming.take(
        [
            (own, name, data)
            for own, (name, data) in zip(_ids(desk, key, held), held, strict=True)
            if name not in refused
        ],
        content,
        key,
    )
    refused |= made.refused
    if not made.drafts:
        raise EditRefused(422, "；".join(refused.values()) + "。" if refused else "没有选文件。")
    texts = {f"plans/{each.id}.yaml": each.text for each in made.drafts}
    texts |= {f"plans/{path}": text for each in made.drafts for path, text in each.others.items()}
    texts |= {REGISTRY.format(key): made.units} if made.units else {}
    if taken := [each for each in texts if (desk.root / each).exists()]:
        raise EditRefused(409, f"{'、'.join(taken)} 已经有了，没有读入；换一个编号再读。")
    return {
        "name": held[0][0] if len(held) == 1 else f"{len(held)} 个文件",
        "count": len(held),
        "refused": sorted(refused.values()),
        "drafts": [_draft(each, made) for each in made.drafts],
        "unsaved": texts,
        "units": list(_strangers(texts.get(REGISTRY.format(key), ""), made)),
        "kinds": [(each.value, each.chinese) for each in UnitKind],
        "levels": [(each.value, each.chinese) for each in Level],
        "known": [(unit.id, unit.name) for unit in content.registry.units.values()],
        "home": content.home or "",
    }


def locating(_: Desk, request: Mapping[str, Any]) -> Answer:
    """The part of an unsaved plan, and the field in its form, that holds what a doubt names in “…”, or else the words of its line of the source;
    empty where none does."""
    data, line = _held(str(request.get("file")), unsaved(request)), _squashed(str(request.get("text")))
    named = set(map(_squashed, re.findall("“(.+?)”", str(request.get("words") or ""))))
    found = (
        (words in named, min(len(words), len(line)), where)
        for where, words in _texts(data, ())
        if words in named or (len(words) >= _SHORT and (words in line or (len(line) >= _SHORT and line in words)))
    )
    best = max(found, key=lambda each: each[:2], default=None)
    return dict(_place(data, best[2])) if best else {}


def admitting(desk: Desk, request: Mapping[str, Any]) -> Answer:
    """Save what was imported, all files or none: with the units as they were confirmed, and without the doubts that were settled. Refused by
    errors, as any save is."""
    texts = unsaved(request)
    if not texts or not all(is_content(desk, name) and name.endswith(".yaml") for name in texts):
        raise EditRefused(404, "没有可以保存的草稿；请重新读入。")
    with desk.writing:
        if taken := [name for name in texts if (desk.root / name).exists()]:
            raise EditRefused(409, f"{'、'.join(taken)} 已经有了，没有保存；换一个编号重新读入。")
        content, known = look_over(desk.root, desk.today())
        settled = {str(each) for each in request.get("settled") or ()}
        texts = {name: _without_doubts(text, settled) for name, text in texts.items()}
        try:
            texts = _confirmed(desk, texts, request.get("decided") or {}, content)
        except yamledit.YamlEditFault as fault:
            raise EditRefused(422, f"{fault}。") from fault
        _, problems = look_over(desk.root, desk.today(), edited=texts)
        before = {(each.path, each.code, each.message) for each in known}
        errors = [
            each for each in problems if each.severity == "error" and (each.path, each.code, each.message) not in before
        ]
        if errors:
            return {"saved": False, "problems": [_told(each, texts) for each in errors]}
        try:
            write_all({desk.root / name: text.encode() for name, text in texts.items()})
        except OSError as fault:
            raise EditRefused(403, "文件写不进去（没有权限，或磁盘满了），没有保存；您改的内容还在。") from fault
    return {"saved": True, "files": list(texts), "problems": []}


ACTIONS = {"locate": locating, "admit": admitting}


# -- what a page shows of a paper ---------------------------------------------------------------------------------------------------


def _no_paper(name: str, raw: bytes) -> str:
    """Why a file is none that is read in here; nothing when it may be."""
    if len(raw) > limits.MAX_BYTES:
        return f"{name} 超过 {limits.MAX_BYTES // 1_000_000} MB，没有读入；去掉图片或拆开再读"
    if name.lower().endswith(".xlsx") and workbook.is_desk(name, raw):
        return f"{name} 是宣传台账，不是方案；台账用命令 plan import 读回来"
    return ""


def _ids(desk: Desk, key: str, held: Sequence[tuple[str, bytes]]) -> list[str]:
    """An id for the draft of each file: the one of all for a single file, else what its own name gives, else counted."""
    made: list[str] = []
    for place, (name, _) in enumerate(held, 1):
        own = _own_id(desk, name)
        made.append(key if len(held) == 1 else own if own and own not in made else f"{key}-{place}")
    return made


def _draft(made: outline.Draft, taken: incoming.Incoming) -> Answer:
    aside = {line.place: "没认出" for line in made.unread} | {line.place: "网页上的字" for line in made.dropped}
    strangers = {f"“{name}”" for name in made.unknown}
    return {
        "id": made.id,
        "file": f"plans/{made.id}.yaml",
        "title": made.title or made.id,
        "source": taken.sources[made.id],
        "unit": made.unit,
        "said": "认出 " + "、".join(f"{count} {word}" for word, count in made.counts.items()),
        "notes": list(made.notes),
        "empty": made.empty,
        "doubts": [
            {"place": place, "words": words, "stranger": any(name in words for name in strangers)}
            for place, words in sorted(dict.fromkeys(made.doubts))
        ],
        "lines": [
            {
                "place": line.place,
                "text": line.text,
                "cells": line.cells,
                "aside": aside.get(line.place) or ("" if line.cells else line.aside),
            }
            for line in taken.lines[made.id]
            if line.text.strip()
        ],
    }


def _strangers(text: str, made: incoming.Incoming) -> Iterator[Answer]:
    """The units of a draft registry, each with what its name is like and the lines that name it."""
    data = kinds.hold("units.yaml", text.encode()).data
    hints = {name: hint for each in made.drafts for name, hint in each.unknown.items()}
    for key in ("units", "collectives"):
        for item in data.get(key) or ():
            like = re.search(r"是不是“([^”]+)”", hints.get(item["name"], ""))
            yield {**item, "many": key == "collectives", "like": like[1] if like else ""}


def _own_id(desk: Desk, name: str) -> str:
    """The id that a file's own name gives, when it is one and nobody has it."""
    stem = PurePosixPath(name).stem.lower()
    return stem if outline.is_id(stem) and not (desk.root / "plans" / f"{stem}.yaml").exists() else ""


# -- where words stand --------------------------------------------------------------------------------------------------------------


def _held(file: str, texts: Mapping[str, str]) -> Mapping[str, Any]:
    if file not in texts:
        raise EditRefused(404, "没有这份草稿；请重新读入。")
    return kinds.hold(file, texts[file].encode()).data


def _texts(value: Any, where: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield where, _squashed(value)
    for key, each in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _texts(each, (*where, key))


def _squashed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _place(data: Mapping[str, Any], where: Path) -> Iterator[tuple[str, Any]]:
    """The smallest part of a plan that is edited by itself and holds a value, and the path of the value in it."""
    plans = kinds.by_key("plan")
    assert plans
    held = (("", ()), *((at, kinds.where(data, at)) for at, _, _ in kinds.parts(plans, data)))
    at, place = max(
        ((at, place) for at, place in held if place is not None and where[: len(place)] == place),
        key=lambda each: len(each[1]),
    )
    yield "at", at
    yield "field", list(where[len(place) :])


def _told(problem: Problem, texts: Mapping[str, str]) -> Answer:
    answer = telling.told([problem])[0]
    plan = problem.path in texts and not problem.path.startswith("plans/registry/")
    return answer | {"file": problem.path} | (dict(_place(_held(problem.path, texts), problem.where)) if plan else {})


# -- what is saved ------------------------------------------------------------------------------------------------------------------


def _without_doubts(text: str, settled: set[str]) -> str:
    """A draft without the comments of what somebody has looked at."""
    gone = {yaml.comment(each) for each in settled}
    return "\n".join(
        line for line in text.split("\n") if not ((doubt := _DOUBT.fullmatch(line)) and doubt[1].strip() in gone)
    )


def _confirmed(
    desk: Desk, texts: Mapping[str, str], decided: Mapping[str, Mapping[str, str]], content: Content
) -> dict[str, str]:
    """The files with every unit as it was decided: another name of one that is known (`same`, an id), or a new one of a kind, level and parent."""
    made = dict(texts)
    registry = next((name for name in made if name.startswith("plans/registry/")), None)
    if registry is None:
        return made
    data = dict(kinds.hold(registry, made[registry].encode()).data)
    known: dict[str, str] = {}  # id in the draft registry → id in ours
    for key in ("units", "collectives"):
        kept = []
        for unit in data.get(key) or ():
            said = decided.get(unit["id"], {})
            house = known.get(unit.get("parent"))  # of one that is known, a department of the same name is the same
            if same := str(said.get("same") or "") or (content.registry.means(unit["name"], house) if house else None):
                known[unit["id"]] = _known(content, same)
                _also_called(desk, made, unit["name"], same, content)
            else:
                wanted = {name: str(said[name]) for name in ("kind", "level", "parent") if name in said}
                kept.append({name: value for name, value in {**unit, **wanted}.items() if value})
        data[key] = [each | ({"parent": known[each["parent"]]} if each.get("parent") in known else {}) for each in kept]
    data = {key: value for key, value in data.items() if value}
    for name in texts if known else ():
        plan = kinds.hold(name, made[name].encode()).data
        named = [(where, words) for where, words in _texts(plan, ()) if words in known] if name != registry else []
        for where, words in named:
            plan = with_value(plan, where, content.registry.called(known[words]))
        if named:
            made[name] = yamledit.edited(made[name], plan)
    if data:
        made[registry] = yamledit.edited(made[registry], data)
    else:
        del made[registry]
    return made


def _known(content: Content, unit: str) -> str:
    if unit not in content.registry.units:
        raise EditRefused(404, "单位名册里已经没有选的那个单位，可能刚被删去；请重新选。")
    return unit


def _also_called(desk: Desk, texts: dict[str, str], name: str, unit: str, content: Content) -> None:
    """Give a unit of the registry one more name, unless that already means something."""
    if content.registry.means(name, content.home) is not None:
        return
    file = content.source(UNIT.key, unit).path
    text = texts.get(file) or (desk.root / file).read_text(encoding="utf-8")
    data = kinds.hold(file, text.encode()).data
    where = kinds.where(data, f"units/{unit}")
    assert where is not None, "the registry was read from it"
    typed = value_at(data, where).get("aliases") or []
    aliases = [*(typed if isinstance(typed, list) else [typed]), name]
    texts[file] = yamledit.edited(text, with_value(data, (*where, "aliases"), aliases))
