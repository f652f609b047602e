"""Known faults of the packages pinned in requirements.txt (`make audit`). Prints Chinese sentences; ends with 1 only when a fault is known.

pip-audit says "no known vulnerabilities" as well when it could not look anything up: what was not looked up is counted here and never
claimed to be sound. Standard library only; pip-audit stands in .build/tools.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TOOL = ROOT / ".build" / "tools" / "bin" / "pip-audit"
SERVICES = ("pypi", "osv")  # databases of faults, asked in this order until one answers


def verdict(report: str) -> tuple[str, int, bool]:
    """What pip-audit's JSON says: sentences, exit code, and whether the database answered at all."""
    try:
        packages: list[dict[str, Any]] = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        packages = []
    asked = [each for each in packages if "vulns" in each]
    if not asked:
        return "没有查：连不上漏洞库。请在能上网的机器上运行 make audit。", 0, False
    known = [(each, fault) for each in asked for fault in each["vulns"]]
    lines = [
        f"{each['name']} {each['version']}：{fault['id']}，{'、'.join(fault.get('fix_versions', ())) or '还没有'} 版已改好"
        for each, fault in known
    ]
    skipped = [str(each["name"]) for each in packages if "vulns" not in each]
    if skipped:
        lines.append(f"{len(skipped)} 个没有查到：{'、'.join(skipped[:10])}{' 等' if len(skipped) > 10 else ''}")
    closing = f"有 {len(known)} 处已知的漏洞；改 requirements.in 后运行 make lock。" if known else "没有已知的漏洞。"
    return "\n".join([*lines, f"查了 {len(asked)} 个程序库，{closing}"]), int(bool(known)), True


def main() -> int:
    sentences, code = "", 0
    for service in SERVICES:
        command = [TOOL, "-s", service, "-f", "json", "--progress-spinner", "off", "--timeout", "20"]
        command += ["--disable-pip", "--require-hashes", "-r", ROOT / "requirements.txt"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        sentences, code, answered = verdict(done.stdout)
        if answered:
            break
    print(sentences)
    return code


if __name__ == "__main__":
    sys.exit(main())
