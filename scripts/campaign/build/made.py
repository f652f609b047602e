"""What is made before anything is written: content loaded and checked, what may leave the house, its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

from campaign.build.dead_links import dead_links
from campaign.checks import look_over
from campaign.content import Content
from campaign.leaves.parallel import spread
from campaign.leaves.problems import Problem, has_errors
from campaign.leaves.store import Store
from campaign.pages import Page, SiteInfo, build_pages, site_info
from campaign.steps import Steps
from campaign.views.release import released, sound, withheld


@dataclass(frozen=True)
class Made:
    """Everything derived from a content root before anything is written. Without sound content there are only problems."""

    root: Path
    problems: tuple[Problem, ...]
    content: Content | None
    pages: tuple[Page, ...]
    site_info: SiteInfo | None
    read: frozenset[tuple[Path, int, int]] = frozenset()  # the office's files as they stood before they were loaded
    left_out: tuple[str, ...] = ()  # files with errors that a build went on without
    held_back: Mapping[str, str] = field(default_factory=dict)  # plans that are not public, with the reason
    steps: Steps = field(default_factory=Steps)

    @property
    def sound(self) -> Content:
        """The content; only asked for when there is some."""
        assert self.content is not None, "asked for content that could not be loaded"
        return self.content

    @property
    def name(self) -> str:
        """What the site is called where only a name has room."""
        assert self.site_info is not None
        return self.site_info.organisation or self.site_info.brand


def make(root: Path, today: date, as_of: date | None = None, *, tolerant: bool = False) -> Made:
    """Load, check, derive and render the pages. `tolerant` goes on past errors with what could be read (live preview)."""
    return with_pages(derive(root, today, as_of, tolerant=tolerant))


def derive(
    root: Path,
    today: date,
    as_of: date | None = None,
    *,
    tolerant: bool = False,
    keep_going: bool = False,
    jobs: int = 1,
) -> Made:
    """Load, check and derive: all but the pages, which are made here only where a hand-written page leads to one of them. From here on there
    is only what may leave the house; `keep_going` goes on past errors without the files that have any."""
    read = standing(root)
    steps = Steps(Store.of(root))
    content, problems = look_over(root, today, as_of, store=steps.store)
    if has_errors(problems) and not (tolerant or keep_going):
        return Made(root, problems, None, (), None)
    content, left_out = sound(replace(content, preview=tolerant), problems if keep_going else ())
    held_back = withheld(content)
    content = released(content)
    made = Made(root, problems, content, (), site_info(content), read, left_out, held_back, steps)
    made_of = cache(lambda: with_pages(made, jobs).pages)
    dead = tuple(dead_links(content, cache(lambda: {page.path: page for page in made_of()})))
    problems = tuple(sorted({*problems, *dead}))
    if has_errors(dead) and not (tolerant or keep_going):
        return Made(root, problems, None, (), None)
    return replace(made, problems=problems, pages=made_of() if made_of.cache_info().currsize else ())


def checked(root: Path, today: date) -> tuple[Problem, ...]:
    """Every problem of a content root, those of links among them."""
    steps = Steps(Store.of(root))
    content, problems = look_over(root, today, store=steps.store)
    shown = released(sound(content, problems)[0])
    pages = cache(lambda: {page.path: page for page in build_pages(shown, steps)})
    return tuple(sorted({*problems, *dead_links(shown, pages)}))


def with_pages(made: Made, jobs: int = 1) -> Made:
    """The same with its pages, if there is sound content."""
    if made.content is None or made.pages:
        return made
    return replace(made, pages=tuple(build_pages(made.content, Steps(made.steps.store, spread(jobs)))))


def standing(root: Path) -> frozenset[tuple[Path, int, int]]:
    """The files of an office with the time of their last change and their size."""
    held = ((path, path.stat()) for folder in ("plans", "docs") for path in files_below(root / folder))
    return frozenset((path, stat.st_mtime_ns, stat.st_size) for path, stat in held)


def files_below(folder: Path) -> list[Path]:
    """Files that matter; one that is half written has a name with a dot before it."""
    return sorted(
        path
        for path in folder.rglob("*")
        if not path.name.startswith(".") and path.parent.name != "__pycache__" and path.is_file()
    )
