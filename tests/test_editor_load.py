"""Many at once, and slow ones: `plan serve` as a real process, real connections. Nobody is cut off, nobody holds the others up."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from waiting import eventually

PROGRAM = Path(__file__).resolve().parent.parent / "scripts" / "plan.py"
MANY = 50
UNITS = "units:\n  - {id: h, name: 甲医院, kind: hospital}\n  - {id: n, name: 护理部, kind: functional, parent: h}\n"
LEDGER = """\
id: l{number}
title: 第 {number} 本督办台账
issuer: 甲医院
entries:
  - id: e-{number:03d}
    number: 督办〔2026〕1{number:03d}号
    title: 电梯   # 原来的题目
    source: {{kind: 自查发现, text: 巡查}}
    lead: [护理部]
    assigned_on: 2026-11-02
    due: 2026-12-20
    log:
      - {{step: 交办, date: 2026-11-02}}
"""


PATIENCE = 3  # seconds, instead of the thirty that callers have to send their request
HASTY = f"""
import runpy, sys
sys.argv = sys.argv[1:]
sys.path.insert(0, sys.argv[0].rpartition("/")[0])
from campaign import preview
preview.PATIENCE = {PATIENCE}
runpy.run_path(sys.argv[0], run_name="__main__")
"""


class Preview:
    """A running preview of a content root."""

    def __init__(self, root: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.root = root
        self.errors = (root.parent / "errors").open("wb")
        command = [sys.executable, "-c", HASTY, str(PROGRAM), "serve", "--root", str(root), "--port", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=self.errors)
        assert eventually(self.up)

    def up(self) -> bool:
        with socket.socket() as caller:
            return caller.connect_ex(("127.0.0.1", self.port)) == 0

    def act(self, action: str, request: Any) -> tuple[int, dict[str, Any]]:
        own = f"127.0.0.1:{self.port}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=400)
        connection.request(
            "POST",
            f"/edit/{action}",
            json.dumps(request),
            {"Origin": f"http://{own}", "Content-Type": "application/json"},
        )
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())

    def end(self) -> str:
        self.process.terminate()
        self.process.wait(timeout=30)
        self.errors.close()
        return (self.root.parent / "errors").read_text(encoding="utf-8")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Preview]:
    root = tmp_path / "content"
    files = {"plans/registry/units.yaml": UNITS, "plans/site.yaml": "organisation: 甲医院\nhome: 甲医院\n"}
    files |= {f"plans/ledger/l{number}.yaml": LEDGER.format(number=number) for number in range(MANY)}
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    preview = Preview(root)
    try:
        yield preview
    finally:
        said = preview.end()
    assert "Traceback" not in said and "出错" not in said, said


def prepared(served: Preview, number: int, title: str) -> dict[str, Any]:
    where = {"kind": "entry", "file": f"plans/ledger/l{number}.yaml", "at": f"entries/e-{number:03d}"}
    status, opened = served.act("open", where)
    assert status == 200, opened
    return {**where, "value": {**opened["value"], "title": title}, "body": opened["body"], "digest": opened["digest"]}


def all_at_once(served: Preview, requests: list[dict[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    start = Barrier(len(requests))

    def save(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        start.wait()
        return served.act("save", request)

    with ThreadPoolExecutor(len(requests)) as callers:
        return list(callers.map(save, requests))


def test_fifty_saves_at_once_are_all_kept(served: Preview) -> None:
    requests = [prepared(served, number, f"第 {number} 部电梯") for number in range(MANY)]
    answers = all_at_once(served, requests)
    assert [answer for _, answer in answers if not answer.get("saved")] == []
    assert [(status, answer.get("saved")) for status, answer in answers] == [(200, True)] * MANY
    for number in range(MANY):
        text = (served.root / f"plans/ledger/l{number}.yaml").read_text(encoding="utf-8")
        assert text == LEDGER.format(number=number).replace("电梯   #", f"第 {number} 部电梯   #")


def test_of_fifty_saves_of_one_record_one_is_kept_and_the_others_are_told(served: Preview) -> None:
    request = prepared(served, 1, "电梯")
    answers = all_at_once(
        served, [{**request, "value": {**request["value"], "title": f"电梯 {each}"}} for each in range(MANY)]
    )
    assert sorted(status for status, _ in answers) == [200] + [409] * (MANY - 1)
    kept = next(each for each, (status, _) in enumerate(answers) if status == 200)
    assert f"title: 电梯 {kept}   # 原来的题目" in (served.root / "plans/ledger/l1.yaml").read_text(encoding="utf-8")


def test_who_is_slow_to_ask_holds_nobody_up_and_is_closed(served: Preview) -> None:
    """Bodies and headers that never end, sixty of them: others are answered meanwhile, and each is closed in its time."""
    own = f"127.0.0.1:{served.port}"
    head = f"POST /edit/save HTTP/1.1\r\nHost: {own}\r\nOrigin: http://{own}\r\nContent-Type: application/json\r\n"
    slow = []
    for each in range(60):
        caller = socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE * 20)
        caller.sendall((head + ("Content-Length: 900000\r\n\r\n{" if each % 2 else "X-Slow: 1")).encode())
        slow.append(caller)
    request = prepared(served, 2, "扶梯")
    assert served.act("save", request)[1]["saved"] is True
    answers = []
    for caller in slow:
        answer = b""
        while piece := caller.recv(65_536):
            answer += piece
        answers.append(answer.partition(b"\r\n")[0])
        caller.close()
    assert {answer.split(b" ")[1] for answer in answers[1::2]} == {b"408"}
    assert all(answer == b"" or answer.split(b" ")[1][:1] == b"4" for answer in answers[::2])


def test_a_body_that_is_too_large_is_not_taken_in(served: Preview) -> None:
    own = f"127.0.0.1:{served.port}"
    for action, most in (("save", 1_000_000), ("picture", 20_000_000)):
        caller = socket.create_connection(("127.0.0.1", served.port), timeout=120)
        form = "application/json" if action == "save" else "application/octet-stream"
        head = f"POST /edit/{action} HTTP/1.1\r\nHost: {own}\r\nOrigin: http://{own}\r\nContent-Type: {form}\r\nContent-Length: {most + 1}\r\n\r\n"
        caller.sendall(head.encode() + bytes(most + 1))
        answer = caller.recv(65_536)
        caller.close()
        assert answer.split(b" ")[1] == b"413"
