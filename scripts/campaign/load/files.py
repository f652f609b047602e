"""Finding and reading files of a content root: what is there, in which order, and as which text."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from campaign import yamltext
from campaign.attachments import Attachment
from campaign.kinds import Kind
from campaign.leaves.problems import Problem, Source
from campaign.leaves.store import Store
from campaign.model import Record, Site
from campaign.model.references import told
from campaign.model.registry import Registry
from campaign.pictures import Photo

R = TypeVar("R", bound=Record)


@dataclass
class Reading:
    """The state of one loading: what has been read so far, and what was wrong with it."""

    root: Path
    edited: Mapping[str, str] = field(
        default_factory=dict
    )  # texts not written yet, by name: they stand for their files
    gone: Collection[str] = ()  # files that are to go, by name: as if they were not there
    problems: list[Problem] = field(default_factory=list)
    sources: dict[tuple[str, str], Source] = field(default_factory=dict)  # by kind and id
    photos: dict[str, Photo] = field(default_factory=dict)  # by their place on the site
    attachments: dict[str, Attachment] = field(default_factory=dict)  # by their place on the site
    placed: frozenset[str] = frozenset()  # files below docs/ that go on the site
    texts: dict[str, str] = field(default_factory=dict)  # hand-written pages that do, by path below docs/
    registry: Registry = field(default_factory=Registry)
    settings: Site = field(default_factory=Site)
    records: dict[str, Mapping[str, Any]] = field(default_factory=dict)  # by kind and id
    home: str | None = None  # id of the site's own institution
    lost: dict[str, set[str]] = field(default_factory=dict)  # as `Content.lost`
    store: Store = field(default_factory=Store)  # what files held the last time
    digests: dict[str, str] = field(default_factory=dict)  # of the texts that records were read from, by file
    outlines: dict[str, str] = field(default_factory=dict)  # of the records in them, in outline

    def of(self, kind: Kind[R]) -> Mapping[str, R]:
        """The records of a kind that have been read by now."""
        return self.records.get(kind.key, {})

    def lose(self, model: type[Record], path: Path, data: Any) -> None:
        """Remember what stands in a file that holds no valid record: what it calls itself, else anything it might hold."""
        stem = path.parent.name if path.suffix == ".md" else path.stem
        for record, name in [*told(model, data), (model, stem)]:
            for kind in (record.target, *record.besides):
                self.lost.setdefault(kind, set()).add(name)

    def note(self, *problems: Problem) -> None:
        self.problems.extend(problems)

    def name(self, path: Path) -> str:
        """A file as messages call it: its path below the content root."""
        return path.relative_to(self.root).as_posix()

    def files(
        self,
        folder: str,
        *,
        deep: bool = True,
        only: str | None = None,
        skip: Collection[str] = (),
        suffixes: Collection[str] | None = (".yaml", ".yml"),
    ) -> Iterator[Path]:
        """YAML files of a folder (others by `suffixes`, None for any) in the order of their names; `only` and `skip` are names without
        suffix. A link that leaves the content root is refused."""
        root = self.root.resolve()
        for path in self.there(folder, "**/*" if deep else "*"):
            if (suffixes and path.suffix not in suffixes) or path.name.startswith((".", "~$")):
                continue
            if path.stem in skip or path.stem != (only or path.stem):
                continue
            self.note(*Source(self.name(path)).unseen((), self.name(path)))
            if not path.resolve().is_relative_to(root):
                place = Source(self.name(path))
                self.note(place.error((), "outside-root", "这个链接指向内容文件夹之外", "把文件本身放进来"))
            elif path.is_file() or self.name(path) in self.edited:
                yield path

    def there(self, folder: str, pattern: str) -> list[Path]:
        """What lies below a folder, texts not written yet included; `pattern` is `*`, `**/*` or `*/name`."""
        base = self.root / folder
        deep, name = pattern.startswith("**"), pattern.rpartition("/")[2]
        new = {
            path
            for each in self.edited
            if (path := self.root / each).is_relative_to(base)
            and path.match(name)
            and (deep or len(path.relative_to(base).parts) == pattern.count("/") + 1)
        }
        return sorted(
            path for path in new.union(base.glob(pattern)) if not self.gone or self.name(path) not in self.gone
        )

    def text(self, path: Path) -> str | None:
        """Text of a file, or None with a problem noted."""
        raw = self.raw(path)
        if raw is None:
            return None
        text, problems = yamltext.decode(self.name(path), raw)
        self.note(*problems)
        return None if problems else text

    def raw(self, path: Path) -> bytes | None:
        """The start of a file, a little more than is allowed, or None with a problem noted."""
        if self.name(path) in self.edited:
            return self.edited[self.name(path)].encode()
        try:
            with path.open("rb") as file:
                return file.read(yamltext.MAX_BYTES + 1)
        except OSError as fault:
            message = f"读不了这个文件：{os.strerror(fault.errno or 0)}"
            self.note(Source(self.name(path)).error((), "file-unreadable", message, "检查文件权限"))
            return None
