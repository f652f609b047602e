"""The grid of a printed document in four numbers a page; tests hold 22 lines of 28 characters against them."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import NamedTuple

from campaign.inspect.checks.page import grid_lines, unfinished
from campaign.inspect.measure import measure
from campaign.inspect.profiles import PROFILES, Profile
from campaign.inspect.recognise import recognise
from campaign.inspect.records import most_common


class PageGrid(NamedTuple):
    """One page: baselines (mm from the top) of its grid lines, the commonest step (mm, 0 with fewer than two lines), and the width in
    characters (字, indent counted) of each line that its paragraph continues."""

    page: int
    baselines: tuple[float, ...]
    pitch: float
    full_lines: tuple[float, ...]


def page_grid(path: Path, profile: Profile = PROFILES["gb9704"]) -> list[PageGrid]:
    """Measure the grid of every page; tables, 版头, 版记 and page numbers are left out."""
    doc = recognise(measure(path), profile)
    grids = []
    for page in doc.document.pages:
        baselines = tuple(round(line.baseline, 2) for line in grid_lines(doc, page))
        gaps = [round(below - above, 2) for above, below in itertools.pairwise(baselines)]
        widths = tuple(
            round((piece.line.x1 - profile.left) / profile.cell, 2)
            for paragraph in doc.paragraphs
            for piece, _ in unfinished(paragraph)
            if piece.page == page.number
        )
        grids.append(PageGrid(page.number, baselines, float(most_common(gaps)) if gaps else 0.0, widths))
    return grids
