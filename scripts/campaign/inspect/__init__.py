"""公文体检: measure a finished PDF by coordinates and say in plain Chinese where it departs from GB/T 9704—2012.

measure (PDF → records) → recognise (lines → parts of a document) → checks (one function a rule) → report → mark.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from campaign.inspect.checks import CHECKS
from campaign.inspect.mark import mark as _mark
from campaign.inspect.measure import measure
from campaign.inspect.profiles import PROFILES, Profile, ProfileFault, profile
from campaign.inspect.recognise import documents, recognise
from campaign.inspect.records import Unreadable
from campaign.inspect.report import Finding, Report
from campaign.leaves.confined import Exceeded, confined

__all__ = [
    "PROFILES",
    "Finding",
    "Profile",
    "ProfileFault",
    "Report",
    "Unreadable",
    "inspect_pdf",
    "mark",
    "profile",
]


_named = profile


def inspect_pdf(path: Path | str, profile: Profile | str = "gb9704", kind: str | None = None) -> Report:
    """Run every check of a profile (or its name) on the PDF at `path`; `Unreadable` when either cannot be read.

    `kind` is document, letter, order or minutes: an office's one file holds for all of them.
    """
    standard = _named(profile) if isinstance(profile, str) else profile
    standard = standard.of_kind(kind) if kind else standard
    try:
        return confined(lambda: _inspected(Path(path), standard))
    except Exceeded as fault:
        raise Unreadable(f"“{Path(path).name}”太大或太复杂，查不了；请分成几份，或重新导出 PDF 后再查") from fault


def _inspected(path: Path, standard: Profile) -> Report:
    document = measure(path)
    run = [check for check in CHECKS if check.number not in standard.skip]
    spans = documents(document) if standard.kind != "sheet" else (range(len(document.pages)),)
    found: dict[Finding, None] = {}  # what holds for the whole file is found in every document, and told once
    for span in spans:
        pages = tuple(replace(document.pages[place], number=at) for at, place in enumerate(span, 1))
        doc = recognise(replace(document, pages=pages), standard)
        for finding in (each for check in run for each in check.run(doc)):
            page = finding.page + span.start if finding.page else 0
            found[replace(finding, page=page)] = None
    return Report(
        document.name,
        standard.title,
        len(document.pages),
        tuple(sorted(found, key=lambda each: (each.page, each.line, each.check))),
        tuple((check.number, check.name) for check in run),
        tuple((span.start + 1, span.stop) for span in spans),
    )


def mark(path: Path | str, report: Report, out: Path | str) -> None:
    """Write a copy of the PDF with the findings boxed, or a PNG of the pages that have some; `Unreadable` when it cannot be done."""
    try:
        confined(lambda: _mark(path, report, out))
    except Exceeded as fault:
        raise Unreadable(f"“{Path(path).name}”太大或太复杂，圈不出来；请分成几份再查") from fault
