"""New files to fill in: complete enough to pass the check at once, with a comment beside everything an author may want."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from campaign import yamltext
from campaign.content import Content
from campaign.kinds import KINDS, Kind
from campaign.model import Plan, Status
from campaign.model.references import inner_model
from campaign.publish import write
from campaign.schemas import schema_files
from campaign.views.timeline import span
from campaign.yamltext.edit import YamlEditFault, edited
from campaign.yamltext.scalars import scalar

ROOM = Path(__file__).parent


class ScaffoldFault(Exception):
    """Why no file was made; the text is a Chinese sentence."""


@dataclass(frozen=True)
class NewFile:
    """A new file before it is written."""

    path: Path
    text: str


def create(root: Path, kind: str, record_id: str, today: date, content: Content | None = None) -> Path:
    """Write a new file of a kind under a content root and return its path; an existing file is never touched."""
    return keep(root, draft(root, kind, record_id, today, content))


def create_entry(root: Path, kind: str, record_id: str, content: Content, campaign: str | None) -> Path:
    """Write a file of its own with one new story or report into a campaign's ledgers; what lies there already is not touched."""
    return keep(root, draft_entry(root, kind, record_id, content, campaign))


def draft(root: Path, key: str, record_id: str, today: date, content: Content | None = None) -> NewFile:
    """A new file for a list (`kinds.Kind.begun`) that passes the check as it is, or the one file of a kind with one more item. Plans and
    campaigns are issued by the site's own house, where `content` knows one."""
    kind, listed = next((kind, listed) for kind in KINDS for listed in kind.begun if listed.key == key)
    (folder, *_) = kind.folders
    path = root / folder / (f"{record_id}/index.md" if folder.startswith("docs/") else f"{kind.only or record_id}.yaml")
    issuer = (
        f"issuer: {scalar(content.registry.called(content.home or ''))}"
        if content and content.home
        else "# issuer: 发文单位名称        # 要先登记在 plans/registry/units.yaml"
    )
    soon = today + timedelta(days=7)
    rated = _rated(content) if key == "result" else {}
    words = {
        "id": record_id,
        "today": today.isoformat(),
        "soon": soon.isoformat(),
        "year": today.year,
        "issuer": issuer,
        "index_no": scalar(_next_index(content) or f"待编-{record_id}"),
        "publisher": scalar((content and content.home and content.registry.name(content.home)) or "【写发布机构】"),
        **rated,
    }
    text = _text(key) or skeleton(kind, listed.within)
    if kind.only and path.exists():
        return _longer(root, _filled(root, path, text, words, anew=False), listed.within)
    return _filled(root, path, text, words)


def _longer(root: Path, made: NewFile, within: str) -> NewFile:
    """The file that is there with the item of a new one at the end of its list."""
    name = made.path.relative_to(root).as_posix()
    text, _ = yamltext.decode(name, made.path.read_bytes())
    held, item = (yamltext.read(name, each).data for each in (text, made.text))
    try:
        return NewFile(made.path, edited(text, {**held, within: [*held.get(within, ()), *item[within]]}))
    except (YamlEditFault, AttributeError, TypeError) as fault:
        raise ScaffoldFault(f"{name} 有错，先改正再新建") from fault


def _next_index(content: Content | None) -> str:
    """The index number that follows the highest of the latest kind in use (A-2026-012 → A-2026-013); empty where none counts."""
    found = [each.disclosure.index_no for each in content.updates.values()] if content else []
    counted = [match for each in found if (match := re.fullmatch(r"(.*\D)(\d{1,6})", each)) and "待编" not in each]
    if not counted:
        return ""
    stem = max(counted, key=lambda each: each[1])[1]
    number = max((match[2] for match in counted if match[1] == stem), key=int)
    return f"{stem}{int(number) + 1:0{len(number)}d}"


def _rated(content: Content | None) -> dict[str, str]:
    """The first rule set, its first round and the first hospital: what a result has to name."""
    rules = next((each for each in content.assessments.values() if each.rounds), None) if content else None
    grades = {grade for tier in rules.tiers for grade in tier.grades} if rules else set()
    unit = next((each.id for each in content.registry.units.values() if each.grade in grades), "") if content else ""
    if not content or not rules or not unit:
        raise ScaffoldFault(
            "没有写了轮次的考核细则，或者单位名册里没有它那一档的医院；先用 plan new assessment 编号 建一份"
        )
    return {"rules": rules.id, "round": rules.rounds[0].id, "hospital": scalar(unit), "day": content.as_of.isoformat()}


def _text(key: str) -> str:
    """The text of a new file as it lies in this room, with {words} to fill in; nothing for a kind that has none of its own."""
    return next((path.read_text(encoding="utf-8") for path in sorted(ROOM.glob(f"{key}.*"))), "")


def skeleton(kind: Kind[Any], within: str = "") -> str:
    """A new file of any kind: what must be there, and the list `within`, with something to put in its place, the rest as comments with their
    names."""
    (folder, *_) = kind.folders
    page = folder.startswith("docs/")
    up = "../" * (len(Path(folder).parts) + page)
    lines = [
        f"# yaml-language-server: $schema={up}plans/schemas/{kind.schema or kind.key}.schema.json",
        *_fields(kind.files, "", within),
    ]
    return "\n".join(["---", *lines, "---", "", "从这里写正文。", ""] if page else [*lines, ""])


def _fields(model: type[BaseModel], indent: str, asked: str = "") -> Iterator[str]:
    """The keys of a record, those that must be there, or are `asked` for, first."""
    must = {name for name, info in model.model_fields.items() if info.is_required() or name == asked}
    for name, info in sorted(model.model_fields.items(), key=lambda each: each[0] not in must):
        key, inner = info.alias or name, inner_model(info.annotation)
        if name not in must:
            yield f"{indent}# {key}: {'[]' if inner else ''}".rstrip() + f"    # {info.title or key}"
        elif inner:
            lines = [each for each in _fields(inner, "    ") if not each.lstrip().startswith("#")]
            mark = "  - " if get_origin(info.annotation) is tuple else "    "
            yield f"{indent}{key}:{'' if lines else ' {}'}"
            yield from (f"{indent}{'    ' if place else mark}{each[4:]}" for place, each in enumerate(lines))
        else:
            yield f"{indent}{key}: {_placeholder(name, info)}"


def _placeholder(name: str, info: FieldInfo) -> str:
    """Something that the field takes, as plain as can be."""
    shape: Any = Annotated[info.annotation, info]
    asked: TypeAdapter[Any] = TypeAdapter(shape)
    tried = ("{id}",) if name == "id" else (f"【写{info.title or name}】", "{today}", "1", "是")
    for each in tried:
        with suppress(ValidationError):
            asked.validate_python(each.format(id="x", today="2026-01-01"))
            return each
    schema = asked.json_schema()
    return str(schema.get("const") or next(iter(schema.get("enum", ""))))


def draft_entry(root: Path, kind: str, record_id: str, content: Content, campaign: str | None) -> NewFile:
    """A file of its own with one new story or report for a campaign's ledgers.

    The day is `as_of`, moved into the campaign; unit and outlet are the first of the registry, to be replaced.
    """
    plan = _campaign(content, campaign)
    files = [file for file in content.publicity.values() if file.campaign == plan.id]
    kept = [each for file in files for each in (file.submissions if kind == "submission" else file.coverage)]
    if any(each.id == record_id for each in kept):
        raise ScaffoldFault(f"编号“{record_id}”在“{plan.name}”的台账里已经用了，换一个")
    unit, outlet = _first_unit(content, plan), next((each.name for each in content.outlets.values()), None)
    if unit is None:
        raise ScaffoldFault("单位名册里没有科室，先登记在 plans/registry/units.yaml")
    if kind == "coverage" and outlet is None:
        raise ScaffoldFault("媒体名册是空的，先登记在 plans/registry/outlets.yaml")
    start, end = span(plan)
    day = min(max(content.as_of, start or content.as_of), end or content.as_of)
    words = {
        "demo": "demo: 是\n\n" if plan.demo else "",
        "unit": scalar(unit),
        "outlet": scalar(outlet or ""),
        "day": day.isoformat(),
        "month": f"{day:%Y-%m}",
    }
    path = root / "plans" / "campaign-data" / plan.id / f"{record_id}.yaml"
    return _filled(root, path, _text(kind), {"id": record_id, **words})


def draft_list(root: Path, key: str, plan: Plan) -> NewFile:
    """A file for the first entries of one list of a campaign's ledgers, such as its works."""
    text = (
        f"# yaml-language-server: $schema=../../schemas/publicity.schema.json\n{'demo: 是' if plan.demo else ''}".rstrip()
        + "\n"
    )
    return NewFile(root / "plans" / "campaign-data" / plan.id / f"{key}.yaml", text)


def _campaign(content: Content, wanted: str | None) -> Plan:
    """The campaign asked for; unasked, the only one there is, or the only one under way."""
    campaigns = [plan for plan in content.plans.values() if plan.is_campaign]
    known = "、".join(plan.id for plan in campaigns)
    if wanted is not None:
        found = [plan for plan in campaigns if plan.id == wanted]
    else:
        found = campaigns if len(campaigns) == 1 else [plan for plan in campaigns if plan.status is Status.ACTIVE]
    if len(found) == 1:
        return found[0]
    lost = sorted(filter(None, content.lost.get("campaign", ())))
    if wanted in lost or (lost and not found):
        raise ScaffoldFault(f"“{wanted or '、'.join(lost)}”的文件读不出，照 plan check 改正以后再新建")
    if not campaigns:
        raise ScaffoldFault("还没有宣传活动，先用 plan new campaign 编号 建一份")
    reason = f"没有编号为“{wanted}”的宣传活动" if wanted is not None else "宣传活动不止一个"
    raise ScaffoldFault(f"{reason}；用 --campaign 写明是哪一个：{known}")


def _first_unit(content: Content, plan: Plan) -> str | None:
    """A unit of the campaign's own house, by a name that means it and nothing else."""
    registry = content.registry
    house = registry.house(plan.issuer) or plan.issuer
    unit = next(iter(registry.descendants(house)), house) if house else next(iter(registry.units), None)
    return None if unit is None else registry.called(unit, plan.issuer)


def _filled(root: Path, path: Path, template: str, words: Mapping[str, object], *, anew: bool = True) -> NewFile:
    record_id = str(words["id"])
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", record_id):
        raise ScaffoldFault(f"编号“{record_id}”不合写法：只用小写字母、数字和连字符，如 quality-year")
    if anew and path.exists():
        raise ScaffoldFault(f"{path.relative_to(root)} 已经有了，没有改动")
    return NewFile(path, template.format_map(words))


def keep(root: Path, made: NewFile) -> Path:
    """Write a new file, with the schemas it may name."""
    write(made.path, made.text.encode())
    for name, raw in schema_files().items():
        schema = root / "plans" / "schemas" / name
        if not schema.exists():
            write(schema, raw)
    return made.path
