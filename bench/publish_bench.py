"""50,000 requests to a real nginx while two builds of this repository's site are published in turn: how many answers were not whole?

Run by `make bench`, or `PYTHONPATH=scripts .venv/bin/python bench/publish_bench.py`; needs nginx and a built `site/`. Exit code 1 unless all were.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from web_server import Readers, nginx  # noqa: E402

from campaign.publish import looked_over, publish, rollback, seal  # noqa: E402
from campaign.publish import mark as marks  # noqa: E402

REQUESTS = 50_000


def other(site: Path, copy: Path) -> Path:
    """The same site with every page and script changed, as another day would."""
    shutil.copytree(site, copy)
    for path in copy.rglob("*"):
        if path.suffix in (".html", ".js"):
            with path.open("ab") as file:
                file.write(b"<!-- -->\n" if path.suffix == ".html" else b"//\n")
    seal(copy)
    return copy


def main() -> int:
    site = ROOT / "site"
    if marks.read(site) is None:
        print("先运行 make site")
        return 1
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        sites, dest = [site, other(site, work / "other")], work / "www"
        publish(sites[0], dest, datetime.now(), say=lambda _: None)
        versions = [mark.files for mark in map(marks.read, sites) if mark]
        with nginx(dest, work / "nginx") as port:
            started, newest = time.monotonic(), 1
            times: list[float] = []
            readers = Readers(port, versions, REQUESTS)
            while readers.busy:
                begun = time.monotonic()
                if len(times) % 8 == 0:
                    newest = publish(sites[(len(times) // 8 + 1) % 2], dest, datetime.now(), say=lambda _: None).number
                else:
                    rollback(dest, newest - len(times) % 2, say=lambda _: None)
                times.append(time.monotonic() - begun)
            answers = readers.wait()
        took = time.monotonic() - started
        print(
            f"  {sum(answers.values())} requests in {took:.0f} s, {len(times)} publications and returns meanwhile: {dict(answers)}"
        )
        print(
            f"  {len(versions[0])} files; publishing or going back took {min(times):.2f} to {max(times):.2f} s beside the readers"
        )
        print(f"  afterwards: {looked_over(dest) or 'as published'}")
        return 0 if set(answers) == {"whole"} else 1


if __name__ == "__main__":
    sys.exit(main())
