"""Everything that is sent around at the end of a month of a campaign, as files of one folder: what the page 月末 shows, and the prints of that month.

Who owes what is told as of today. What is printed stands as the month ended, but for the closing summary and the list of shortages, which stand as
of today.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from campaign.build.shelf import PrintShelf
from campaign.content import Content
from campaign.exporters import tables
from campaign.exporters.drafts import word_text
from campaign.kinds import CAMPAIGN
from campaign.model import Plan
from campaign.pdf.picture import long_picture
from campaign.pdf.prints import DRAFTS, PIECES
from campaign.views.campaign import PICTURED, WORDED, desk, not_yet
from campaign.views.month import MonthEnd, as_ended, closing, month_ends
from campaign.views.month_lists import above, month_tables, reminders, summary
from campaign.views.tasks import UnitRef

NAMES = {
    "monthly": "月报",
    "weekly": "周报",
    "digest": "今日简报",
    "closing": "总结（草稿）",
    "shortages": "欠交名单",
    "poster-a4": "海报",
}
TODAY = ("closing", "shortages")  # what stands as of today, whatever month is closed
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # in names of files on any system


class MonthFault(Exception):
    """Why there is nothing to send around; the text is a Chinese sentence."""


@dataclass(frozen=True)
class Parcel:
    """The files of a month by their path in the folder, and sentences about what is not among them."""

    month: MonthEnd
    files: dict[str, bytes]
    lacking: tuple[str, ...]


def chosen(content: Content, plan: Plan, month: str | None) -> MonthEnd:
    """The month asked for (2026-10), unasked the one to be closed now. Raises MonthFault."""
    found = {each.month.iso: each for each in month_ends(content, plan)}
    due = closing(content, plan)
    if not found or due is None:
        raise MonthFault(f"“{plan.name}”还没有开始，或还没有登记台账，没有可以结的月份")
    if month is not None and month not in found:
        raise MonthFault(f"“{plan.name}”没有 {month} 这个月，或者还没有到；可写 {'、'.join(found)}")
    return found[month or due.iso]


def parcel(root: Path, content: Content, month: MonthEnd) -> Parcel:
    """All files of a month. Raises PrintFault for what cannot be printed."""
    plan, shelf = month.plan, PrintShelf.of(root, content)
    names = Counter(each.unit.name for each in month.owing)
    files: dict[str, bytes] = {
        f"催报/{_named(each.unit, names[each.unit.name] > 1)}.txt": f"{words}\n".encode()
        for each, words in reminders(month, content)
    }
    files["催报/发到群里.txt"] = f"{summary(month)}\n".encode()
    lacking: list[str] = []
    ended = as_ended(content, month.last)
    for kind, name in NAMES.items():
        made = content if kind in TODAY else ended
        shown = desk(made, plan)
        if why := not_yet(shown, kind) or ("" if month.last <= content.as_of or kind != "monthly" else _unended(month)):
            lacking.append(f"{name}没有印：{why}")
            continue
        files[f"{name}.pdf"] = raw = shelf.pdf(PIECES[kind](shown, made)).pdf
        if kind in WORDED:
            files[f"{name}.docx"] = word_text(made, plan, DRAFTS[kind](shown, made)).file()
        if kind in PICTURED:
            files[f"{name}.png"] = long_picture(raw, sheet=PICTURED[kind])
    files |= {name: make() for name, make in _lists(content, month)}
    files |= {f"剪报/{name}": raw for name, raw in _clippings(root, content, month)}
    return Parcel(month, files, tuple(lacking))


def _unended(month: MonthEnd) -> str:
    return f"{month.name}还没有过完，到{month.last.month}月{month.last.day}日可印"


def _lists(content: Content, month: MonthEnd) -> Iterator[tuple[str, Callable[[], bytes]]]:
    title, told = f"{month.plan.name}{month.name}", (above(month, content),)
    site = content.site.url or ""
    yield "三张表.xlsx", partial(tables.workbook, title, month_tables(month, content), content.as_of, site)
    yield "报上级的报道.xlsx", partial(tables.workbook, title, told, content.as_of, site)
    yield "报上级的报道.docx", partial(tables.document, title, told, content.as_of)


def _clippings(root: Path, content: Content, month: MonthEnd) -> Iterator[tuple[str, bytes]]:
    """The files of clippings, which are for those above and not for the site."""
    folders = [root / Path(path).parent for path, held in content.publicity.items() if held.campaign == month.plan.id]
    for each in month.reports:
        if each.report.scan:
            found = (folder / "clippings" / each.report.scan for folder in folders)
            yield from ((each.report.scan, path.read_bytes()) for path in found if path.is_file())


def _named(unit: UnitRef, twice: bool) -> str:
    """The name of a unit as that of a file; of two units of one name with their ids."""
    return f"{_UNFIT.sub('_', unit.name)[:60]}{f'（{unit.id}）' if twice else ''}"


def campaign_of(content: Content, campaign: str | None) -> Plan:
    """The campaign asked for; unasked the only one, or the only one that runs. Raises MonthFault."""
    campaigns = content.of(CAMPAIGN)
    if campaign is not None:
        if campaign not in campaigns:
            raise MonthFault(f"没有编号为“{campaign}”的宣传活动；有 {'、'.join(campaigns) or '（一个也没有）'}")
        return campaigns[campaign]
    running = [
        plan for plan in campaigns.values() if desk(content, plan).state == "running" and desk(content, plan).kept.held
    ]
    found = list(campaigns.values()) if len(campaigns) == 1 else running
    if len(found) != 1:
        raise MonthFault(f"写明哪一个活动：{'、'.join(campaigns)}" if campaigns else "还没有宣传活动")
    return found[0]
