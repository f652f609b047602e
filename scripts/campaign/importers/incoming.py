"""One import: the papers of a file or a folder, their drafts and one draft registry for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from campaign.content import Content
from campaign.importers import outline, papers
from campaign.model.registry import Registry, Unresolved


@dataclass
class Incoming:
    """What an import made: drafts by id, files that cannot be read with the reason, lines before the first of several documents."""

    drafts: list[outline.Draft] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)  # id of a draft → the file it is of
    lines: dict[str, tuple[papers.Line, ...]] = field(default_factory=dict)  # id of a draft → what it was made of
    refused: dict[str, str] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    units: str = ""  # the draft registry as YAML


def several(name: str, raw: bytes) -> tuple[papers.Paper, list[tuple[papers.Line, ...]]]:
    """A paper and the documents in it; PaperFault for what cannot be read."""
    paper = papers.read(name, raw)
    return paper, outline.documents(paper)


def take(files: Iterable[tuple[str, str, bytes]], content: Content, prefix: str) -> Incoming:
    """Drafts of files given as (id for the draft, name, bytes), with the units of `content` and its `home` first. A file that cannot be read
    does not stop the others."""
    made = Incoming()
    registry, home = content.registry, content.site.home
    names = outline.Names(registry, prefix, home=_id(registry, home))
    titles = {plan.title: f"本站的方案“{plan.id}”" for plan in content.plans.values()}
    for key, name, raw in files:
        try:
            paper, parts = several(name, raw)
        except papers.PaperFault as fault:
            made.refused[name] = str(fault)
            continue
        if len(parts) > 1 and (first := parts[0][0].place - 1):
            made.before[name] = f"{name} 第一份前面的 {first} {paper.unit}不属于任何一份，没有读入"
        for place, lines in enumerate(parts, 1):
            own = key if len(parts) == 1 else f"{key}-{place}"
            drafted = outline.draft(paper, lines, own, registry, names)
            if drafted.title in titles:
                drafted.notes += (f"与{titles[drafted.title]}标题相同，请看是不是同一份",)
            titles.setdefault(drafted.title, f" {name} ")
            made.drafts.append(drafted)
            made.sources[own] = name
            made.lines[own] = lines
    made.units = names.yaml()
    return made


def _id(registry: Registry, home: str | None) -> str | None:
    try:
        return registry.resolve(home) if home else None
    except Unresolved:
        return None
