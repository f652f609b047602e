"""The first hour in the browser: an empty folder becomes the content of an office, as `plan new site` makes it, with a first campaign.

The list of departments is shown as it was understood, and comes back as it was confirmed. Until then a small server stands where the preview
will: MkDocs has nothing to show yet.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from campaign.checks import look_over
from campaign.doctor import PROGRAM
from campaign.editor import kinds, telling
from campaign.editor.finding import Desk, EditRefused
from campaign.editor.telling import Answer
from campaign.model import Level, UnitKind
from campaign.scaffold import ScaffoldFault, site
from campaign.scaffold.departments import Department, Departments, ListFault, read
from campaign.yamltext import edit as yamledit

OUTLETS, PLAN, CAMPAIGN = "plans/registry/outlets.yaml", "plans/first-plan.yaml", "plans/first-campaign.yaml"
_LOCAL = (Level.PROVINCE, Level.CITY, Level.COUNTY)


def understanding(_: Desk, request: Mapping[str, Any], raw: bytes) -> Answer:
    """The departments of a list, sent as a file or as pasted text: each with the kind it was taken for and why, and what was passed over."""
    try:
        listed = read(str(request.get("name") or "粘贴的名单"), raw, str(request.get("office") or "").strip())
    except ListFault as fault:
        raise EditRefused(422, f"{fault}。") from fault
    return {
        "departments": [
            {"name": each.name, "kind": each.kind.value, "how": each.how, "above": each.above, "aliases": each.aliases}
            for each in listed.found
        ],
        "passed": list(listed.passed),
    }


def offering(desk: Desk, _: Mapping[str, Any]) -> Answer:
    """What the first page offers: whether the folder is free, the words of its lists, outlets, and the days of a first campaign."""
    today = desk.today()
    return {
        "free": site.is_free(desk.root),
        "folder": str(desk.root),
        "levels": [each.chinese for each in Level if each is not Level.HOSPITAL],
        "kinds": [(each.value, each.chinese) for each in UnitKind],
        "outlets": [
            {"id": each["id"], "name": each["name"], "level": each["level"]}
            for each in _outlets(site.own("outlets.yaml"))
        ],
        "local": [each.chinese for each in _LOCAL],
        "start": today.isoformat(),
        "end": f"{today.year}-12-31",
    }


def begin(desk: Desk, request: Mapping[str, Any]) -> Answer:
    """Write the content of the office, whole or not at all; what the check finds in it comes back instead."""
    said = {key: str(request.get(key) or "").strip() for key in ("name", "level", "tier", "url")}
    listed = Departments(tuple(_department(each) for each in request.get("departments") or ()))
    with desk.writing:
        try:
            texts = site.planned(desk.root, site.Office(**said), listed, desk.today(), PROGRAM)
            texts[OUTLETS] = _with_outlets(texts[OUTLETS], request)
            texts[PLAN] = _titled(texts[PLAN], request.get("plan"))
            texts[CAMPAIGN] = _campaign(texts[CAMPAIGN], request.get("campaign") or {})
        except ScaffoldFault as fault:
            raise EditRefused(422, f"{_in_a_form(str(fault))}。") from fault
        content = {name: text for name, text in texts.items() if name.endswith(".yaml")}
        _, problems = look_over(desk.root, desk.today(), edited=content)
        if errors := [each for each in problems if each.severity == "error"]:
            return {"begun": False, "problems": telling.told(errors)}
        try:
            site.lay(desk.root, texts)
        except OSError as fault:
            raise EditRefused(403, "文件写不进去（没有权限，或磁盘满了），什么也没有建。") from fault
    return {"begun": True, "problems": []}


ACTIONS = {"offer": offering, "begin": begin}


def serve_until_begun(application: Callable[..., Any], root: Path, port: int, patient: Callable[[Any], None]) -> None:
    """Answer the first page on this machine until there is content in `root`. Raises OSError where the port is taken."""

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_: object) -> None:
            """Nobody reads along."""

    class Server(ThreadingMixIn, WSGIServer):
        """Waits for those it is still answering."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        if environ["PATH_INFO"].startswith("/edit/"):
            return application(environ, start)
        start("302 Found", [("Location", "/edit/"), ("Content-Length", "0")])
        return [b""]

    with make_server("127.0.0.1", port, answer, Server, Quiet) as server:
        patient(server)
        done = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        done.start()
        while site.is_free(root):
            done.join(0.2)
        server.shutdown()


# -- what was filled in -------------------------------------------------------------------------------------------------------------


def _department(said: Any) -> Department:
    try:
        name, kind = str(said["name"]).strip(), UnitKind(said["kind"])
    except (KeyError, TypeError, ValueError) as fault:
        raise EditRefused(422, "科室名单不完整，什么也没有建；请重新认一遍名单。") from fault
    aliases = tuple(str(each) for each in said.get("aliases") or ())
    return Department(name, kind, str(said.get("how") or ""), str(said.get("above") or ""), aliases)


def _outlets(text: str) -> list[dict[str, str]]:
    return list(kinds.hold("outlets.yaml", text.encode()).data["outlets"])


def _with_outlets(text: str, request: Mapping[str, Any]) -> str:
    """The outlets that were ticked, then the office's own of each level, a name a line."""
    dropped = set(map(str, request.get("dropped") or ()))
    known = [each for each in _outlets(text) if each["id"] not in dropped]
    own = request.get("outlets") or {}
    added = [
        {"id": f"local-{place}", "name": name, "level": level}
        for place, (name, level) in enumerate(
            (
                (name.strip(), level.chinese + "级")
                for level in _LOCAL
                for name in re.split("[\n、，,；;]", str(own.get(level.chinese) or ""))
                if name.strip()
            ),
            1,
        )
    ]
    return yamledit.edited(text, {"outlets": [*known, *added]})


def _titled(text: str, title: Any) -> str:
    data = dict(kinds.hold("a.yaml", text.encode()).data)
    return yamledit.edited(text, data | ({"title": str(title).strip()} if title else {}))


def _campaign(text: str, said: Mapping[str, Any]) -> str:
    """The first campaign with its title, purpose and days, and what every department is asked for; under way when it is to begin at once."""
    data = dict(kinds.hold("a.yaml", text.encode()).data)
    days = {key: str(said.get(key) or data["period"][key]) for key in ("start", "end")}
    data["period"] = days
    data["activities"] = [each | {"date": days["start"]} for each in data["activities"]]
    if title := str(said.get("title") or "").strip():
        data["title"] = title
    if purpose := str(said.get("purpose") or "").strip():
        data["goals"] = [each | {"text": purpose} for each in data["goals"]]
    if said.get("active"):
        data["status"] = "active"
    if least := str(said.get("least") or "").strip():
        quota = {
            "id": "articles",
            "who": ["各科室"],
            "what": "稿件",
            "min": least,
            "per": "month",
            "partial_month": "count",
        }
        data["quota"] = [quota | ({"to": [to]} if (to := str(said.get("to") or "").strip()) else {})]
    return yamledit.edited(text, data)


def _in_a_form(sentence: str) -> str:
    """What the command says of its options, for who sees fields."""
    return re.sub(r"^用 --name (写明单位全称)，.*", r"\1", re.sub(r"^--(level|tier|url) ", "", sentence))
