"""投稿单 in the browser: a folder of them with their pictures is looked through, what is sound is registered; and what departments are answered.

What was sent is not kept between looking and registering: the page sends it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from campaign.checks import look_over
from campaign.content import Content
from campaign.editor import batch, history
from campaign.editor.finding import Desk, EditRefused, read_file
from campaign.editor.telling import Answer
from campaign.importers import intake
from campaign.importers.desk_files import merge
from campaign.kinds import CAMPAIGN
from campaign.leaves.problems import Problem
from campaign.publish import write_all
from campaign.views.replies import reply
from campaign.workbooks.desk import DeskFault

MAX_BYTES = 200_000_000


def taking(desk: Desk, request: Mapping[str, Any], raw: bytes) -> Answer:
    """What becomes of slips and pictures; with `keep` what can be registered is. `campaigns` to choose from where it is not clear which is meant."""
    files = list(batch.files(raw))
    with desk.writing:
        content, known = look_over(desk.root, desk.today())
        made = intake.take(files, content, desk.today(), str(request.get("campaign") or "") or None)
        if made is None:
            plans = content.of(CAMPAIGN).values()
            if not plans:
                raise EditRefused(409, "还没有宣传活动，先建一个活动，再收投稿单。")
            return {"campaigns": [(plan.id, plan.name) for plan in plans]}
        registered = _registered(desk, made, content, known) if request.get("keep") and made.taken else {}
    return {
        "campaign": made.plan.name,
        "taken": [
            {
                "source": each.source,
                "unit": content.registry.name(each.story.unit),
                "title": each.story.title,
                "id": each.story.id,
                "pictures": len(each.pictures),
                "notes": list(each.notes),
                "reply": each.reply,
                "record": {"kind": "submission", "file": registered["file"], "at": f"submissions/{each.story.id}"}
                if registered
                else None,
            }
            for each in made.taken
        ],
        "returned": [
            {"source": each.source, "reasons": list(each.reasons), "reply": each.reply} for each in made.returned
        ],
        "unused": list(made.unused),
        "folder": f"plans/campaign-data/{made.plan.id}/manuscripts",
        "saved": bool(registered),
    }


def replying(desk: Desk, request: Mapping[str, Any]) -> Answer:
    """What a department is answered about a story in the ledger, as far as the story has come; with `back`, why it is sent back."""
    content, _ = look_over(desk.root, desk.today())
    held, story_id = content.publicity.get(str(request.get("file"))), str(request.get("at")).rpartition("/")[2]
    story = next((each for each in held.submissions if each.id == story_id), None) if held else None
    plan = content.plans.get(held.campaign or "") if held else None
    if plan is None or story is None:
        raise EditRefused(404, "台账里没有这一篇，可能刚被删去；先保存，再写回复。")
    back = " ".join(str(request.get("back") or "").split())
    return {"text": reply(content, plan, story, back)}


ACTIONS = {"reply": replying}


def _registered(desk: Desk, made: intake.Intake, content: Content, known: tuple[Problem, ...]) -> dict[str, str]:
    """Put the stories into the ledger, their texts and pictures beside it, all or nothing; the file of the ledger that holds them now."""
    paths = [path for path, file in content.publicity.items() if file.campaign == made.plan.id]
    held = {path: read_file(desk, desk.root / path) for path in paths}
    try:
        merged = merge(made.draft, content, {path: each.raw.decode() for path, each in held.items()})
    except DeskFault as fault:
        raise EditRefused(422, f"{fault}。") from fault
    texts = {each.path: each.text for each in merged.files}
    before = {(each.path, each.code, each.message) for each in known}
    problems = merged.problems or look_over(desk.root, desk.today(), edited=texts)[1]
    new = (each for each in problems if each.severity == "error")
    for each in new:
        if (each.path, each.code, each.message) not in before:
            raise EditRefused(422, f"{each.path} 第 {each.line} 行：{each.message}；什么也没有登记。")
    files = {desk.root / path: raw for path, raw in made.files().items()}
    try:
        for path in texts:
            if path in held:
                history.remember(desk.root, held[path])
        write_all(files | {desk.root / path: text.encode() for path, text in texts.items()})
    except OSError as fault:
        raise EditRefused(403, "文件写不进去（没有权限，或磁盘满了），没有登记。") from fault
    return {"file": next(iter(texts))}
