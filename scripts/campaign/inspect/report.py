"""The outcome of an inspection: findings with a place and a clause, as a health sheet to read or as JSON."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from campaign.inspect.records import Box
from campaign.leaves.problems import SEVERITY_NAMES, Severity

STANDARD = "GB/T 9704—2012"
SHOWN = 12  # findings of one check printed in full; JSON has all
ALIKE = 3  # findings of one wording that are printed; of more only the first, with how many there are
MANY = 8  # findings from which on the sheet begins with what to put right first
CAUSES = (
    1,
    2,
    8,
    3,
    5,
    4,
    6,
    7,
)  # checks whose fault brings others with it: paper, type area, typeface, distance and number of lines
_VARYING = re.compile(r"“[^”]*”|[\d.]+")


@dataclass(frozen=True)
class Finding:
    """One fault in a printed document. `line` counts the text lines of the page from 1; 0 = the whole page, page 0 = the file."""

    check: int
    severity: Severity
    page: int
    line: int
    clause: str
    message: str
    box: Box | None = None

    @property
    def where(self) -> str:
        """第2页第3行, or 全文."""
        if not self.page:
            return "全文"
        return f"第{self.page}页第{self.line}行" if self.line else f"第{self.page}页"

    def __str__(self) -> str:
        basis = f"（{self.clause}）" if self.clause else ""
        return f"{self.where}: {SEVERITY_NAMES[self.severity]}[{self.check}] {self.message}{basis}"

    def as_json(self) -> dict[str, Any]:
        """The finding as JSON values."""
        return {
            "check": self.check,
            "severity": self.severity,
            "page": self.page,
            "line": self.line,
            "clause": self.clause,
            "message": self.message,
            "box": [round(side, 2) for side in self.box] if self.box else None,
        }


@dataclass(frozen=True)
class Report:
    """All findings on one file, in the order of its pages. `checks` are the checks that were run: number and Chinese name; `documents` the first
    and last page of each document in it."""

    name: str
    standard: str
    pages: int
    findings: tuple[Finding, ...]
    checks: tuple[tuple[int, str], ...] = ()
    documents: tuple[tuple[int, int], ...] = ()

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are no errors."""
        return len(self.findings) - self.errors

    @property
    def ok(self) -> bool:
        """Whether there is no error."""
        return not self.errors

    def as_text(self) -> str:
        """The sheet: what was examined, then one paragraph a check with faults, then the sum."""
        names = dict(self.checks)
        pages = f"{self.pages} 页，" if self.pages else ""  # a Word file has none yet
        parts = [f"公文体检：{self.name}，{pages}标准：{self.standard}"]
        if len(self.documents) > 1:
            spans = "，".join(
                f"第{first}—{last}页" if first < last else f"第{first}页" for first, last in self.documents
            )
            parts.append(f"里面有 {len(self.documents)} 份公文，分开查：{spans}")
        parts += self._first(names)
        for number in sorted({finding.check for finding in self.findings}):
            found = [finding for finding in self.findings if finding.check == number]
            parts.append(f"\n{number} {names.get(number, '')}：{len(found)} 处")
            parts += list(_told(found))
        passed = len(self.checks) - len({finding.check for finding in self.findings})
        parts.append(
            f"\n共查 {len(self.checks)} 项，{passed} 项没有问题；错误 {self.errors} 处，警告 {self.warnings} 处。"
        )
        return "\n".join(parts)

    def _first(self, names: Mapping[int, str]) -> Iterator[str]:
        """What to put right first when there is much: at most three things, those that bring others with them before all others."""
        counts = Counter(finding.check for finding in self.findings if finding.severity == "error")
        if sum(counts.values()) < MANY or len(counts) < 2:
            return
        places = {check: place for place, check in enumerate(CAUSES)}
        order = sorted(counts, key=lambda check: (places.get(check, len(CAUSES)), -counts[check]))[:3]
        held = "、".join(f"{names.get(check, check)}（共{counts[check]}处）" for check in order)
        rest = sum(counts.values()) - sum(counts[check] for check in order)
        left = f"，其余{rest}处改好再查，多半自消" if rest else ""
        yield f"\n先改{'一二三'[len(order) - 1]}件：{held}{left}。"

    def as_json(self) -> str:
        """The report as JSON text."""
        return json.dumps(
            {
                "file": self.name,
                "standard": self.standard,
                "pages": self.pages,
                "documents": self.documents,
                "errors": self.errors,
                "warnings": self.warnings,
                "checks": [{"number": number, "name": name} for number, name in self.checks],
                "findings": [finding.as_json() for finding in self.findings],
            },
            ensure_ascii=False,
            indent=2,
        )


def _told(findings: Sequence[Finding]) -> Iterator[str]:
    """Findings of one check a line each; of many in the same words only the first."""
    alike: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        alike.setdefault((finding.severity, _VARYING.sub("", finding.message)), []).append(finding)
    for found in list(alike.values())[:SHOWN]:
        if len(found) > ALIKE:
            yield f"  {found[0]}（这样的共{len(found)}处，见{_pages(found)}）"
        else:
            yield from (f"  {each}" for each in found)
    if rest := [finding for found in list(alike.values())[SHOWN:] for finding in found]:
        yield f"  另有 {len(rest)} 处同类问题，见 {_pages(rest)}"


def _pages(findings: Sequence[Finding]) -> str:
    pages = sorted({finding.page for finding in findings})
    return "、".join(f"第{page}页" for page in pages[:8]) + ("等" if len(pages) > 8 else "")
