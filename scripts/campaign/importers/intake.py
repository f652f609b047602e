"""Filled 投稿单 (Word, workbook) with their pictures → stories in the ledger, their texts as Markdown, pictures made anew; and what is sent back, with why.

`take` is the whole of it, for the command and for the editor: it reads bytes, asks nothing of the disk and writes nothing. What is sound goes on;
a slip that is not is returned with its reasons, and with a text to send back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import Any

from campaign import pictures
from campaign.checks.publicity import plain
from campaign.content import Content
from campaign.importers.desk import ReadBack, Rows
from campaign.importers.papers import word
from campaign.importers.papers.base import PaperFault
from campaign.kinds import CAMPAIGN as CAMPAIGNS
from campaign.leaves import dates, limits
from campaign.leaves.dates import Moment
from campaign.leaves.problems import Problem, did_you_mean
from campaign.model import Plan, PublicityFile, Story
from campaign.model.registry import Unresolved
from campaign.texts import privacy
from campaign.texts.typed import as_title, tidied
from campaign.views.replies import reply, returned
from campaign.views.timeline import span
from campaign.workbooks.desk import SHAPES
from campaign.workbooks.forms import SheetSource, opened, text_of
from campaign.workbooks.slip import BODY, CAMPAIGN, LABELS, PICTURE_COLUMNS, PICTURES, TITLE

MOST_TITLE = 200  # letters; a longer one is text that got into the wrong line
_MEDIA = r"word/(media/[^/]+|document\.xml|_rels/document\.xml\.rels)"
_YES = ("是", "有", "√", "✓", "同意", "已同意")


@dataclass(frozen=True)
class SentPicture:
    """A picture as it is kept: its name beside the text, its bytes made anew, and what the slip says of it."""

    name: str
    raw: bytes
    alt: str = ""
    author: str = ""
    consent: bool = False


@dataclass(frozen=True)
class TakenIn:
    """A story from a slip: its record with ids, its text as Markdown with its pictures, and sentences about both."""

    source: str
    story: Story
    text: str
    pictures: tuple[SentPicture, ...]
    notes: tuple[str, ...]
    reply: str


@dataclass(frozen=True)
class SentBack:
    """A slip that is not taken: why, in sentences, and the text to send back."""

    source: str
    reasons: tuple[str, ...]
    reply: str


@dataclass(frozen=True)
class Intake:
    """What came of some slips. `draft` holds the stories as rows that `desk_files.merge` puts into the ledger's files."""

    plan: Plan
    taken: tuple[TakenIn, ...]
    returned: tuple[SentBack, ...]
    unused: tuple[str, ...]  # pictures that no slip names
    draft: ReadBack

    def files(self) -> dict[str, bytes]:
        """The texts and pictures by their paths in the content root; they stay in the house until somebody makes an update of them."""
        folder = f"plans/campaign-data/{self.plan.id}/manuscripts"
        made: dict[str, bytes] = {}
        for each in self.taken:
            made[f"{folder}/{each.story.id}/index.md"] = each.text.encode()
            made |= {f"{folder}/{each.story.id}/{picture.name}": picture.raw for picture in each.pictures}
        return made


@dataclass
class _Slip:
    """A slip as read: answers by label, the lines of the text, what is said of pictures, and those inside the file."""

    answers: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    told: list[dict[str, str]] = field(default_factory=list)
    inside: list[tuple[str, bytes]] = field(default_factory=list)


class _NoSlip(Exception):
    """Why a file is no slip; the text is a Chinese sentence."""


def is_slip(name: str, raw: bytes) -> bool:
    """Whether a file is a 投稿单, by its labels."""
    try:
        slip = _read(name, raw)
    except (_NoSlip, PaperFault):
        return False
    return CAMPAIGN in slip.answers or {"科室", "题目"} <= slip.answers.keys()


def take(
    files: Sequence[tuple[str, bytes]], content: Content, today: date, campaign: str | None = None, fresh: str = "s"
) -> Intake | None:
    """Slips and pictures given as (path in what was sent, bytes): pictures belong to slips of their own folder. `campaign` is asked for slips that
    do not say whose they are; None when that is unknown.

    New ids count on from those in the ledger, with the prefix `fresh` where there are none.
    """
    slips: list[tuple[str, _Slip]] = []
    images: dict[str, bytes] = {}
    broken: list[tuple[str, str]] = []
    for name, raw in files:
        if PurePath(name).suffix.lower() in pictures.SUFFIXES:
            images[name] = raw
            continue
        try:
            slips.append((name, _read(name, raw)))
        except (_NoSlip, PaperFault) as fault:
            broken.append((name, str(fault)))
    named = next((slip.answers[CAMPAIGN] for _, slip in slips if slip.answers.get(CAMPAIGN)), None)
    campaigns = content.of(CAMPAIGNS)
    only = next(iter(campaigns)) if len(campaigns) == 1 else ""
    plan = campaigns.get(campaign or named or only)
    if plan is None:
        return None
    standing = [each for held in content.publicity.values() if held.campaign == plan.id for each in held.submissions]
    seen = {(each.unit, plain(each.title)): each.id for each in standing}
    ids = _ids([each.id for each in standing], fresh)
    taken: list[TakenIn] = []
    back = [SentBack(name, (why,), returned(content, plan, "", "", why)) for name, why in broken]
    used: set[str] = set()
    for name, slip in slips:
        folder = PurePath(name).parent
        beside = {PurePath(path).name: raw for path, raw in images.items() if PurePath(path).parent == folder}
        made = _taken(name, slip, beside, content, plan, today, seen, ids)
        if isinstance(made, SentBack):
            back.append(made)
            continue
        taken.append(made)
        used |= {(folder / each).as_posix() for each in _named(slip, name, beside)}
    unused = tuple(sorted(each for each in images if PurePath(each).as_posix() not in used))
    return Intake(plan, tuple(taken), tuple(back), unused, _draft(content, plan, taken))


def _ids(given: Sequence[str], prefix: str) -> Iterator[str]:
    numbered = [match for each in given if (match := re.fullmatch(r"(.*?)(\d{1,9})", each))]
    before = numbered[-1][1] if numbered else prefix
    width = max((len(each[2]) for each in numbered), default=3)
    highest = max((int(each[2]) for each in numbered if each[1] == before), default=0)
    known = set(given)
    while True:
        highest += 1
        if (made := f"{before}{highest:0{width}d}") not in known:
            yield made


def _draft(content: Content, plan: Plan, taken: Sequence[TakenIn]) -> ReadBack:
    shape = SHAPES[0]
    entries = tuple(
        {
            key: value
            for key, value in {
                "id": each.story.id,
                "unit": content.registry.called(each.story.unit, plan.issuer),
                "date": each.story.date.iso,
                "month": each.story.month.iso if each.story.month else "",
                "title": each.story.title,
                "kind": each.story.kind if each.story.kind != "文章" else "",
                "authors": list(each.story.authors),
            }.items()
            if value
        }
        for each in taken
    )
    rows = Rows(shape, entries, SheetSource(TITLE, sheet=TITLE), records=tuple(each.story for each in taken))
    return ReadBack(plan.id, "", {shape.title: len(entries)}, (), {"campaign": plan.id}, (rows,))


# -- one slip -----------------------------------------------------------------------------------------------------------------------


def _taken(
    name: str,
    slip: _Slip,
    images: Mapping[str, bytes],
    content: Content,
    plan: Plan,
    today: date,
    seen: dict[tuple[str, str], str],
    ids: Iterator[str],
) -> TakenIn | SentBack:
    reasons: list[str] = []
    answers = {LABELS[label].key: as_title(typed) for label, typed in slip.answers.items() if label in LABELS}
    unit, title = "", answers.get("title", "")
    asked = answers.get("unit", "")
    if not asked:
        reasons.append("没有写科室")
    else:
        try:
            unit = content.registry.resolve(asked, plan.issuer)
        except Unresolved as fault:
            known = [each.name for each in content.registry.units.values()]
            hint = fault.hint if fault.code == "unit-ambiguous" else f"{did_you_mean(asked, known)}写科室的全称"
            reasons.append(f"{fault.message}；{hint}")
    if not title:
        reasons.append("没有写题目")
    elif len(title) > MOST_TITLE:
        reasons.append(f"题目有 {len(title)} 个字，像是正文写进了题目一栏；题目不超过 {MOST_TITLE} 字")
    start, end = span(plan)
    days: dict[str, Moment | None] = {"date": Moment.of(today), "month": None}
    for key, word_of in (("date", "投稿日期"), ("month", "计入月份")):
        if answers.get(key):
            try:
                days[key] = dates.parse_within(answers[key], start, end)
            except ValueError as fault:
                reasons.append(f"{word_of}：{fault}")
    if unit and title and (before := seen.get((unit, plain(title)))):
        reasons.append(f"这一篇已经登记过（{before} 号）；确是另一篇，把题目写得有区别")
    body = tidied("\n".join(slip.lines))
    words = "\n".join((title, *map(str, answers.values()), *slip.lines))
    reasons += [f"里面有{each}，登记以后会公开；删去再交" for each in privacy.words(words)]
    kept, faults, notes = _pictures(name, slip, images)
    reasons += faults
    if not body.text and not kept:
        reasons.append("没有正文，也没有图片")
    if reasons:
        shown = title[:40]
        return SentBack(name, tuple(reasons), returned(content, plan, asked, shown, "；".join(reasons)))
    day = days["date"]
    assert day is not None
    story = Story(
        id=next(ids),
        unit=unit,
        date=day,
        month=days["month"],
        title=title,
        kind=answers.get("kind") or "文章",
        authors=answers.get("authors") or (),
    )
    seen[(unit, plain(title))] = story.id
    shown_pictures = "".join(f"\n![{each.alt}]({each.name})\n" for each in kept)
    text = f"# {title}\n\n{body.text}{shown_pictures}"
    told = PublicityFile(campaign=plan.id, submissions=(story,)).submissions[0]
    return TakenIn(name, told, text, tuple(kept), (*body.notes, *notes), reply(content, plan, told))


def _pictures(name: str, slip: _Slip, images: Mapping[str, bytes]) -> tuple[list[SentPicture], list[str], list[str]]:
    """The pictures of a slip made anew: those it names, those sent under its own name, those inside it; faults; and what is told of them."""
    told = {row[PICTURE_COLUMNS[0]]: row for row in slip.told if row.get(PICTURE_COLUMNS[0])}
    faults = [f"没有收到图片“{file}”" for file in told if file not in images]
    found = [(file, images[file]) for file in images if file in _named(slip, name, images)] + slip.inside
    rest = iter([row for row in slip.told if not row.get(PICTURE_COLUMNS[0])])
    kept: list[SentPicture] = []
    notes: list[str] = []
    for place, (file, raw) in enumerate(found, 1):
        row = told.get(file) or next(rest, {})
        try:
            bare, suffix = pictures.stored(raw, file)
        except pictures.UnfitPicture as fault:
            faults.append(f"{fault.message}；{fault.hint}")
            continue
        alt = as_title(row.get(PICTURE_COLUMNS[1], "")).replace("[", "（").replace("]", "）")
        consent = row.get(PICTURE_COLUMNS[3], "").strip() in _YES
        if not alt:
            notes.append(f"图片 {place} 没有画面说明，公开以前补上")
        if not consent:
            notes.append(f"图片 {place} 没有写明拍到的人都同意，公开以前问清")
        kept.append(SentPicture(f"{place}{suffix}", bare, alt, as_title(row.get(PICTURE_COLUMNS[2], "")), consent))
    return kept, faults, notes


def _named(slip: _Slip, name: str, images: Mapping[str, bytes]) -> set[str]:
    """The pictures that belong to a slip: named in it, or by file names that begin with its own."""
    stem = PurePath(name).stem
    told = {row.get(PICTURE_COLUMNS[0], "") for row in slip.told}
    return {file for file in images if file in told or PurePath(file).stem.startswith(stem)}


# -- reading ------------------------------------------------------------------------------------------------------------------------


def _read(name: str, raw: bytes) -> _Slip:
    suffix = PurePath(name).suffix.lower()
    if suffix in (".xlsx", ".ods"):
        return _workbook(name, raw)
    if suffix == ".docx":
        return _word(name, raw)
    raise _NoSlip(f"{name} 不是投稿单；投稿单是 docx、xlsx 或 ods")


def _label(typed: str) -> str:
    return re.sub(r"[\s*＊：:]", "", typed)


def _word(name: str, raw: bytes) -> _Slip:
    slip = _Slip()
    part = ""
    for line in word.read(name, raw).lines:
        cells = [each.strip() for each in line.cells or ()]
        label = _label(cells[0]) if cells else ""
        mark = re.fullmatch(rf"{CAMPAIGN}[：:]\s*([a-z0-9-]+)", line.text.strip())
        if mark:
            slip.answers[CAMPAIGN] = mark[1]
        elif cells and label in LABELS and part == "":
            slip.answers.setdefault(label, cells[1] if len(cells) > 1 else "")
        elif cells and part == PICTURES:
            if cells[: len(PICTURE_COLUMNS)] != list(PICTURE_COLUMNS) and any(cells):
                slip.told.append(dict(zip(PICTURE_COLUMNS, cells, strict=False)))
        elif _label(line.text) in (BODY, PICTURES):
            part = _label(line.text)
        elif part == BODY:
            slip.lines.append(line.text)
    if not slip.answers:
        raise _NoSlip(f"{name} 里没有投稿单的表格（科室、题目……）；用本活动的投稿单填写")
    slip.inside = list(_inside(raw))
    return slip


def _inside(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """The pictures inside a Word file, each once, in the order in which they stand in it."""
    parts = limits.package(raw, limits.PAPER, keep=_MEDIA)
    rels = dict(
        re.findall(
            r'Id="([^"]+)"[^>]*?Target="(media/[^"]+)"',
            parts.get("word/_rels/document.xml.rels", b"").decode("utf-8", "replace"),
        )
    )
    rels |= {
        key: target
        for target, key in re.findall(
            r'Target="(media/[^"]+)"[^>]*?Id="([^"]+)"',
            parts.get("word/_rels/document.xml.rels", b"").decode("utf-8", "replace"),
        )
    }
    shown = re.findall(r'r:(?:embed|id)="([^"]+)"', parts.get("word/document.xml", b"").decode("utf-8", "replace"))
    for target in dict.fromkeys(rels[each] for each in shown if each in rels):
        if f"word/{target}" in parts:
            yield PurePath(target).name, parts[f"word/{target}"]


def _workbook(name: str, raw: bytes) -> _Slip:
    book = opened(name, raw)
    if isinstance(book, Problem):
        raise _NoSlip(f"{name}：{book.message}；{book.hint}")
    if TITLE not in book.sheetnames:
        raise _NoSlip(f"{name} 里没有“{TITLE}”这张表；用本活动的投稿单填写")
    slip = _Slip()
    for row in book[TITLE].iter_rows(max_row=60, max_col=2):
        label, value = _label(text_of(row[0].value or "")), row[1].value if len(row) > 1 else None
        typed = "" if value is None else text_of(value)
        if label == BODY:
            slip.lines = (str(value) if value is not None else "").splitlines()
        elif label in LABELS or label == CAMPAIGN:
            slip.answers[label] = typed
    if PICTURES in book.sheetnames:
        for cells in book[PICTURES].iter_rows(min_row=3, max_row=100, max_col=len(PICTURE_COLUMNS), values_only=True):
            if any(cells):
                told: dict[str, Any] = dict(zip(PICTURE_COLUMNS, cells, strict=True))
                slip.told.append({key: text_of(value) for key, value in told.items() if value is not None})
    return slip
