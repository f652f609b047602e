"""The browser editor without a browser: schemas as forms, values into the form and back, and every request over real HTTP."""

from __future__ import annotations

import http.client
import io
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import urlencode
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pillow_heif
import pytest
from campaign_samples import campaign_root
from PIL import Image
from pydantic import BaseModel

from campaign import yamltext
from campaign.checks import look_over
from campaign.editor import addresses, application, edits, finding, forms, kinds
from campaign.load import file_kinds, inner_model
from campaign.model import base
from campaign.scaffold import create, create_entry

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 21)
LEDGER = "plans/campaign-data/c/all.yaml"
STORY = {
    "id": "s1",
    "unit": "外科",
    "date": "2026-10-12",
    "title": "当天回家",
    "stages": [{"name": "采用", "date": "2026-10-15"}],
}
UPDATE = """\
---
# 编者：这一行要留着
kind: update
id: u1
title: 新病房启用   # 标题后面的话
date: 2026-11-20
plans: [c]
disclosure:
  index_no: A-1
  category: 工作动态
  publisher: 甲医院
  date: 2026-11-20
  doc_no: 无
  source: 院办
  topic: 卫生、体育
  title: 新病房启用
  summary: 新病房启用了。
review:
  first: {by: 甲, date: 2026-11-19}
  second: {by: 乙, date: 2026-11-19}
publish_on: 2026-11-30
---

第一段。
"""
REVIEWED = UPDATE.replace("publish_on: 2026-11-30\n", "  final: {by: 丙, date: 2026-11-20}\n")


# ---- schemas as forms


def field(schema: str, *path: str | int, value: Any = None, choices: Any = None) -> dict[str, Any]:
    """One field of the form of a whole file."""
    node = forms.form(schema, (), value, choices or {})
    for step in path:
        node = node["items"] if isinstance(step, int) else node["properties"][step]
    return node


def test_every_kind_becomes_a_form_of_plain_fields() -> None:
    def look(node: dict[str, Any]) -> None:
        assert node["type"] in ("string", "boolean", "array", "object")
        assert not {"$ref", "anyOf", "pattern", "minLength", "default"} & set(node)
        if "properties" in node:
            assert node["required"] == list(node["properties"])
        for each in [*node.get("properties", {}).values(), *([node["items"]] if "items" in node else [])]:
            assert each["title"], each
            assert any("㐀" <= letter for letter in each["title"])
            assert "self.}" not in each.get("headerTemplate", ""), "an item without a name has its number alone"
            look(each)

    for kind in kinds.lists():
        look(forms.form(kind.schema, (), None, {}))


def test_words_are_a_choice_with_chinese_names() -> None:
    stage = field("publicity", "submissions", 0, "stages", 0, "name")
    assert stage["enum"] == ["", "adopted", "reported", "taken-above"]
    assert stage["options"]["enum_titles"] == ["（请选）", "采用", "择优上报", "上级采用"]
    level = field("publicity", "coverage", 0, "level", value={"coverage": [{"level": "乡级"}]})
    assert level["enum"][-1] == "乡级", "a word that is none of them is shown, not lost"


def test_units_dates_numbers_and_long_text_have_fields_of_their_own() -> None:
    assert field("publicity", "submissions", 0, "unit")["options"]["choices"] == "units"
    assert field("ledger", "entries", 0, "lead") == {
        "title": "承办单位", "type": "array", "format": "names", "options": {"choices": "units", "must": True, "rare": False}, "propertyOrder": 6,
    }  # fmt: skip
    assert "choices" not in field("plan", "indicators", 0, "unit")["options"], "a measure is no unit of the hospital"
    assert field("publicity", "submissions", 0, "date")["format"] == "moment"
    assert field("publicity", "materials", 0, "photos")["options"]["number"] is True
    assert field("ledger", "entries", 0, "text")["format"] == "lines"
    assert field("update", "disclosure", "summary")["format"] == "textarea"
    assert field("update", "id")["readOnly"] is True
    assert "kind" not in field("update")["properties"], "what is fixed is not asked"


def test_references_are_chosen_by_name() -> None:
    story = field(
        "publicity",
        "coverage",
        0,
        "story",
        value={"coverage": [{"story": "gone"}]},
        choices={"stories": [("s1", "当天回家（外科）")]},
    )
    assert story["enum"] == ["", "s1", "gone"]
    assert story["options"]["enum_titles"] == ["（不写）", "当天回家（外科）", "gone"]


def test_rare_fields_wait_and_what_may_be_left_out_whole_asks_for_nothing() -> None:
    story = field("publicity", "submissions", 0)["properties"]
    assert [key for key, each in story.items() if each["options"]["rare"]] == [
        "month",
        "kind",
        "withdrawn",
        "corrections",
    ]
    assert [key for key, each in story.items() if each["options"]["must"]] == ["id", "unit", "date", "title"]
    assert not field("update", "review", "first", "by")["options"]["must"]
    assert field("update", "disclosure", "publisher")["options"]["must"]


def test_a_description_speaks_of_fields_by_their_titles() -> None:
    assert field("update", "publish_on")["description"] == "不写即按“日期”"
    assert "description" not in field("update"), "what programmers read stays with them"


def test_a_record_inside_its_own_kind_ends_somewhere() -> None:
    task = field("plan", "groups", 0, "tasks", 0)
    assert "children" in task["properties"]
    assert "children" not in task["properties"]["children"]["items"]["properties"]


def test_every_field_of_paragraphs_is_written_in_lines() -> None:
    found: set[str] = set()
    seen: set[type[BaseModel]] = set()

    def look(model: type[BaseModel]) -> None:
        seen.add(model)
        for name, info in model.model_fields.items():
            if any(getattr(each, "func", None) is base._paragraphs for each in info.metadata):
                found.add(name)
            inner = inner_model(info.annotation)
            if inner and inner not in seen:
                look(inner)

    for schema in {kind.schema for kind in kinds.lists()}:
        look(file_kinds()[schema])
    assert {"text", "preamble", "guiding"} <= found <= forms.LINES


# ---- values into the form and back


@pytest.mark.parametrize(
    "path",
    sorted([*ROOT.glob("plans/*.yaml"), *ROOT.glob("plans/*/*.yaml"), *ROOT.glob("plans/campaign-data/*/*.yaml")]),
    ids=lambda path: path.stem,
)
def test_what_is_shown_and_not_changed_stays_as_typed(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    kind = next((each for each in kinds.lists() if path in set(kinds.files(ROOT, each))), None)
    data = yamltext.read(name, path.read_text(encoding="utf-8")).data
    if kind:
        node = forms.form(kind.schema, (), data, {})
        assert forms.merged(node, data, json.loads(json.dumps(forms.shown(node, data)))) is data


def merged(key: str, typed: Any, filled: Any, schema: str = "publicity") -> Any:
    node = forms.form(schema, (key, 0) if key else (), typed, {})
    return forms.merged(node, typed, {**forms.shown(node, typed), **filled})


def test_only_what_was_changed_is_changed() -> None:
    typed = {**STORY, "authors": "甲、乙", "kind": "图片"}
    assert merged("submissions", typed, {"title": "改了"}) == {**typed, "title": "改了"}
    assert merged("submissions", typed, {"authors": ["甲", "丙"]})["authors"] == "甲、丙", (
        "written on one line before, and after"
    )
    assert merged("submissions", typed, {"kind": ""}) == {**STORY, "authors": "甲、乙"}
    stages = [
        {"name": "adopted", "date": "2026-10-15", "where": ""},
        {"name": "reported", "date": "2026-10-30", "where": "市委"},
    ]
    assert merged("submissions", STORY, {"stages": stages})["stages"] == [
        {"name": "采用", "date": "2026-10-15"},
        {"name": "择优上报", "date": "2026-10-30", "where": "市委"},
    ]


def test_a_new_key_stands_where_the_form_has_it() -> None:
    assert list(merged("submissions", STORY, {"authors": ["甲"], "month": "2026-10"})) == [
        "id",
        "unit",
        "date",
        "month",
        "title",
        "authors",
        "stages",
    ]


def test_an_item_taken_out_of_the_middle_leaves_the_others_as_typed() -> None:
    rows = [
        {"step": "交办", "date": "2026-07-06"},
        {"step": "entered", "date": "2026-07-07"},
        {"step": "办理", "date": "2026-07-24", "text": "好。"},
    ]
    typed = {"id": "e", "log": rows}
    node = forms.form("ledger", ("entries", 0), typed, {})
    filled = forms.shown(node, typed)
    del filled["log"][0]
    assert forms.merged(node, typed, filled)["log"] == rows[1:], "and the English word of the second stays English"


def test_yes_is_what_is_written_when_it_is_not_the_rule() -> None:
    typed = {"step": "复核", "date": "2026-09-08"}
    node = forms.form("ledger", ("entries", 0, "log", 0), typed, {})
    shown = forms.shown(node, typed)
    assert shown["passed"] is True
    assert forms.merged(node, typed, {**shown, "passed": False}) == {**typed, "passed": "否"}
    assert "demo" not in merged("", {"id": "m"}, {"demo": False}, "meeting")
    assert merged("", {"id": "m"}, {"demo": True}, "meeting")["demo"] == "是"


def test_what_the_form_does_not_show_is_kept() -> None:
    typed = {
        "id": "g",
        "title": "组",
        "tasks": [
            {
                "id": "t",
                "title": "甲",
                "children": [{"id": "c", "title": "乙", "children": [{"id": "d", "title": "丙"}]}],
            }
        ],
    }
    node = forms.form("plan", ("groups", 0), typed, {})
    filled = forms.shown(node, typed)
    filled["tasks"][0]["children"][0]["title"] = "改"
    assert forms.merged(node, typed, filled)["tasks"][0]["children"][0] == {
        "id": "c",
        "title": "改",
        "children": [{"id": "d", "title": "丙"}],
    }


def test_a_bracket_stays_a_bracket() -> None:
    typed = {"id": "t", "title": "甲", "responsibility": "（院办牵头，护理部参与）"}
    node = forms.form("plan", ("tasks", 0), typed, {})
    shown = forms.shown(node, typed)
    assert shown["responsibility"]["as_written"] == "（院办牵头，护理部参与）"
    assert forms.merged(node, typed, {**shown, "title": "乙"}) == {**typed, "title": "乙"}
    shown["responsibility"]["as_written"] = "（院办牵头）"
    assert forms.merged(node, typed, shown)["responsibility"] == "（院办牵头）"


@pytest.mark.parametrize(
    "filled", [None, [], "x", 7, {"stages": "x"}, {"stages": [None, 3]}, {"title": {"a": 1}}, {"authors": [{"x": 1}]}]
)
def test_nonsense_in_the_place_of_a_form_breaks_nothing(filled: Any) -> None:
    node = forms.form("publicity", ("submissions", 0), STORY, {})
    forms.merged(node, STORY, filled)


# ---- requests


@dataclass
class Door:
    """A running editor: what it answers to requests."""

    root: Path
    port: int

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, str]:
        own = {
            "Host": f"127.0.0.1:{self.port}",
            "Origin": f"http://127.0.0.1:{self.port}",
            "Content-Type": "application/json",
        }
        sent = {
            key: value
            for key, value in {**own, **{key.replace("_", "-"): value for key, value in headers.items()}}.items()
            if value
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(
            method,
            f"/edit/{path}",
            body if isinstance(body, bytes) or body is None else json.dumps(body).encode(),
            sent,
        )
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        connection.close()
        return answer.status, text

    def act(self, action: str, request: dict[str, Any]) -> dict[str, Any]:
        status, text = self.ask("POST", action, request)
        return {**json.loads(text), "status": status}

    def read(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    root = campaign_root(tmp_path / "content")
    files = {
        "docs/updates/u1/index.md": UPDATE,
        "plans/ledger/l.yaml": "# 台账的说明\nid: l\ntitle: 甲医院督办台账\nissuer: 甲医院\nentries:\n  - id: e-001\n    number: 督办〔2026〕1号\n    title: 电梯\n"
        "    source: {kind: 自查发现, text: 巡查}\n    lead: [院办]\n    assigned_on: 2026-11-02\n    due: 2026-12-20\n    log:\n      - {step: 交办, date: 2026-11-02}   # 当天送到\n",
        "plans/progress/c.yaml": "plan: c\ntasks: []\n",
        "plans/secret.txt": "外面看不到",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    ledger = root / LEDGER  # nothing has happened yet that lies ahead of today
    ledger.write_text(ledger.read_text(encoding="utf-8").replace(", done: 2026-12-25}", "}"), encoding="utf-8")
    with make_server("127.0.0.1", 0, application(root, lambda: TODAY), _Server, _Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Door(root, server.server_port)
        server.shutdown()


STORY_AT = {"kind": "submission", "file": LEDGER, "at": "submissions/s2"}
UPDATE_AT = {"kind": "update", "file": "docs/updates/u1/index.md", "at": ""}


def filled(door: Door, where: dict[str, Any], **change: Any) -> dict[str, Any]:
    """A request as the page sends it: what was opened, with some fields changed."""
    opened = door.act("open", where)
    assert opened["status"] == 200, opened
    return {**where, "value": {**opened["value"], **change}, "body": opened["body"], "digest": opened["digest"]}


def test_the_page_and_what_it_loads_come_from_here(door: Door) -> None:
    status, page = door.ask("GET", "", Origin="")
    assert (status, "<title>网页登记</title>" in page) == (200, True)
    for name in (
        "desk.js",
        "importing.js",
        "editor.js",
        "editor.css",
        "fields.js",
        "jsoneditor.js",
        "planpress.css",
        "prose.css",
        "planpress-mid.css",
        "planpress-narrow.css",
        "planpress.js",
        "planpress.svg",
    ):
        assert name in page
        assert door.ask("GET", name)[0] == 200, name
    for name in ("web.py", "../web.py", "..%2fweb.py", "nothing.js", "plans/secret.txt"):
        assert door.ask("GET", name)[0] == 404, name
    assert door.ask("DELETE", "")[0] == 405


def test_without_the_library_one_command_is_named(tmp_path: Path) -> None:
    with make_server(
        "127.0.0.1", 0, application(tmp_path, lambda: TODAY, library=tmp_path / "none.js"), _Server, _Quiet
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        status, page = Door(tmp_path, server.server_port).ask("GET", "")
        server.shutdown()
    assert status == 503
    assert "scripts/setup.sh editor" in page


def test_only_this_machine_and_only_our_own_page(door: Door) -> None:
    saved = filled(door, STORY_AT, title="改了")
    before = door.read(LEDGER)
    refused = [
        door.ask("POST", "save", saved, Host=f"plans.example.org:{door.port}"),
        door.ask("POST", "save", saved, Host="127.0.0.1:1"),
        door.ask("POST", "save", saved, Origin="http://plans.example.org"),
        door.ask("POST", "save", saved, Origin=""),
        door.ask("POST", "save", saved, Origin="null"),
        door.ask("GET", "", Host="evil.example"),
        door.ask("GET", "", Host="127.0.0.1:1"),
        door.ask("GET", "", Host="127.0.0.1:x"),
        door.ask("GET", "", Host="[::1"),
    ]
    assert [status for status, _ in refused] == [403] * 9
    assert door.ask("POST", "save", b"{}", Content_Length="-1")[0] == 400
    assert door.ask("POST", "save", saved, Content_Type="text/plain")[0] == 415
    assert door.ask("POST", "save", b"{")[0] == 400
    assert door.ask("POST", "save", b"[" * 100_000)[0] == 400
    assert door.ask("POST", "nothing", {})[0] == 404
    assert door.read(LEDGER) == before
    assert door.ask("POST", "list", {}, Host=f"localhost:{door.port}", Origin=f"http://localhost:{door.port}")[0] == 200


def test_no_file_but_those_of_the_kind(door: Door, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text("submissions: [{id: s9, unit: 外科, date: 2026-10-12, title: 外面}]\n", encoding="utf-8")
    (door.root / "plans/campaign-data/c/link.yaml").symlink_to(outside)
    (door.root / "plans/campaign-data/far").symlink_to(tmp_path, target_is_directory=True)
    names = ["../outside.yaml", str(outside), "plans/campaign-data/c/link.yaml", "plans/campaign-data/far/outside.yaml", "plans/campaign-data/c/../../secret.txt",
             "plans/site.yaml", "plans/secret.txt", "plans/ledger/l.yaml", "", "\0"]  # fmt: skip
    for name in names:
        answer = door.act("open", {"kind": "submission", "file": name, "at": "submissions/s9"})
        assert answer["status"] == 404, name
    assert door.act("open", {"kind": "plan", "file": "plans/site.yaml", "at": ""})["status"] == 404
    assert door.act("open", {"kind": "update", "new": {"id": "../../x"}})["status"] == 409
    assert door.act("open", {"kind": "submission", "new": {"parent": "../c", "id": "x"}})["status"] == 409
    assert door.act("open", {"kind": "entry", "new": {"parent": "../../x.yaml"}})["status"] == 404


def test_the_list_has_every_record_and_its_problems(door: Door) -> None:
    path = door.root / LEDGER
    path.write_text(door.read(LEDGER).replace("unit: 外科病区", "unit: 没有这个科"), encoding="utf-8")
    (door.root / "plans/meetings").mkdir()
    (door.root / "plans/meetings/m.yaml").write_text("id: [m\ntitle: 会\n", encoding="utf-8")
    answer = door.act("list", {})
    found = {kind["key"]: kind for kind in answer["kinds"]}
    assert {key: len(kind["records"]) for key, kind in found.items() if kind["records"]} == {
        "update": 1, "submission": 5, "coverage": 4, "work": 2, "material": 2, "nomination": 3, "round": 2, "unit": 7, "outlet": 3, "entry": 1, "meeting": 1,
        "activity": 2, "campaign": 1, "ledger": 1, "collective": 1, "progress": 1, "site": 1,
    }  # fmt: skip
    row = next(each for each in found["submission"]["records"] if each["at"] == "submissions/s2")
    assert (row["title"], row["note"], row["errors"]) == ("病区里的读书角", "没有这个科 · 2026-10-20", 1)
    assert found["meeting"]["records"][0]["errors"] == 1
    assert found["submission"]["id"] == "s6"
    assert found["submission"]["parents"] == [["c", "百日宣传"]]


def test_a_change_is_a_change_of_its_lines_only(door: Door) -> None:
    before = door.read("docs/updates/u1/index.md")
    request = filled(door, UPDATE_AT, title="新病房今天启用", units=["外科"])
    looked = door.act("check", request)
    assert (looked["refused"], looked["changed"]) == (0, 2)
    assert door.read("docs/updates/u1/index.md") == before, "looking writes nothing"
    saved = door.act("save", request)
    assert (saved["saved"], saved["changed"], saved["page"]) == (True, 2, "updates/u1/index.html")
    assert [each for each in saved["diff"] if each[0] in "+-"] == [
        ["-", "title: 新病房启用   # 标题后面的话"],
        ["+", "title: 新病房今天启用   # 标题后面的话"],
        ["+", "units: [外科]"],
    ]
    after = door.read("docs/updates/u1/index.md").splitlines()
    assert [line for line in before.splitlines() if line not in after] == ["title: 新病房启用   # 标题后面的话"]
    assert "# 编者：这一行要留着" in after
    assert door.act("save", {**request, "digest": saved["digest"]})["changed"] == 0


def test_the_body_of_a_page(door: Door) -> None:
    request = {**filled(door, UPDATE_AT), "body": "第一段改了。\r\n\r\n- 一条\r\n\r\n"}
    assert door.act("save", request)["saved"]
    assert door.read("docs/updates/u1/index.md") == UPDATE.replace("第一段。\n", "第一段改了。\n\n- 一条\n")
    assert door.act("preview", {"body": "**粗** <script>alert(1)</script>"})["html"] == "<p><strong>粗</strong> </p>"


def test_what_the_check_refuses_is_not_written_and_stands_at_its_field(door: Door) -> None:
    before = door.read(LEDGER)
    request = filled(door, STORY_AT, unit="没有这个科", date="2026-13-01", title="")
    answer = door.act("save", request)
    assert (answer["saved"], answer["refused"]) == (False, 2)
    said = {tuple(each["field"]): each["message"] for each in answer["problems"]}
    assert said == {("date",): "“投稿日期”：“2026-13-01”的月份 13 不存在", ("title",): "缺少必填项“题目”"}
    assert door.read(LEDGER) == before
    request["value"] |= {"date": "2026-10-20", "title": "读书角"}
    assert [(each["field"], each["message"]) for each in door.act("save", request)["problems"]] == [
        (["unit"], "单位“没有这个科”不在单位名册里")
    ]
    request["value"]["unit"] = "外科病区"
    assert door.act("save", request)["saved"]
    assert door.read(LEDGER) == before.replace("title: 病区里的读书角", "title: 读书角")


def test_an_error_here_is_not_told_as_errors_of_those_who_need_it(door: Door) -> None:
    answer = door.act("save", filled(door, {**STORY_AT, "at": "submissions/s1"}, date="2026-13-01"))
    assert (answer["refused"], answer["others"]) == (1, []), "three reports name this story, which cannot be read now"


def test_the_words_are_those_of_plan_check(door: Door) -> None:
    request = filled(door, STORY_AT, date="2026-09-01")
    answer = door.act("check", request)
    text = door.read(LEDGER).replace("date: 2026-10-20, title: 病区", "date: 2026-09-01, title: 病区")
    _, problems = look_over(door.root, TODAY, edited={LEDGER: text})
    assert [(each["message"], each["hint"]) for each in answer["problems"]] == [
        (each.message, each.hint) for each in problems if each.path == LEDGER
    ]
    assert answer["problems"][0]["field"] == ["date"]


def test_warnings_do_not_keep_anything_from_being_saved(door: Door) -> None:
    answer = door.act(
        "save", filled(door, {"kind": "entry", "file": "plans/ledger/l.yaml", "at": "entries/e-001"}, due="2026-11-10")
    )
    assert answer["saved"], answer
    assert "   # 当天送到\n" in door.read("plans/ledger/l.yaml")


def test_errors_elsewhere_are_told_apart(door: Door) -> None:
    ledger = door.root / "plans/ledger/l.yaml"
    ledger.write_text(ledger.read_text(encoding="utf-8").replace("院办", "没有的科"), encoding="utf-8")
    answer = door.act("save", filled(door, STORY_AT, title="改了"))
    assert answer["saved"], "what was wrong before keeps nobody from working"
    assert [each["message"] for each in answer["others"]] == ["单位“没有的科”不在单位名册里"]
    answer = door.act(
        "save",
        filled(
            door, {"kind": "outlet", "file": "plans/registry/outlets.yaml", "at": "outlets/radio"}, name="改名的电台"
        ),
    )
    assert not answer["saved"], "a change that breaks another file is refused"
    assert "市电台" in answer["others"][0]["message"]


def test_a_file_changed_meanwhile_is_not_overwritten(door: Door) -> None:
    request = filled(door, STORY_AT, title="我改的")
    path = door.root / LEDGER
    path.write_text("# 同事加的\n" + door.read(LEDGER).replace("夜里也能问医生", "夜里也能问药师"), encoding="utf-8")
    answer = door.act("save", request)
    assert (answer["status"], answer["sentence"]) == (409, "这一条在您打开之后被别人改过，没有保存；您填的内容还在。")
    looked = door.act("check", request)
    assert [each[1] for each in looked["diff"] if each[0] == "+"] == [
        "  - {id: s2, unit: 外科病区, date: 2026-10-20, title: 我改的}"
    ]
    assert door.act("save", {**request, "digest": looked["digest"]})["saved"]
    assert door.read(LEDGER).startswith("# 同事加的\n")
    assert "夜里也能问药师" in door.read(LEDGER)


@pytest.mark.parametrize("act", ["save", "delete"])
def test_what_others_change_in_the_same_file_is_kept(door: Door, act: str) -> None:
    opened = door.act("open", STORY_AT)
    was = {"value": opened["value"], "body": opened["body"]}
    request = {**STORY_AT, "value": {**opened["value"], "title": "我改的"}, "was": was, "digest": opened["digest"]}
    theirs = "# 同事加的\n" + door.read(LEDGER).replace("夜里也能问医生", "夜里也能问药师")
    (door.root / LEDGER).write_text(theirs, encoding="utf-8")
    answer = door.act(act, request)
    assert (answer["saved"], answer["merged"]) == (True, True)
    line = "  - {id: s2, unit: 外科病区, date: 2026-10-20, title: 病区里的读书角}\n"
    assert door.read(LEDGER) == theirs.replace(line, line.replace("病区里的读书角", "我改的") if act == "save" else "")
    assert door.act(act, request)["status"] in (404, 409), "this one has changed"


def test_a_new_entry_joins_while_others_write_and_an_id_in_use_opens_nothing(door: Door) -> None:
    new = {"kind": "submission", "new": {"parent": "c", "id": "s6"}}
    opened = door.act("open", new)
    assert opened["file"] == LEDGER
    assert "title" not in opened["value"] or not opened["value"]["title"]
    theirs = "# 同事加的\n" + door.read(LEDGER)
    (door.root / LEDGER).write_text(theirs, encoding="utf-8")
    value = {**opened["value"], "unit": "外科", "date": "2026-11-18", "title": "夜班"}
    assert door.act("save", {**new, "value": value, "digest": opened["digest"]})["saved"]
    written = door.read(LEDGER)
    assert "title: 夜班" in written
    assert [line for line in theirs.splitlines() if line not in written.splitlines()] == []
    for kind, parent, taken in (
        ("submission", "c", "s1"),
        ("work", "c", "w1"),
        ("outlet", "plans/registry/outlets.yaml", "tv"),
    ):
        answer = door.act("open", {"kind": kind, "new": {"parent": parent, "id": taken}})
        assert (answer["status"], "已经用了" in answer["sentence"]) == (409, True), kind


def test_a_reviewed_update_that_is_changed_is_reviewed_again_and_says_what_was_put_right(door: Door) -> None:
    path = door.root / "docs/updates/u1/index.md"
    path.write_text(REVIEWED, encoding="utf-8")
    listed = next(each for each in door.act("list", {})["kinds"] if each["key"] == "update")["records"][0]
    assert (listed["state"], listed["day"], listed["month"]) == ("已发", "2026-11-20", "2026-11")
    reviewed = path.read_text(encoding="utf-8")
    request = {**filled(door, UPDATE_AT), "body": "改过的第一段。"}
    assert door.act("save", request)["status"] == 428
    assert door.act("save", {**request, "correction": " "})["status"] == 422
    assert path.read_text(encoding="utf-8") == reviewed
    assert door.act("save", {**request, "correction": "第一段说的是改过的"})["saved"]
    text = path.read_text(encoding="utf-8")
    assert "review:" not in text
    assert (
        "date: 2026-11-21\n    note: 第一段说的是改过的" in text
        or "{date: 2026-11-21, note: 第一段说的是改过的}" in text
    )
    listed = next(each for each in door.act("list", {})["kinds"] if each["key"] == "update")["records"][0]
    assert listed["state"] == "待审"
    assert door.act("history", UPDATE_AT)["versions"][0]["fields"] == [
        ["三审", "初审：审核人：甲；审核日期：2026-11-19；复审：审核人：乙；审核日期：2026-11-19；终审：审核人：丙；审核日期：2026-11-20", ""],
        ["正文", "第一段。", "改过的第一段。"],
        ["更正", "", "更正日期：2026-11-21；更正说明：第一段说的是改过的"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"withdrawn": "2026-11-21"}, "已撤"),
        ({"expires": "2026-11-20"}, "已过期"),
        ({"publish_on": "2026-11-30"}, "定时"),
    ],
)
def test_when_it_goes_out_and_comes_back_needs_no_review(door: Door, change: dict[str, str], state: str) -> None:
    path = door.root / "docs/updates/u1/index.md"
    path.write_text(REVIEWED, encoding="utf-8")
    assert door.act("save", filled(door, UPDATE_AT, **change))["saved"]
    listed = next(each for each in door.act("list", {})["kinds"] if each["key"] == "update")["records"][0]
    assert listed["state"] == state


def test_the_rows_can_be_sifted_and_searched_by_every_field(door: Door) -> None:
    rows = next(each for each in door.act("list", {})["kinds"] if each["key"] == "submission")["records"]
    by_id = {each["at"]: each for each in rows}
    assert by_id["submissions/s1"]["units"] == ["外科"]
    assert {each["adopted"] for each in rows} == {"未采用", "采用", "上级采用"} or {
        each["adopted"] for each in rows
    } > {"未采用"}
    assert all(re.fullmatch(r"2026-\d\d", each["month"]) for each in rows)
    assert "采用" in by_id["submissions/s1"]["words"], "what is in its steps is found as well"
    for kind in door.act("list", {})["kinds"]:
        for each in kind["records"]:
            assert not re.search(r"\{|\[id", each["words"])


@pytest.mark.parametrize(
    ("where", "change", "named"),
    [("story", {"unit": "火箭科"}, "写进“单位名册”"), ("report", {"outlet": "火箭台"}, "写进“媒体名册”")],
)
def test_what_to_do_names_a_list_of_the_desk_and_no_file(
    door: Door, where: str, change: dict[str, str], named: str
) -> None:
    at = STORY_AT if where == "story" else {"kind": "coverage", "file": LEDGER, "at": "coverage/#1"}
    (told,) = door.act("check", filled(door, at, **change))["problems"]
    assert named in told["hint"] and ".yaml" not in told["hint"]


def test_what_stands_in_the_way_leads_to_its_record(door: Door) -> None:
    where = {"kind": "outlet", "file": "plans/registry/outlets.yaml", "at": "outlets/radio"}
    answer = door.act("delete", {**where, "digest": door.act("open", where)["digest"]})
    for each in answer["others"]:
        opened = door.act("open", each["record"])
        assert (opened["status"], opened["value"]["outlet"]) == (200, "市电台")


def test_an_index_number_is_given_before_anything_goes_out(door: Door) -> None:
    path = door.root / "docs/updates/u1/index.md"
    text = UPDATE.replace("index_no: A-1", "index_no: 待编-u1")
    path.write_text(text, encoding="utf-8")
    assert [each for each in look_over(door.root, TODAY)[1] if each.code == "index-no-open"] == []
    path.write_text(REVIEWED.replace("index_no: A-1", "index_no: 待编-u1"), encoding="utf-8")
    assert [each.severity for each in look_over(door.root, TODAY)[1] if each.code == "index-no-open"] == ["error"]
    path.write_text(UPDATE.replace("A-1", "青卫-2026-009"), encoding="utf-8")
    opened = door.act("open", {"kind": "update", "new": {}})
    assert opened["value"]["disclosure"]["index_no"] == "青卫-2026-010"
    preset = {
        key
        for key, each in opened["schema"]["properties"]["disclosure"]["properties"].items()
        if each["options"].get("preset")
    }
    assert preset == {"index_no", "category", "date", "doc_no", "topic", "title"}, (
        "a house that is nobody's has no name to preset"
    )


# ---- history, and what is deleted


def test_every_save_can_be_undone_and_compared(door: Door) -> None:
    before = door.read(LEDGER)
    saved = door.act("save", filled(door, STORY_AT, title="一改"))
    assert door.act("save", filled(door, STORY_AT, title="再改"))["saved"]
    assert door.act("save", filled(door, {**STORY_AT, "at": "submissions/s4"}, title="别的一条"))["saved"]
    versions = door.act("history", STORY_AT)["versions"]
    assert [each["fields"] for each in versions] == [
        [["题目", "一改", "再改"]], [["题目", "病区里的读书角", "再改"]],
    ], "saves of another record are none of it"  # fmt: skip
    digest = door.act("open", STORY_AT)["digest"]
    back = door.act("restore", {**STORY_AT, "version": versions[1]["version"], "digest": digest})
    assert back["saved"]
    assert "title: 病区里的读书角" in door.read(LEDGER)
    assert "title: 别的一条" in door.read(LEDGER), "the others stay"
    assert saved["version"] == versions[1]["version"]
    assert door.act("restore", {**STORY_AT, "version": versions[1]["version"], "digest": digest})["status"] == 409
    assert door.act("restore", {**STORY_AT, "version": "000099", "digest": ""})["status"] == 404
    assert before.count("\n") == door.read(LEDGER).count("\n")


def test_where_git_keeps_the_content_its_commits_are_versions_too(door: Door) -> None:
    def git(*command: str) -> None:
        who = ["-c", "user.name=甲", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *command], cwd=door.root, check=True, capture_output=True)

    assert door.act("save", filled(door, STORY_AT, title="没有提交的一改"))["saved"]
    git("init", "-q")
    first = door.read(LEDGER)
    for title, day in (("提交一", "2026-10-01T08:00:00"), ("提交二", "2026-10-02T08:00:00")):
        (door.root / LEDGER).write_text(first.replace("没有提交的一改", title), encoding="utf-8")
        git("add", "-A")
        git("-c", "core.hooksPath=/dev/null", "commit", "-q", "-m", title, "--date", day)
    tracked = subprocess.run(["git", "ls-files"], cwd=door.root, check=True, capture_output=True, text=True).stdout
    assert ".history" not in tracked
    assert door.act("save", filled(door, STORY_AT, title="现在"))["saved"]
    versions = door.act("history", STORY_AT)["versions"]
    said = [(each["when"][-2:], each["fields"][0][1]) for each in versions]
    assert ("提交", "提交一") in said and ("以前", "提交二") in said and ("以前", "病区里的读书角") in said
    number = versions[said.index(("提交", "提交一"))]["version"]
    digest = door.act("open", STORY_AT)["digest"]
    assert door.act("restore", {**STORY_AT, "version": number, "digest": digest})["saved"]
    assert "title: 提交一" in door.read(LEDGER)
    (door.root / LEDGER).unlink()
    git("add", "-A")
    git("commit", "-q", "-m", "删去")
    assert door.act("history", STORY_AT)["gone"]
    assert door.act("restore", {**STORY_AT, "version": number, "digest": ""})["saved"], "also once the file has gone"


@pytest.mark.parametrize(("where", "file"), [("story", LEDGER), ("update", "docs/updates/u1/index.md")])
def test_what_was_deleted_comes_back(door: Door, where: str, file: str) -> None:
    at = STORY_AT if where == "story" else UPDATE_AT
    before = door.read(file)
    opened = door.act("open", at)
    assert opened["removable"]
    gone = door.act("delete", {**at, "digest": opened["digest"]})
    assert gone["saved"]
    assert door.act("open", at)["status"] == 404
    assert door.act("history", at)["gone"]
    back = door.act("restore", {**at, "version": gone["version"], "digest": gone["digest"]})
    assert back["saved"], back
    after = door.read(file)
    assert sorted(after.splitlines()) == sorted(before.splitlines()) if where == "story" else after == before


def test_no_history_of_what_is_no_content(door: Door) -> None:
    for file in ("../x.yaml", "plans/registry/../../x", "/etc/passwd"):
        assert door.act("history", {"kind": "submission", "file": file, "at": ""})["status"] == 404


def test_a_plan_that_others_name_is_not_deleted(door: Door) -> None:
    where = {"kind": "campaign", "file": "plans/c.yaml", "at": ""}
    opened = door.act("open", where)
    answer = door.act("delete", {**where, "digest": opened["digest"]})
    assert not answer["saved"]
    assert answer["others"]
    assert (door.root / "plans/c.yaml").is_file()


def test_a_file_changed_while_it_is_checked_is_not_overwritten(door: Door) -> None:
    request, theirs = filled(door, STORY_AT, title="我改的"), "# 同事加的\n" + door.read(LEDGER)

    def made_meanwhile(opened: finding.Opened, asked: Mapping[str, Any]) -> str:
        (door.root / opened.held.name).write_text(theirs, encoding="utf-8")
        return edits._written(opened, asked)

    with pytest.raises(finding.EditRefused, match="被别人改过"):
        edits.kept(finding.Desk(door.root, lambda: TODAY), request, made_meanwhile)
    assert door.read(LEDGER) == theirs


def test_who_may_read_and_write_a_file_stays(door: Door) -> None:
    (door.root / LEDGER).chmod(0o660)
    assert door.act("save", filled(door, STORY_AT, title="改了"))["saved"]
    assert (door.root / LEDGER).stat().st_mode & 0o777 == 0o660


def test_no_new_file_behind_a_link(door: Door, tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (door.root / "plans/qa").symlink_to(tmp_path / "far", target_is_directory=True)
    where = {"kind": "qa", "new": {"id": "food"}}
    answer = door.act("save", {**where, "value": door.act("open", where)["value"], "digest": ""})
    assert answer["status"] == 403, answer
    assert not list((tmp_path / "far").iterdir())


def test_an_item_is_taken_out_and_nothing_else(door: Door) -> None:
    before = door.read(LEDGER)
    opened = door.act("open", STORY_AT)
    answer = door.act("delete", {**STORY_AT, "digest": opened["digest"]})
    assert answer["saved"], answer
    assert door.read(LEDGER) == before.replace(
        "  - {id: s2, unit: 外科病区, date: 2026-10-20, title: 病区里的读书角}\n", ""
    )
    needed = {**STORY_AT, "at": "submissions/s1"}
    assert door.act("delete", {**needed, "digest": opened["digest"]})["status"] == 409, "opened before the other went"
    answer = door.act("delete", {**needed, "digest": answer["digest"]})
    assert not answer["saved"], "reports name it as their story"
    assert "s1" in answer["others"][0]["message"]
    assert door.act("delete", {**STORY_AT, "at": "", "digest": answer["digest"]})["status"] == 404, "not a whole ledger"


def test_the_byte_order_mark_and_line_ends_of_windows_stay(door: Door) -> None:
    path = door.root / "docs/updates/u1/index.md"
    raw = b"\xef\xbb\xbf" + UPDATE.replace("\n", "\r\n").encode()
    path.write_bytes(raw)
    opened = door.act("open", UPDATE_AT)
    assert opened["body"] == "第一段。"
    assert door.act("save", filled(door, UPDATE_AT))["changed"] == 0
    assert path.read_bytes() == raw
    assert door.act("save", {**filled(door, UPDATE_AT, title="改了"), "body": "第一段。\n\n第二段。"})["saved"]
    assert path.read_bytes() == raw.replace("title: 新病房启用 ".encode(), "title: 改了 ".encode()).replace(
        "第一段。\r\n".encode(), "第一段。\r\n\r\n第二段。\r\n".encode()
    )


def test_two_at_once_are_not_both_written(door: Door) -> None:
    requests = [filled(door, STORY_AT, title=f"第{number}个人改的") for number in range(6)]
    answers: list[int] = []
    people = [
        threading.Thread(target=lambda each=each: answers.append(door.act("save", each)["status"])) for each in requests
    ]  # type: ignore[misc]
    for each in people:
        each.start()
    for each in people:
        each.join()
    assert sorted(answers) == [200, 409, 409, 409, 409, 409]


def test_a_record_or_file_that_went_meanwhile(door: Door) -> None:
    story, update = filled(door, STORY_AT, title="改了"), filled(door, UPDATE_AT, title="改了")
    path = door.root / LEDGER
    path.write_text(door.read(LEDGER).replace("  - {id: s2,", "  - {id: s2b,"), encoding="utf-8")
    shutil.rmtree(door.root / "docs/updates/u1")
    assert door.act("save", story)["status"] == 404
    gone = door.act("save", update)
    assert (gone["status"], gone["sentence"]) == (404, "没有这个文件，可能刚被删去或改名；您填的内容还在。")
    assert not (door.root / "docs/updates/u1").exists()


def test_a_file_that_is_read_only(door: Door) -> None:
    (door.root / LEDGER).chmod(0o444)
    before = door.read(LEDGER)
    answer = door.act("save", filled(door, STORY_AT, title="改了"))
    assert answer["status"] == 403
    assert "只读" in answer["sentence"]
    assert door.read(LEDGER) == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id: l\n\ttitle: 台账\n", "第 2 行：缩进里有制表符（Tab）"),
        ("id：l\n", "冒号"),
        ("a: &x [*x]\n", "不支持引用写法"),
    ],
)
def test_a_broken_file_says_where_and_that_it_must_be_mended_first(door: Door, text: str, said: str) -> None:
    (door.root / "plans/ledger/l.yaml").write_text(text, encoding="utf-8")
    answer = door.act("open", {"kind": "entry", "file": "plans/ledger/l.yaml", "at": "entries/e-001"})
    assert answer["status"] in (404, 422)
    if answer["status"] == 422:
        assert answer["sentence"].startswith("plans/ledger/l.yaml ")
        assert said in answer["sentence"]
        assert "先用文本编辑器改好" in answer["sentence"]


def test_a_file_in_another_encoding(door: Door) -> None:
    (door.root / "docs/updates/u1/index.md").write_bytes(UPDATE.encode("gb18030"))
    answer = door.act("open", UPDATE_AT)
    assert answer["status"] == 422
    assert "不是 UTF-8" in answer["sentence"]


def test_a_body_of_five_megabytes_is_refused_with_a_sentence(door: Door) -> None:
    before = door.read("docs/updates/u1/index.md")
    answer = door.act("save", {**filled(door, UPDATE_AT), "body": "长" * 1_700_000})
    assert (answer["status"], answer["sentence"]) == (413, "内容太长，超过 1 MB，没有保存；请删短，或分成几条。")
    assert door.read("docs/updates/u1/index.md") == before


def test_a_script_is_text_in_a_title_and_an_error_in_the_body(door: Door) -> None:
    title = "<script>alert(1)</script> P<0.05"
    assert door.act("save", filled(door, UPDATE_AT, title=title))["saved"]
    assert door.act("open", UPDATE_AT)["value"]["title"] == title
    answer = door.act("save", {**filled(door, UPDATE_AT), "body": "<script>alert(1)</script>"})
    assert not answer["saved"]
    assert any("script" in each["message"] for each in answer["problems"])


# ---- pictures


def drawn(form: str, colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, form)
    return out.getvalue()


def sent(door: Door, raw: bytes, **query: str) -> tuple[int, dict[str, Any]]:
    status, text = door.ask("POST", f"picture?{urlencode(query)}", raw, Content_Type="application/octet-stream")
    return status, json.loads(text)


@pytest.mark.parametrize(
    ("kind", "file", "folder"),
    [
        ("work", "plans/campaign-data/c/works.yaml", "plans/campaign-data/c/images"),
        ("update", "docs/updates/u1/index.md", "docs/updates/u1"),
    ],
)
def test_a_picture_is_put_where_its_record_looks_for_it(door: Door, kind: str, file: str, folder: str) -> None:
    query = {"kind": kind, "file": file}
    assert sent(door, drawn("PNG"), **query, name="C:\\照片\\灯 (1).png") == (200, {"name": "灯-1-.png"})
    first = (door.root / folder / "灯-1-.png").read_bytes()
    assert looks(first) == looks(drawn("PNG"))
    assert sent(door, drawn("PNG"), **query, name="灯 (1).png") == (200, {"name": "灯-1-.png"}), (
        "the same picture once more"
    )
    assert sent(door, drawn("PNG", "blue"), **query, name="灯 (1).png") == (200, {"name": "灯-1--2.png"}), (
        "no picture is written over"
    )
    assert (door.root / folder / "灯-1-.png").read_bytes() == first


def looks(raw: bytes) -> tuple[str | None, tuple[int, int], object]:
    with Image.open(io.BytesIO(raw)) as image:
        return image.format, image.size, image.convert("RGB").getpixel((5, 5))


def test_a_picture_is_kept_as_what_it_is_and_as_no_more(door: Door) -> None:
    """Made anew: whatever its name says, and without a place, a comment, or a web page hung on its end."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "某某相机", 6  # made by; lying on its side
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (60, 40), "red").save(out, "JPEG", exif=exif, comment=b"<script>alert(1)</script>")
    raw = out.getvalue() + b"<script>alert(2)</script>PK\x05\x06" + bytes(18)
    assert sent(door, raw, kind="work", file=LEDGER, name="走廊.PNG") == (200, {"name": "走廊.jpg"})
    kept = (door.root / Path(LEDGER).parent / "images/走廊.jpg").read_bytes()
    assert looks(kept)[:2] == ("JPEG", (40, 60))
    assert b"script" not in kept and "某某相机".encode() not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert not image.getexif() and "comment" not in image.info
    for form in ("PNG", "WEBP"):
        assert sent(door, drawn(form), kind="work", file=LEDGER, name="b.jpg") == (200, {"name": f"b.{form.lower()}"})


def test_a_picture_of_a_telephone_becomes_one_that_sites_can_show(door: Door) -> None:
    made = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), "teal")).save(made, format="HEIF")
    about = {"kind": "update", "file": "docs/updates/u1/index.md", "name": "IMG_1.HEIC"}
    assert sent(door, made.getvalue(), **about) == (200, {"name": "IMG_1.jpg"})
    with Image.open(door.root / "docs/updates/u1/IMG_1.jpg") as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (64, 48), {})
    for torn in (made.getvalue()[:200], made.getvalue()[:24] + b"\0" * 400):
        status, told = sent(door, torn, **about)
        assert (status, "打不开" in told["sentence"]) == (422, True)


def test_pictures_beside_records_are_shown_and_nothing_else(door: Door) -> None:
    (door.root / "docs/updates/u1/a b.jpg").write_bytes(drawn("JPEG"))
    (door.root / "docs/updates/u1/notes.txt").write_text("x", encoding="utf-8")
    html = door.act("preview", {"body": "![图](a%20b.jpg)", "file": "docs/updates/u1/index.md"})["html"]
    (address,) = re.findall(r'src="([^"]+)"', html)
    status, _ = door.ask("GET", address.replace("&amp;", "&"), Origin="")
    assert status == 200
    for file in (
        "docs/updates/u1/notes.txt",
        "docs/updates/u1/none.jpg",
        "docs/updates/u1/../../../plans/site.yaml",
        "/etc/passwd",
        "plans/c.yaml",
        "",
    ):
        assert door.ask("GET", "photo?" + urlencode({"file": file}), Origin="")[0] == 404, file


def test_pasted_text_is_tidied_by_the_same_rules_as_everywhere(door: Door) -> None:
    made = door.act("tidy", {"text": "一、总体要求\n第一段\u00a0文字\n第二段 2*3*4"})
    assert made["text"].startswith("## 一、总体要求\n\n第一段")
    assert "2\\*3\\*4" in made["text"]
    assert made["notes"]


def test_what_to_do_is_said_in_the_words_of_the_form(door: Door) -> None:
    path = door.root / "docs/updates/u1/index.md"
    path.write_text(UPDATE.replace("publish_on: 2026-11-30\n", ""), encoding="utf-8")
    (told,) = [each for each in door.act("list", {})["problems"] if each["place"].startswith("docs/updates/u1")]
    assert told["hint"] == "审过后在“三审”里补上“终审”的姓名和日期，或把“发布日期”改到以后"
    assert told["record"] == {"kind": "update", "file": "docs/updates/u1/index.md", "at": ""}


def test_a_fault_of_the_text_names_its_line(door: Door) -> None:
    request = {**filled(door, UPDATE_AT), "body": "第一段。\n\n<script>x</script>"}
    (fault,) = [each for each in door.act("check", request)["problems"] if each["error"]]
    assert fault["line"] == 3


def test_a_picture_needs_something_to_belong_to(door: Door) -> None:
    before = sorted(door.root.rglob("*"))
    for kind, file in (
        ("update", "docs/updates/none/index.md"),
        ("case", "docs/cases/none/index.md"),
        ("work", "plans/campaign-data/none/works.yaml"),
    ):
        assert sent(door, drawn("PNG"), kind=kind, file=file, name="a.png") == (
            409,
            {"sentence": "先保存这一条，再放图片。"},
        )
    assert sorted(door.root.rglob("*")) == before


@pytest.mark.parametrize(
    ("name", "raw", "expected"),
    [
        ("a.jpg", drawn("JPEG")[:300], "图片“a.jpg”打不开，可能已损坏；重新取得这张图片。"),
        ("../../a.svg", b"<svg onload='alert(1)'/>", "图片“a.svg”是 SVG 格式，网页上不能用；另存为 JPG 或 PNG。"),
        ("page.html", b"<script>alert(1)</script>", "图片“page.html”打不开，可能已损坏；重新取得这张图片。"),
        ("a.jpg", b"0" * 20_000_001, "图片超过 20 MB，没有保存；缩小到每边 1600 像素左右再放。"),
    ],
)
def test_what_cannot_be_shown_is_not_put_anywhere(door: Door, name: str, raw: bytes, expected: str) -> None:
    before = sorted(door.root.rglob("*"))
    status, answer = sent(door, raw, kind="work", file=LEDGER, name=name)
    assert (status in (413, 422), answer) == (True, {"sentence": expected})
    assert sorted(door.root.rglob("*")) == before


def test_no_picture_outside_the_folders_for_them(door: Door) -> None:
    for kind, file in (
        ("work", "plans/campaign-data/../secret/x.yaml"),
        ("work", "x/plans/campaign-data/c/all.yaml"),
        ("plan", "plans/c.yaml"),
        ("update", "/docs/updates/u1/index.md"),
    ):
        assert sent(door, drawn("PNG"), kind=kind, file=file, name="a.png")[0] == 404, file
    (door.root / "docs/updates/away").symlink_to("/tmp")
    assert sent(door, drawn("PNG"), kind="update", file="docs/updates/away/index.md", name="a.png")[0] == 404
    assert (
        door.ask(
            "POST",
            f"picture?{urlencode({'kind': 'work', 'file': LEDGER, 'name': 'a.png'})}",
            drawn("PNG"),
            Content_Type="image/png",
        )[0]
        == 415
    )


def test_a_photograph_says_what_it_needs_in_the_words_of_a_form(door: Door) -> None:
    new = {"kind": "work", "new": {"parent": "c"}}
    opened = door.act("open", new)
    assert [key for key, each in opened["schema"]["properties"].items() if each["options"]["must"]] == [
        "id",
        "title",
        "author",
        "unit",
        "file",
        "alt",
        "consent",
    ]
    answer = door.act("save", {**new, "value": {**opened["value"], "title": "灯"}, "digest": opened["digest"]})
    assert {each["field"][-1]: each["hint"] for each in answer["problems"]} == {
        "author": "在这一格写姓名", "unit": "在这一格写科室", "file": "在这一格写文件名，图片放在同一文件夹的 images 里", "alt": "在这一格写一句话说清画面",
        "consent": "作者和被拍到的人同意后勾上这一格；没有同意的撤下",
    }  # fmt: skip


# ---- new records


@pytest.mark.parametrize(
    "key", ["update", "case", "qa", "meeting", "ledger", "plan", "campaign", "submission", "coverage"]
)
def test_a_new_file_is_what_plan_new_makes(door: Door, tmp_path: Path, key: str) -> None:
    """Saved with the words of the scaffold, the file is the scaffold's, byte for byte; so is the first entry of a campaign."""
    (door.root / LEDGER).write_text("# 还没有登记\n", encoding="utf-8")
    new = {"id": "neu-1", "parent": "c"}
    opened = door.act("open", {"kind": key, "new": new})
    assert (opened["status"], opened["exists"], opened["digest"]) == (200, False, "")
    other = campaign_root(tmp_path / "other")
    content = look_over(other, TODAY)[0]
    path = (
        create_entry(other, key, "neu-1", content, "c")
        if key in ("submission", "coverage")
        else create(other, key, "neu-1", TODAY)
    )
    made = kinds.hold(path.relative_to(other).as_posix(), path.read_bytes())
    kind = kinds.by_key(key)
    place = kinds.where(made.data, opened["at"]) or ()
    typed = made.data[kind.within][0] if kind.within else made.data
    node = forms.form(kind.schema, place, typed, {}, kinds.large(kind) if not place else frozenset())
    answer = door.act(
        "save", {"kind": key, "new": new, "value": forms.shown(node, typed), "body": made.body, "digest": ""}
    )
    assert answer["saved"], answer
    assert (answer["file"], door.read(answer["file"])) == (made.name, made.text)
    assert (
        door.act("save", {"kind": key, "new": new, "value": forms.shown(node, typed), "body": made.body, "digest": ""})[
            "status"
        ]
        == 409
    )


def test_words_that_only_say_what_to_write_are_asked_for(door: Door) -> None:
    opened = door.act("open", {"kind": "update", "new": {}})
    assert (
        opened["value"]["id"],
        opened["value"]["title"],
        opened["value"]["disclosure"]["publisher"],
        opened["body"],
    ) == ("20261121-1", "", "", "")
    assert opened["schema"]["properties"]["title"]["options"]["inputAttributes"] == {"placeholder": "写动态的标题"}
    request = {"kind": "update", "new": {"id": "20261121-1"}, "value": opened["value"], "body": "", "digest": ""}
    answer = door.act("save", request)
    assert not answer["saved"]
    assert {tuple(each["field"]) for each in answer["problems"]} == {
        ("title",),
        *(("disclosure", key) for key in ("publisher", "source", "title", "summary")),
    }
    assert not (door.root / "docs/updates/20261121-1").exists()


def test_two_new_records_of_one_id(door: Door) -> None:
    new = {"kind": "submission", "new": {"parent": "c", "id": "s6"}}
    value = {**door.act("open", new)["value"], "unit": "外科", "date": "2026-11-18", "title": "先到的"}
    assert door.act("save", {**new, "value": value, "digest": ""})["saved"]
    late = {**new, "value": {**value, "title": "后到的"}, "digest": ""}
    answer = door.act("save", late)
    assert (answer["status"], "已经用了，换一个" in answer["sentence"]) == (409, True)
    again = {**late, "new": {"parent": "c", "id": ""}}
    answer = door.act("save", {**again, "digest": door.act("check", again)["digest"]})
    assert (answer["saved"], answer["file"], answer["at"]) == (True, LEDGER, "submissions/s7"), "where its brothers are"
    assert "id: s7" in door.read(answer["file"])


def test_a_new_item_joins_its_list(door: Door) -> None:
    new = {"kind": "entry", "new": {"parent": "plans/ledger/l.yaml"}}
    opened = door.act("open", new)
    assert (opened["at"], opened["value"]["assigned_on"]) == ("entries/e-002", "2026-11-21")
    value = {**opened["value"], "number": "督办〔2026〕2号", "title": "热水", "source": {**opened["value"]["source"], "kind": "complaint", "text": "来信"},
             "lead": ["护理部"], "due": "2026-12-01", "log": [{"step": "assigned", "date": "2026-11-21"}]}  # fmt: skip
    before = door.read("plans/ledger/l.yaml")
    answer = door.act(
        "save",
        {
            "kind": "entry",
            "new": {"parent": "plans/ledger/l.yaml", "id": "e-002"},
            "value": value,
            "digest": opened["digest"],
        },
    )
    assert answer["saved"], answer
    after = door.read("plans/ledger/l.yaml")
    assert after.startswith(before)
    assert [line.strip() for line in after[len(before) :].splitlines()] == [
        "- id: e-002", "number: 督办〔2026〕2号", "title: 热水", "source: {kind: 群众反映, text: 来信}", "lead: [护理部]", "assigned_on: 2026-11-21", "due: 2026-12-01",
        "log:", "- {step: 交办, date: 2026-11-21}",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "filled_in", "expected"),
    [
        (
            "nomination",
            {"award": "top", "title": "灯", "unit": "外科"},
            "nominations:\n  - id: nomination-1\n    award: top\n    title: 灯\n    unit: 外科\n    date: 2026-11-21\n",
        ),
        (
            "round",
            {"award": "top", "nominate_by": "2026-11-30"},
            "rounds:\n  - award: top\n    nominate_by: 2026-11-30\n",
        ),
    ],
)
def test_the_first_item_of_a_list_begins_a_file_of_its_campaign(
    door: Door, key: str, filled_in: dict[str, Any], expected: str
) -> None:
    (door.root / LEDGER).write_text("# 还没有登记\n", encoding="utf-8")
    kind = next(each for each in door.act("list", {})["kinds"] if each["key"] == key)
    assert (kind["fresh"], kind["parents"], kind["records"]) == ("item", [["c", "百日宣传"]], [])
    new = {"kind": key, "new": {"parent": "c"}}
    opened = door.act("open", new)
    assert (opened["status"], opened["digest"]) == (200, "")
    request = {**new, "value": {**opened["value"], **filled_in}, "digest": ""}
    answer = door.act("save", request)
    assert (answer["status"], answer.get("saved"), answer.get("file")) == (
        200,
        True,
        f"plans/campaign-data/c/{expected.partition(':')[0]}.yaml",
    ), answer
    text = door.read(answer["file"])
    assert text.replace('"', "") == f"# yaml-language-server: $schema=../../schemas/publicity.schema.json\n{expected}"
    assert door.act("save", request)["status"] == 409, "meanwhile the file is there"
    second = door.act("open", new)
    assert (second["file"], second["at"]) == (
        answer["file"],
        "nominations/nomination-2" if key == "nomination" else "rounds/#2",
    )
    assert door.act("open", {"kind": key, "new": {"parent": "../c"}})["status"] == 404


def test_a_unit_whose_name_means_another_one_is_offered_by_its_id(door: Door) -> None:
    (door.root / "plans/registry/other.yaml").write_text(
        "units:\n  - {id: b, name: 乙医院, kind: hospital}\n  - {id: b-nursing, name: 护理部, kind: functional, parent: b}\n",
        encoding="utf-8",
    )
    units = dict(door.act("open", {"kind": "work", "new": {"parent": "c"}})["choices"]["units"])
    assert (units["护理部"], units["b-nursing"]) == ("甲医院　nursing", "护理部　乙医院")
    plan = door.root / "plans/c.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("issuer: 甲医院\n", ""), encoding="utf-8")
    (door.root / LEDGER).unlink()
    opened = door.act("open", {"kind": "submission", "new": {"parent": "c"}})
    offered = dict(opened["choices"]["units"])
    assert "护理部" not in offered
    value = {**opened["value"], "title": "夜班", "date": "2026-11-20", "unit": "nursing"}
    assert offered["nursing"] == "护理部　甲医院"
    assert (
        door.act("check", {"kind": "submission", "new": {"parent": "c"}, "value": value, "digest": ""})["problems"]
        == []
    )


def test_items_without_an_id_are_found_by_their_place(door: Door) -> None:
    where = {"kind": "material", "file": LEDGER, "at": "materials/#2"}
    assert door.act("open", where)["value"]["unit"] == "护理部"
    answer = door.act("save", filled(door, where, photos="12"))
    assert [each[1] for each in answer["diff"] if each[0] == "+"] == [
        "  - {unit: 护理部, month: 2026-10, date: 2026-10-31, photos: 12}"
    ]
    for at in ("materials/#3", "materials/#0", "materials/2", "materials", "nothing/#1", "materials/#2/unit/x"):
        assert door.act("open", {**where, "at": at})["status"] in (200, 404), at


def test_a_plan_is_edited_in_parts(door: Door) -> None:
    where = {"kind": "campaign", "file": "plans/c.yaml", "at": ""}
    opened = door.act("open", where)
    assert "groups" not in opened["value"]
    assert [part["at"] for part in opened["parts"] if part["count"]] == [
        "", "document", "groups", "groups/g1", "groups/g2", "recurring", "organisation", "activities", "quota", "media_levels", "awards",
    ]  # fmt: skip
    before = door.read("plans/c.yaml")
    value = door.act("open", {**where, "at": "groups/g2"})["value"]
    answer = door.act(
        "save", {**where, "at": "groups/g2", "value": {**value, "title": "推选亮点"}, "digest": opened["digest"]}
    )
    assert answer["saved"], answer
    assert door.read("plans/c.yaml") == before.replace("title: 推选}]", "title: 推选亮点}]")


def test_pages_know_their_record(door: Door) -> None:
    (door.root / "plans/ledger/l.yaml").rename(door.root / "plans/ledger/a+b&c.yaml")
    content, _ = look_over(door.root, TODAY)
    assert addresses(content) == {
        "updates/u1/index.html": "kind=update&file=docs/updates/u1/index.md&at=",
        "plans/c/index.html": "kind=campaign&file=plans/c.yaml&at=",
        "ledger/e-001/index.html": "kind=entry&file=plans/ledger/a%2Bb%26c.yaml&at=entries/e-001",
        "campaigns/c/index.html": "kind=submission",
    }


@pytest.mark.parametrize(
    ("used", "expected"),
    [
        (["s001", "s002"], "s003"),
        (["a", "db-2026-012", "db-2026-009"], "db-2026-013"),
        ([], "submission-1"),
        (["abc"], "submission-1"),
    ],
)
def test_the_next_id(used: list[str], expected: str) -> None:
    assert kinds.next_id(kinds.by_key("submission"), used, TODAY) == expected


def test_what_is_still_named_says_who_names_it(door: Door) -> None:
    where = {"kind": "outlet", "file": "plans/registry/outlets.yaml", "at": "outlets/radio"}
    opened = door.act("open", where)
    answer = door.act("delete", {**where, "digest": opened["digest"]})
    assert not answer["saved"]
    told = [(each["message"], each["place"]) for each in answer["others"]]
    lines = door.read(LEDGER).splitlines()
    places = [number for number, line in enumerate(lines, 1) if "outlet: 市电台" in line]
    assert places
    assert [place for _, place in told] == [f"{LEDGER} 第 {number} 行" for number in places]
    assert all(message.endswith("的“媒体”写着“市电台”") for message, _ in told), told


def test_a_new_unit_belongs_to_the_sites_own_institution(door: Door) -> None:
    """Without a parent it would be in no 各科室; a site that is nobody's presets none."""
    new = {"id": "neu-1", "parent": "plans/registry/units.yaml"}
    assert not door.act("open", {"kind": "unit", "new": new})["value"].get("parent")
    (door.root / "plans/site.yaml").write_text("home: 甲医院\n", encoding="utf-8")
    home = look_over(door.root, TODAY)[0].home
    assert home
    assert door.act("open", {"kind": "unit", "new": new})["value"]["parent"] == home
