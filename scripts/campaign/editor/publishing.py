"""Publishing from the desk: what `plan build` and `plan publish` do, by those very commands, one at a time.

The folder is typed once and kept by the browser. Which folder may be replaced is decided by `publish` alone, as for the command.
"""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from campaign import publish
from campaign.checks import look_over
from campaign.doctor import PROGRAM
from campaign.editor import telling
from campaign.editor.finding import Desk, EditRefused
from campaign.editor.telling import Answer
from campaign.scaffold.site import is_free

_one = threading.Lock()
_DEFAULT = "{}-site"
_KEY = re.compile(r"（[a-z_]+: [^（）]+）")  # a line of YAML, for who writes some


def planning(desk: Desk, _: Mapping[str, Any]) -> Answer:
    """Before publishing: errors that stand in the way, what does not go out, and a folder to offer."""
    if is_free(desk.root):
        raise EditRefused(409, "这里还没有内容，先建起来再发布。")
    content, problems = look_over(desk.root, desk.today())
    drafts = [plan.name for plan in content.plans.values() if plan.status.value == "draft"]
    return {
        "problems": telling.told(each for each in problems if each.severity == "error"),
        "drafts": drafts,
        "dest": str(desk.root.parent / _DEFAULT.format(desk.root.name)),
    }


def publishing(desk: Desk, request: Mapping[str, Any]) -> Answer:
    """Build the site and put it into a folder of this machine; what was said on the way, and whether it stands there now."""
    typed = str(request.get("dest") or "").strip()
    if not Path(typed).is_absolute():
        raise EditRefused(422, "发布到哪个文件夹要写全路径，如 /srv/www/fangan。")
    try:
        dest = publish.destination(typed, desk.root)
    except publish.PublishFault as fault:
        raise EditRefused(422, f"{fault}。") from fault
    said: list[str] = []
    with alone():
        for command in (("build",), ("publish", str(dest))):
            run = subprocess.run(
                [sys.executable, str(PROGRAM / "scripts/plan.py"), *command, "--root", str(desk.root)],
                capture_output=True,
                text=True,
                check=False,
                stdin=subprocess.DEVNULL,
            )
            lines = [_KEY.sub("", line) for line in f"{run.stdout}\n{run.stderr}".splitlines() if line.strip()]
            said += lines[-20:]
            if run.returncode:
                return {"published": False, "said": said, "dest": str(dest)}
    return {"published": True, "said": said, "dest": str(dest)}


@contextmanager
def alone() -> Iterator[None]:
    """Publishing is done once at a time; who comes meanwhile is told."""
    if not _one.acquire(blocking=False):
        raise EditRefused(409, "正在发布，还没有完；等它做完再点。")
    try:
        yield
    finally:
        _one.release()


ACTIONS = {"before-publishing": planning, "publish": publishing}
