"""公文体检: measure a finished PDF by coordinates and say in plain Chinese where it departs from GB/T 9704—2012.

measure (PDF → records) → recognise (lines → parts of a document) → checks (one function a rule) → report → mark.
"""

from __future__ import annotations

from pathlib import Path

from campaign.inspect.checks import CHECKS
from campaign.inspect.mark import mark
from campaign.inspect.measure import measure
from campaign.inspect.profiles import PROFILES, Profile, ProfileFault, profile
from campaign.inspect.recognise import recognise
from campaign.inspect.records import Unreadable
from campaign.inspect.report import Finding, Report

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
    document = measure(Path(path))
    doc = recognise(document, standard)
    run = [check for check in CHECKS if check.number not in standard.skip]
    findings = [finding for check in run for finding in check.run(doc)]
    findings.sort(key=lambda each: (each.page, each.line, each.check))
    return Report(
        document.name,
        standard.title,
        len(document.pages),
        tuple(findings),
        tuple((check.number, check.name) for check in run),
    )
