"""The outcome of an inspection: findings with a place and a clause, as a health sheet to read or as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from campaign.inspect.records import Box
from campaign.leaves.problems import SEVERITY_NAMES, Severity

STANDARD = "GB/T 9704—2012"
SHOWN = 12  # findings of one check printed in full; JSON has all


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
    """All findings on one file, in the order of its pages. `checks` are the checks that were run: number and Chinese name."""

    name: str
    standard: str
    pages: int
    findings: tuple[Finding, ...]
    checks: tuple[tuple[int, str], ...] = ()

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
        parts = [f"公文体检：{self.name}，{self.pages} 页，标准：{self.standard}"]
        for number in sorted({finding.check for finding in self.findings}):
            found = [finding for finding in self.findings if finding.check == number]
            parts.append(f"\n{number} {names.get(number, '')}：{len(found)} 处")
            parts += [f"  {finding}" for finding in found[:SHOWN]]
            if len(found) > SHOWN:
                parts.append(f"  另有 {len(found) - SHOWN} 处同类问题，见 {_pages(found[SHOWN:])}")
        passed = len(self.checks) - len({finding.check for finding in self.findings})
        parts.append(
            f"\n共查 {len(self.checks)} 项，{passed} 项没有问题；错误 {self.errors} 处，警告 {self.warnings} 处。"
        )
        return "\n".join(parts)

    def as_json(self) -> str:
        """The report as JSON text."""
        return json.dumps(
            {
                "file": self.name,
                "standard": self.standard,
                "pages": self.pages,
                "errors": self.errors,
                "warnings": self.warnings,
                "checks": [{"number": number, "name": name} for number, name in self.checks],
                "findings": [finding.as_json() for finding in self.findings],
            },
            ensure_ascii=False,
            indent=2,
        )


def _pages(findings: Sequence[Finding]) -> str:
    pages = sorted({finding.page for finding in findings})
    return "、".join(f"第{page}页" for page in pages[:8]) + ("等" if len(pages) > 8 else "")
